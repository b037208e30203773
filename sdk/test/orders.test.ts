/** The life of an order against the programs' bytecode. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { getFreezeAccountInstruction } from "@solana-program/token";
import { beforeEach, expect, test } from "vitest";
import {
  acceptOrder,
  associatedAddress,
  cancelOrder,
  closeOrder,
  createOrder,
  disputeOrder,
  unclaimedAddress,
  endOrder,
  eventsOf,
  explain,
  extendOrder,
  IO_MINT,
  ioOrders,
  orderAddress,
  orderFigures,
  parseUsdc,
  quote,
  quoteExtension,
  readOrder,
  settleOrder,
  sweepFees,
  takeUnclaimed,
  type Terms,
  currencyAccounts,
  USDC_MINT,
} from "../src/index.js";
import { io, RULES, World } from "./world.js";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const terms: Terms = { processors: 3, rate: 2_190_001n, duration: DAY + 7, currency: "USDC" };
const { total: TOTAL, cost: COST } = quote(RULES, terms);

let world: World;
let client: KeyPairSigner;
let operator: KeyPairSigner;
let node: Address;

beforeEach(async () => {
  world = await World.create();
  ({ operator, node } = await world.node(8));
  client = await world.chain.wallet();
  await world.chain.mintUsdc(client.address, parseUsdc("10,000"));
});

/** Creates an order; returns its address. */
async function created(change: Partial<Terms> = {}): Promise<Address> {
  const { chain } = world;
  await chain.send(client, await createOrder(chain.read, { client, id: 1n, node, terms: { ...terms, ...change } }));
  return orderAddress(client.address, 1n);
}

/** Creates an order that is accepted. */
async function running(change: Partial<Terms> = {}): Promise<Address> {
  const order = await created(change);
  const { chain } = world;
  await chain.send(operator, await acceptOrder(chain.read, { operator, order, extendable: true }));
  return order;
}

async function figures(order: Address) {
  const view = await readOrder(world.chain.read, order);
  return orderFigures(view.order, view.now);
}

/** What `step` adds to a wallet's tokens. */
async function gain(wallet: Address, step: () => Promise<unknown>, mint: Address = USDC_MINT): Promise<bigint> {
  const before = await world.chain.balance(wallet, mint);
  await step();
  return (await world.chain.balance(wallet, mint)) - before;
}

async function refusal(sent: Promise<unknown>) {
  return explain(
    await sent.then(
      () => undefined,
      (error: unknown) => error,
    ),
  )?.name;
}

test("an order costs what was quoted, and a cancelled one returns it all", async () => {
  const { chain } = world;
  const before = await chain.balance(client.address, USDC_MINT);
  const order = await created();
  expect(before - (await chain.balance(client.address, USDC_MINT))).toBe(TOTAL);
  expect(await figures(order)).toEqual({
    held: TOTAL,
    refund: TOTAL,
    payable: 0n,
    until: undefined,
    cancellableFrom: chain.now + BigInt(RULES.acceptSeconds) + 1n,
  });
  const cancel = async () => chain.send(client, await cancelOrder(chain.read, { canceller: client, order }));
  expect(await gain(client.address, cancel)).toBe(TOTAL);
  await chain.send(operator, await closeOrder(chain.read, { order }));
  await expect(readOrder(chain.read, order)).rejects.toThrow("The order is not there");
});

test("a stranger cancels once nobody may accept any more, not before", async () => {
  const { chain } = world;
  const order = await created();
  const stranger = await chain.wallet();
  const { cancellableFrom } = await figures(order);
  chain.setClock(cancellableFrom! - 1n);
  const cancel = async () => chain.send(stranger, await cancelOrder(chain.read, { canceller: stranger, order }));
  expect(await refusal(cancel())).toBe("AcceptWindowOpen");
  chain.setClock(cancellableFrom!);
  expect(await gain(client.address, cancel)).toBe(TOTAL);
});

test("a service to its end: settlements pay what was foretold, to the base unit", async () => {
  const { chain } = world;
  const order = await running();
  const keeper = await chain.wallet();
  const start = chain.now;
  let paid = 0n;
  const settle = async () => {
    const { payable } = await figures(order);
    const step = async () => chain.send(keeper, await settleOrder(chain.read, { payer: keeper, order }));
    expect(await gain(operator.address, step)).toBe(payable);
    paid += payable;
  };
  expect(await refusal(settle())).toBe("FirstHour");
  chain.setClock(start + BigInt(DAY));
  expect((await figures(order)).payable).toBe(0n);
  chain.setClock(start + BigInt(DAY) + 5n);
  await settle();
  chain.setClock(start + BigInt(terms.duration));
  expect((await figures(order)).refund).toBe(0n);
  await chain.send(keeper, await endOrder(chain.read, { ender: keeper, order }));
  chain.setClock(start + BigInt(DAY + 5 * HOUR + 1));
  await settle();
  chain.setClock(start + BigInt(terms.duration + DAY));
  await settle();
  // The provider's fee, rounded up once over all of it.
  expect(paid).toBe(COST - (COST * 25n + 9_999n) / 10_000n);
  expect((await figures(order)).held).toBe(0n);
  await chain.send(keeper, await closeOrder(chain.read, { order }));
});

test("a client that ends early gets the rest back, and pays the first hour at least", async () => {
  const { chain } = world;
  const order = await running();
  for (const seconds of [60n, 7_000n]) {
    chain.pass(seconds);
    const { refund } = await figures(order);
    const billed = seconds === 60n ? BigInt(HOUR) : 7_060n;
    expect(refund).toBe(COST - (3n * terms.rate * billed) / 3_600n);
  }
  const { refund, held } = await figures(order);
  const end = async () => chain.send(client, await endOrder(chain.read, { ender: client, order }));
  expect(await gain(client.address, end)).toBe(refund);
  expect((await figures(order)).held).toBe(held - refund - (TOTAL - COST));
});

test("an extension costs what was quoted", async () => {
  const { chain } = world;
  const order = await running();
  const { total } = quoteExtension(RULES.fees, terms, 12_345);
  const extend = async () => chain.send(client, await extendOrder(chain.read, { client, order, seconds: 12_345 }));
  expect(await gain(client.address, extend)).toBe(-total);
  expect((await figures(order)).until).toBe(chain.now + BigInt(terms.duration + 12_345));
});

test("an order in IO", async () => {
  const { chain } = world;
  await chain.transfer(world.community, client.address, IO_MINT, io(1_000));
  const change = { currency: "IO", rate: io(3) } as const;
  const pay = () => running(change);
  expect(await gain(client.address, pay, IO_MINT)).toBe(-quote(RULES, { ...terms, ...change }).total);
  const order = await orderAddress(client.address, 1n);
  chain.pass(30n * BigInt(HOUR));
  await chain.send(client, await endOrder(chain.read, { ender: client, order }));
  const { payable } = await figures(order);
  const settle = async () => chain.send(client, await settleOrder(chain.read, { payer: client, order }));
  expect(await gain(operator.address, settle, IO_MINT)).toBe(payable);
});

test("fees that were earned go to buyback, whoever sends them", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(2 * HOUR));
  await chain.send(client, await endOrder(chain.read, { ender: client, order }));
  const ledger = chain.svm.getAccount(currencyAccounts("USDC").ledger);
  if (!ledger.exists) throw new Error("the books are not there");
  const { sweepTo } = ioOrders.decodeLedger(ledger).data;
  chain.createTokenAccount(sweepTo, USDC_MINT);
  await chain.send(chain.deployer, await sweepFees(chain.read, "USDC"));
  expect(chain.held(sweepTo)).toBe(TOTAL - COST);
});

test("a dispute freezes what is not paid", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(2 * HOUR));
  const { logs } = await chain.send(client, await disputeOrder(chain.read, { client, order }));
  expect(eventsOf(logs).events.map(({ program, name }) => `${program} ${name}`)).toEqual([
    "io_staking Released",
    "io_orders OrderDisputed",
  ]);
  expect(await figures(order)).toMatchObject({ refund: 0n, payable: 0n });
  const settle = async () => chain.send(client, await settleOrder(chain.read, { payer: client, order }));
  expect(await refusal(settle())).toBe("Disputed");
});

test("a refund to an account that is frozen waits for the client, who takes it elsewhere", async () => {
  const { chain } = world;
  const order = await created();
  await freeze(await associatedAddress(client.address, USDC_MINT));
  const { logs } = await chain.send(client, await cancelOrder(chain.read, { canceller: client, order }));
  expect(eventsOf(logs).events.map(({ name }) => name)).toEqual(["UnclaimedOpened", "UnclaimedCredited", "OrderCancelled"]);
  const other = await chain.account(world.admin.address, USDC_MINT);
  const taken = await takeUnclaimed(chain.read, { payee: client, currency: "USDC", destination: other });
  await chain.send(client, taken);
  expect(chain.held(other)).toBe(TOTAL);
  expect(chain.svm.getAccount(await unclaimedAddress(client.address, USDC_MINT)).exists).toBe(false);
});

test("a provider without a token account gets one; one whose account is frozen does not stop a settlement", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(DAY));
  await chain.send(client, await endOrder(chain.read, { ender: client, order }));
  chain.pass(BigInt(HOUR));
  const settle = async () => chain.send(client, await settleOrder(chain.read, { payer: client, order }));
  const { payable } = await figures(order);
  expect(await gain(operator.address, settle)).toBe(payable);
  await freeze(await associatedAddress(operator.address, USDC_MINT));
  chain.pass(BigInt(DAY));
  const { logs } = await settle();
  expect(eventsOf(logs).events.map(({ name }) => name)).toEqual(["UnclaimedOpened", "UnclaimedCredited", "OrderSettled"]);
  expect((await figures(order)).held).toBe(0n);
});

test("a wallet without USDC, and a node that is offline, are told so", async () => {
  const { chain } = world;
  const poor = await chain.wallet();
  await chain.account(poor.address, USDC_MINT);
  const create = async () => chain.send(poor, await createOrder(chain.read, { client: poor, id: 1n, node, terms }));
  expect(await refusal(create())).toBe("InsufficientFunds");
  chain.pass(BigInt(2 * DAY));
  const order = await created();
  const accept = async () =>
    chain.send(operator, await acceptOrder(chain.read, { operator, order, extendable: false }));
  expect(await refusal(accept())).toBe("NotAvailable");
});

/** USDC's issuer freezes an account. */
async function freeze(account: Address) {
  const { chain } = world;
  const owner = chain.issuer;
  await chain.send(chain.deployer, [getFreezeAccountInstruction({ account, mint: USDC_MINT, owner })]);
}
