/** A node's figures, brought to a later time in the same integers as io_staking. */

import { ONE_IO } from "../amounts.js";
import type { Availability } from "../generated/io_staking/types/availability.js";
import type { Commission } from "../generated/io_staking/types/commission.js";
import type { NodeLedger } from "../generated/io_staking/types/nodeLedger.js";
import type { SharePool } from "../generated/io_staking/types/sharePool.js";
import { BPS, DAY, HOUR } from "../units.js";
import { advance, count, max, min, paidUntil, type PoolState } from "./pool.js";

/** How long an availability report holds at most, in seconds. */
export const REPORT_SECONDS = DAY;
/** How long stake cools down from its unstake to its withdrawal, in seconds: 14 days. */
export const COOLDOWN_SECONDS = 14n * DAY;
/** Number of tickets that a stake has room for: one more joins the newest, whose days begin again. */
export const TICKETS = 4;


/** A node and its pool. */
export interface Synced {
  node: NodeLedger;
  pool: PoolState;
}

/** What shares of a pool are worth, in base units. */
export function worth(pool: SharePool, shares: bigint): bigint {
  if (shares >= pool.shares) return pool.assets;
  return (shares * pool.assets) / pool.shares;
}

/** Shares that `amount` base units buy. */
export function sharesFor(pool: SharePool, amount: bigint): bigint {
  return pool.shares === pool.assets ? amount : (amount * pool.shares) / pool.assets;
}

/**
 * The operator's stake, in base units.
 *
 * @example formatIo(ownStake(node.ledger))
 */
export function ownStake(node: NodeLedger): bigint {
  return worth(node.bonded, node.ownShares);
}

/**
 * What others have staked in the node, in base units.
 *
 * @example formatIo(delegatedStake(node.ledger))
 */
export function delegatedStake(node: NodeLedger): bigint {
  return max(node.bonded.assets - ownStake(node), 0n);
}

/**
 * What others can still delegate, in base units: the operator's offer, and at most half of the minimum.
 *
 * @example formatIo(delegationRoom(node.ledger))
 */
export function delegationRoom(node: NodeLedger): bigint {
  return max(min(node.offer, minimumStake(node) / 2n) - delegatedStake(node), 0n);
}

/**
 * What the operator has to leave in of its own stake at `now` (Unix seconds) while processors are hired,
 * in base units.
 *
 * @example formatIo(ownStake(node.ledger) - lockedStake(node.ledger, view.now))
 */
export function lockedStake(
  { locked, hiredUntil }: Pick<NodeLedger, "locked" | "hiredUntil">,
  now: bigint,
): bigint {
  return now < hiredUntil ? locked : 0n;
}

/**
 * The commission in force at `now` (Unix seconds), in bps: an announced one that is due counts, though
 * nobody has synced the node since.
 *
 * @example commissionAt(node.ledger.commission, view.now)
 */
export function commissionAt({ bps, nextBps, nextAt }: Commission, now: bigint): number {
  return now >= nextAt ? nextBps : bps;
}

/**
 * The counted stake without which a node earns nothing, in base units: 200 IO * max(1, multiplier)
 * * processors.
 *
 * @example minimumStake({ multiplier: 1_000, processors: 8 }) // 16,000 IO
 */
export function minimumStake(node: Pick<NodeLedger, "multiplier" | "processors">): bigint {
  return (200n * ONE_IO * BigInt(Math.max(node.multiplier, 100)) * BigInt(node.processors)) / 100n;
}

/**
 * Stake that counts toward the minimum, in base units: the operator's, and of what is or until the
 * last report was its delegators' at most half of the minimum.
 *
 * @example countedStake(node.ledger) >= minimumStake(node.ledger)
 */
export function countedStake(node: NodeLedger): bigint {
  const own = ownStake(node);
  return own + min(max(node.bonded.assets - own, 0n) + node.leaving, minimumStake(node) / 2n);
}

/**
 * When a report lapses, in Unix seconds: at the last full hour within 24 hours from its time.
 *
 * @example reportedUntil(node.ledger.availability) > now
 */
export function reportedUntil({ reportedAt }: Availability): bigint {
  const until = reportedAt + REPORT_SECONDS;
  return until > 0n ? until - (until % HOUR) : 0n;
}

/**
 * What the node weighs in its pool at `now`.
 *
 * @example weightAt(node.ledger, now)
 */
export function weightAt(node: NodeLedger, now: bigint): bigint {
  if (node.retired || now >= reportedUntil(node.availability) || countedStake(node) < minimumStake(node))
    return 0n;
  return BigInt(node.multiplier) * BigInt(node.processors) * BigInt(node.availability.bps);
}

/** Brings a node and its pool to `now`: rewards so far, then the commission and the weight of `now`. */
export function sync(node: NodeLedger, before: PoolState, now: bigint): Synced {
  const pool = advance(before, max(now, node.syncedAt));
  const paid = node.weight === 0n ? undefined : paidUntil(pool, node.weightUntil);
  const earned = paid === undefined ? 0n : (paid - node.accSeen) * node.weight;
  const ofOthers = (earned * node.delegatedPart) >> 64n;
  const commission = (ofOthers * BigInt(node.commission.bps)) / BPS;
  const total = ofOthers - commission + node.remainder;
  const shares = node.bonded.shares - node.ownShares;
  const perShare = shares === 0n ? 0n : total / shares;
  const undivided = shares === 0n ? total : 0n;
  const synced: NodeLedger = {
    ...node,
    accSeen: pool.acc,
    ownOwed: node.ownOwed + earned - ofOthers,
    rewardAcc: node.rewardAcc + perShare,
    remainder: total - undivided - perShare * shares,
    commissionOwed: node.commissionOwed + commission,
    commission: { ...node.commission, bps: commissionAt(node.commission, pool.syncedAt) },
    // The pool has dropped it at its hour.
    weight: pool.syncedAt >= node.weightUntil ? 0n : node.weight,
    syncedAt: pool.syncedAt,
  };
  return reweigh({ node: synced, pool: { ...pool, carried: pool.carried + undivided } });
}

/** Gives the node the weight that it has at its last sync. */
export function reweigh({ node, pool }: Synced): Synced {
  const [weight, until] = [weightAt(node, node.syncedAt), reportedUntil(node.availability)];
  if (weight === node.weight && until === node.weightUntil) return { node, pool };
  const counted = count(count(pool, -node.weight, node.weightUntil), weight, until);
  return { node: { ...node, weight, weightUntil: until }, pool: counted };
}

/** Computes anew the delegators' part of the rewards, after stake has changed. */
export function recount(node: NodeLedger): NodeLedger {
  const [delegated, minimum] = [delegatedStake(node), minimumStake(node)];
  const half = 1n << 63n;
  const delegatedPart = delegated >= minimum / 2n ? half : (delegated << 64n) / minimum;
  return { ...node, delegatedPart: delegated === 0n ? 0n : delegatedPart };
}
