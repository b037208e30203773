/** What a client passes, and what it is told before it pays. */

import { type Address } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  acceptOrder,
  createOrder,
  endOrder,
  explain,
  extendOrder,
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
  toJson,
  USDC_MINT,
} from "../src/index.js";
import {
  DAY,
  TOTAL,
  client,
  created,
  figures,
  gain,
  node,
  operator,
  refusal,
  running,
  setUp,
  terms,
  world,
} from "./order-scene.js";
import { RULES } from "./world.js";

beforeEach(setUp);

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

test("a wallet without a USDC account, or an IO account, is told which token it lacks", async () => {
  const { chain } = world;
  const poor = await chain.wallet();
  for (const change of [{}, { currency: "IO", rate: 300_000_000n } as const]) {
    const asked = { signer: poor, id: 1n, node, terms: { ...terms, ...change } };
    const instructions = await createOrder(chain.read, asked);
    const refused = await chain.send(poor, instructions).catch((error: unknown) => error);
    const token = asked.terms.currency;
    expect(explain(refused, { instructions })).toMatchObject({
      kind: "noAccount",
      message: `This wallet has no ${token} account: it holds no ${token}.`,
    });
  }
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

test("somebody else pays for an order and extends it; all that returns is the client's", async () => {
  const { chain } = world;
  const sponsor = await chain.wallet();
  await chain.mintUsdc(sponsor.address, 3n * TOTAL);
  const made = await createOrder(chain.read, { signer: client, payer: sponsor, id: 1n, node, terms });
  const order = await orderAddress(client.address, 1n);
  const pay = (instructions: typeof made) => () => chain.send(sponsor, instructions);
  const theirs = (instructions: typeof made) => gain(sponsor.address, pay(instructions));
  expect(await gain(client.address, async () => expect(await theirs(made)).toBe(-TOTAL))).toBe(0n);
  const accept = { signer: operator, order, extendable: true };
  await chain.send(operator, await acceptOrder(chain.read, accept));
  const { total } = quoteExtension(RULES.fees, terms, 60);
  expect(await theirs(await extendOrder(chain.read, { signer: sponsor, order, seconds: 60 }))).toBe(-total);
  const { refund } = await figures(order);
  const end = async () => chain.send(client, await endOrder(chain.read, { signer: client, order }));
  expect(await gain(client.address, end)).toBe(refund);
});

test("views go into JSON", async () => {
  const order = await created();
  const text = JSON.stringify(toJson(await readOrder(world.chain.read, order)));
  expect(JSON.parse(text)).toMatchObject({
    now: world.chain.now.toString(),
    order: { client: client.address, reference: "00".repeat(32), escrow: { rate: terms.rate.toString() } },
  });
});
