/**
 * The same over real JSON-RPC, on a cluster where genesis has run:
 * `IO_RPC_URL=http://127.0.0.1:8899 npm test`. With `IO_FAUCET`, a keypair file of a wallet with IO, a
 * holder also stakes and unstakes. On a local network, where time can be moved, it also earns and
 * claims; and with `IO_CLIENT` and `IO_OPERATOR`, those of a client with USDC and of the operator of a
 * node, an order is lived through.
 */

import type { Address, KeyPairSigner } from "@solana/kit";
import { getCreateAssociatedTokenIdempotentInstructionAsync } from "@solana-program/token";
import { beforeAll, describe, expect, test } from "vitest";
import {
  acceptOrder,
  apr,
  claim,
  claimAndStake,
  closeOrder,
  costOf,
  crank,
  createOrder,
  cumulative,
  EMISSION,
  endOrder,
  explain,
  holding,
  HOUR_SECONDS,
  ONE_IO,
  IO_MINT,
  ioEmission,
  canCrank,
  listNodes,
  listOrders,
  listStakes,
  nextOrderId,
  orderAddress,
  orderFigures,
  parseUsdc,
  quote,
  readBalances,
  readOrder,
  readPositions,
  readRules,
  readStaking,
  settleOrder,
  stake,
  snapshot,
  supply,
  type Terms,
  unstake,
  watchStaking,
  YEAR_SECONDS,
} from "../src/index.js";
import {
  CLIENT,
  FAUCET,
  give,
  list,
  nodeWithRoom,
  OPERATOR,
  pass,
  read,
  send,
  signerIn,
  subscriptions,
  URL,
  walletWithSol,
} from "./localnet.js";

const MINUTE = 60_000;

if (!URL) console.log("The tests over RPC are skipped: set IO_RPC_URL to a cluster's JSON-RPC to run them.");

describe.skipIf(!URL)("over RPC", () => {
  let wallet: KeyPairSigner;

  beforeAll(async () => {
    wallet = await walletWithSol();
  }, MINUTE);

  test("the supply follows the schedule", async () => {
    const { total, minted, mintable, burned, toCome } = await supply(read);
    expect(total + burned).toBe(500_000_000n * ONE_IO + minted);
    expect(minted + toCome).toBe(300_000_000n * ONE_IO);
    expect(mintable).toBeGreaterThanOrEqual(0n);
  });

  test(
    "anyone cranks what is due, and is told if nothing is",
    async () => {
      const before = await emission();
      if (canCrank(before.state, before.now)) {
        const landed = await send(wallet, [crank()]).catch((error: unknown) => expectNothingDue(error));
        if (landed) expect(landed.events).toMatchObject([{ program: "io_emission", name: "Emitted" }]);
      }
      const { state } = await emission();
      const hours = (state.latestTs - state.genesisTs) / HOUR_SECONDS;
      expect(state.minted).toBe(cumulative(hours * HOUR_SECONDS));
    },
    MINUTE,
  );

  test(
    "a wallet without IO is told so",
    async () => {
      const node = await nodeWithRoom(1n);
      const one = () => stake(read, { signer: wallet, node, amount: 1n });
      const refusal = async () => explain(await send(wallet, one).catch((error: unknown) => error));
      expect(await refusal()).toMatchObject({ kind: "noAccount" });
      const account = { payer: wallet, owner: wallet.address, mint: IO_MINT };
      await send(wallet, [await getCreateAssociatedTokenIdempotentInstructionAsync(account)]);
      expect(await refusal()).toMatchObject({ program: "spl_token", name: "InsufficientFunds" });
    },
    MINUTE,
  );

  test.skipIf(!FAUCET)(
    "a holder stakes and unstakes",
    async () => {
      const { signer: owner, node } = await holder();
      expect(holding(await readStaking(read, node, owner.address)).staked).toBe(100n * ONE_IO);
      await send(owner, () => unstake(read, { signer: owner, node }));
      const { staked, cooling } = holding(await readStaking(read, node, owner.address));
      expect(staked).toBe(0n);
      expect(cooling).toMatchObject([{ amount: 100n * ONE_IO, isUnlocked: false }]);
    },
    2 * MINUTE,
  );

  test.skipIf(!FAUCET)(
    "lists find it, and a watch over WebSocket sees what changes",
    async () => {
      const { signer: owner, node } = await holder();
      const [found] = await listStakes(list, owner.address);
      expect(found).toMatchObject({ stake: { node, owner: owner.address } });
      const [view] = await readPositions(read, owner.address, [node]);
      expect(holding(view!).staked).toBe(STAKE);
      expect((await listNodes(list)).map(({ address }) => address)).toContain(node);
      // It looks once, and then only when it is told.
      const source = { read, subscriptions: subscriptions(), intervalMs: 10 * MINUTE };
      const watch = watchStaking(source, node, owner.address);
      const until = (staked: bigint) =>
        new Promise<void>((resolve) => {
          const look = () => {
            const { data } = watch.getState();
            if (data && holding(data).staked === staked) resolve();
          };
          watch.subscribe(look);
          look();
        });
      watch.connect();
      await until(STAKE);
      // The subscriptions have to stand before anything happens.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await send(owner, () => unstake(read, { signer: owner, node, amount: STAKE / 4n }));
      await until(STAKE - STAKE / 4n);
      watch.reset();
    },
    2 * MINUTE,
  );

  test.skipIf(!FAUCET || !CLIENT)(
    "a stake earns what its APR foretells; a claim pays it, and stakes it again",
    async () => {
      const { signer: owner, node } = await holder();
      // Rewards follow an hour behind: in its first one a cluster has none.
      await pass(2n * HOUR_SECONDS, node);
      const start = await readStaking(read, node, owner.address);
      // Delegators share by the node's minimum: their rate is not that of all the stake in it.
      const more = { by: "delegator", amount: ONE_IO } as const;
      const { rate } = apr(start.config, start.node, start.now, more);
      await pass(20n * HOUR_SECONDS, node);
      const { claimable, now } = await holdingOf(owner, node);
      const earned = Number(claimable - holding(start).claimable);
      const foretold = (Number(STAKE) * rate * Number(now - start.now)) / Number(YEAR_SECONDS);
      // The rate is that of a whole year, in which the emission falls by a ninth.
      expect(earned / foretold).toBeGreaterThan(0.99);
      expect(earned / foretold).toBeLessThan(1.1);

      await send(owner, () => claim(read, { signer: owner, node }));
      const paid = (await readBalances(read, owner.address)).io!;
      expect(paid).toBeGreaterThanOrEqual(claimable);
      expect(paid).toBeLessThan(claimable + claimable / 100n);

      await pass(20n * HOUR_SECONDS, node);
      const { claimable: rest } = await holdingOf(owner, node);
      expect(rest).toBeGreaterThan(0n);
      await send(owner, () => claimAndStake(read, { signer: owner, node, amount: paid + rest }));
      expect((await holdingOf(owner, node)).staked).toBe(STAKE + paid + rest);
    },
    3 * MINUTE,
  );

  test.skipIf(!CLIENT || !OPERATOR)(
    "an order costs what was quoted, and pays for the time that was served",
    async () => {
      const [client, operator] = await Promise.all([signerIn(CLIENT!), signerIn(OPERATOR!)]);
      const node = await nodeWithRoom(0n, operator.address);
      const terms: Terms = { processors: 2, rate: parseUsdc("1.5"), duration: 2 * 86_400, currency: "USDC" };
      // A minute of it: what may pass between a look and what is sent after it.
      const slack = costOf(terms, 60);
      const id = await nextOrderId(read, client.address);
      const order = await orderAddress(client.address, id);
      const { total } = quote((await readRules(read)).rules, terms);
      const create = async () => send(client, () => createOrder(read, { signer: client, id, node, terms }));
      expect(await gain(client.address, create)).toBe(-total);
      const orders = await listOrders(list, { client: client.address, node });
      expect(orders.map(({ address }) => address)).toContain(order);
      await send(operator, () => acceptOrder(read, { signer: operator, order, extendable: false }));

      await pass(20n * HOUR_SECONDS, node);
      await pass(20n * HOUR_SECONDS, node);
      const { payable, refund } = await figures(order);
      const settle = async () => send(client, () => settleOrder(read, { signer: client, order }));
      const paid = await gain(operator.address, settle);
      expect(payable).toBeGreaterThan(costOf(terms, 15 * 3_600));
      expect(paid).toBeGreaterThanOrEqual(payable);
      expect(paid).toBeLessThan(payable + slack);
      const end = async () => send(client, () => endOrder(read, { signer: client, order }));
      const returned = await gain(client.address, end);
      expect(returned).toBeLessThanOrEqual(refund);
      expect(returned).toBeGreaterThan(refund - slack);

      await pass(20n * HOUR_SECONDS, node);
      await pass(5n * HOUR_SECONDS, node);
      const rest = await figures(order);
      expect(await gain(operator.address, settle)).toBe(rest.payable);
      expect((await figures(order)).held).toBe(0n);
      await send(client, () => closeOrder(read, { order }));
      await expect(readOrder(read, order)).rejects.toThrow("The order is not there");
    },
    3 * MINUTE,
  );
});

/** What a holder stakes. */
const STAKE = 100n * ONE_IO;

/** A holder, with a stake in a node and nothing else. */
async function holder() {
  const node = await nodeWithRoom(STAKE);
  const owner = await walletWithSol();
  await give(owner, IO_MINT, STAKE, FAUCET!);
  await send(owner, () => stake(read, { signer: owner, node, amount: STAKE }));
  return { signer: owner, node };
}

async function holdingOf(owner: KeyPairSigner, node: Address) {
  const view = await readStaking(read, node, owner.address);
  return { ...holding(view), now: view.now };
}

async function figures(order: Address) {
  return orderFigures(await readOrder(read, order));
}

/** What `step` adds to a wallet's USDC. */
async function gain(wallet: Address, step: () => Promise<unknown>): Promise<bigint> {
  const { usdc: before = 0n } = await readBalances(read, wallet);
  await step();
  return ((await readBalances(read, wallet)).usdc ?? 0n) - before;
}

async function emission() {
  const { now, accounts } = await snapshot(read, [EMISSION]);
  const [account] = accounts;
  if (!account?.exists) throw new Error("Genesis has not run on this cluster.");
  return { now, state: ioEmission.decodeEmission(account).data };
}

/** Another crank may have come first. */
function expectNothingDue(error: unknown): undefined {
  expect(explain(error)).toMatchObject({ program: "io_emission", name: "NothingDue" });
}
