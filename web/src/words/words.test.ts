/** Sentences before a signature, to the letter. */

import { parseIo, parseUsdc } from "@io-economy/sdk";
import { expect, test } from "vitest";
import { about, percent, running, span } from "./common.js";
import * as compute from "./compute.js";
import * as operate from "./operate.js";
import * as stake from "./stake.js";

const of = { node: "5KtPAbcdefgh1111dh2x", className: "H100" };

test("amounts, spans and shares", () => {
  expect(about(parseIo("1234.56789"))).toBe("about 1,234 IO");
  expect(about(parseIo("61.239"))).toBe("about 61.23 IO");
  expect(about(parseIo("0.01234567"))).toBe("about 0.012345 IO");
  expect([span(0), span(59), span(3_600), span(90_061), span(86_460)]).toEqual([
    "0 seconds",
    "59 seconds",
    "1 hour",
    "1 day 1 hour",
    "1 day",
  ]);
  expect([running(3_661), running(90_061), running(-1)]).toEqual(["01:01:01", "1 d 01:01:01", "00:00:00"]);
  expect([percent(1_000), percent(1_250), percent(25)]).toEqual(["10%", "12.5%", "0.25%"]);
});

test("a stake", () => {
  const asked = { ...of, amount: parseIo("1000"), monthly: parseIo("61.2"), earns: true, isOperator: false };
  expect(stake.staking(asked)).toBe(
    "Stake 1,000 IO to node 5KtP…dh2x (H100). From now it earns about 61.2 IO a month at today's rates. " +
      "Leaving takes 14 days; if the node is slashed, a part of your stake is burned.",
  );
  expect(stake.staking({ ...asked, monthly: 0n, isOperator: true })).toContain("covers a slash");
  expect(stake.staking({ ...asked, earns: false })).toContain("It earns nothing until");
  expect(stake.claiming({ amount: parseIo("3"), nodes: 2, rest: 0 })).toBe(
    "Claim about 3 IO of rewards from 2 nodes to your wallet.",
  );
  expect(
    stake.unstaking({ ...of, amount: parseIo("5"), until: "3 Dec 2026, 14:05", movesNewest: true }),
  ).toBe(
    "Take 5 IO out of node 5KtP…dh2x (H100). It stops earning now, and you can withdraw it from " +
      "3 Dec 2026, 14:05. Your four tickets are in use: it joins the newest one, whose 14 days begin again.",
  );
});

test("a withdrawal, with what a slash holds back or has taken", () => {
  const asked = { ...of, amount: parseIo("300"), held: parseIo("100") };
  expect(stake.withdrawing(asked)).toBe(
    "Withdraw 300 IO from node 5KtP…dh2x (H100) to your wallet. 100 IO stays held back for a proposed " +
      "slash.",
  );
  expect(stake.withdrawing({ ...asked, amount: 0n, held: 0n })).toContain("then the stake can be closed");
});

test("a booking", () => {
  const asked = {
    processors: 2,
    classes: ["H100"],
    nodes: 1,
    seconds: 36_000,
    total: parseUsdc("40.9"),
    most: parseUsdc("40.9"),
    currency: "USDC" as const,
    noticeHours: 0,
  };
  expect(compute.booking(asked)).toBe(
    "Book 2 H100 processors on 1 node for 10 hours, from now. You pay 40.9 USDC. What you do not use " +
      "comes back when you end it early, after the first hour, less the fees on it.",
  );
  const long = { ...asked, seconds: 172_800, nodes: 2, noticeHours: 24 };
  expect(compute.booking({ ...long, most: parseUsdc("41.309") })).toBe(
    "Book 2 H100 processors on 2 nodes for 2 days, from now. You pay 40.9 USDC at the price of now, " +
      "at most 41.309 USDC. What you do not use comes back when you end it early, after the first hour, " +
      "less the fees on 24 hours of it at most. The operator gives 24 hours of notice before it leaves. " +
      "All nodes are booked, or none.",
  );
});

test("an operator's offers", () => {
  const half = parseIo("8000");
  expect(operate.offering({ amount: parseIo("9000"), delegated: 0n, half })).toContain(
    "of which 8,000 IO, half of the minimum, count",
  );
  expect(operate.offering({ amount: 0n, delegated: 0n, half })).toBe(
    "Take no more stake from others. What they have staked stays.",
  );
  expect(operate.announcingCommission({ now: 1_000, next: 500, from: "" })).toBe(
    "Lower your commission from 10% to 5%, at once.",
  );
  expect(operate.announcingCommission({ now: 1_000, next: 1_000, from: "" })).toBe(
    "Keep your commission at 10%: the announced rise does not come.",
  );
  expect(operate.retiring({ ...of, hired: 0 })).not.toContain("Orders that run");
  expect(operate.retiring({ ...of, hired: 2 })).toContain("Orders that run go on");
  const asked = {
    ...{ rateUsdc: parseUsdc("2"), rateIo: 0n, oracleIo: true, premiumBps: 200 },
    ...{ leastSeconds: 3_600, mostSeconds: 864_000, oracleSeconds: 86_400 },
    ...{ mostHired: 8, noticeHours: 24, until: "3 Dec 2026" },
  };
  expect(operate.rates(asked)).toBe("2 USDC or IO at the oracle's price plus 2%");
  expect(operate.asking(asked)).toContain(
    "for 1 hour to 10 days. At the oracle's price an order takes at most 1 day. Until 3 Dec 2026",
  );
  expect(operate.asking({ ...asked, mostSeconds: 86_400 })).not.toContain("takes at most");
});

test("an order is accepted with what its client may do", () => {
  const asked = {
    ...{ processors: 2, seconds: 36_000, pay: parseUsdc("39.9"), currency: "USDC" as const },
    ...{ holdback: 86_400, extendable: true },
  };
  expect(operate.accepting(asked)).toBe(
    "Accept the order: 2 processors for 10 hours, from now. It pays up to 39.9 USDC, by the second, 1 day " +
      "behind. The client may extend it at the same rate, to 30 days in all.",
  );
  expect(operate.accepting({ ...asked, extendable: false })).toContain("The client cannot extend it.");
});

test("an order whose time is over ends without words of leaving early", () => {
  const left = { isOver: false, isFirstHour: false, forfeitsHours: 0 };
  expect(operate.leavingOrder(left)).toContain("your record shows that you left early");
  expect(operate.leavingOrder({ ...left, isOver: true })).toBe(
    "End the order, whose booked time is over: its processors are free again, and it pays all of that time " +
      "once nobody can dispute it.",
  );
  const asked = { refund: 0n, currency: "USDC" as const, elapsed: 7_200, isOver: true, isFree: false };
  expect(compute.ending(asked)).toContain("nothing is left of it");
  const early = { ...asked, refund: parseUsdc("3"), elapsed: 60, isOver: false };
  expect(compute.ending(early)).toContain("The first hour is paid in full.");
});
