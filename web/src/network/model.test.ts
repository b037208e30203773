/** What the network page adds up. */

import { HARD_CAP, ONE_IO, TOTAL_EMISSION } from "@io-economy/sdk";
import { expect, test } from "vitest";
import type { PriceHour, SupplyHour } from "../data/index-api.js";
import { circulatingOf, daysOf, pricesByDay, scaled, schedule, years } from "./model.js";
import { climbOf, usdText } from "./offer.js";

test("months and years of the schedule add up to all of it", () => {
  const sum = (parts: { emitted: bigint }[]) => parts.reduce((all, { emitted }) => all + emitted, 0n);
  expect(sum(schedule(0n))).toBe(TOTAL_EMISSION);
  expect(sum(years())).toBe(TOTAL_EMISSION);
  expect(years().at(-1)!.supply).toBe(HARD_CAP);
  expect(schedule(0n)[0]).toEqual({ month: 1, emitted: 334_567_456_067_137n, from: undefined });
  expect(schedule(1_000n)[1]!.from).toBe(1_000n + 2_629_800n);
});

const hour = (at: number, emission: string, burned: string): SupplyHour => ({
  hour: at,
  minted: String(BigInt(emission) + 50_000_000_000_000_000n),
  burned,
  by: { emission, genesis: "50000000000000000" },
});

test("hours add up to days, without genesis", () => {
  const day = 1_790_035_200;
  const found = daysOf([hour(day + 3_600, "5", "1"), hour(day, "7", "2"), hour(day - 3_600, "9", "0")]);
  expect(found).toEqual([
    { day: day - 86_400, minted: 9n, burned: 0n },
    { day, minted: 12n, burned: 3n },
  ]);
});

test("a chart's scale is not where figures come from, but is not wrong either", () => {
  expect(scaled(123_456_789n * ONE_IO)).toBe(123_456_789);
  expect(scaled(150_000_000n)).toBe(1.5);
});

test("rates of bookings are a mean by what was booked", () => {
  const price = (more: Partial<PriceHour>): PriceHour => ({
    hour: 86_400,
    kind: "booking",
    key: "H100",
    currency: "USDC",
    low: "2000000",
    high: "2000000",
    open: "2000000",
    close: "2000000",
    average: "2000000",
    volume: "100",
    count: 1,
    ...more,
  });
  const hours = [
    price({}),
    price({ hour: 90_000, average: "4000000", high: "4000000", volume: "300" }),
    price({ key: "L40S", volume: "5" }),
    price({ currency: "IO", average: "9" }),
    price({ kind: "fill" }),
  ];
  const { days, classes, rows } = pricesByDay(hours);
  expect([days, classes]).toEqual([[86_400], ["H100", "L40S"]]);
  expect(rows[0]).toMatchObject({ low: 2_000_000n, high: 4_000_000n, average: 3_500_000n });
});

test("the oracle's price has all its digits", () => {
  expect(usdText({ price: 20_000_000n, exponent: -8 })).toBe("0.20 USD");
  expect(usdText({ price: 123_456_789_012n, exponent: -8 })).toBe("1234.56789012 USD");
  expect(usdText({ price: 5n, exponent: 0 })).toBe("5.00 USD");
});

test("the offer climbs from under to over the oracle's price", () => {
  const price = (value: bigint) => {
    return { price: value, conf: 0n, exponent: -8, publishTime: 1_000n, average: value };
  };
  const params = {
    dailyCap: 24_000_000_000n,
    leastBudget: 100_000_000,
    period: 3_600,
    maxAge: 60,
    maxConfBps: 100,
    underBps: 500,
    overBps: 500,
  };
  const auction = {
    latest: 1_000n,
    start: 1_000n,
    budget: 1_000_000_000n,
    spent: 0n,
    period: 3_600,
    underBps: 500,
    overBps: 500,
    maxAge: 60,
    maxConfBps: 100,
  };
  const view = {
    now: 1_000n,
    vault: 1_000_000_000n,
    io: price(20_000_000n),
    usdc: price(100_000_000n),
    config: { params, auction, pause: { began: 0n, until: 0n } },
  } as never;
  const offer = { price: [1n, 1n], left: 1n, opensAt: 1_000n, endsAt: 4_600n, isNew: false } as const;
  const points = climbOf(view, offer, 4);
  expect(points.map(({ at }) => at)).toEqual([1_000n, 1_900n, 2_800n, 3_700n]);
  expect(points.map(({ usdc }) => usdc)).toEqual([190_000n, 195_000n, 200_000n, 205_000n]);
});

test("what circulates is without a treasury, unless an index counts more than there is", () => {
  const counted = (treasury: string) => ({ treasury_total: treasury, airdrops_total: "5" });
  expect(circulatingOf(100n, undefined)).toEqual({ circulating: 100n, ofTreasury: 0n });
  expect(circulatingOf(100n, counted("20"))).toEqual({ circulating: 75n, ofTreasury: 25n });
  expect(circulatingOf(100n, counted("96"))).toEqual({ circulating: 100n, ofTreasury: 0n });
});
