/** What buyback pays for IO at a second, in the same integers as io_buyback. */

import { IoError } from "../errors/io-error.js";
import type { PythPrice } from "./price.js";

/** Seconds in a day of the rule. */
export const DAY_SECONDS = 86_400n;
/** How far ahead of the cluster's clock a price may be, in seconds. */
export const MAX_AHEAD_SECONDS = 10n;

/** The parameters of the rule. */
export interface BuybackParams {
  /** Most that a day spends, in base units of USDC. */
  dailyCap: bigint;
  /** How old a price may be, in seconds. */
  maxAge: number;
  /** How wide the confidence of a price may be, in bps of the price. */
  maxConfBps: number;
  /** How far under the oracle's price a day's offer begins, in bps. */
  underBps: number;
  /** How far over the oracle's price a day's offer ends, in bps. */
  overBps: number;
}

/** What the rule remembers. */
export interface BuybackLedger {
  /** The greatest time seen, in Unix seconds. */
  latest: bigint;
  /** The day of the budget, in days since 1970-01-01. */
  day: bigint;
  /** What the day may spend in all, in base units of USDC. */
  budget: bigint;
  /** What the day has spent, in base units of USDC. */
  spent: bigint;
  /** Time of the last IO/USD price used. */
  ioPriceTime: bigint;
  /** Time of the last USDC/USD price used. */
  usdcPriceTime: bigint;
}

/** What buyback offers at one second. */
export interface Offer {
  /** Base units of USDC for one base unit of IO, as an exact fraction. */
  price: readonly [numerator: bigint, denominator: bigint];
  /** What the day may still spend, in base units of USDC. */
  left: bigint;
}

const BPS = 10_000n;

/** The offer at `clock` (Unix seconds), if the vault holds `vault` base units of USDC; or why there is none. */
export function offerAt(
  params: BuybackParams,
  ledger: BuybackLedger,
  { clock, vault, io, usdc }: { clock: bigint; vault: bigint; io: PythPrice; usdc: PythPrice },
): Offer {
  const now = clock > ledger.latest ? clock : ledger.latest;
  const ioUsd = checked(io, params, now, ledger.ioPriceTime);
  const usdcUsd = checked(usdc, params, now, ledger.usdcPriceTime);
  const second = now % DAY_SECONDS;
  const climb = BigInt(params.underBps + params.overBps);
  const factor = (BPS - BigInt(params.underBps)) * DAY_SECONDS + climb * second;
  const exponent = io.exponent - usdc.exponent;
  const [up, down] = [powerOfTen(Math.max(exponent, 0)), powerOfTen(Math.max(-exponent, 0))];
  // 100 base units of IO to one of USDC, if one IO were one USDC.
  const price = [(ioUsd - io.conf) * factor * up, (usdcUsd + usdc.conf) * DAY_SECONDS * BPS * 100n * down] as const;
  const isNewDay = now / DAY_SECONDS > ledger.day;
  const cap = vault < params.dailyCap ? vault : params.dailyCap;
  return { price, left: isNewDay ? cap : ledger.budget - ledger.spent };
}

/** Base units of USDC that a fill pays for `io` base units of IO, rounded down. */
export function usdcForIo({ price: [numerator, denominator] }: Offer, io: bigint): bigint {
  return (numerator * io) / denominator;
}

/** The least base units of IO for `usdc` base units of USDC, rounded up: what a swap must bring. */
export function ioForUsdc({ price: [numerator, denominator] }: Offer, usdc: bigint): bigint {
  return (denominator * usdc + numerator - 1n) / numerator;
}

function checked(quote: PythPrice, params: BuybackParams, now: bigint, lastUsed: bigint): bigint {
  const { price, conf, exponent, publishTime } = quote;
  if (now - publishTime > BigInt(params.maxAge)) throw unfit("The price is too old: post a new one first.");
  if (publishTime - now > MAX_AHEAD_SECONDS) throw unfit("The price is from the future: wait for its time.");
  if (publishTime < lastUsed) throw unfit("A newer price was used before: pass one that is at least as new.");
  if (price <= 0n) throw unfit("The price is not above 0: wait for one that is.");
  if (exponent < -18 || exponent > 0) throw unfit("The price has an exponent that the rule does not take.");
  if (conf > (price * BigInt(params.maxConfBps)) / BPS) {
    throw unfit("The confidence is too wide for the price: wait for a narrower one.");
  }
  return price;
}

function powerOfTen(exponent: number): bigint {
  return BigInt("1".padEnd(exponent + 1, "0"));
}

function unfit(message: string): IoError {
  return new IoError("priceUnfit", message);
}
