/** Orders by the second, and what a wish comes to. */

import { ioOrders, type MarketView, parseUsdc } from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { expect, test } from "vitest";
import { bpsOf, operatorActions } from "../operate/model.js";
import { orderRow, orderRows } from "./orders.js";
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
  expect(operatorActions(orderRow(order({ stage: Stage.Open }), 1_500n), 1_500n)).toEqual(["accept"]);
  expect(operatorActions(orderRow(order({ stage: Stage.Open }), 9_999n), 9_999n)).toEqual([]);
  expect(operatorActions(orderRow(order(), 4_600n), 4_600n)).toEqual(["notice", "end"]);
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
