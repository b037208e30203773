/**
 * The schedule, against the programs' table, the figures of its definition, and exact rational
 * arithmetic.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  accrued,
  afterMonths,
  cumulative,
  mintable,
  canCrank,
  MONTH_SECONDS,
  TOTAL_EMISSION,
} from "../src/index.js";
import type { Emission } from "../src/generated/io_emission/accounts/emission.js";

const SOURCE = readFileSync(
  join(import.meta.dirname, "../../crates/economics/src/emission/table.rs"),
  "utf8",
);
const TABLE = [...SOURCE.slice(SOURCE.indexOf("= [")).matchAll(/[\d_]+(?=,\n)/g)].map(([figure]) =>
  BigInt(figure.replaceAll("_", "")),
);

/** A fraction, as exact as its two integers. */
type Fraction = readonly [numerator: bigint, denominator: bigint];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const minus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d - c * b, b * d];
const over = (a: Fraction, [c, d]: Fraction): Fraction => times(a, [d, c]);
const floor = ([a, b]: Fraction) => a / b;
const power = (k: number): Fraction => [9_898n ** BigInt(k), 10_000n ** BigInt(k)];

/** E(1) + ... + E(k), summed month by month from the definition. */
function summed(k: number): Fraction {
  let sum: bigint = 0n;
  // All months over the common denominator 10000^239.
  for (let month = 1; month <= k; month++)
    sum += 9_898n ** BigInt(month - 1) * 10_000n ** BigInt(240 - month);
  const first = over(times([TOTAL_EMISSION, 1n], minus([1n, 1n], power(1))), minus([1n, 1n], power(240)));
  return times(first, [sum, 10_000n ** 239n]);
}

test("the programs' table, all 241 figures of it", () => {
  expect(TABLE).toHaveLength(241);
  expect(TABLE).toEqual(Array.from({ length: 241 }, (_, k) => afterMonths(k)));
});

test.each([
  [1, 334_567_456_067_137n],
  [12, 3_797_063_595_733_317n],
  [240, 30_000_000_000_000_000n],
])("after %i months", (k, figure) => {
  expect(afterMonths(k)).toBe(figure);
  expect(cumulative(BigInt(k) * MONTH_SECONDS + 3_600n)).toBeGreaterThanOrEqual(figure);
});

test("the sum of the months, in exact fractions", () => {
  for (let k = 0; k <= 240; k += 7) expect(afterMonths(k)).toBe(floor(summed(k)));
  expect(summed(240)[0] / summed(240)[1]).toBe(TOTAL_EMISSION);
});

test("linear within a month, and by whole hours for the mint", () => {
  for (const month of [0, 1, 77, 239]) {
    for (const second of [0n, 1n, 3_599n, 3_600n, 1_314_900n, MONTH_SECONDS - 1n]) {
      const [start, end] = [TABLE[month]!, TABLE[month + 1]!];
      const time = BigInt(month) * MONTH_SECONDS + second;
      expect(accrued(time)).toBe(start + ((end - start) * second) / MONTH_SECONDS);
      expect(cumulative(time)).toBe(accrued(time - (time % 3_600n)));
    }
  }
});

test("nothing before genesis, everything after month 240", () => {
  for (const seconds of [-(2n ** 63n), -1n, 0n])
    expect([accrued(seconds), cumulative(seconds)]).toEqual([0n, 0n]);
  for (const seconds of [240n * MONTH_SECONDS, 2n ** 63n - 1n]) {
    expect([accrued(seconds), cumulative(seconds)]).toEqual([TOTAL_EMISSION, TOTAL_EMISSION]);
  }
});

test("a crank is due once an hour, and never before genesis", () => {
  const state = { genesisTs: 1_000n, latestTs: 0n, minted: 0n } as Emission;
  expect(canCrank(state, 1_000n + 3_599n)).toBe(false);
  expect(canCrank(state, 1_000n + 3_600n)).toBe(true);
  expect(mintable(state, 1_000n + 7_300n)).toBe(cumulative(7_200n));
  expect(canCrank({ ...state, minted: cumulative(3_600n) }, 1_000n + 7_199n)).toBe(false);
  expect(canCrank({ ...state, latestTs: 1_000n + 3_600n }, 0n), "a clock that went back").toBe(true);
  expect(canCrank({ ...state, genesisTs: 0n }, 10n ** 10n)).toBe(false);
});
