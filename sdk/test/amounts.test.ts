import { expect, test } from "vitest";
import { formatIo, formatSol, formatUsdc, ONE_IO, parseIo, parseUsdc } from "../src/index.js";

test.each([
  ["0", 0n],
  ["1", ONE_IO],
  ["1,234.5", 123_450_000_000n],
  ["1234.5", 123_450_000_000n],
  [" 0.00000001 ", 1n],
  ["800,000,000", 80_000_000_000_000_000n],
  ["184467440737.09551615", 2n ** 64n - 1n],
])("%s IO", (text, amount) => {
  expect(parseIo(text)).toBe(amount);
  expect(parseIo(formatIo(amount))).toBe(amount);
});

test.each(["", "-1", "1e3", "1.", ".5", "1,23", "12,34.5", "0x10", "1 000", "IO", "NaN", "1,2345"])(
  "%o is no amount",
  (text) => expect(() => parseIo(text)).toThrow("is no amount: write a number such as 1,234.5."),
);

test("an amount has no more decimals than its token, and fits an account", () => {
  expect(() => parseIo("0.000000001")).toThrow("IO has 8 decimals");
  expect(() => parseUsdc("0.0000001")).toThrow("USDC has 6 decimals");
  expect(() => parseIo("184467440737.09551616")).toThrow("is more IO than an account can hold");
});

test("amounts read as people write them", () => {
  expect(formatIo(0n)).toBe("0.00000000");
  expect(formatIo(1n)).toBe("0.00000001");
  expect(formatIo(80_000_000_000_000_000n)).toBe("800,000,000.00000000");
  expect(formatUsdc(1_234_567n)).toBe("1.234567");
  expect(formatSol(-2_039_280n)).toBe("-0.002039280");
  expect(formatIo(-150_000_000n)).toBe("-1.50000000");
});

test("fewer decimals never show more than there is", () => {
  expect(formatIo(199_999_999n, 2)).toBe("1.99");
  expect(formatUsdc(1_999_999n, 0)).toBe("1");
  expect(() => formatIo(1n, 9)).toThrow("between 0 and 8");
});

test("what is cut off to nothing has no sign, and what is no amount is refused", () => {
  expect(formatIo(-1n, 2)).toBe("0.00");
  expect(formatIo(-100_000_001n, 2)).toBe("-1.00");
  for (const wrong of [1.5, "1", undefined, null]) {
    expect(() => formatIo(wrong as never)).toThrow(RangeError);
    if (wrong !== "1") expect(() => parseIo(wrong as never)).toThrow(RangeError);
  }
  expect(() => formatIo(1n, 1.5)).toThrow(RangeError);
});

test("as many decimals as are wanted, with a unit, in a language", () => {
  expect(formatIo(150_000_000n, { min: 0, max: 2 })).toBe("1.5");
  expect(formatIo(100_000_000n, { min: 0 })).toBe("1");
  expect(formatIo(100_000_000n, { min: 2, max: 4 })).toBe("1.00");
  expect(formatIo(123_456_789n, { min: 2, max: 4 })).toBe("1.2345");
  expect(formatUsdc(1_234_567_890n, { max: 2, unit: true })).toBe("1,234.56 USDC");
  expect(formatIo(-123_456_700_000_000n, { max: 1, locale: "de-DE" })).toBe("-1.234.567,0");
  expect(formatIo(18_446_744_073_709_551_615n, { locale: "en-IN" })).toBe("1,84,46,74,40,737.09551615");
});
