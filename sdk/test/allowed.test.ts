/** What a page offers: a figure says yes exactly where the program takes the call. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  acceptOrder,
  announceCommission,
  announceMaintenance,
  bookNodes,
  closeOrder,
  closeStake,
  commissionAt,
  disputeOrder,
  endOrder,
  explain,
  holding,
  IO_MINT,
  ioStaking,
  listFromRpc,
  lockedStake,
  type Make,
  maintenanceLeft,
  nodeStatus,
  ownStake,
  pickNodes,
  quoteBooking,
  readMarket,
  readRecord,
  readStaking,
  sender,
  setAsk,
  settleOrder,
  stake,
  unstake,
  whyNotHired,
  withdraw,
} from "../src/index.js";
import { Cluster } from "./cluster.js";
import {
  client,
  COST,
  created,
  DAY,
  figures,
  gain,
  HOUR,
  node,
  operator,
  running,
  setUp,
  terms,
  world,
} from "./order-scene.js";
import { io } from "./world.js";

let keeper: KeyPairSigner;
beforeEach(async () => {
  await setUp();
  keeper = await world.chain.wallet();
});

/** What the program would refuse now, by its name; undefined if it takes it. Nothing is sent. */
async function refused(signer: KeyPairSigner, make: Make): Promise<string | undefined> {
  const { rpc } = new Cluster(world.chain);
  return sender({ rpc, payer: signer })
    .simulate(make)
    .then(
      () => undefined,
      (error: unknown) => explain(error).name,
    );
}

const settling = (order: Address) => () => settleOrder(world.chain.read, { signer: keeper, order });
const settle = async (order: Address) => world.chain.send(keeper, await settling(order)());

/** The figures of an order, once what they allow was compared with what the program takes. */
async function allowed(order: Address) {
  const found = await figures(order);
  expect((await refused(keeper, settling(order))) === undefined).toBe(found.canSettle);
  const close = () => closeOrder(world.chain.read, { order });
  expect((await refused(keeper, close)) === undefined).toBe(found.canClose);
  return { canSettle: found.canSettle, canClose: found.canClose };
}

const NOTHING = { canSettle: false, canClose: false };
const SETTLES = { canSettle: true, canClose: false };
const CLOSES = { canSettle: false, canClose: true };

test("an order is settled as soon as something is due, and not before, up to its last second", async () => {
  const { chain } = world;
  const order = await created();
  expect(await allowed(order)).toEqual(NOTHING);
  chain.pass(BigInt(HOUR));
  await chain.send(operator, await acceptOrder(chain.read, { signer: operator, order, extendable: true }));
  const start = chain.now;
  const at = (seconds: number) => chain.setClock(start + BigInt(seconds));
  for (const seconds of [0, HOUR - 1, HOUR, DAY]) {
    at(seconds);
    expect(await allowed(order)).toEqual(NOTHING);
  }
  at(DAY + 1);
  expect(await allowed(order)).toEqual(SETTLES);
  await settle(order);
  expect(await allowed(order)).toEqual(NOTHING);
  // Its time is over: it is ended first.
  at(terms.duration);
  expect(await allowed(order)).toEqual(NOTHING);
  await chain.send(keeper, await endOrder(chain.read, { signer: keeper, order }));
  expect(await allowed(order)).toEqual(SETTLES);
  await settle(order);
  expect(await allowed(order)).toEqual(NOTHING);
  const { settlesFrom } = await figures(order);
  chain.setClock(settlesFrom! - 1n);
  expect(await allowed(order)).toEqual(SETTLES);
  await settle(order);
  // A second is left of the provider's pay, and all that returns to the client.
  chain.setClock(settlesFrom!);
  expect(await allowed(order)).toEqual(SETTLES);
  await settle(order);
  expect(await allowed(order)).toEqual(CLOSES);
});

test("an order that ended before anything is due is settled once it is held back no more", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(60n);
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  for (const seconds of [0, DAY - 61]) {
    chain.pass(BigInt(seconds));
    expect(await refused(keeper, settling(order))).toBe("NothingDue");
    expect(await allowed(order)).toEqual(NOTHING);
  }
  chain.setClock((await figures(order)).settlesFrom!);
  expect(await allowed(order)).toEqual(SETTLES);
});

test("a dispute: what it leaves alone, and all of it once the arbiter's time is over", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(DAY + 5));
  await chain.send(client, await disputeOrder(chain.read, { signer: client, order }));
  expect(await allowed(order)).toEqual(SETTLES);
  const pay = async () => {
    const { payable } = await figures(order);
    expect(payable).toBeGreaterThan(0n);
    expect(await gain(operator.address, () => settle(order))).toBe(payable);
    return payable;
  };
  const first = await pay();
  expect(await allowed(order)).toEqual(NOTHING);
  chain.setClock((await figures(order)).settlesFrom! - 1n);
  expect(await refused(keeper, settling(order))).toBe("Disputed");
  expect(await allowed(order)).toEqual(NOTHING);
  chain.pass(1n);
  expect(await allowed(order)).toEqual(SETTLES);
  // All that was served, its fee rounded up once over all of it.
  const served = (COST * BigInt(DAY + 5)) / BigInt(terms.duration);
  const all = first + (await pay());
  expect(all - (served - (served * 25n + 9_999n) / 10_000n)).toBeGreaterThanOrEqual(-1n);
  expect(all).toBeLessThanOrEqual(served);
  expect(await allowed(order)).toEqual(CLOSES);
});

test("an order that its operator ended in the first hour closes an hour later", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(60n);
  await chain.send(operator, await endOrder(chain.read, { signer: operator, order }));
  for (const seconds of [0, HOUR - 1]) {
    chain.pass(BigInt(seconds));
    expect(await refused(keeper, () => closeOrder(chain.read, { order }))).toBe("StillHired");
    expect(await allowed(order)).toEqual(NOTHING);
  }
  chain.pass(1n);
  expect(await allowed(order)).toEqual(CLOSES);
});

/** An owner with a stake; what its figures allow is compared with the program before they are returned. */
async function holder(amount: bigint) {
  const { chain } = world;
  const owner = await world.holder(amount);
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount }));
  const withdrawing = () => withdraw(chain.read, { signer: owner, node });
  const look = async () => {
    const found = holding(await readStaking(chain.read, node, owner.address));
    expect((await refused(owner, withdrawing)) === undefined).toBe(found.canWithdraw);
    const close = () => closeStake({ signer: owner, node });
    expect((await refused(owner, close)) === undefined).toBe(found.canClose);
    return found;
  };
  const take = () =>
    gain(owner.address, async () => chain.send(owner, await withdrawing()), IO_MINT);
  return { owner, look, take };
}

test("a fifth part that leaves: two unlocked tickets become one, else the newest begins again", async () => {
  const { chain } = world;
  const { owner, look } = await holder(io(1_000));
  const leave = async () =>
    chain.send(owner, await unstake(chain.read, { signer: owner, node, amount: io(10) }));
  for (let parts = 0; parts < 4; parts += 1) {
    await leave();
    chain.pass(BigInt(DAY));
  }
  const amounts = async () => (await look()).cooling.map(({ amount }) => amount / io(1));
  // The first one is unlocked, and stays by itself.
  chain.pass(BigInt(10 * DAY));
  await leave();
  expect(await amounts()).toEqual([10n, 10n, 10n, 20n]);
  chain.pass(BigInt(DAY));
  await leave();
  expect((await amounts()).sort()).toEqual([10n, 10n, 20n, 20n]);
});

const propose = async (shareBps: number) => {
  const { chain, slasher } = world;
  await chain.send(slasher, [ioStaking.getProposeSlashInstruction({ slasher, node, shareBps })]);
};

test("what a slash holds back is told before a withdrawal, and paid once it came to nothing", async () => {
  const { chain, admin } = world;
  const { owner, look, take } = await holder(io(1_000));
  expect(await look()).toMatchObject({ canWithdraw: false, canClose: false });
  await chain.send(owner, await unstake(chain.read, { signer: owner, node, amount: io(400) }));
  await propose(2_500);
  expect((await look()).canWithdraw).toBe(false);
  chain.pass(BigInt(14 * DAY));
  expect(await look()).toMatchObject({ withdrawable: io(300), holdsBack: io(100), held: 0n });
  expect(await take()).toBe(io(300));
  expect(await look()).toMatchObject({
    ...{ withdrawable: 0n, holdsBack: 0n, held: io(100), cooling: [], canWithdraw: false },
  });
  await chain.send(admin, [ioStaking.getCancelSlashInstruction({ authority: admin, node })]);
  expect(await look()).toMatchObject({ withdrawable: io(100), held: 0n, canWithdraw: true });
  expect(await take()).toBe(io(100));
  expect((await look()).canWithdraw).toBe(false);
});

test("what a slash has taken is gone: a withdrawal clears it, and the stake closes", async () => {
  const { chain } = world;
  const { owner, look, take } = await holder(io(100));
  await chain.send(owner, await unstake(chain.read, { signer: owner, node }));
  await propose(10_000);
  chain.pass(BigInt(14 * DAY));
  expect(await take()).toBe(0n);
  expect(await look()).toMatchObject({ held: io(100), canWithdraw: false });
  chain.pass(BigInt(16 * DAY));
  await chain.send(keeper, [ioStaking.getExecuteSlashInstruction({ node })]);
  expect(await look()).toMatchObject({ held: 0n, withdrawable: 0n, canWithdraw: true, canClose: false });
  expect(await take()).toBe(0n);
  const { claimable, canClose } = await look();
  expect([claimable, canClose]).toEqual([0n, true]);
});

test("a slash whose epoch is void stops nobody", async () => {
  const { chain, admin } = world;
  await chain.send(operator, await setAsk(chain.read, { signer: operator, node, rateUsdc: 2_000_000n }));
  await propose(5_000);
  const status = async () => {
    const { config, node: state, now } = await readStaking(chain.read, node);
    return [
      nodeStatus(state, now, config.epochs).isSlashPending,
      whyNotHired(state, now, config.epochs),
    ] as const;
  };
  const other = await world.holder(io(10));
  const staking = () => stake(chain.read, { signer: other, node, amount: io(10) });
  expect(await status()).toEqual([true, "A slash of the node's stake is proposed."]);
  expect(await refused(other, staking)).toBe("SlashPending");
  await chain.send(admin, [ioStaking.getVoidEpochInstruction({ admin, epoch: 0 })]);
  expect(await status()).toEqual([false, undefined]);
  expect(await refused(other, staking)).toBeUndefined();
  const view = await readMarket(listFromRpc(new Cluster(chain).rpc), chain.read);
  const bill = quoteBooking(view, pickNodes(view, { seconds: HOUR }, 1), HOUR);
  const { clusters } = await bookNodes(chain.read, { signer: client, bill });
  expect(await refused(client, clusters[0]!.instructions)).toBeUndefined();
});

test("an operator takes out what no hire locks, and not a base unit more", async () => {
  const { chain } = world;
  await chain.send(operator, await stake(chain.read, { signer: operator, node, amount: io(500) }));
  const free = async () => {
    const { node: state, now } = await readStaking(chain.read, node);
    return ownStake(state.ledger) - lockedStake(state.ledger, now);
  };
  const taking = (amount: bigint) => () => unstake(chain.read, { signer: operator, node, amount });
  expect(await free()).toBe(io(16_500));
  await running();
  expect(await free()).toBe(io(500));
  expect(await refused(operator, taking(io(500)))).toBeUndefined();
  expect(await refused(operator, taking(io(500) + 1n))).toBe("OwnStakeLocked");
});

test("the commission in force, and what is left of the maintenance of a window", async () => {
  const { chain } = world;
  const commission = async () => {
    const { node: state, now } = await readStaking(chain.read, node);
    return commissionAt(state.ledger.commission, now);
  };
  await chain.send(operator, [announceCommission({ signer: operator, node, bps: 900 })]);
  chain.pass(BigInt(7 * DAY) - 1n);
  expect(await commission()).toBe(0);
  chain.pass(1n);
  expect(await commission()).toBe(900);
  // To announce what is in force takes an announced rise back.
  await chain.send(operator, [announceCommission({ signer: operator, node, bps: 2_000 })]);
  await chain.send(operator, [announceCommission({ signer: operator, node, bps: 900 })]);
  chain.pass(BigInt(8 * DAY));
  expect(await commission()).toBe(900);

  const left = async () => maintenanceLeft(await readRecord(chain.read, node));
  const announcing = (hours: bigint) => () => {
    const from = chain.now + 90_000n;
    const to = from + hours * 3_600n;
    return announceMaintenance(chain.read, { signer: operator, node, from, to });
  };
  expect(await left()).toBe(86_400n);
  await chain.send(operator, await announcing(20n)());
  expect(await left()).toBe(4n * 3_600n);
  expect(await refused(operator, announcing(4n))).toBeUndefined();
  expect(await refused(operator, announcing(5n))).toBe("TooMuchMaintenance");
});
