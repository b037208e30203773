/** The whole network in one view, and what its vaults hold against what they owe. */

import { beforeEach, expect, test } from "vitest";
import {
  carriedUntil,
  fromRpc,
  GENESIS_SUPPLY,
  HARD_CAP,
  holding,
  isIoError,
  listFromRpc,
  type PoolFigures,
  poolFigures,
  readNetwork,
  readSolvency,
  readStaking,
  sender,
  stake,
  STAKE_VAULT,
  supply,
  supplyFigures,
  USDC_ESCROW_VAULT,
} from "../src/index.js";
import { Cluster } from "./cluster.js";
import { DAY, node, operator, running, setUp, TOTAL, world } from "./order-scene.js";
import { io } from "./world.js";

let cluster: Cluster;
beforeEach(async () => {
  await setUp();
  cluster = new Cluster(world.chain);
});

const read: ReturnType<typeof fromRpc> = (addresses) => fromRpc(cluster.rpc)(addresses);
const list: ReturnType<typeof listFromRpc> = (...asked) => listFromRpc(cluster.rpc)(...asked);

test("the supply adds up, to what `supply` says", async () => {
  world.chain.pass(BigInt(3 * DAY));
  const figures = supplyFigures(await readNetwork(read));
  const single = await supply(read);
  expect(figures.supply).toBe(single.total);
  expect([figures.due, figures.burned, figures.toCome]).toEqual([
    single.mintable,
    single.burned,
    single.toCome,
  ]);
  expect(figures.supply + figures.burned + figures.toCome).toBe(HARD_CAP);
  expect(figures.atGenesis).toBe(GENESIS_SUPPLY);
  expect(figures.unlocked + figures.lockedTotal).toBe(figures.supply);
  expect(figures.month).toBe(1);
});

test("a pool weighs its nodes, and carries what they are too light for", async () => {
  await world.attest(node);
  world.chain.pass(BigInt(DAY / 2));
  const view = await readNetwork(read);
  const [gpu, cpu] = poolFigures(view) as [PoolFigures, PoolFigures];
  expect([gpu.name, cpu.name]).toEqual(["gpu", "cpu"]);
  expect(gpu.weight).toBe(1_000n * 8n * 10_000n);
  expect(cpu.weight).toBe(0n);
  expect(cpu.carried).toBeGreaterThan(0n);
  // An empty pool pays nobody: what it carries is never out.
  expect(carriedUntil(view, "cpu")).toBeUndefined();
});

test("what is owed is there: stake, rewards, orders", async () => {
  await running();
  const holder = await world.holder(io(500));
  world.chain.pass(BigInt(DAY / 4));
  const { network, vaults, isCovered, nodes, orders, inOrders } = await readSolvency(read, list);
  expect(isCovered).toBe(true);
  expect([nodes.length, orders.length]).toEqual([1, 1]);
  const owed = (address: string) => vaults.find((vault) => vault.address === address)!;
  expect(owed(USDC_ESCROW_VAULT)).toMatchObject({ held: TOTAL, owed: TOTAL, currency: "USDC" });
  expect(inOrders).toEqual({ IO: 0n, USDC: network.ledgers.USDC.escrowed });
  expect(owed(STAKE_VAULT).held).toBe(owed(STAKE_VAULT).owed);
  const view = await readStaking(read, node, operator.address);
  const { claimable } = holding(view, network.now);
  expect(vaults.find(({ name }) => name === "rewards")!.owed).toBe(claimable);
  expect(holder.address).not.toBe(operator.address);
});

test("a stake more is held and owed more", async () => {
  const before = await readSolvency(read, list);
  const holder = await world.holder(io(500));
  await sender({ rpc: cluster.rpc, payer: holder, pollMs: 1 }).send(() =>
    stake(read, { signer: holder, node, amount: io(100), evenIfNotReady: true }),
  );
  const after = await readSolvency(read, list);
  const of = ({ vaults }: typeof before) => vaults.find(({ name }) => name === "stake")!;
  expect(of(after).owed - of(before).owed).toBe(io(100));
  expect(of(after).held - of(before).held).toBe(io(100));
});

test("a cluster without genesis is told", async () => {
  const nothing: typeof read = async (addresses) => {
    const found = await read(addresses);
    return found.map((account, i) => (i === 0 ? account : { address: account.address, exists: false }));
  };
  const error = await readNetwork(nothing).catch((error: unknown) => error);
  expect(isIoError(error, "wrongNetwork")).toBe(true);
});
