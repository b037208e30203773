/** Several nodes booked at once, with a lookup table where they need one, and paid by somebody else. */

import type { Address, Instruction } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  bookNodes,
  closeOrder,
  closeTable,
  type ClusterSums,
  clusterSums,
  type ClusterView,
  deactivateTable,
  endCluster,
  endOrder,
  extendCluster,
  type IoError,
  listOrders,
  makeTable,
  parseUsdc,
  pickNodes,
  quoteBooking,
  quoteExtension,
  type Read,
  readCluster,
  sendBookings,
  sender,
  settleCluster,
  settleOrder,
  setAsk,
  transactionSize,
  USDC_MINT,
} from "../src/index.js";
import { client, cluster, DAY, HOUR, list, market, offered, type Offered } from "./market-scene.js";
import { paid, setUp, world } from "./market-scene.js";
import { RULES } from "./world.js";

beforeEach(setUp);

/** The clock moves on by a slot whenever it is looked at, and its hashes with it. */
const read: Read = (addresses) => {
  const { svm } = world.chain;
  const clock = svm.getClock();
  clock.slot += 1n;
  svm.setClock(clock);
  const slots = Array.from({ length: 512 }, (_, i) => clock.slot - BigInt(i + 1));
  // Any 32 bytes are a hash.
  svm.setSlotHashes(slots.filter((slot) => slot >= 0n).map((slot) => ({ slot, hash: USDC_MINT })));
  return world.chain.read(addresses);
};

async function nodes(count: number): Promise<Offered[]> {
  const all: Offered[] = [];
  for (let i = 0; i < count; i++) all.push(await offered(2, { rateUsdc: parseUsdc("1") }));
  return all;
}

async function billed(processors: number, seconds = DAY) {
  const view = await market();
  return quoteBooking(view, pickNodes(view, { seconds }, processors), seconds);
}

test("four nodes without a table", async () => {
  await nodes(4);
  const bill = await billed(8);
  const { clusters } = await bookNodes(read, { signer: client, bill });
  expect(clusters).toHaveLength(1);
  const [{ instructions, table }] = clusters as [(typeof clusters)[0]];
  expect([instructions.length, table]).toEqual([4, []]);
  expect(transactionSize(instructions, client.address)).toBeLessThanOrEqual(1_232);
  const told: string[] = [];
  const sending = { rpc: cluster.rpc, read, payer: client, pollMs: 1 };
  const tell = { ...sending, told: (step: string) => told.push(step) };
  const step = async () => expect((await sendBookings(tell, { clusters })).tables).toEqual([]);
  expect(await paid(client.address, step)).toBe(bill.total);
  expect(told).toEqual(["Books 4 nodes, all of them or none."]);
});

test("eight nodes by a table of their accounts, which is given up, and closed 513 slots later", async () => {
  await nodes(8);
  const bill = await billed(16);
  const bookings = await bookNodes(read, { signer: client, bill });
  expect(bookings.words).toBe(
    "8 nodes are booked in one transaction: all of them or none. It is too long without a lookup table: a " +
      "lookup table goes before and is given up after; its rent returns once it is closed.",
  );
  const before = world.chain.svm.getBalance(client.address)!;
  const sending = { rpc: cluster.rpc, read, payer: client, pollMs: 1 };
  let sent: Awaited<ReturnType<typeof sendBookings>> | undefined;
  const step = async () => (sent = await sendBookings(sending, bookings));
  expect(await paid(client.address, step)).toBe(bill.total);
  const { landed, tables } = sent!;
  expect(landed).toHaveLength(1);
  // Nothing of the log is cut off: each order's event is there.
  expect(landed[0]!.isComplete).toBe(true);
  expect(landed[0]!.events.filter(({ name }) => name === "OrderBooked")).toHaveLength(8);
  const orders = await listOrders(list, { client: client.address, reference: bookings.reference });
  expect(orders).toHaveLength(8);
  const [table] = tables as [Address];
  const { send } = sender(sending);
  const close = () => send(() => closeTable(read, { signer: client, table }));
  await expect(close()).rejects.toMatchObject({ code: "tooEarly" });
  const another = await world.chain.wallet();
  await expect(closeTable(read, { signer: another, table })).rejects.toMatchObject({ code: "wrongAccount" });
  for (let i = 0; i < 513; i++) await read([]);
  await close();
  await expect(close()).rejects.toMatchObject({ code: "notFound" });
  // What is gone is the rent of eight orders, and the fees of five transactions.
  expect(before - world.chain.svm.getBalance(client.address)!).toBe(bill.rent + 5n * 5_000n);
});

test("nine nodes are two clusters, which is told before anything is signed", async () => {
  await nodes(9);
  const { clusters, words, most } = await bookNodes(read, { signer: client, bill: await billed(18) });
  expect(clusters.map(({ orders }) => orders.length)).toEqual([8, 1]);
  expect(words).toContain(
    "9 nodes are booked in 2 transactions: each books its nodes, at most 8, or none. Transactions that are",
  );
  const sending = { rpc: cluster.rpc, read, payer: client, pollMs: 1 };
  const sent = { landed: 0 };
  const step = async () => (sent.landed = (await sendBookings(sending, { clusters })).landed.length);
  expect(await paid(client.address, step)).toBe(most);
  expect(sent.landed).toBe(2);
});

test("all or none: one ask that was changed, or one node that is hired, and nothing is booked", async () => {
  const [first, second] = (await nodes(2)) as [Offered, Offered];
  const { chain } = world;
  const bill = await billed(4);
  const { clusters } = await bookNodes(read, { signer: client, bill });
  const sending = { rpc: cluster.rpc, read, payer: client, pollMs: 1 };
  const change = { signer: second.operator, node: second.node, rateUsdc: parseUsdc("1") };
  await chain.send(second.operator, await setAsk(chain.read, change));
  const refused = async () => {
    const error = await sendBookings(sending, { clusters }).catch((error: unknown) => error);
    return (error as IoError).message;
  };
  expect(await paid(client.address, async () => expect(await refused()).toContain("ask"))).toBe(0n);
  const other = await chain.wallet();
  await chain.mintUsdc(other.address, parseUsdc("1,000"));
  const view = await market();
  const one = quoteBooking(view, pickNodes(view, { nodes: [first.node] }, 1), HOUR);
  const theirs = await bookNodes(read, { signer: other, bill: one });
  await chain.send(other, theirs.clusters[0]!.instructions);
  const both = quoteBooking(view, pickNodes(view, {}, 4), DAY);
  const again = await bookNodes(read, { signer: client, bill: both });
  expect(again.clusters[0]!.orders).toHaveLength(2);
  const failed = sendBookings(sending, again);
  await expect(failed).rejects.toMatchObject({ code: "failed" });
  expect(await listOrders(list, { client: client.address })).toEqual([]);
});

test("somebody else pays; all that returns is the client's", async () => {
  await nodes(2);
  const { chain } = world;
  const sponsor = await chain.wallet();
  await chain.mintUsdc(sponsor.address, parseUsdc("1,000"));
  await chain.account(client.address, USDC_MINT);
  const bill = await billed(4);
  const reference = new Uint8Array(32).fill(7);
  const booking = { signer: client, payer: sponsor, bill, reference };
  const { clusters } = await bookNodes(read, booking);
  const [{ instructions, orders }] = clusters as [(typeof clusters)[0]];
  const lamports = chain.svm.getBalance(sponsor.address)!;
  const theirs = () => paid(client.address, () => chain.send(sponsor, instructions));
  expect(await paid(sponsor.address, async () => expect(await theirs()).toBe(0n))).toBe(bill.total);
  // Two sign.
  expect(lamports - chain.svm.getBalance(sponsor.address)!).toBe(bill.rent + 10_000n);
  const [order] = orders as [Address, Address];
  chain.pass(BigInt(HOUR));
  const end = async () => chain.send(client, await endOrder(chain.read, { signer: client, order }));
  expect(await paid(client.address, end)).toBeLessThan(0n);
  chain.pass(BigInt(DAY));
  await chain.send(sponsor, await settleOrder(chain.read, { signer: sponsor, order }));
  const before = chain.svm.getBalance(client.address)!;
  await chain.send(sponsor, await closeOrder(chain.read, { order }));
  expect(chain.svm.getBalance(client.address)! - before).toBe(bill.rent / 2n);
});

test("tables of their own: made, used, deactivated", async () => {
  const { address } = client;
  await expect(makeTable(read, { signer: client, addresses: [] })).rejects.toThrow("1 to 256 addresses");
  await expect(makeTable(read, { signer: client, addresses: ["x" as Address] })).rejects.toThrow(RangeError);
  const { steps, table } = await makeTable(read, { signer: client, addresses: Array(21).fill(address) });
  expect(steps.map(({ length }) => length)).toEqual([2, 1]);
  for (const step of steps) await world.chain.send(client, step);
  expect(await closeTable(read, { signer: client, table: table.address })).toEqual([
    deactivateTable({ signer: client, table: table.address }),
  ]);
  const none = closeTable(read, { signer: client, table: address });
  await expect(none).rejects.toMatchObject({ code: "notFound" });
});

test("a cluster is taken as one: its sums, extended, ended and settled to the base unit", async () => {
  await nodes(6);
  const bill = await billed(12, 2 * DAY);
  const { clusters, reference } = await bookNodes(read, { signer: client, bill });
  const sending = { rpc: cluster.rpc, read, payer: client, pollMs: 1 };
  await sendBookings(sending, { clusters });
  const { send } = sender(sending);
  const { chain } = world;
  const look = () => readCluster(list, chain.read, client.address, reference);
  const sums = async () => clusterSums(await look());
  const pays = bill.total;
  expect(await sums()).toMatchObject([
    { currency: "USDC", orders: 6, processors: 12, held: pays, payable: 0n, paid: 0n },
  ]);
  const each = async (make: (cluster: ClusterView) => Promise<Instruction[][]>) => {
    const groups = await make(await look());
    for (const instructions of groups) await send(instructions);
    return groups.length;
  };
  const extend = () =>
    each((cluster) => extendCluster(chain.read, { signer: client, cluster, seconds: DAY }));
  const added = await paid(client.address, extend);
  expect(added).toBe(
    bill.lines.reduce((sum, { processors, offer: { rate } }) => {
      const terms = { processors, rate, duration: 2 * DAY, currency: "USDC" } as const;
      return sum + quoteExtension(RULES.fees, terms, DAY).total;
    }, 0n),
  );
  expect((await sums())[0]!.held).toBe(pays + added);
  const settle = () => each((cluster) => settleCluster(chain.read, { signer: client, cluster }));
  await expect(settle()).rejects.toMatchObject({ code: "tooEarly" });
  chain.pass(BigInt(DAY + 5 * HOUR));
  const [{ payable, refund }] = (await sums()) as [ClusterSums];
  expect(payable).toBeGreaterThan(0n);
  expect(await paid(client.address, settle)).toBe(0n);
  expect((await sums())[0]!.payable).toBe(0n);
  const end = () => each((cluster) => endCluster(chain.read, { signer: client, cluster }));
  expect(await paid(client.address, end)).toBe(-refund);
  await expect(end()).rejects.toThrow("None of these orders runs.");
  await expect(readCluster(list, chain.read, client.address, new Uint8Array(32).fill(9))).rejects.toThrow(
    "No order of this client has this reference.",
  );
});
