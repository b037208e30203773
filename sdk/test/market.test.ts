/** What is offered, at which price, and why something cannot be booked: against the programs' bytecode. */

import { beforeEach, expect, test } from "vitest";
import {
  attest,
  attestationFigures,
  bookNodes,
  findOffers,
  formatIo,
  IO_MINT,
  ioOrders,
  listOrders,
  type MarketView,
  parseUsdc,
  pickNodes,
  quote,
  quoteBooking,
  rateInIo,
  readMarket,
  readOffers,
  referencePrice,
  removeAsk,
  retireNode,
  setAsk,
  updateHardware,
} from "../src/index.js";
import {
  client,
  DAY,
  HOUR,
  list,
  market,
  offerAnew,
  offered,
  type Offered,
  paid,
  setUp,
  world,
} from "./market-scene.js";
import { refusal } from "./order-scene.js";
import { H100, io, PRICES, RULES } from "./world.js";

let cheap: Offered;
let dear: Offered;
let small: Offered;

beforeEach(async () => {
  await setUp();
  dear = await offered(8, { rateUsdc: parseUsdc("2.4"), mostSeconds: 7 * DAY, noticeHours: 24 });
  cheap = await offered(8, { rateUsdc: parseUsdc("1.9"), ioPremiumBps: 210 });
  small = await offered(4, { rateUsdc: parseUsdc("2"), rateIo: io(9), leastSeconds: DAY, mostHired: 3 });
  world.postPrices(20_000_000n);
});

test("every ask with its node, sorted and filtered; the price of a class in words", async () => {
  const view = await market();
  expect(view).toMatchObject({ isPaused: false, noPrices: undefined, now: world.chain.now });
  const addresses = (...filter: Parameters<typeof findOffers> extends [unknown, ...infer R] ? R : never) =>
    findOffers(view, ...filter).map(({ address }) => address);
  expect(addresses()).toEqual([cheap.node, small.node, dear.node]);
  expect(addresses({ class: "h100", seconds: 2 * HOUR })).toEqual([cheap.node, dear.node]);
  expect(addresses({ class: H100.id, seconds: 8 * DAY })).toEqual([cheap.node, small.node]);
  expect(addresses({ class: "B200" })).toEqual([]);
  expect(addresses({ noticeHours: 24 })).toEqual([dear.node]);
  expect(addresses({ nodes: [dear.node, cheap.node] }, { processors: 8 })).toEqual([cheap.node, dear.node]);
  expect(addresses({}, { processors: 4 })).toEqual([cheap.node, dear.node]);
  expect(addresses({}, { sort: "free" }).at(-1)).toBe(small.node);
  // At the oracle's price for a day at most, unless the ask says otherwise.
  expect(addresses({ currency: "IO" })).toEqual([small.node, cheap.node]);
  expect(addresses({ currency: "IO", seconds: 2 * DAY })).toEqual([small.node]);
  const words = referencePrice(view).map((price) => price.words);
  expect(words).toEqual(["H100: 1.9 to 2.4 USDC an hour, 19 free"]);
  expect(referencePrice(view, { noticeHours: 24 })[0]).toMatchObject({
    ...{ className: "H100", least: parseUsdc("2.4"), greatest: parseUsdc("2.4"), free: 8, nodes: 1 },
    words: "H100: 2.4 USDC an hour, 8 free",
  });
  const { offers } = await readOffers(world.chain.read, [small.node, cheap.node], { prices: PRICES });
  const of = (node: string) => view.offers.find(({ address }) => address === node);
  expect(offers).toEqual([of(small.node), of(cheap.node)]);
});

test("the cheapest are picked, and cost to the base unit what the bill says", async () => {
  const { chain } = world;
  const view = await market();
  const picked = pickNodes(view, { class: "H100", seconds: 2 * DAY + 7 }, 13);
  expect(picked.map(({ offer, processors }) => [offer.address, processors])).toEqual([
    [cheap.node, 8],
    [small.node, 3],
    [dear.node, 2],
  ]);
  const bill = quoteBooking(view, picked, 2 * DAY + 7);
  const each = [
    { processors: 8, rate: parseUsdc("1.9") },
    { processors: 3, rate: parseUsdc("2") },
    { processors: 2, rate: parseUsdc("2.4") },
  ].map((terms) => quote(RULES, { ...terms, duration: 2 * DAY + 7, currency: "USDC" }));
  expect(bill.lines).toMatchObject(each);
  expect(bill.total).toBe(each.reduce((sum, { total }) => sum + total, 0n));
  expect(bill.total).toBe(bill.cost + bill.booking + bill.payment);
  expect([bill.most, bill.processors]).toEqual([bill.total, 13]);
  const { clusters, words, reference } = await bookNodes(chain.read, { signer: client, bill });
  expect(words).toBe("3 nodes are booked in one transaction: all of them or none.");
  const before = chain.svm.getBalance(client.address)!;
  const book = () => chain.send(client, clusters[0]!.instructions);
  expect(await paid(client.address, book)).toBe(bill.total);
  // The rent, and the fee of one signature.
  expect(before - chain.svm.getBalance(client.address)!).toBe(bill.rent + 5_000n);
  const orders = await listOrders(list, { client: client.address, reference });
  expect(orders.map(({ address }) => address).sort()).toEqual([...clusters[0]!.orders].sort());
  expect(new TextDecoder().decode(reference)).toMatch(/^cluster \d+\0+$/);
  // All of them run, and what they hired is not free any more.
  const after = await market();
  expect(after.offers.map(({ free }) => free).sort()).toEqual([0, 0, 6]);
  const full = after.offers.find(({ address }) => address === small.node)!;
  expect([full.canBeBooked, full.whyNot]).toEqual([false, "All that is offered of it is hired."]);
  expect(() => pickNodes(after, {}, 7)).toThrow("6 processors are offered like that, fewer than 7.");
});

test("IO at the oracle's price: what the bill says, and no more than a hundredth above", async () => {
  const { chain } = world;
  await chain.transfer(world.community, client.address, IO_MINT, io(10_000));
  const wanted = { currency: "IO", seconds: DAY, nodes: [cheap.node] } as const;
  const view = await market();
  const bill = quoteBooking(view, pickNodes(view, wanted, 2), DAY);
  // 1.9 USDC and 2.1%, where IO is 0.20 USD less 1/2,000, and USDC 1 USD and 1/2,000 more.
  const ofIo = 19_990_000n * 10_000n;
  const rate = (parseUsdc("1.9") * 100n * 10_210n * 100_050_000n + ofIo - 1n) / ofIo;
  expect(bill.lines[0]!.offer.rate).toBe(rate);
  expect(formatIo(rate, 4)).toBe("9.7092");
  expect(bill.most).toBe(bill.total + bill.total / 100n);
  const make = async () => (await bookNodes(chain.read, { signer: client, bill })).clusters[0]!.instructions;
  // The price rises by half a hundredth while the booking is on its way, or falls by two.
  world.postPrices(19_600_000n);
  expect(await refusal(make().then((made) => chain.send(client, made)))).toBe("AboveLimit");
  world.postPrices(20_000_000n);
  const book = async () => chain.send(client, await make());
  expect(await paid(client.address, book, IO_MINT)).toBe(bill.total);
  // The average of IO counts where it is lower.
  world.postPrices(20_000_000n, 100_000_000n, 15_000_000n);
  const low = await market();
  expect(low.offers.find(({ address }) => address === cheap.node)!.rateIo).toBe(
    rateInIo(low.prices!, low.now, parseUsdc("1.9"), 210),
  );
  const again = quoteBooking(low, pickNodes(low, wanted, 2), DAY);
  const { clusters } = await bookNodes(chain.read, { signer: client, bill: again });
  const pay = () => chain.send(client, clusters[0]!.instructions);
  expect(await paid(client.address, pay, IO_MINT)).toBe(again.total);
});

test("without a fit price that way of paying stops alone, and says why", async () => {
  const { chain } = world;
  chain.pass(31n);
  const view = await market();
  expect(view.noPrices).toBe("The price is too old: post a new one first.");
  expect(findOffers(view, { currency: "IO" }).map(({ address }) => address)).toEqual([small.node]);
  expect(findOffers(view)).toHaveLength(3);
  expect(view.offers.every(({ canBeBooked }) => canBeBooked)).toBe(true);
  const nothing = await readMarket(list, chain.read);
  expect(nothing.noPrices).toMatch(/^No price is posted at \w+\.$/);
  const swapped = readMarket(list, chain.read, { prices: { io: PRICES.usdc, usdc: PRICES.io } });
  await expect(swapped).rejects.toThrow("The prices are of other feeds");
  for (const premium of [-1, 1_001, 1.5]) {
    world.postPrices(20_000_000n);
    const { prices, now } = await market();
    expect(() => rateInIo(prices!, now, 1n, premium)).toThrow(RangeError);
  }
});

test("why a node cannot be booked now", async () => {
  const { chain, admin } = world;
  const why = async ({ node }: Offered) => {
    const { offers } = await readOffers(chain.read, [node]);
    expect(offers[0]?.canBeBooked).toBe(offers[0]?.whyNot === undefined);
    return offers[0]?.whyNot;
  };
  expect(await why(cheap)).toBeUndefined();
  await chain.send(
    small.operator,
    await updateHardware({ signer: small.operator, node: small.node, class: "H100", processors: 4 }),
  );
  expect(await why(small)).toBe("The node's hardware has changed since it was offered.");
  await offerAnew(small, { rateUsdc: parseUsdc("2") });
  expect(await why(small)).toBe("The last report says that this node is offline.");
  await world.attest(small.node);
  chain.pass(1n);
  await world.attest(small.node);
  expect(await why(small)).toBeUndefined();
  await chain.send(dear.operator, [retireNode({ signer: dear.operator, node: dear.node })]);
  expect(await why(dear)).toBe("The node is retired for good.");
  await chain.send(dear.operator, await removeAsk({ signer: dear.operator, node: dear.node }));
  expect((await market()).offers).toHaveLength(2);
  expect((await readOffers(chain.read, [dear.node])).offers).toEqual([]);
  await offerAnew(small, { rateUsdc: parseUsdc("2"), validSeconds: 60 });
  chain.pass(60n);
  expect(await why(small)).toBe("The ask is over.");
  chain.pass(BigInt(2 * DAY));
  expect(await why(cheap)).toBe("The last report on this node has lapsed.");
  const pause = ioOrders.getSetPausedInstruction({ admin, paused: true });
  await chain.send(admin, [pause]);
  expect(await why(cheap)).toBe("Bookings are paused.");
  const view = await market();
  expect(() => pickNodes(view, {}, 1)).toThrow("Bookings are paused.");
});

test("an ask for next to nothing stops no booking", async () => {
  const nodes = (view: MarketView, wanted = {}) => findOffers(view, wanted).map(({ address }) => address);
  await offerAnew(small, { rateUsdc: 1n });
  const view = await market();
  // 4 processors for 30 days are 0.00288 USDC: no order costs so little.
  expect(nodes(view)).toEqual([cheap.node, dear.node]);
  expect(referencePrice(view)[0]!.words).toBe("H100: 1.9 to 2.4 USDC an hour, 16 free");
  await offerAnew(small, { rateUsdc: 50_000n });
  const low = await market();
  expect(nodes(low)).toEqual([small.node, cheap.node, dear.node]);
  // For an hour, two processors at least: 0.1 USDC.
  const picked = (processors: number) =>
    pickNodes(low, { seconds: HOUR }, processors).map(({ offer, processors }) => [offer.address, processors]);
  expect(picked(1)).toEqual([[cheap.node, 1]]);
  expect(picked(2)).toEqual([[small.node, 2]]);
  expect(picked(5)).toEqual([
    [small.node, 4],
    [cheap.node, 1],
  ]);
  const bill = quoteBooking(low, pickNodes(low, { seconds: HOUR }, 5), HOUR);
  const { clusters } = await bookNodes(world.chain.read, { signer: client, bill });
  expect(await paid(client.address, () => world.chain.send(client, clusters[0]!.instructions))).toBe(
    bill.total,
  );
});

test("an auditor's word, by which nodes are found", async () => {
  const { chain } = world;
  const auditor = await chain.wallet();
  const attributes = { region: "US-CA", bandwidth: 3, storage: 2_000, isConfidential: true };
  const say = { signer: auditor, node: cheap.node, attributes, validSeconds: DAY };
  await chain.send(auditor, await attest(chain.read, say));
  const found = async (region?: string) =>
    findOffers(await market(), { auditor: auditor.address, ...(region !== undefined && { region }) }).length;
  expect(await Promise.all([found(), found("US"), found("US-CA"), found("US-NY"), found("DE")])).toEqual([
    1, 1, 1, 0, 0,
  ]);
  const { offers, now } = await market();
  const { node, attestations } = offers.find(({ address }) => address === cheap.node)!;
  expect(attestationFigures(attestations[0]!, node.revision, now)).toEqual({
    ...{ region: "US-CA", bandwidth: 3, storage: 2_000, isConfidential: true, holds: true },
    words: "US-CA, bandwidth tier 3, 2000 GB, confidential computing",
  });
  chain.pass(BigInt(DAY));
  expect(await found()).toBe(0);
});

test("asks that the program refuses are told before they are signed", async () => {
  const { chain } = world;
  const { operator: signer, node } = cheap;
  const make = (change: object) => setAsk(chain.read, { signer, node, rateUsdc: 1n, ...change });
  for (const wrong of [
    { rateUsdc: undefined },
    ...[0n, (1n << 40n) + 1n, -1n, 1].map((rateUsdc) => ({ rateUsdc })),
    { rateIo: 1n, ioPremiumBps: 0 },
    { rateUsdc: undefined, rateIo: 1n, ioPremiumBps: 0 },
    ...[1_001, -1, 1.5].map((ioPremiumBps) => ({ ioPremiumBps })),
    ...[HOUR - 1, 31 * DAY, 1.5].map((mostSeconds) => ({ mostSeconds })),
    { leastSeconds: 2 * HOUR, mostSeconds: HOUR },
    { oracleSeconds: 8 * DAY, mostSeconds: 7 * DAY },
    ...[0, 1.5].map((mostHired) => ({ mostHired })),
    ...[73, -1].map((noticeHours) => ({ noticeHours })),
    ...[0, 30 * DAY + 1].map((validSeconds) => ({ validSeconds })),
    { extendable: "yes" },
  ])
    await expect(make(wrong), JSON.stringify(Object.keys(wrong))).rejects.toThrow(RangeError);
  // What is at the bounds, the program takes.
  const most = { rateUsdc: 1n << 40n, ioPremiumBps: 1_000, noticeHours: 72, leastSeconds: HOUR };
  await chain.send(signer, await make(most));
  await chain.send(signer, await make({ rateIo: 1n << 40n, rateUsdc: undefined, mostSeconds: HOUR }));
  expect(await refusal(make({}).then((made) => chain.send(client, made)))).toBeDefined();
});
