/** The offer of buyback, by the text of its rule. */

import { getAddressEncoder, getI32Encoder, getI64Encoder, getU64Encoder, lamports } from "@solana/kit";
import { expect, test } from "vitest";
import {
  type BuybackAuction,
  ONE_IO,
  IO_MINT,
  ioForUsdc,
  offerAt,
  PYTH_RECEIVER,
  readPrice,
  ONE_USDC,
  saleOf,
  usdcForIo,
} from "../src/index.js";
import { HOUR } from "../src/units.js";
import { BUYBACK_PARAMS as params } from "./world.js";

const NOW = 1_770_000_000n;
/** Half an hour ago it opened: the offer is the oracle's price. */
const auction: BuybackAuction = {
  latest: NOW - HOUR / 2n,
  start: NOW - HOUR / 2n,
  budget: 1_000n * ONE_USDC,
  spent: 0n,
  period: 3_600,
  underBps: 500,
  overBps: 500,
  maxAge: 60,
  maxConfBps: 100,
  padding: new Uint8Array(4),
};
/** No auction has ever run. */
const none: BuybackAuction = { ...auction, latest: 0n, start: 0n, budget: 0n, period: 0 };
/** 0.2 USD, give or take nothing. */
const io = { price: 20_000_000n, conf: 0n, exponent: -8, publishTime: NOW, average: 20_000_000n };
/** 1 USD. */
const usdc = { ...io, price: 100_000_000n, average: 100_000_000n };
const market = { clock: NOW, vault: 700n * ONE_USDC, io, usdc };
const at = (clock: bigint) => ({
  ...market,
  clock,
  io: { ...io, publishTime: clock },
  usdc: { ...usdc, publishTime: clock },
});
const paid = (moment = market, last = auction) => usdcForIo(offerAt(params, last, moment), 100n * ONE_IO);

test("half way the offer is the oracle's price; it climbs from 5% under to 5% over", () => {
  expect(paid()).toBe(20n * ONE_USDC);
  const { start } = auction;
  expect(paid(at(start))).toBe(19n * ONE_USDC);
  expect(paid(at(start + HOUR - 1n))).toBe((21n * ONE_USDC * (HOUR * 10_500n - 1_000n)) / (HOUR * 10_500n));
  let before = 0n;
  for (let second = 0n; second < HOUR; second += 97n) {
    const now = paid(at(start + second));
    expect(now).toBeGreaterThan(before);
    before = now;
  }
});

test("an auction has its own budget and time; where none runs the offer is that of a new one", () => {
  const { start } = auction;
  const running = offerAt(params, { ...auction, spent: 300n * ONE_USDC }, market);
  expect(running).toMatchObject({
    left: 700n * ONE_USDC,
    opensAt: start,
    endsAt: start + HOUR,
    isNew: false,
  });
  // Money that came later waits.
  expect(offerAt(params, auction, { ...market, vault: 10n ** 12n }).left).toBe(1_000n * ONE_USDC);
  const next = at(start + HOUR);
  expect(offerAt(params, auction, next)).toMatchObject({
    left: 700n * ONE_USDC,
    opensAt: start + HOUR,
    isNew: true,
  });
  expect(paid(next)).toBe(19n * ONE_USDC);
  // The daily cap's share of an hour.
  expect(offerAt(params, none, { ...market, vault: 10n ** 12n }).left).toBe(params.dailyCap / 24n);
  // A pause takes back what was left.
  expect(offerAt(params, { ...auction, budget: 5n, spent: 5n }, market).left).toBe(0n);
});

test("an auction keeps the age and the width that a price may have from its opening on", () => {
  const narrow = { ...params, maxAge: 20, maxConfBps: 50 };
  const unfit = [
    [{ publishTime: NOW - 21n }, "too old"],
    [{ conf: 100_001n }, "too wide"],
  ] as const;
  for (const [change, message] of unfit) {
    const moment = { ...market, io: { ...io, ...change } };
    expect(offerAt(narrow, auction, moment).isNew).toBe(false);
    const kept = { ...auction, maxAge: 20, maxConfBps: 50 };
    expect(() => offerAt(params, kept, moment)).toThrow(message);
    expect(() => offerAt(narrow, none, moment)).toThrow(message);
  }
});

test("a vault below the least budget has no auction", () => {
  const poor = { ...market, vault: BigInt(params.leastBudget) - 1n };
  expect(() => offerAt(params, none, poor)).toThrow("The vault holds less USDC than an auction needs.");
  expect(offerAt(params, auction, poor).left).toBe(1_000n * ONE_USDC);
});

test("a clock that went back counts as the greatest time seen", () => {
  const seen = { ...auction, latest: NOW };
  expect(paid({ ...market, clock: NOW - 900n }, seen)).toBe(20n * ONE_USDC);
});

test("the offer is never more than 10% over the moving average", () => {
  const fallen = (average: bigint) => ({ ...market, io: { ...io, average } });
  expect(paid(fallen(18_181_819n))).toBe(20n * ONE_USDC);
  expect(() => paid(fallen(18_181_818n))).toThrow("more than 10% over the moving average");
  for (const average of [0n, -1n]) expect(() => paid(fallen(average))).toThrow("moving average");
});

test("both confidences count against the caller", () => {
  const wide = { ...market, io: { ...io, conf: 200_000n }, usdc: { ...usdc, conf: 1_000_000n } };
  // 0.198 / 1.01
  expect(usdcForIo(offerAt(params, auction, wide), 101n * ONE_IO)).toBe((101n * ONE_USDC * 198n) / 1_010n);
});

test("rounding favours the vault both ways", () => {
  const offer = offerAt(params, auction, { ...market, io: { ...io, price: 20_000_001n } });
  for (const amount of [1n, 499n, 12_345_678_901n]) {
    const paid = usdcForIo(offer, amount);
    expect(ioForUsdc(offer, paid)).toBeLessThanOrEqual(amount);
    expect(usdcForIo(offer, ioForUsdc(offer, amount))).toBeGreaterThanOrEqual(amount);
  }
});

test("a fill sells all that it offers, or as much as what is left pays for", () => {
  const offer = offerAt(params, { ...auction, spent: 980n * ONE_USDC }, market);
  expect(saleOf(offer, 99n * ONE_IO)).toEqual({ io: 99n * ONE_IO, usdc: 19_800_000n });
  expect(saleOf(offer, 100n * ONE_IO)).toEqual({ io: 100n * ONE_IO, usdc: 20n * ONE_USDC });
  expect(saleOf(offer, 1_000n * ONE_IO)).toEqual({ io: 100n * ONE_IO, usdc: 20n * ONE_USDC });
  // A third of a base unit of USDC for one of IO, and one of USDC left.
  expect(saleOf({ price: [1n, 3n], left: 1n }, ONE_IO)).toEqual({ io: 3n, usdc: 1n });
  expect(saleOf({ price: [7n, 3n], left: 1n }, ONE_IO)).toEqual({ io: 1n, usdc: 1n });
  expect(saleOf({ ...offer, left: 0n }, ONE_IO)).toEqual({ io: 0n, usdc: 0n });
});

test("exponents of the two feeds may differ", () => {
  const fine = { ...io, price: 200_000_000_000n, average: 200_000_000_000n, exponent: -12 };
  expect(usdcForIo(offerAt(params, auction, { ...market, io: fine }), 100n * ONE_IO)).toBe(20n * ONE_USDC);
  const coarse = { ...usdc, price: 1n, exponent: 0 };
  expect(usdcForIo(offerAt(params, auction, { ...market, usdc: coarse }), 100n * ONE_IO)).toBe(
    20n * ONE_USDC,
  );
});

test.each([
  [{ publishTime: NOW - 61n }, "too old"],
  [{ publishTime: NOW + 11n }, "from the future"],
  [{ price: 0n }, "not above 0"],
  [{ price: -1n }, "not above 0"],
  [{ exponent: 1 }, "exponent"],
  [{ exponent: -19 }, "exponent"],
  [{ conf: 200_001n }, "too wide"],
])("a price of %o is refused", (change, message) => {
  expect(() => offerAt(params, auction, { ...market, io: { ...io, ...change } })).toThrow(message);
});

test("a price is bounded by its own age alone", () => {
  // Somebody has filled with a newer one a second ago.
  const used = { ...auction, latest: NOW };
  expect(paid({ ...market, io: { ...io, publishTime: NOW - 60n } }, used)).toBe(20n * ONE_USDC);
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
    ...getI64Encoder().encode(NOW),
    ...getI64Encoder().encode(NOW - 1n),
    ...getI64Encoder().encode(19_000_000n),
    ...new Uint8Array(16),
  ]);
  const account = {
    address: IO_MINT,
    exists: true,
    executable: false,
    lamports: lamports(1n),
    space: 134n,
  } as const;
  const posted = { ...account, data, programAddress: PYTH_RECEIVER };
  const changed = (at: number) => ({ ...posted, data: data.map((byte, i) => (i === at ? 0 : byte)) });
  expect(readPrice(posted)).toEqual({ feed: IO_MINT, price: { ...io, conf: 7n, average: 19_000_000n } });
  expect(() => readPrice(changed(40))).toThrow("not fully verified");
  expect(() => readPrice(changed(0))).toThrow("no price of Pyth's receiver");
  const short = { ...posted, data: data.slice(0, 132) };
  expect(() => readPrice(short)).toThrow("no price of Pyth's receiver");
  expect(() => readPrice({ ...posted, programAddress: IO_MINT })).toThrow("no price of Pyth's receiver");
  expect(() => readPrice({ address: IO_MINT, exists: false })).toThrow("No price is posted");
});
