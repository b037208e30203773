/** Figures as text: exact to the base unit, and short where a page has no room. */

import { describe, expect, test } from "vitest";
import { linkOf, shortened } from "./address.js";
import { amountText, bpsText, counted, countText, enteredText, shareText } from "./amount.js";
import { parseAmount } from "./form.js";
import { dateText, spanText } from "./time.js";

test("amounts are cut off, never rounded up", () => {
  expect(amountText(199_999_999n, "IO")).toBe("1.99");
  expect(amountText(12_345_678_900_000_001n, "IO", "all")).toBe("123,456,789.00000001");
  expect(amountText(9_007_199_254_740_993n, "USDC", "all")).toBe("9,007,199,254.740993");
  // What is paid is not cut off: 11.043 USDC would be 11.04.
  const exact = [11_043_000n, 40_900_000n].map((of) => amountText(of, "USDC", "exact"));
  expect(exact).toEqual(["11.043", "40.90"]);
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
  expect([enteredText(100_000_000_000n, "IO"), enteredText(1_500_000n, "USDC")]).toEqual(["1,000", "1.5"]);
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

test("a moment beyond all dates breaks no page", () => {
  expect(dateText((1n << 63n) - 1n, false)).toBe(dateText(8_640_000_000_000n, false));
  expect(dateText(-(1n << 63n), false)).not.toContain("Invalid");
});

test("addresses are shortened in the middle", () => {
  expect(shortened("BcKWbRqc9SfP3TSfCqAj4ZAfkQZFWxLmnzPuqSRxZnVy")).toBe("BcKW\u2026ZnVy");
  expect(shortened("short")).toBe("short");
});

test("a link to an explorer goes nowhere else, whatever it is of", () => {
  const explorer = "https://explorer.example.org/{kind}/{id}?cluster=devnet";
  expect(linkOf(explorer, "tx", "5Kt")).toBe("https://explorer.example.org/tx/5Kt?cluster=devnet");
  expect(linkOf(explorer, "tx", "../x?y=$&#")).toBe(
    "https://explorer.example.org/tx/..%2Fx%3Fy%3D%24%26%23?cluster=devnet",
  );
});

describe("what was entered", () => {
  test("is base units, by the SDK's rules", () => {
    expect(parseAmount("1,234.5", "IO")).toEqual({ amount: 123_450_000_000n, error: undefined });
    expect(parseAmount("0.1", "USDC").amount).toBe(100_000n);
  });

  test("may have a decimal comma, where it cannot separate thousands", () => {
    expect(parseAmount("1,5", "IO").amount).toBe(150_000_000n);
    expect(parseAmount("12,34567891", "IO").amount).toBe(1_234_567_891n);
    expect(parseAmount("1,234", "IO").amount).toBe(123_400_000_000n);
    expect(parseAmount("1.234,5", "IO").error).toContain("is no amount");
    expect(parseAmount("1,2345678", "USDC").error).toContain("6 decimals");
  });

  test("is nothing yet, or wrong, in words", () => {
    expect(parseAmount(" ", "IO")).toEqual({ amount: undefined, error: undefined });
    expect(parseAmount("1e9", "IO").error).toContain("is no amount");
    expect(parseAmount("0.0000001", "USDC").error).toContain("6 decimals");
  });
});
