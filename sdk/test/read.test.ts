/** Reading from a cluster: one request, whose answer is what an embedded chain holds. */

import { createSolanaRpcFromTransport, type RpcTransport } from "@solana/kit";
import { expect, test } from "vitest";
import { EMISSION, fromRpc, IO_MINT, snapshot, supply } from "../src/index.js";
import { START, World } from "./world.js";

test("over RPC it is the same, in one request", async () => {
  const { chain } = await World.create();
  let requests = 0;
  const transport = (async ({ payload }) => {
    requests += 1;
    const { method, params } = payload as { method: string; params: [string[], { commitment: string }] };
    expect(method).toBe("getMultipleAccounts");
    expect(params[1]).toMatchObject({ commitment: "confirmed" });
    const accounts = await chain.read(params[0] as never);
    const value = accounts.map((account) =>
      account.exists
        ? {
            data: [Buffer.from(account.data).toString("base64"), "base64"],
            executable: account.executable,
            lamports: account.lamports,
            owner: account.programAddress,
            space: account.space,
          }
        : null,
    );
    return { jsonrpc: "2.0", id: 1, result: { context: { slot: 1n }, value } };
  }) as RpcTransport;
  const read = fromRpc(createSolanaRpcFromTransport(transport) as never);
  expect(await supply(read)).toEqual(await supply(chain.read));
  expect(requests).toBe(1);
  expect((await snapshot(read, [])).now).toBe(START);
});

test("a cluster without genesis, and one that is none, are told apart", async () => {
  const { chain } = await World.create();
  const empty = [EMISSION, IO_MINT];
  const none = (keys: readonly string[]) => keys.map((address) => ({ address, exists: false })) as never;
  await expect(supply(async (keys) => none(keys))).rejects.toThrow("it is no Solana cluster");
  const ungenesis = async (keys: Parameters<typeof chain.read>[0]) => [
    ...(await chain.read(keys.slice(0, 1))),
    ...(none(empty) as never[]),
  ];
  await expect(supply(ungenesis)).rejects.toThrow(`The emission is not there: ${EMISSION} has no account.`);
});
