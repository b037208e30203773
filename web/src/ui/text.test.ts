/** Figures as text: exact to the base unit, and short where a page has no room. */

import { describe, expect, test } from "vitest";
import { shortened } from "./address.js";
import { amountText, bpsText, counted, countText, shareText } from "./amount.js";
import { parseAmount } from "./form.js";
import { dateText, spanText } from "./time.js";

test("amounts are cut off, never rounded up", () => {
  expect(amountText(199_999_999n, "IO")).toBe("1.99");
  expect(amountText(12_345_678_900_000_001n, "IO", "all")).toBe("123,456,789.00000001");
  expect(amountText(9_007_199_254_740_993n, "USDC", "all")).toBe("9,007,199,254.740993");
});

test("shares are integers up to the text", () => {
  expect(shareText(1n, 3n)).toBe("33.33%");
  expect(shareText(1n, 3n, 0)).toBe("33%");
  expect(shareText(17_708_240n, 100_000n)).toBe("17,708.24%");
  expect(shareText(5n, 0n)).toBe("0%");
  expect([25, 200, 10_000, 5].map(bpsText)).toEqual(["0.25%", "2%", "100%", "0.05%"]);
});

test("counts agree with what is counted", () => {
  expect(countText(1_234_567n)).toBe("1,234,567");
  expect([counted(1, "node"), counted(2n, "node"), counted(0, "penny", "pence")]).toEqual([
    "1 node",
    "2 nodes",
    "0 pence",
  ]);
});

test("spans have two units at most", () => {
  expect([0n, 59n, 60n, 3_661n, 86_400n * 13n + 3_600n * 4n + 5n].map(spanText)).toEqual([
    "0 s",
    "59 s",
    "1 min",
    "1 h 1 min",
    "13 d 4 h",
  ]);
  expect(dateText(1_796_736_766n, false)).toMatch(/^\d+ Dec 2026$/);
});

test("addresses are shortened in the middle", () => {
  expect(shortened("BcKWbRqc9SfP3TSfCqAj4ZAfkQZFWxLmnzPuqSRxZnVy")).toBe("BcKW\u2026ZnVy");
  expect(shortened("short")).toBe("short");
});

describe("what was entered", () => {
  test("is base units, by the SDK's rules", () => {
    expect(parseAmount("1,234.5", "IO")).toEqual({ amount: 123_450_000_000n, error: undefined });
    expect(parseAmount("0.1", "USDC").amount).toBe(100_000n);
  });

  test("is nothing yet, or wrong, in words", () => {
    expect(parseAmount(" ", "IO")).toEqual({ amount: undefined, error: undefined });
    expect(parseAmount("1e9", "IO").error).toContain("is no amount");
    expect(parseAmount("0.0000001", "USDC").error).toContain("6 decimals");
  });
});
