/**
 * Serves built files on 127.0.0.1, with the headers of docs/web.md: `node scripts/serve.mjs PORT
 * [FOLDER]`.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { headers, readConfig } from "./config.mjs";

const [port = "8910", folder = join(import.meta.dirname, "..", "dist")] = process.argv.slice(2);
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const server = createServer(async (request, response) => {
  try {
    // A path that is none, such as "/%", is not found either.
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    const file = join(folder, path === "/" ? "index.html" : path);
    const body = await readFile(file);
    const config = readConfig(join(folder, "config.json"));
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers(config), "content-type": type, "cache-control": "no-cache" });
    response.end(body);
  } catch {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("not found");
  }
});
server.listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
