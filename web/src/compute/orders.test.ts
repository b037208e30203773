/** Orders by the second, and what a wish comes to. */

import { ioOrders, type MarketView, parseIo, parseUsdc } from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { expect, test } from "vitest";
import {
  bpsOf,
  type OperatorAction,
  operatorActions,
  type OwnOrder,
  whyNotAccepted,
} from "../operate/model.js";
import { type OrderAction, orderRow, orderRows } from "./orders.js";
import { usdOf, usdText } from "./usd.js";
import { FIRST_WISH, match, secondsOf, whole } from "./wish.js";

const ORDER = "Order111111111111111111111111111111111111111" as Address;
const fees = { bookingBps: 25, paymentBps: 200, providerPaymentBps: 0 };
const none = { from: 0, to: 0 };

function order(change: object = {}) {
  const escrow = {
    ...{ rate: parseUsdc("3.6"), paid: 0n, at: 1_000n, bond: 100_000n, processors: 2, seen: 0 },
    ...{ acceptSeconds: 3_600, holdbackSeconds: 86_400, duration: 36_000, longest: 72_000, kept: 0 },
    ...{ disputedAt: 0, outages: { seconds: 0, earlier: none, last: none }, fees, keepsHired: false },
    ...{ stage: ioOrders.Stage.Running, noticeHours: 24, notice: ioOrders.Notice.None, leftEarly: false },
    ...change,
  };
  const listed = { currency: ioOrders.Currency.Usdc, escrow, node: ORDER, client: ORDER, serial: 1n };
  return { address: ORDER, order: listed as unknown as ioOrders.Order };
}

test("money and time fall by the second", () => {
  const [first, next] = [orderRow(order(), 4_600n), orderRow(order(), 4_601n)];
  expect(first.figures.remainingSeconds).toBe(32_400);
  expect(first.left).toBe(parseUsdc("64.8"));
  // 2 processors at 3.60 USDC an hour are 2,000 base units a second.
  expect(first.left - next.left).toBe(2_000n);
  expect(first.actions).toEqual(["extend", "end", "dispute"]);
  expect(first.extendable).toBe(36_000);
});

test("what can be done follows from where an order stands", () => {
  const { Stage, Notice } = ioOrders;
  expect(orderRow(order({ stage: Stage.Open }), 1_500n).actions).toEqual(["cancel"]);
  expect(orderRow(order({ notice: Notice.Given }), 4_600n).actions).toEqual(["end", "dispute"]);
  expect(orderRow(order({ stage: Stage.Settled }), 4_600n).actions).toEqual(["close"]);
  const disputed = order({ stage: Stage.Disputed, disputedAt: 3_600 });
  expect(orderRow(disputed, 10_000n).actions).toEqual([]);
  expect(orderRow(disputed, 1_000n + 3_600n + 7n * 86_400n).actions).toEqual(["settle"]);
  // Ended after ten minutes: an hour is paid, once it is held back no more.
  const ended = order({ stage: Stage.Ended, duration: 600 });
  expect(orderRow(ended, 1_700n)).toMatchObject({ actions: ["dispute"], figures: { settlesFrom: 91_000n } });
  expect(orderRow(ended, 1_000n + 86_410n).actions).toEqual(["dispute", "settle"]);
  expect(orderRow(ended, 91_000n).actions).toEqual(["settle"]);
});

/** A node that can be hired. */
const NODE = {
  revision: 0,
  ledger: {
    ...{ retired: false, processors: 8, hired: 0, multiplier: 100, leaving: 0n, syncedAt: 0n },
    ...{ slash: { shareBps: 0, proposedAt: 0n, epoch: 0 }, ownShares: parseIo("1600") },
    bonded: { assets: parseIo("1600"), shares: parseIo("1600"), generation: 0 },
    availability: { reportedAt: 1_000n, bps: 10_000 },
  },
};
const OPEN = { areOrdersPaused: false, isStakingPaused: false, epochs: undefined };

type Listed = ReturnType<typeof order>;

function ownOrder(of: Listed, now: bigint, node: object = NODE, circumstances = OPEN): OwnOrder {
  const row = orderRow({ ...of, order: { ...of.order, revision: 0 } }, now);
  return { ...row, whyNotAccepted: whyNotAccepted(row, node as never, now, circumstances) };
}

const { Stage, Notice } = ioOrders;
const AT = 1_000n;
const [HOLDBACK, WEEK] = [86_400n, 7n * 86_400n];
/** Two days, which cannot be extended. */
const long = { duration: 172_800, longest: 172_800 };
const ended = { stage: Stage.Ended, duration: 600 };
const over = { stage: Stage.Ended, duration: 36_000 };
/** What ten hours of it cost. */
const PAY = parseUsdc("72");
const late = { stage: Stage.Disputed, disputedAt: 90_000 };
const disputed = { stage: Stage.Disputed, disputedAt: 3_600 };
const hires = { stage: Stage.Settled, keepsHired: true, seen: 60 };
const bonded = order({ stage: Stage.Settled });
Object.assign(bonded.order, { bonded: true });

test.each<[string, Listed, bigint, OrderAction[], OperatorAction[]]>([
  ["open", order({ stage: Stage.Open }), 500n, ["cancel"], ["accept"]],
  ["open, in the last second", order({ stage: Stage.Open }), 3_600n, ["cancel"], ["accept"]],
  ["open, too late to accept", order({ stage: Stage.Open }), 3_601n, ["cancel"], []],
  ["runs, all is held back", order(long), HOLDBACK, ["end", "dispute"], ["notice", "end"]],
  ["runs, a second is due", order(long), HOLDBACK + 1n, ["end", "dispute"], ["notice", "settle", "end"]],
  ["runs, notice given", order({ notice: Notice.Given }), 3_600n, ["end", "dispute"], ["end"]],
  ["its time is over", order(), 36_000n, ["end", "dispute"], ["end"]],
  ["ended, nothing is due", order(ended), 700n, ["dispute"], []],
  ["ended, all is held back", order(ended), HOLDBACK, ["dispute"], []],
  ["ended, ten seconds are due", order(ended), HOLDBACK + 10n, ["dispute", "settle"], ["settle"]],
  // 2 processors at 3.60 USDC an hour: 20,000 base units for ten seconds.
  ["ended, these were paid", order({ ...ended, paid: 20_000n }), HOLDBACK + 10n, ["dispute"], []],
  ["ended, held back no more", order(over), HOLDBACK + 36_000n, ["settle"], ["settle"]],
  ["ended, all was paid", order({ ...over, paid: PAY }), HOLDBACK + 36_000n, ["settle"], ["settle"]],
  ["disputed, nothing else is due", order(disputed), 9_000n, [], []],
  ["disputed, earlier pay is due", order({ ...long, ...late }), 95_000n, ["settle"], ["settle"]],
  ["disputed, the arbiter has time", order(disputed), WEEK + 3_599n, [], []],
  ["disputed, the arbiter is late", order(disputed), WEEK + 3_600n, ["settle"], ["settle"]],
  ["settled", order({ stage: Stage.Settled }), 9_000n, ["close"], ["close"]],
  ["settled, hired still", order(hires), 3_659n, [], []],
  ["settled, hired no more", order(hires), 3_660n, ["close"], ["close"]],
  ["settled, a bid's bond stands for it", bonded, 9_000n, [], []],
])("both sides of an order: %s", (_, of, elapsed, clients, operators) => {
  expect(orderRow(of, AT + elapsed).actions).toEqual(clients);
  expect(operatorActions(ownOrder(of, AT + elapsed))).toEqual(operators);
});

test("while orders are paused nothing is extended or accepted, and all else goes on", () => {
  expect(orderRow(order(), 4_600n, true).actions).toEqual(["end", "dispute"]);
  const open = order({ stage: Stage.Open });
  for (const paused of [{ areOrdersPaused: true }, { isStakingPaused: true }]) {
    const row = ownOrder(open, 1_500n, NODE, { ...OPEN, ...paused });
    expect([operatorActions(row), row.whyNotAccepted]).toEqual([[], expect.stringMatching(/paused/)]);
  }
});

test("an order is not accepted for a node that cannot be hired, which says why", () => {
  const why = (node: object, ledger: object = {}) => {
    const row = ownOrder(order({ stage: Stage.Open }), 1_500n, {
      ...{ ...NODE, ...node },
      ledger: { ...NODE.ledger, ...ledger },
    });
    expect(operatorActions(row)).toEqual(row.whyNotAccepted === undefined ? ["accept"] : []);
    return row.whyNotAccepted;
  };
  expect(why({})).toBeUndefined();
  expect(why({ revision: 1 })).toBe("The node's hardware has changed since it was ordered.");
  expect(why({}, { retired: true })).toBe("The node is retired for good.");
  expect(why({}, { hired: 7 })).toBe("Only 1 of its processors are free.");
  expect(why({}, { availability: { reportedAt: 0n, bps: 0 } })).toMatch(/reported/);
  const slash = { shareBps: 500, proposedAt: 1_000n, epoch: 1 };
  expect(why({}, { slash })).toBe("A slash of the node's stake is proposed.");
});

test("running orders come first, the newest of them", () => {
  const { Stage } = ioOrders;
  const listed = [order({ stage: Stage.Settled, at: 9n }), order({ at: 5n }), order({ at: 7n })];
  expect(orderRows(listed, 4_600n).map((row) => row.order.escrow.at)).toEqual([7n, 5n, 9n]);
});

test("what is entered is read, or told what is wrong with it", () => {
  expect(["8", " 12 ", "0", "-1", "1.5", "", "x"].map(whole)).toEqual([8, 12, ...Array(5).fill(undefined)]);
  expect(secondsOf({ time: "2", unit: "days" })).toBe(172_800);
  expect(secondsOf({ time: "31", unit: "days" })).toMatch(/at most 30 days/);
  expect(secondsOf({ time: "", unit: "hours" })).toBe("Name whole hours.");
  expect(["12.5", "12.5 %", "50", "50.01", "-1", "a"].map((text) => bpsOf(text, 5_000))).toEqual([
    ...[1_250, 1_250, 5_000],
    ...[undefined, undefined, undefined],
  ]);
});

test("an empty market says why there is no bill", () => {
  const rules = { leastIo: 1n, leastUsdc: 1n, fees };
  const view = {
    now: 1n,
    offers: [],
    rules,
    isPaused: false,
    lamportsPerByte: 6_960n,
  } as unknown as MarketView;
  expect(match(view, FIRST_WISH)).toMatchObject({
    bill: undefined,
    whyNot: expect.stringMatching("fewer than 1"),
  });
  expect(match(view, { ...FIRST_WISH, processors: "none" }).whyNot).toBe("Name whole processors.");
  expect(match({ ...view, isPaused: true }, FIRST_WISH).whyNot).toMatch(/paused/);
});

test("IO in USD by the oracle's price, by integers", () => {
  const price = { price: 20_000_000n, exponent: -8 };
  expect(usdText(usdOf(parseIo("5"), price)!)).toBe("1.00 USD");
  expect(usdText(usdOf(parseIo("1234.5"), price)!)).toBe("246.90 USD");
  expect(usdText(usdOf(parseIo("0.0123"), price)!)).toBe("0.0024 USD");
  expect(usdOf(parseIo("3"), { price: 2n, exponent: 0 })).toBe(parseUsdc("6"));
  expect(usdOf(1n, { price: 0n, exponent: -8 })).toBeUndefined();
});
