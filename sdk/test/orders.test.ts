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
  nextOrderId,
  orderAddress,
  orderFigures,
  parseUsdc,
  quote,
  quoteExtension,
  readBalances,
  readOrder,
  readQuote,
  readRules,
  settleOrder,
  sweepFees,
  takeUnclaimed,
  type Terms,
  toJson,
  currencyAccounts,
  USDC_MINT,
} from "../src/index.js";
import { SYSTEM_PROGRAM } from "../src/token.js";
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
  await world.chain.account(operator.address, USDC_MINT);
});

/** Creates an order; returns its address. */
async function created(change: Partial<Terms> = {}): Promise<Address> {
  const { chain } = world;
  await chain.send(
    client,
    await createOrder(chain.read, { signer: client, id: 1n, node, terms: { ...terms, ...change } }),
  );
  return orderAddress(client.address, 1n);
}

/** Creates an order that is accepted. */
async function running(change: Partial<Terms> = {}): Promise<Address> {
  const order = await created(change);
  const { chain } = world;
  await chain.send(operator, await acceptOrder(chain.read, { signer: operator, order, extendable: true }));
  return order;
}

async function figures(order: Address) {
  const view = await readOrder(world.chain.read, order);
  return orderFigures(view);
}

/** What `step` adds to a wallet's tokens. */
async function gain(
  wallet: Address,
  step: () => Promise<unknown>,
  mint: Address = USDC_MINT,
): Promise<bigint> {
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
    stage: "open",
    held: TOTAL,
    refund: TOTAL,
    payable: 0n,
    used: 0n,
    usedSeconds: 0,
    remainingSeconds: terms.duration,
    until: undefined,
    cancellableFrom: chain.now + BigInt(RULES.acceptSeconds) + 1n,
  });
  const cancel = async () => chain.send(client, await cancelOrder(chain.read, { signer: client, order }));
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
  const cancel = async () => chain.send(stranger, await cancelOrder(chain.read, { signer: stranger, order }));
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
    const step = async () => chain.send(keeper, await settleOrder(chain.read, { signer: keeper, order }));
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
  await chain.send(keeper, await endOrder(chain.read, { signer: keeper, order }));
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
  const end = async () => chain.send(client, await endOrder(chain.read, { signer: client, order }));
  expect(await gain(client.address, end)).toBe(refund);
  expect((await figures(order)).held).toBe(held - refund);
});

test("a client that ends leaves the fees of at most a day that was not served; an operator leaves none", async () => {
  const { chain } = world;
  const long = { ...terms, duration: 5 * DAY };
  const at = (duration: number) => quote(RULES, { ...long, duration });
  const order = await running({ duration: 5 * DAY });
  chain.pass(BigInt(2 * HOUR));
  const { refund, held } = await figures(order);
  // Two hours are served, the fees on 24 more stay.
  const [all, kept, served] = [at(5 * DAY), at(26 * HOUR), at(2 * HOUR)];
  expect(held).toBe(all.total);
  expect(refund).toBe(all.total - served.cost - (kept.total - kept.cost));
  const end = async () => chain.send(operator, await endOrder(chain.read, { signer: operator, order }));
  expect(await gain(client.address, end)).toBe(all.total - served.total);
});

test("an extension costs what was quoted", async () => {
  const { chain } = world;
  const order = await running();
  const { total } = quoteExtension(RULES.fees, terms, 12_345);
  const extend = async () =>
    chain.send(client, await extendOrder(chain.read, { signer: client, order, seconds: 12_345 }));
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
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  const { payable } = await figures(order);
  const settle = async () => chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  expect(await gain(operator.address, settle, IO_MINT)).toBe(payable);
});

test("fees are earned with the pay, and go to buyback, whoever sends them", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(2 * HOUR));
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  const ledger = chain.svm.getAccount(currencyAccounts("USDC").ledger);
  if (!ledger.exists) throw new Error("the ledger is not there");
  const { sweepTo } = ioOrders.decodeLedger(ledger).data;
  const sweep = async () => chain.send(chain.deployer, await sweepFees(chain.read, "USDC"));
  expect(await refusal(sweep())).toBe("NothingToSweep");
  chain.pass(BigInt(DAY));
  const { held, payable } = await figures(order);
  await chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  await sweep();
  // The buyer's on the whole time, since the client ended within a day of its end, and the provider's.
  const { cost } = quote(RULES, { ...terms, duration: 2 * HOUR });
  expect(payable).toBe(cost - (cost * 25n + 9_999n) / 10_000n);
  expect(chain.held(sweepTo)).toBe(held - payable);
  expect(held - cost - (TOTAL - COST)).toBeGreaterThanOrEqual(-2n);
});

test("a dispute freezes what is not paid", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(2 * HOUR));
  const { logs } = await chain.send(client, await disputeOrder(chain.read, { signer: client, order }));
  expect(eventsOf(logs).events.map(({ program, name }) => `${program} ${name}`)).toEqual([
    "io_staking Released",
    "io_orders OrderDisputed",
  ]);
  expect(await figures(order)).toMatchObject({ refund: 0n, payable: 0n });
  const settle = async () => chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  expect(await refusal(settle())).toBe("Disputed");
});

test("a refund to an account that is frozen waits for the client, who takes it elsewhere", async () => {
  const { chain } = world;
  const order = await created();
  await freeze(await associatedAddress(client.address, USDC_MINT));
  const { logs } = await chain.send(client, await cancelOrder(chain.read, { signer: client, order }));
  expect(eventsOf(logs).events.map(({ name }) => name)).toEqual([
    "UnclaimedOpened",
    "UnclaimedCredited",
    "OrderCancelled",
  ]);
  const other = await chain.account(world.admin.address, USDC_MINT);
  const taken = await takeUnclaimed(chain.read, { signer: client, currency: "USDC", destination: other });
  await chain.send(client, taken);
  expect(chain.held(other)).toBe(TOTAL);
  expect(chain.svm.getAccount(await unclaimedAddress(client.address, USDC_MINT)).exists).toBe(false);
});

test("a provider without a token account finds its pay unclaimed", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(DAY));
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  chain.pass(BigInt(HOUR));
  const settle = async () => chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  const { payable } = await figures(order);
  const account = await closeAccount(operator);
  const first = await settle();
  expect(eventsOf(first.logs).events.map(({ name }) => name)).toEqual([
    "UnclaimedOpened",
    "UnclaimedCredited",
    "OrderSettled",
  ]);
  // The rest goes there too, and nothing is created anew: a payee that closes its account takes
  // nobody's SOL.
  chain.pass(BigInt(DAY));
  const { payable: rest } = await figures(order);
  const second = await settle();
  expect(second.programs).toHaveLength(1);
  expect((await figures(order)).held).toBe(0n);
  expect(chain.svm.getAccount(account).exists).toBe(false);
  const sol = () => chain.svm.getBalance(client.address)!;
  const before = sol();
  // Without a destination, the payee's own account is made; the rent of what waited returns to its
  // opener.
  await chain.send(operator, await takeUnclaimed(chain.read, { signer: operator, currency: "USDC" }));
  expect(chain.held(account)).toBe(payable + rest);
  expect(sol()).toBeGreaterThan(before);
  const again = takeUnclaimed(chain.read, { signer: operator, currency: "USDC" });
  await expect(again).rejects.toThrow("No USDC waits for this wallet.");
});

test("a settlement creates nothing for a payee that gets nothing", async () => {
  const { chain } = world;
  const order = await running();
  await closeAccount(client);
  chain.pass(BigInt(DAY + 5));
  const { programs } = await chain.send(operator, await settleOrder(chain.read, { signer: operator, order }));
  expect(programs).toHaveLength(1);
});

test("a signer whose own account is missing gets one", async () => {
  const { chain } = world;
  const order = await created();
  const account = await closeAccount(client);
  await chain.send(client, await cancelOrder(chain.read, { signer: client, order }));
  expect(chain.held(account)).toBe(TOTAL);
});

test("a wallet without USDC, and a node that is offline, are told so", async () => {
  const { chain } = world;
  const poor = await chain.wallet();
  await chain.account(poor.address, USDC_MINT);
  const instructions = await createOrder(chain.read, { signer: poor, id: 1n, node, terms });
  const refused = await chain.send(poor, instructions).catch((error: unknown) => error);
  expect(explain(refused, { instructions })).toMatchObject({
    kind: "insufficient",
    name: "NotEnoughFunds",
    message: "This wallet holds less USDC than that.",
  });
  chain.pass(BigInt(2 * DAY));
  await expect(created()).rejects.toThrow("The last report on this node has lapsed.");
  const despite = { signer: client, id: 1n, node, terms, evenIfNotReady: true };
  await chain.send(client, await createOrder(chain.read, despite));
  const order = await orderAddress(client.address, 1n);
  const accept = async () =>
    chain.send(operator, await acceptOrder(chain.read, { signer: operator, order, extendable: false }));
  expect(await refusal(accept())).toBe("NotAvailable");
});

test("bad input is a RangeError, and never another order than was asked for", async () => {
  const { chain } = world;
  const make = (change: object, more: object = {}) =>
    createOrder(chain.read, { signer: client, id: 1n, node, terms: { ...terms, ...change }, ...more });
  for (const currency of ["usdc", "io", "", undefined, ioOrders.Currency.Io, ioOrders.Currency.Usdc]) {
    await expect(make({ currency })).rejects.toThrow(RangeError);
    expect(() => quote(RULES, { ...terms, currency: currency as never })).toThrow('"IO" or "USDC"');
  }
  for (const processors of [0, 1.9, -1, NaN, "3", 3n])
    await expect(make({ processors })).rejects.toThrow(RangeError);
  for (const duration of [3_600.7, 3_599, Infinity])
    await expect(make({ duration })).rejects.toThrow(RangeError);
  for (const rate of [1.5, "1", 0n, -1n]) await expect(make({ rate })).rejects.toThrow(RangeError);
  for (const length of [0, 31, 33, 40]) {
    await expect(make({}, { reference: new Uint8Array(length) })).rejects.toThrow(
      "The reference has 32 bytes.",
    );
  }
  for (const id of [1, -1n, 2n ** 64n]) await expect(make({}, { id })).rejects.toThrow(RangeError);
  for (const most of [5, 0n]) await expect(make({}, { most })).rejects.toThrow(RangeError);
  for (const node of ["", "no address", "1".repeat(50)])
    await expect(make({}, { node })).rejects.toThrow(RangeError);
  const order = await running();
  for (const seconds of [0, 1.5, -5]) {
    await expect(extendOrder(chain.read, { signer: client, order, seconds })).rejects.toThrow(RangeError);
  }
});

test("an account of another kind, program or cluster is none of an order's", async () => {
  const { chain } = world;
  const order = await created();
  const at = (address: Address) => readOrder(chain.read, address);
  await expect(at(node)).rejects.toThrow(`${node} is no order.`);
  await expect(at(client.address)).rejects.toThrow(`${client.address} is no order.`);
  await expect(at(USDC_MINT)).rejects.toMatchObject({ code: "wrongAccount" });
  const account = chain.svm.getAccount(order);
  if (!account.exists) throw new Error("the order is not there");
  chain.svm.setAccount({ ...account, programAddress: node });
  await expect(at(order)).rejects.toMatchObject({ code: "wrongAccount" });
  const data = new Uint8Array(account.data);
  data[8] = 2;
  chain.svm.setAccount({ ...account, data });
  await expect(at(order)).rejects.toMatchObject({ code: "newLayout", action: "Update @io-economy/sdk." });
  const wrongNode = createOrder(chain.read, { signer: client, id: 2n, node: order, terms });
  await expect(wrongNode).rejects.toThrow(`${order} is no node.`);
});

test("used and remaining time, at any moment", async () => {
  const { chain } = world;
  const order = await running();
  const view = await readOrder(chain.read, order);
  const later = orderFigures(view, view.now + 7_200n);
  expect(later).toMatchObject({ stage: "running", usedSeconds: 7_200, remainingSeconds: DAY + 7 - 7_200 });
  expect(later.used).toBe((3n * terms.rate * 7_200n) / 3_600n);
  expect(orderFigures(view, view.now + 10n * BigInt(DAY))).toMatchObject({
    usedSeconds: DAY + 7,
    remainingSeconds: 0,
  });
});

test("a quote with what the wallet can afford, its balances, the rules, a free number", async () => {
  const { chain } = world;
  expect(await readBalances(chain.read, client.address)).toEqual({
    sol: expect.any(BigInt),
    io: undefined,
    usdc: parseUsdc("10,000"),
  });
  expect(await readRules(chain.read)).toMatchObject({ rules: { fees: RULES.fees }, areOrdersPaused: false });
  const rich = await readQuote(chain.read, client.address, terms);
  expect(rich).toMatchObject({ total: TOTAL, missing: 0n, affordableSeconds: 30 * DAY, isPaused: false });
  const poor = await readQuote(chain.read, operator.address, terms);
  expect(poor).toMatchObject({ balance: 0n, missing: TOTAL, affordableSeconds: 0 });
  const dear = { ...terms, rate: parseUsdc("500") };
  const some = await readQuote(chain.read, client.address, dear);
  const at = (duration: number) => quote(RULES, { ...dear, duration }).total;
  expect(at(some.affordableSeconds)).toBeLessThanOrEqual(some.balance);
  expect(at(some.affordableSeconds + 1)).toBeGreaterThan(some.balance);
  const id = await nextOrderId(chain.read, client.address);
  await chain.send(client, await createOrder(chain.read, { signer: client, id, node, terms }));
  expect(await nextOrderId(chain.read, client.address)).toBe(id + 1n);
});

test("views go into JSON", async () => {
  const order = await created();
  const text = JSON.stringify(toJson(await readOrder(world.chain.read, order)));
  expect(JSON.parse(text)).toMatchObject({
    now: world.chain.now.toString(),
    order: { client: client.address, reference: "00".repeat(32), escrow: { rate: terms.rate.toString() } },
  });
});

/** Closes a wallet's USDC account, whatever it holds; returns its address. */
async function closeAccount(wallet: KeyPairSigner): Promise<Address> {
  const { chain } = world;
  const account = await associatedAddress(wallet.address, USDC_MINT);
  const found = chain.svm.getAccount(account);
  if (found.exists) {
    const empty = {
      data: new Uint8Array(),
      lamports: 0n as never,
      programAddress: SYSTEM_PROGRAM,
      space: 0n,
    };
    chain.svm.setAccount({ ...found, ...empty });
  }
  return account;
}

/** USDC's issuer freezes an account. */
async function freeze(account: Address) {
  const { chain } = world;
  const owner = chain.issuer;
  await chain.send(chain.deployer, [getFreezeAccountInstruction({ account, mint: USDC_MINT, owner })]);
}
