// @vitest-environment happy-dom
/** On which cluster anything is signed. */

import { explain, lightRpc } from "@io-economy/sdk";
import { afterEach, expect, test, vi } from "vitest";
import type { Config } from "../config.js";
import { whyNoSigning, withDeadline } from "./cluster.js";

afterEach(() => vi.unstubAllGlobals());

const config = (genesis: string | null): Config => ({
  cluster: { name: genesis === null ? "localnet" : "mainnet", rpc: "https://rpc.example.org", genesis },
});

test("nothing is signed before the cluster has said which one it is, and never on another one", () => {
  expect(whyNoSigning({ genesis: undefined }, config("A"))).toBe("unknownGenesis");
  expect(whyNoSigning({ genesis: "B" }, config("A"))).toBe("otherGenesis");
  expect(whyNoSigning({ genesis: "A" }, config("A"))).toBeUndefined();
  expect(whyNoSigning({ genesis: undefined }, config(null))).toBeUndefined();
});

test("a call that nobody answers fails in time, and one can be aborted before", async () => {
  const hangs = (_: string, { signal }: RequestInit) =>
    new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)));
  vi.stubGlobal("fetch", hangs);
  const rpc = withDeadline(lightRpc("https://rpc.example.org"), 30, 60_000);
  const failed = await rpc
    .getBlockHeight({ commitment: "confirmed" })
    .send()
    .catch((error: unknown) => error);
  expect(explain(failed)).toMatchObject({ kind: "offline", message: "The RPC node does not answer." });
  const stop = new AbortController();
  const stopped = withDeadline(lightRpc("https://rpc.example.org"), 60_000, 60_000)
    .getLatestBlockhash({ commitment: "confirmed" })
    .send({ abortSignal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(stopped).rejects.toThrow("enough");
});
