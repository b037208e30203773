/** The life of an order against the programs' bytecode. */

import { beforeEach, expect, test } from "vitest";
import {
  cancelOrder,
  closeOrder,
  disputeBond,
  disputeOrder,
  endOrder,
  eventsOf,
  extendOrder,
  IO_MINT,
  ioOrders,
  orderAddress,
  quote,
  quoteExtension,
  readOrder,
  settleOrder,
  sweepFees,
  currencyAccounts,
  USDC_MINT,
} from "../src/index.js";
import {
  COST,
  DAY,
  HOUR,
  TOTAL,
  client,
  created,
  figures,
  gain,
  operator,
  refusal,
  running,
  setUp,
  terms,
  world,
} from "./order-scene.js";
import { io, RULES } from "./world.js";

beforeEach(setUp);

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
    settlesFrom: undefined,
    canSettle: false,
    canClose: false,
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

test("a client that ends leaves the fees of a day that was not served, an operator none", async () => {
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
  expect((await figures(order)).settlesFrom).toBe(chain.now + BigInt(DAY));
  chain.pass(BigInt(DAY));
  const { held, payable } = await figures(order);
  await chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  expect(await figures(order)).toMatchObject({ stage: "settled", settlesFrom: undefined });
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
  const bond = disputeBond(await readOrder(chain.read, order));
  // 2% of two hours.
  expect(bond).toBe((quote(RULES, { ...terms, duration: 2 * HOUR }).cost * 2n + 99n) / 100n);
  const before = await chain.balance(client.address, USDC_MINT);
  const { logs } = await chain.send(client, await disputeOrder(chain.read, { signer: client, order }));
  expect(before - (await chain.balance(client.address, USDC_MINT))).toBe(bond);
  expect(disputeBond(await readOrder(chain.read, order))).toBe(0n);
  expect(eventsOf(logs).events.map(({ program, name }) => `${program} ${name}`)).toEqual([
    "io_staking Released",
    "io_orders OrderDisputed",
  ]);
  const settlesFrom = chain.now + 7n * BigInt(DAY);
  expect(await figures(order)).toMatchObject({ refund: 0n, payable: 0n, settlesFrom });
  const settle = async () => chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  expect(await refusal(settle())).toBe("Disputed");
});
