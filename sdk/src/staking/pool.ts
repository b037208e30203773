/** A pool of rewards, brought to a later time in the same integers as io_staking. */

import { accrued, MONTH_SECONDS, MONTHS, TOTAL_EMISSION } from "../emission.js";
import { PoolKind } from "../generated/io_staking/types/poolKind.js";
import type { Pool } from "../generated/io_staking/types/pool.js";
import { HOUR, WEEK } from "../units.js";

/** Rewards accrue this far behind the clock, in seconds. */
export const ACCRUAL_LAG_SECONDS = HOUR;

const [HOURS_AHEAD, HOURS_KEPT] = [24n, 168n];
const GPU_PERCENT = 95n;
/** Releases are computed for at most so many seconds at once. */
const MOST_SECONDS = 1n << 40n;

/** A pool whose Q64.64 figures are one bigint each. */
export interface PoolState {
  kind: PoolKind;
  acc: bigint;
  carried: bigint;
  accrued: bigint;
  genesis: bigint;
  syncedAt: bigint;
  weight: bigint;
  fullWeight: bigint;
  nextFullWeight: bigint;
  fullWeightAt: bigint;
  expiring: bigint[];
  paid: bigint[];
}

/** A pool as its account has it. */
export function poolState(pool: Pool): PoolState {
  const figure = ({ units, fraction }: { units: bigint; fraction: bigint }) => (units << 64n) | fraction;
  return {
    kind: pool.kind,
    acc: figure(pool.acc),
    carried: figure(pool.carried),
    accrued: pool.accrued,
    genesis: pool.genesis,
    syncedAt: pool.syncedAt,
    weight: pool.weight,
    fullWeight: pool.fullWeight,
    nextFullWeight: pool.nextFullWeight,
    fullWeightAt: pool.fullWeightAt,
    expiring: [...pool.expiring],
    paid: pool.paid.map(figure),
  };
}

/** Full hours since the Unix epoch. */
function hour(time: bigint): bigint {
  return time > 0n ? time / HOUR : 0n;
}

/**
 * The pool at `now`: weight that expires on the way stops counting at its hour. A time before its
 * last one changes nothing.
 */
export function advance(before: PoolState, now: bigint): PoolState {
  if (now <= before.syncedAt) return before;
  const pool = { ...before, expiring: [...before.expiring], paid: [...before.paid] };
  const last = hour(pool.syncedAt);
  for (let at = last + 1n; at <= min(last + HOURS_AHEAD, hour(now)); at++) {
    const place = Number(at % HOURS_AHEAD);
    const weight = pool.expiring[place]!;
    if (weight === 0n) continue;
    pay(pool, at * HOUR);
    pool.expiring[place] = 0n;
    pool.paid[Number(at % HOURS_KEPT)] = pool.acc;
    pool.weight -= weight;
  }
  pay(pool, now);
  return pool;
}

/**
 * What the pool has paid to one unit of weight that counts until `until`; undefined if it expired a
 * week ago or longer.
 */
export function paidUntil(pool: PoolState, until: bigint): bigint | undefined {
  if (pool.syncedAt < until) return pool.acc;
  return pool.syncedAt < until + WEEK ? pool.paid[Number(hour(until) % HOURS_KEPT)] : undefined;
}

/** Counts `weight` until `until` from now on; a negative one no more. */
export function count(pool: PoolState, weight: bigint, until: bigint): PoolState {
  const expiring = [...pool.expiring];
  const place = Number(hour(until) % HOURS_AHEAD);
  expiring[place] = expiring[place]! + weight;
  return { ...pool, expiring, weight: pool.weight + weight };
}

/** Pays what is due up to `to`; an announced full weight counts from its second on. */
function pay(pool: PoolState, to: bigint): void {
  if (pool.syncedAt < pool.fullWeightAt && pool.fullWeightAt <= to) {
    paySteadily(pool, pool.fullWeightAt);
    pool.fullWeight = pool.nextFullWeight;
  }
  paySteadily(pool, to);
}

function paySteadily(pool: PoolState, to: bigint): void {
  const total = part(pool.kind, accrued(elapsed(pool, to)));
  const gained = (total - pool.accrued) << 64n;
  const available = pool.carried + gained;
  const perWeight = perUnitOfWeight(pool, gained + released(pool, pool.syncedAt, to), available);
  pool.acc += perWeight;
  pool.carried = available - perWeight * pool.weight;
  pool.accrued = total;
  pool.syncedAt = to;
}

/** `min(most / max(weight, full weight), available / weight)`; 0 for an empty pool. */
function perUnitOfWeight({ weight, fullWeight }: PoolState, most: bigint, available: bigint): bigint {
  if (weight === 0n) return 0n;
  return min(most / max(weight, fullWeight), available / weight);
}

/** What a pool of at least its full weight releases between two times, out of what it carries. */
function released(pool: PoolState, from: bigint, to: bigint): bigint {
  const lastMonth = TOTAL_EMISSION - accrued(BigInt(MONTHS - 1) * MONTH_SECONDS);
  const percent = pool.kind === PoolKind.Gpu ? GPU_PERCENT : 100n - GPU_PERCENT;
  const rate = ((lastMonth * percent) << 64n) / (MONTH_SECONDS * 100n);
  return rate * min(max(elapsed(pool, to) - elapsed(pool, from), 0n), MOST_SECONDS);
}

/** A pool's part of the emission. */
function part(kind: PoolKind, total: bigint): bigint {
  const gpu = (total * GPU_PERCENT) / 100n;
  return kind === PoolKind.Gpu ? gpu : total - gpu;
}

/** Seconds of emission that count as accrued. */
function elapsed(pool: PoolState, now: bigint): bigint {
  return max(now - pool.genesis - ACCRUAL_LAG_SECONDS, 0n);
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
