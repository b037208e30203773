import { expect, test } from "vitest";
import {
  HOUR,
  ONE_IO,
  ONE_USDC,
  parseUsdc,
  quote,
  quoteExtension,
  providerFees,
  type Terms,
} from "../src/index.js";

/** The rates at genesis. */
const rules = {
  leastIo: ONE_IO / 10n,
  leastUsdc: ONE_USDC / 10n,
  fees: { bookingBps: 25, paymentBps: 200, providerPaymentBps: 0 },
};
const terms: Terms = { processors: 8, rate: parseUsdc("2.19"), duration: 24 * HOUR, currency: "USDC" };

test("8 H100 for a day at 2.19 USDC", () => {
  expect(quote(rules, terms)).toEqual({
    cost: parseUsdc("420.48"),
    booking: parseUsdc("1.0512"),
    payment: parseUsdc("8.4096"),
    total: parseUsdc("429.9408"),
  });
});

test("in IO there is no payment fee", () => {
  const { cost, booking, payment } = quote(rules, { ...terms, rate: 3n * ONE_IO, currency: "IO" });
  expect([cost, booking, payment]).toEqual([576n * ONE_IO, (576n * ONE_IO) / 400n, 0n]);
});

test("the cost is rounded down, each fee up", () => {
  const odd = { processors: 1, rate: 1_000_001n, duration: 3_601, currency: "USDC" } as const;
  // 1,000,278.778 / 0.25% of it 2,500.7 / 2% of it 20,005.6
  expect(quote(rules, odd)).toEqual({
    cost: 1_000_278n,
    booking: 2_501n,
    payment: 20_006n,
    total: 1_022_785n,
  });
});

test("an extension costs what it would have cost at once", () => {
  for (const seconds of [1, 59, 3_601, 86_399]) {
    for (const rate of [999_999n, 1_000_001n]) {
      const booked = { ...terms, processors: 3, rate, duration: 7_201 };
      const [first, more] = [quote(rules, booked), quoteExtension(rules.fees, booked, seconds)];
      const atOnce = quote(rules, { ...booked, duration: 7_201 + seconds });
      expect(first.total + more.total).toBe(atOnce.total);
      expect(first.cost + more.cost).toBe(atOnce.cost);
    }
  }
});

test("a provider pays both its fees rounded up together", () => {
  const fees = { ...rules.fees, providerPaymentBps: 200 };
  expect(providerFees(fees, "USDC", 1_000_001n)).toBe(22_501n);
  expect(providerFees(fees, "IO", 1_000_001n)).toBe(2_501n);
  expect(providerFees(fees, "USDC", 1n)).toBe(1n);
  expect(providerFees(fees, "USDC", 0n)).toBe(0n);
});

test.each<[Partial<Terms>, string]>([
  [{ processors: 0 }, "at least one processor"],
  [{ processors: 1.5 }, "at least one processor"],
  [{ rate: 0n }, "at least 1 base unit"],
  [{ duration: HOUR - 1 }, "between one hour and 30 days"],
  [{ duration: 30 * 24 * HOUR + 1 }, "between one hour and 30 days"],
  [{ rate: 1n }, "less than the least cost: book more"],
  [{ rate: 2n ** 62n }, "more than any wallet can hold: book less"],
])("%o is refused", (change, message) => {
  expect(() => quote(rules, { ...terms, ...change })).toThrow(message);
});

test("an extension is at least a second, and 30 days in all", () => {
  expect(() => quoteExtension(rules.fees, terms, 0)).toThrow("extensions included");
  expect(() => quoteExtension(rules.fees, terms, 30 * 24 * HOUR)).toThrow("extensions included");
});
