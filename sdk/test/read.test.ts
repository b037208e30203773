/** Reading from a cluster: one request, whose answer is what an embedded chain holds. */

import { createSolanaRpcFromTransport, type RpcTransport } from "@solana/kit";
import { expect, test } from "vitest";
import {
  EMISSION,
  fromRpc,
  IO_MINT,
  listStakes,
  readBuyback,
  readPositions,
  readStaking,
  snapshot,
  stake,
  supply,
} from "../src/index.js";
import { io, PRICES, START, World } from "./world.js";

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

test("a view is of its own kind of account, or says what is there instead", async () => {
  const world = await World.create();
  world.postPrices(20_000_000n);
  const { chain } = world;
  const signer = await chain.wallet();
  for (const wrong of [signer.address, IO_MINT, EMISSION]) {
    const refused = { code: "wrongAccount", message: `${wrong} is no node.`, action: "Check the address." };
    await expect(readStaking(chain.read, wrong)).rejects.toMatchObject(refused);
    await expect(readStaking(chain.read, wrong, signer.address)).rejects.toMatchObject(refused);
    await expect(readPositions(chain.read, signer.address, [wrong])).rejects.toMatchObject(refused);
    await expect(stake(chain.read, { signer, node: wrong, amount: 1n })).rejects.toMatchObject(refused);
    const price = readBuyback(chain.read, { ...PRICES, io: wrong });
    await expect(price).rejects.toMatchObject({ code: "wrongAccount" });
  }
  const nowhere = "11111111111111111111111111111112" as typeof signer.address;
  await expect(readStaking(chain.read, nowhere)).rejects.toMatchObject({ code: "notFound" });
});

test("an owner's stakes in several nodes, at one moment", async () => {
  const world = await World.create();
  const { chain } = world;
  const owner = await world.holder(io(100));
  const nodes = [(await world.node(8)).node, (await world.node(1)).node];
  for (const [i, node] of nodes.entries()) {
    await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(10 * (i + 1)) }));
  }
  chain.pass(50_000n);
  const views = await readPositions(chain.read, owner.address, nodes);
  const each = await Promise.all(nodes.map((node) => readStaking(chain.read, node, owner.address)));
  expect(views).toEqual(each);
  expect(await readPositions(chain.read, owner.address, [])).toEqual([]);
  await expect(listStakes(async () => [], "" as never)).rejects.toThrow(RangeError);
});
