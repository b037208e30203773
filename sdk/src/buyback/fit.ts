/** Which prices of the oracle are fit: shared by the buyback, and by orders in IO at the oracle's price. */

import { IoError } from "../errors/io-error.js";
import { BPS } from "../units.js";
import type { PythPrice } from "./price.js";

/** How far ahead of the cluster's clock a price may be, in seconds. */
export const MAX_AHEAD_SECONDS = 10n;

export const MAX_U128 = (1n << 128n) - 1n;

/** What the rules take. */
export interface PriceLimits {
  /** How old a price may be, in seconds. */
  maxAge: number;
  /** How wide its confidence may be, in bps of the price. */
  maxConfBps: number;
}

/** A price is bounded by its own age alone: nobody's newer one shuts others out. */
export function checkTime({ publishTime }: PythPrice, { maxAge }: PriceLimits, now: bigint): void {
  if (now - publishTime > BigInt(maxAge)) throw unfit("The price is too old: post a new one first.");
  if (publishTime - now > MAX_AHEAD_SECONDS) throw unfit("The price is from the future: wait for its time.");
}

/** Whether a price is one that the rules take, and narrow enough. */
export function checkPrice({ price, conf, exponent }: PythPrice, { maxConfBps }: PriceLimits): void {
  if (price <= 0n) throw unfit("The price is not above 0: wait for one that is.");
  if (exponent < -18 || exponent > 0) throw unfit("The price has an exponent that the rule does not take.");
  if (conf > (price * BigInt(maxConfBps)) / BPS) {
    throw unfit("The confidence is too wide for the price: wait for a narrower one.");
  }
}

export function powerOfTen(exponent: number): bigint {
  return BigInt("1".padEnd(exponent + 1, "0"));
}

export function unfit(message: string): IoError {
  return new IoError("priceUnfit", message);
}
