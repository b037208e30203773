/**
 * Cases that the command line decides too, in the same file: which nodes are picked, what they cost,
 * what a rate is at the oracle's price. `crates/cli/tests/market_cases.rs` reads them in Rust.
 */

import { getAddressDecoder } from "@solana/kit";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  HOUR,
  isIoError,
  type MarketView,
  pickNodes,
  type PythPrice,
  quoteBooking,
  rateInIo,
} from "../src/index.js";
import { RULES } from "./world.js";

/** Integers beyond 2^53 are texts. */
interface Cases {
  picks: {
    offered: [rate: string, free: number][];
    wanted: number;
    picked: [place: number, taken: number][] | null;
  }[];
  rates: {
    now: number;
    limits: { maxAge: number; maxConfBps: number };
    io: [price: string, conf: string, exponent: number, publishTime: number, average: string];
    usdc: Cases["rates"][0]["io"];
    rateUsdc: string;
    premiumBps: number;
    /** Null if the price is not fit. */
    rate: string | null;
  }[];
  bills: {
    currency: "IO" | "USDC";
    seconds: number;
    lines: {
      rate: string;
      processors: number;
      cost: string;
      booking: string;
      payment: string;
      total: string;
    }[];
    total: string;
  }[];
}

const CASES: Cases = JSON.parse(readFileSync(join(import.meta.dirname, "market-cases.json"), "utf8"));
const DAY = 24 * HOUR;

/** A market with a node for each, in the order of their addresses. */
function market(offered: readonly (readonly [rate: string, free: number])[]): MarketView {
  const offers = offered.map(([rate, free], i) => ({
    address: getAddressDecoder().decode(new Uint8Array(32).fill(i + 1)),
    ask: { terms: { validUntil: 1n, leastSeconds: HOUR, mostSeconds: 30 * DAY, noticeHours: 0 } },
    ...{ free, rateUsdc: BigInt(rate), rateIo: BigInt(rate), isIoAtOracle: false },
  }));
  // The last come first: no order of a list counts.
  return { now: 0n, isPaused: false, rules: RULES, lamportsPerByte: 1n, offers: offers.reverse() } as never;
}

test("the same nodes are picked", () => {
  expect(CASES.picks.length).toBeGreaterThan(30);
  for (const { offered, wanted, picked } of CASES.picks) {
    const view = { ...market(offered), rules: { ...RULES, leastIo: 1n, leastUsdc: 1n } };
    const place = ({ offer }: { offer: { address: string } }) =>
      offered.length - 1 - view.offers.findIndex(({ address }) => address === offer.address);
    const find = () => pickNodes(view, {}, wanted).map((one) => [place(one), one.processors]);
    if (picked) expect(find()).toEqual(picked);
    else expect(find).toThrow("processors are offered like that");
  }
});

test("the same rates at the oracle's price", () => {
  expect(CASES.rates.length).toBeGreaterThan(30);
  const price = ([price, conf, exponent, publishTime, average]: Cases["rates"][0]["io"]): PythPrice => ({
    ...{ price: BigInt(price), conf: BigInt(conf), exponent },
    ...{ publishTime: BigInt(publishTime), average: BigInt(average) },
  });
  for (const { now, limits, io, usdc, rateUsdc, premiumBps, rate } of CASES.rates) {
    const prices = { limits, io: price(io), usdc: price(usdc) };
    const found = () => rateInIo(prices, BigInt(now), BigInt(rateUsdc), premiumBps);
    if (rate === null) expect(unfit(found)).toBe(true);
    else expect(found()).toBe(BigInt(rate));
  }
});

function unfit(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch (error) {
    return isIoError(error, "priceUnfit");
  }
}

test("the same bills, to the base unit", () => {
  expect(CASES.bills.length).toBeGreaterThan(30);
  for (const { currency, seconds, lines, total } of CASES.bills) {
    const view = market(lines.map(({ rate, processors }) => [rate, processors]));
    const wanted = { currency, seconds };
    const picked = lines.map(({ processors }, i) => {
      const { address } = view.offers[lines.length - 1 - i]!;
      return pickNodes(view, { ...wanted, nodes: [address] }, processors)[0]!;
    });
    const bill = quoteBooking(view, picked, seconds);
    const said = bill.lines.map(({ offer, processors, cost, booking, payment, total }) => {
      const amounts = Object.entries({ cost, booking, payment, total }).map(([name, of]) => [
        name,
        String(of),
      ]);
      return { rate: String(offer.rate), processors, ...Object.fromEntries(amounts) };
    });
    expect([said, String(bill.total)]).toEqual([lines, total]);
  }
});
