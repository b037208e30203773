/**
 * A JSON-RPC client of one page, for those to whom every kilobyte counts: kit's is twenty times as
 * large, and does more.
 */

import { IoError } from "./errors/io-error.js";
import type { RpcForLists, RpcForReading } from "./read.js";
import type { RpcForSending } from "./send/sender.js";

/** What this client can be asked: all that the SDK asks of one. */
export type LightRpc = RpcForReading & RpcForLists & RpcForSending;

/**
 * A client of a cluster's JSON-RPC with the methods that the SDK calls. kit's `createSolanaRpc`
 * does as well, and more.
 *
 * @example
 * const rpc = lightRpc("https://api.mainnet-beta.solana.com");
 * const read = fromRpc(rpc);
 */
export function lightRpc(url: string, headers: Readonly<Record<string, string>> = {}): LightRpc {
  let id = 0;
  const call = async (method: string, params: readonly unknown[], signal: AbortSignal | undefined) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }, plain);
    const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
    const response = await fetch(url, signal ? { ...init, signal } : init);
    const text = await response.text();
    if (!response.ok)
      throw Object.assign(new Error(`HTTP ${response.status}`), { statusCode: response.status });
    const { result, error } = parse(text) as { result?: unknown; error?: { code: number; message: string } };
    if (error) throw Object.assign(new Error(error.message), error);
    if (result === undefined) throw new IoError("wrongNetwork", `${url} does not answer as a cluster does.`);
    return result;
  };
  return new Proxy({} as LightRpc, {
    get:
      (_, method) =>
      (...params: unknown[]) => ({
        send: ({ abortSignal }: { abortSignal?: AbortSignal } = {}) =>
          call(String(method), params, abortSignal),
      }),
  });
}

/** Figures of a request are small. */
function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** Integers that a `number` would round become text, from which `BigInt` reads them exactly. */
function parse(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (found) =>
      found[0] === '"' ? found : `"${found}"`,
    ),
  );
}
