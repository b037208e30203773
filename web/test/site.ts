/** The page as it is published: built, given a config, and served with the headers that it asks for. */

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type { Config } from "../src/config.js";
import type { Ground } from "./ground.js";

const ROOT = join(import.meta.dirname, "..");

export interface Site {
  url: string;
  /** The URL of a page, such as `stake`. */
  of(page: string, query?: Record<string, string>): string;
  close(): void;
}

/** What the config says beside the cluster. */
export interface More {
  index?: string;
  /** Another genesis hash than the cluster's. */
  genesis?: string;
  /** Folders of seasons' files, put beside the page. */
  seasons?: readonly string[];
}

/** Builds the page for a cluster, and serves it. */
export async function serve(ground: Ground, more: More = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "io-web-"));
  const seasons = (more.seasons ?? []).filter((season) => existsSync(season));
  const config: Config = {
    cluster: {
      name: "localnet",
      rpc: ground.url,
      ws: ground.ws ?? null,
      genesis: more.genesis ?? ground.genesis,
    },
    index: more.index ?? null,
    airdrops: seasons.map((_, i) => `./season-${i}/`),
  };
  const file = join(folder, "config.in.json");
  writeFileSync(file, JSON.stringify(config));
  process.env["IO_WEB_CONFIG"] = file;
  const outDir = join(folder, "dist");
  await build({
    root: ROOT,
    configFile: join(ROOT, "vite.config.mjs"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });
  for (const [i, season] of seasons.entries())
    cpSync(season, join(outDir, `season-${i}`), { recursive: true });
  const { url, server } = await served(outDir);
  return {
    url,
    of: (page, query = {}) => {
      const asked = new URLSearchParams(query).toString();
      return `${url}/#/${page}${asked ? `?${asked}` : ""}`;
    },
    close() {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function served(folder: string): Promise<{ url: string; server: ChildProcess }> {
  const server = spawn(process.execPath, [join(ROOT, "scripts/serve.mjs"), "0", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout!.once("data", (data: Buffer) => resolve(String(data).trim()));
    server.once("exit", (code) => reject(new Error(`the server of the page ended with ${code}`)));
  });
  return { url, server };
}
