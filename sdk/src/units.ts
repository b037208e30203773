/** Spans of time in seconds, and basis points: as `time` and `fraction` of crates/economics. */

export const HOUR = 3_600n;
/** Seconds in an hour, as orders count them: nobody is paid before the first one has passed. */
export const ORDER_HOUR = 3_600;
export const DAY = 24n * HOUR;
export const WEEK = 7n * DAY;

/** Basis points in a whole. */
export const BPS = 10_000n;

/** `ceil(amount * bps / 10_000)`. */
export function ceilBps(amount: bigint, bps: number | bigint): bigint {
  return (amount * BigInt(bps) + BPS - 1n) / BPS;
}
