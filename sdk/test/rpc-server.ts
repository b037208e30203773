/** A cluster's JSON-RPC over HTTP, in front of an embedded chain; and static files for pages. */

import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Cluster } from "./cluster.js";

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Where a server listens, and how it ends. */
export interface Served {
  url: string;
  close: () => void;
}

/** Serves what a cluster answers. */
export function serveRpc(cluster: Cluster): Promise<Served> {
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    if (request.method === "OPTIONS") return void response.end();
    const { id, method, params } = JSON.parse(await bodyOf(request));
    const answer = await answerOf(cluster, method, params).then(
      (result) => ({ jsonrpc: "2.0", id, result }),
      (error: unknown) => ({ jsonrpc: "2.0", id, error: { code: -32_603, message: String(error) } }),
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
  });
  return listening(server);
}

async function answerOf(cluster: Cluster, method: string, params: never[]) {
  const call = (cluster.rpc as unknown as Record<string, (...params: never[]) => { send(): unknown }>)[
    method
  ]!;
  const result = (await call(...params).send()) as { value?: unknown } | null;
  const hasContext = typeof result === "object" && result !== null && "value" in result;
  return hasContext ? { context: { slot: 7 }, ...result } : result;
}

/** Serves the files of a folder. */
export function serveFiles(folder: string): Promise<Served> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = join(folder, path === "/" ? "index.html" : path);
    try {
      const data = readFileSync(file);
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      response.end(data);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return listening(server);
}

async function listening(server: Server): Promise<Served> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += String(part);
  return body;
}
