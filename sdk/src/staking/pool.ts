/** A pool of rewards, brought to a later time in the same integers as io_staking. */

import { accrued, afterMonths, MONTH_SECONDS, MONTHS, TOTAL_EMISSION } from "../emission.js";
import { PoolKind } from "../generated/io_staking/types/poolKind.js";
import type { Pool } from "../generated/io_staking/types/pool.js";

/** Rewards accrue this far behind the clock, in seconds. */
export const ACCRUAL_LAG_SECONDS = 3_600n;

const GPU_PERCENT = 95n;
const END = MONTH_SECONDS * BigInt(MONTHS);

/** The pool at `now`; a time before its last one changes nothing. */
export function advance(pool: Pool, now: bigint): Pool {
  if (now <= pool.syncedAt) return pool;
  const [paid, cap] = since(pool, pool.syncedAt, now);
  const available = pool.carried + (paid << 64n);
  const perWeight = perUnitOfWeight(pool, (paid + cap) << 64n, available);
  return {
    ...pool,
    acc: pool.acc + perWeight,
    carried: available - perWeight * pool.weight,
    syncedAt: now,
  };
}

/** The most that a pool pays for `weight` between two times while all of it weighs `of`, in Q64.64 base units. */
export function wouldPay(pool: Pool, weight: bigint, of: bigint, from: bigint, to: bigint): bigint {
  const [paid, cap] = since(pool, from, to);
  return (((paid + cap) << 64n) / max(of, pool.floorWeight)) * weight;
}

/** What accrues to a pool between two times, and what caps its release meanwhile. */
function since(pool: Pool, from: bigint, to: bigint): [bigint, bigint] {
  const between = (curve: (elapsed: bigint) => bigint) =>
    part(pool.kind, curve(elapsed(pool, to))) - part(pool.kind, curve(elapsed(pool, from)));
  return [between(accrued), between(withoutEnd)];
}

/** `min(most / max(weight, floor), available / weight)`; 0 for an empty pool. */
function perUnitOfWeight({ weight, floorWeight }: Pool, most: bigint, available: bigint): bigint {
  if (weight === 0n) return 0n;
  return min(most / max(weight, floorWeight), available / weight);
}

/** A pool's part of the emission. */
function part(kind: PoolKind, total: bigint): bigint {
  const gpu = (total * GPU_PERCENT) / 100n;
  return kind === PoolKind.Gpu ? gpu : total - gpu;
}

function elapsed(pool: Pool, now: bigint): bigint {
  return now - pool.genesis - ACCRUAL_LAG_SECONDS;
}

/** The schedule, and after it the rate of month 240 for ever. */
function withoutEnd(seconds: bigint): bigint {
  if (seconds <= END) return accrued(seconds);
  const lastMonth = TOTAL_EMISSION - afterMonths(MONTHS - 1);
  return TOTAL_EMISSION + ((seconds - END) * lastMonth) / MONTH_SECONDS;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
