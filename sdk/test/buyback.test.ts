/** The offer of buyback, by the text of its rule. */

import { getAddressEncoder, getI32Encoder, getI64Encoder, getU64Encoder, lamports } from "@solana/kit";
import { expect, test } from "vitest";
import {
  DAY_SECONDS,
  ONE_IO,
  IO_MINT,
  ioForUsdc,
  type BuybackLedger,
  offerAt,
  PYTH_RECEIVER,
  readPrice,
  ONE_USDC,
  usdcForIo,
} from "../src/index.js";

const NOON = 20_500n * DAY_SECONDS + DAY_SECONDS / 2n;
const params = { dailyCap: 50_000n * ONE_USDC, maxAge: 60, maxConfBps: 100, underBps: 500, overBps: 500 };
const ledger: BuybackLedger = { latest: 0n, day: 0n, budget: 0n, spent: 0n, ioPriceTime: 0n, usdcPriceTime: 0n };
/** 0.2 USD, give or take nothing. */
const io = { price: 20_000_000n, conf: 0n, exponent: -8, publishTime: NOON };
/** 1 USD. */
const usdc = { price: 100_000_000n, conf: 0n, exponent: -8, publishTime: NOON };
const market = { clock: NOON, vault: 1_000n * ONE_USDC, io, usdc };
const at = (clock: bigint) => ({
  ...market,
  clock,
  io: { ...io, publishTime: clock },
  usdc: { ...usdc, publishTime: clock },
});

test("at noon the offer is the oracle's price; it climbs from 5% under to 5% over", () => {
  expect(usdcForIo(offerAt(params, ledger, market), 100n * ONE_IO)).toBe(20n * ONE_USDC);
  const day = NOON - DAY_SECONDS / 2n;
  expect(usdcForIo(offerAt(params, ledger, at(day)), 100n * ONE_IO)).toBe(19n * ONE_USDC);
  const last = usdcForIo(offerAt(params, ledger, at(day + DAY_SECONDS - 1n)), 100n * ONE_IO);
  expect(last).toBe((21n * ONE_USDC * (DAY_SECONDS * 10_500n - 1_000n)) / (DAY_SECONDS * 10_500n));
  let before = 0n;
  for (let second = 0n; second < DAY_SECONDS; second += 997n) {
    const now = usdcForIo(offerAt(params, ledger, at(day + second)), 100n * ONE_IO);
    expect(now).toBeGreaterThan(before);
    before = now;
  }
});

test("both confidences count against the caller", () => {
  const wide = { ...market, io: { ...io, conf: 200_000n }, usdc: { ...usdc, conf: 1_000_000n } };
  // 0.198 / 1.01
  expect(usdcForIo(offerAt(params, ledger, wide), 101n * ONE_IO)).toBe((101n * ONE_USDC * 198n) / 1_010n);
});

test("rounding favours the vault both ways", () => {
  const offer = offerAt(params, ledger, { ...market, io: { ...io, price: 20_000_001n } });
  for (const amount of [1n, 499n, 12_345_678_901n]) {
    const paid = usdcForIo(offer, amount);
    expect(ioForUsdc(offer, paid)).toBeLessThanOrEqual(amount);
    expect(usdcForIo(offer, ioForUsdc(offer, amount))).toBeGreaterThanOrEqual(amount);
  }
});

test("a day's budget is what the vault held at its first touch, up to the cap", () => {
  expect(offerAt(params, ledger, market).left).toBe(1_000n * ONE_USDC);
  expect(offerAt(params, ledger, { ...market, vault: 10n ** 12n }).left).toBe(params.dailyCap);
  const touched = { ...ledger, day: NOON / DAY_SECONDS, budget: 700n, spent: 500n };
  expect(offerAt(params, touched, market).left).toBe(200n);
  expect(offerAt(params, { ...touched, latest: NOON + DAY_SECONDS }, at(NOON + DAY_SECONDS)).left).toBe(1_000n * ONE_USDC);
});

test("exponents of the two feeds may differ", () => {
  const fine = { ...io, price: 200_000_000_000n, exponent: -12 };
  expect(usdcForIo(offerAt(params, ledger, { ...market, io: fine }), 100n * ONE_IO)).toBe(20n * ONE_USDC);
  const coarse = { ...usdc, price: 1n, exponent: 0 };
  expect(usdcForIo(offerAt(params, ledger, { ...market, usdc: coarse }), 100n * ONE_IO)).toBe(20n * ONE_USDC);
});

test.each([
  [{ publishTime: NOON - 61n }, "too old"],
  [{ publishTime: NOON + 11n }, "from the future"],
  [{ price: 0n }, "not above 0"],
  [{ price: -1n }, "not above 0"],
  [{ exponent: 1 }, "exponent"],
  [{ exponent: -19 }, "exponent"],
  [{ conf: 200_001n }, "too wide"],
])("a price of %o is refused", (change, message) => {
  expect(() => offerAt(params, ledger, { ...market, io: { ...io, ...change } })).toThrow(message);
});

test("a price older than the last one used is refused", () => {
  const used = { ...ledger, ioPriceTime: NOON + 1n };
  expect(() => offerAt(params, used, market)).toThrow("at least as new");
});

test("a price account of Pyth's receiver", () => {
  const data = Uint8Array.from([
    ...[34, 241, 35, 99, 157, 126, 244, 205],
    ...new Uint8Array(32),
    ...[1],
    ...getAddressEncoder().encode(IO_MINT),
    ...getI64Encoder().encode(io.price),
    ...getU64Encoder().encode(7n),
    ...getI32Encoder().encode(-8),
    ...getI64Encoder().encode(NOON),
    ...new Uint8Array(32),
  ]);
  const account = { address: IO_MINT, exists: true, executable: false, lamports: lamports(1n), space: 134n } as const;
  const posted = { ...account, data, programAddress: PYTH_RECEIVER };
  const changed = (at: number) => ({ ...posted, data: data.map((byte, i) => (i === at ? 0 : byte)) });
  expect(readPrice(posted)).toEqual({ feed: IO_MINT, price: { ...io, conf: 7n } });
  expect(() => readPrice(changed(40))).toThrow("not fully verified");
  expect(() => readPrice(changed(0))).toThrow("no price of Pyth's receiver");
  expect(() => readPrice({ ...posted, programAddress: IO_MINT })).toThrow("no price of Pyth's receiver");
  expect(() => readPrice({ address: IO_MINT, exists: false })).toThrow("No price is posted");
});
