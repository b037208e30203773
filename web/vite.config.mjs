/** How the page is built, and served while one works on it. Vite wants a default export here. */

import react from "@vitejs/plugin-react";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policy, readConfig, withPolicy } from "./scripts/config.mjs";

const here = import.meta.dirname;
const from = (path) => join(here, "..", "sdk", path);
/** The config that is put beside the page; `npm run configure` puts another one later. */
const file = process.env["IO_WEB_CONFIG"] ?? join(here, "config.example.json");

/** Puts config.json beside index.html, and its hosts into the policy. */
function configured() {
  let isDevelopment = false;
  return {
    name: "config",
    configResolved(config) {
      isDevelopment = config.command === "serve";
    },
    transformIndexHtml: {
      order: "post",
      // Vite's own client of development needs inline scripts and a socket.
      handler: (html) => (isDevelopment ? html : withPolicy(html, policy(readConfig(file)))),
    },
    generateBundle() {
      readConfig(file);
      this.emitFile({ type: "asset", fileName: "config.json", source: readFileSync(file) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.split("?")[0] !== "/config.json" || !existsSync(file)) return next();
        response.setHeader("content-type", "application/json");
        response.end(readFileSync(file));
      });
    },
  };
}

export default ({ command }) => {
  // A test that builds the page builds what is published.
  if (command === "build") process.env["NODE_ENV"] = "production";
  return {
    // Any folder of any host serves it.
    base: "./",
    plugins: [react(), configured()],
    resolve: {
      alias: [
        { find: "@io-economy/sdk", replacement: from("src/index.ts") },
        { find: "@io-economy/react", replacement: from("react/src/index.ts") },
      ],
      // The SDK's sources are outside of this folder: what they import comes from here.
      dedupe: ["@solana/kit", "react", "react-dom"],
    },
    server: { fs: { allow: [join(here, "..")] } },
    build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, manifest: true },
    test: { testTimeout: 60_000, hookTimeout: 300_000 },
  };
};
