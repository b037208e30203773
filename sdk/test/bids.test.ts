/** Requests and bids against the programs' bytecode: manual, automatic, and what returns to whom. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  attest,
  award,
  awardAuto,
  awardRefund,
  bidAddress,
  bidAuto,
  cancelRequest,
  closeBid,
  endOrder,
  explain,
  findWonOrder,
  listBids,
  listRequests,
  type NewRequest,
  nextOrderId,
  orderAddress,
  parseUsdc,
  placeBid,
  quote,
  readBid,
  readOrder,
  readRequest,
  request,
  requestAddress,
  requestFigures,
  returnBond,
  type Terms,
  USDC_MINT,
  withdrawBid,
} from "../src/index.js";
import { client, DAY, HOUR, list, offered, type Offered, paid, setUp, world } from "./market-scene.js";
import { refusal } from "./order-scene.js";
import { RULES } from "./world.js";

const terms: Terms = { processors: 4, rate: parseUsdc("2.5"), duration: DAY, currency: "USDC" };
const { total: TOTAL } = quote(RULES, terms);
const BOND = parseUsdc("10");

let first: Offered;
let second: Offered;

beforeEach(async () => {
  await setUp();
  first = await offered(8, { rateUsdc: parseUsdc("3") });
  second = await offered(8, { rateUsdc: parseUsdc("3") });
  for (const { operator } of [first, second]) await world.chain.mintUsdc(operator.address, parseUsdc("100"));
});

/** Opens a request, and returns its address. */
async function opened(change: Partial<NewRequest> = {}): Promise<Address> {
  const { chain } = world;
  const id = change.id ?? (await nextOrderId(chain.read, client.address));
  const wanted = { signer: client, id, class: "H100", terms, openSeconds: HOUR, ...change };
  const instructions = await request(chain.read, wanted);
  const payer = (change.payer ?? client) as KeyPairSigner;
  expect(await paid(payer.address, () => chain.send(payer, instructions))).toBe(TOTAL);
  return requestAddress(client.address, id);
}

const figures = async (address: Address) => requestFigures(await readRequest(world.chain.read, address));

async function bid({ operator, node }: Offered, address: Address, rate: string, auto = false, more = {}) {
  const { chain } = world;
  const make = auto ? bidAuto : placeBid;
  const wanted = { signer: operator, request: address, node, rate: parseUsdc(rate), ...more };
  return chain.send(operator, await make(chain.read, wanted));
}

test("a request: bids are listed, the lowest first; one is taken, and what it saves returns", async () => {
  const { chain } = world;
  const address = await opened({ noticeHours: 12 });
  expect(await figures(address)).toEqual({
    ...{ currency: "USDC", isAuto: false, stage: "open", remainingSeconds: HOUR, prolongationsLeft: 0 },
    endsAt: chain.now + BigInt(HOUR),
    latestEnd: chain.now + BigInt(HOUR),
    awardableUntil: undefined,
    mostRate: terms.rate,
    best: undefined,
    nextBid: terms.rate,
    ...{ bond: 0n, held: TOTAL },
    next: "Operators bid, and the client takes one.",
  });
  expect(await listRequests(list, { client: client.address })).toMatchObject([{ address }]);
  expect(await listRequests(list, { client: first.operator.address })).toEqual([]);
  await expect(bid(first, address, "2.6")).rejects.toThrow("Bid at most 2500000 base units");
  await expect(bid(first, address, "2", false, { noticeHours: 11 })).rejects.toThrow("12 to 72 whole hours");
  await expect(bid(first, address, "2", true)).rejects.toThrow("bid by placeBid");
  await bid(first, address, "2.5");
  await bid(second, address, "2.1", false, { longest: 2 * DAY, noticeHours: 24 });
  await bid(first, address, "2.2");
  const bids = await listBids(list, { request: address });
  expect(bids.map(({ bid }) => [bid.node, bid.rate])).toEqual([
    [second.node, parseUsdc("2.1")],
    [first.node, parseUsdc("2.2")],
  ]);
  expect(await listBids(list, { operator: first.operator.address })).toHaveLength(1);
  expect(bids[0]!.address).toBe(await bidAddress(address, second.node));
  // The client takes what it has seen: a bid that was changed since is refused.
  const seen = bids[0]!.bid;
  await bid(second, address, "2.3", false, { longest: 2 * DAY });
  const taken = { signer: client, request: address, node: second.node };
  const take = async (changed: object) =>
    chain.send(client, await award(chain.read, { ...taken, ...changed }));
  expect(await refusal(take({ seen }))).toBe("BidChanged");
  const view = await readRequest(chain.read, address);
  const now = await readBid(chain.read, { request: address, node: second.node });
  const refund = awardRefund(view, now);
  expect(refund).toBe(TOTAL - quote(RULES, { ...terms, rate: parseUsdc("2.3") }).total);
  expect(await paid(client.address, () => take({ seen: now }))).toBe(-refund);
  const { order } = await readOrder(chain.read, view.request.order);
  expect(order).toMatchObject({ node: second.node, escrow: { rate: parseUsdc("2.3"), longest: 2 * DAY } });
  await expect(readRequest(chain.read, address)).rejects.toMatchObject({ code: "notFound" });
  // What is over closes: its rent goes back to its operator, whoever sends it.
  for (const { operator, node } of [first, second]) {
    const before = chain.svm.getBalance(operator.address)!;
    await chain.send(client, await closeBid(chain.read, { request: address, node }));
    expect(chain.svm.getBalance(operator.address)!).toBeGreaterThan(before);
  }
  expect(await listBids(list)).toEqual([]);
});

test("a bid is withdrawn; a request without an award returns it all, by anyone once it is over", async () => {
  const { chain } = world;
  const sponsor = await chain.wallet();
  await chain.mintUsdc(sponsor.address, parseUsdc("1,000"));
  const address = await opened({ payer: sponsor });
  await bid(first, address, "2");
  const { operator, node } = first;
  const withdraw = await withdrawBid({ signer: operator, request: address, node });
  await chain.send(operator, withdraw);
  expect(await listBids(list)).toEqual([]);
  const stranger = await chain.wallet();
  const cancel = async (signer: KeyPairSigner) =>
    chain.send(signer, await cancelRequest(chain.read, { signer, request: address }));
  expect(await refusal(cancel(stranger))).toBe("RequestOpen");
  chain.pass(BigInt(HOUR) + 1n);
  expect(await figures(address)).toMatchObject({ stage: "over", remainingSeconds: 0 });
  await expect(bid(first, address, "2")).rejects.toThrow("The request is over");
  // What somebody else has paid is the client's.
  expect(await paid(client.address, () => cancel(stranger))).toBe(-TOTAL);
});

test("an automatic request: 1% under the best, with a bond, prolonged, awarded by anyone", async () => {
  const { chain } = world;
  const address = await opened({ auto: true, openSeconds: 600 });
  const opens = chain.now;
  expect(await figures(address)).toMatchObject({ isAuto: true, bond: BOND, prolongationsLeft: 10 });
  const step = { signer: client, request: address };
  await expect(awardAuto(chain.read, step)).rejects.toThrow("Nobody has bid on this request.");
  await expect(bid(first, address, "2")).rejects.toThrow("bid by bidAuto");
  const bonded = () => bid(first, address, "2", true);
  expect(await paid(first.operator.address, bonded)).toBe(BOND);
  expect(await figures(address)).toMatchObject({
    best: { rate: parseUsdc("2"), node: first.node },
    nextBid: parseUsdc("1.98"),
    awardableUntil: opens + 600n + BigInt(HOUR),
    next: "Operators bid, and the lowest bid gets it.",
  });
  await expect(bid(second, address, "1.980001", true)).rejects.toThrow("Bid at most 1980000 base units");
  await expect(award(chain.read, { ...step, node: first.node })).rejects.toThrow("award it by awardAuto");
  const cancel = async () => chain.send(client, await cancelRequest(chain.read, step));
  expect(await refusal(cancel())).toBe("HasBids");
  chain.setClock(opens + 570n);
  await bid(second, address, "1.98", true);
  expect(await figures(address)).toMatchObject({
    ...{ endsAt: opens + 660n, remainingSeconds: 90, prolongationsLeft: 9, latestEnd: opens + 1_200n },
    best: { node: second.node },
  });
  await expect(awardAuto(chain.read, step)).rejects.toMatchObject({ code: "tooEarly" });
  // The outbid one has its bond back at once, whoever sends it.
  const back = async (of: Offered, order?: Address) => {
    const wanted = { signer: client, request: address, node: of.node, ...(order && { order }) };
    return chain.send(client, await returnBond(chain.read, wanted));
  };
  expect(await paid(first.operator.address, () => back(first))).toBe(-BOND);
  chain.setClock(opens + 661n);
  const next = "Anyone awards it to the best bid.";
  expect(await figures(address)).toMatchObject({ stage: "awardable", next });
  const stranger = await chain.wallet();
  const take = async () => chain.send(stranger, await awardAuto(chain.read, { ...step, signer: stranger }));
  const saved = TOTAL - quote(RULES, { ...terms, rate: parseUsdc("1.98") }).total;
  expect(await paid(client.address, take)).toBe(-saved);
  const won = await readBid(chain.read, { request: address, node: second.node });
  const order = (await findWonOrder(list, won))!;
  expect((await readOrder(chain.read, order)).order).toMatchObject({ node: second.node, bonded: true });
  await expect(back(second)).rejects.toThrow("Name the order that the bid has won.");
  expect(await refusal(back(second, order))).toBe("BondNotDue");
  chain.pass(BigInt(HOUR));
  expect(await paid(second.operator.address, () => back(second, order))).toBe(-BOND);
  const none = await readBid(chain.read, { request: address, node: first.node });
  expect(await findWonOrder(list, none)).toBeUndefined();
});

test("a winner that ends within the first hour leaves its bond to the client", async () => {
  const { chain } = world;
  const address = await opened({ auto: true, openSeconds: 600 });
  await bid(first, address, "2", true);
  chain.pass(601n);
  await chain.send(client, await awardAuto(chain.read, { signer: client, request: address }));
  const won = await readBid(chain.read, { request: address, node: first.node });
  const order = (await findWonOrder(list, won))!;
  const { operator: signer, node } = first;
  await chain.send(signer, await endOrder(chain.read, { signer, order }));
  const step = { signer, request: address, node, order };
  const back = async () => chain.send(signer, await returnBond(chain.read, step));
  expect(await paid(client.address, back)).toBe(-BOND);
});

test("what a request asks of a node: its record, and an auditor's word", async () => {
  const { chain } = world;
  const auditor = await chain.wallet();
  const attributes = { region: "DE", bandwidth: 2 };
  const address = await opened({ auditor: auditor.address, attributes });
  const unsaid = await bid(first, address, "2").catch((error: unknown) => explain(error));
  expect(unsaid).toMatchObject({ message: "The auditor has said nothing of this node." });
  const say = { signer: auditor, node: first.node, attributes: { region: "DE", bandwidth: 1 } };
  await chain.send(auditor, await attest(chain.read, say));
  expect(await refusal(bid(first, address, "2"))).toBe("AttributesMissing");
  const more = { ...say, attributes: { region: "DE-BE", bandwidth: 2 } };
  await chain.send(auditor, await attest(chain.read, more));
  await bid(first, address, "2");
  const demanding = await opened({ leastRecord: { feesUsdc: 1n } });
  expect(await refusal(bid(first, demanding, "2"))).toBe("RecordTooLow");
  const bad = (change: object) =>
    request(chain.read, { signer: client, id: 1n, class: "H100", terms, openSeconds: HOUR, ...change });
  await expect(bad({ attributes })).rejects.toThrow("Name the auditor");
  await expect(bad({ auto: true, openSeconds: HOUR + 1 })).rejects.toThrow("10 minutes to an hour");
  await expect(bad({ openSeconds: 7 * DAY + 1 })).rejects.toThrow("10 minutes to 7 days");
  await expect(bad({ class: "H1000" })).rejects.toThrow('No hardware class is called "H1000"');
  await expect(bad({ leastRecord: { served: 1 } })).rejects.toThrow(RangeError);
});

test("a number that a request has reserved is not free", async () => {
  const { chain } = world;
  const id = await nextOrderId(chain.read, client.address);
  await opened({ id });
  expect(await nextOrderId(chain.read, client.address)).toBe(id + 1n);
  expect(await chain.balance(client.address, USDC_MINT)).toBe(parseUsdc("100,000") - TOTAL);
  expect((await readRequest(chain.read, await requestAddress(client.address, id))).request.order).toBe(
    await orderAddress(client.address, id),
  );
});
