/** A node's figures, brought to a later time in the same integers as io_staking. */

import { ONE_IO } from "../amounts.js";
import type { NodeLedger } from "../generated/io_staking/types/nodeLedger.js";
import type { Pool } from "../generated/io_staking/types/pool.js";
import type { SharePool } from "../generated/io_staking/types/sharePool.js";
import { advance, max, min, wouldPay } from "./pool.js";

/** How long an availability report holds, in seconds. */
export const REPORT_SECONDS = 86_400n;

const BPS = 10_000n;

/** A node and its pool. */
export interface Synced {
  node: NodeLedger;
  pool: Pool;
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

/** The operator's stake, in base units. */
export function ownStake(node: NodeLedger): bigint {
  return worth(node.bonded, node.ownShares);
}

/** What others can still delegate before they pass the operator's own stake, in base units. */
export function delegationRoom(node: NodeLedger): bigint {
  return max(2n * ownStake(node) - node.bonded.assets, 0n);
}

/** The counted stake without which a node earns nothing, in base units: 200 IO * max(1, multiplier) * processors. */
export function minimumStake(node: Pick<NodeLedger, "multiplier" | "processors">): bigint {
  return (200n * ONE_IO * BigInt(Math.max(node.multiplier, 100)) * BigInt(node.processors)) / 100n;
}

/** Stake that counts toward the minimum, in base units: own + min(delegated, own). */
export function countedStake(node: NodeLedger): bigint {
  return min(node.bonded.assets, 2n * ownStake(node));
}

/** What the node weighs in its pool at `now`. */
export function weightAt(node: NodeLedger, now: bigint): bigint {
  const isReported = now <= node.availability.reportedAt + REPORT_SECONDS;
  if (node.retired || !isReported || countedStake(node) < minimumStake(node)) return 0n;
  return BigInt(node.multiplier) * BigInt(node.processors) * BigInt(node.availability.bps);
}

/** Brings a node and its pool to `now`: rewards so far, then the commission and the weight of `now`. */
export function sync(node: NodeLedger, pool: Pool, now: bigint): Synced {
  const advanced = advance(pool, max(now, node.syncedAt));
  const gross = node.weight === 0n ? 0n : (advanced.acc - node.accSeen) * node.weight;
  const kept = earnedInTime(node, gross, advanced);
  const commission = (kept * BigInt(node.commission.bps)) / BPS;
  const total = kept - commission + node.remainder;
  const { shares } = node.bonded;
  const perShare = shares === 0n ? 0n : total / shares;
  const undivided = shares === 0n ? total : 0n;
  const isRaised = advanced.syncedAt >= node.commission.nextAt;
  const synced: NodeLedger = {
    ...node,
    accSeen: advanced.acc,
    rewardAcc: node.rewardAcc + perShare,
    remainder: total - undivided - perShare * shares,
    commissionOwed: node.commissionOwed + commission,
    commission: { ...node.commission, bps: isRaised ? node.commission.nextBps : node.commission.bps },
    syncedAt: advanced.syncedAt,
  };
  const carried = advanced.carried + (gross - kept) + undivided;
  return reweigh({ node: synced, pool: { ...advanced, carried } });
}

/** Gives the node the weight that it has at its last sync. */
export function reweigh({ node, pool }: Synced): Synced {
  const weight = weightAt(node, node.syncedAt);
  const poolWeight = pool.weight - node.weight + weight;
  return { node: { ...node, weight, poolWeight }, pool: { ...pool, weight: poolWeight } };
}

/**
 * The part of `gross` earned before the report lapsed: pro rata of the time since the last sync, and no more than the pool
 * of that sync had paid.
 */
function earnedInTime(node: NodeLedger, gross: bigint, pool: Pool): bigint {
  const until = max(node.availability.reportedAt + REPORT_SECONDS, node.syncedAt);
  if (gross === 0n || pool.syncedAt <= until) return gross;
  const part = (gross * (until - node.syncedAt)) / (pool.syncedAt - node.syncedAt);
  return min(part, wouldPay(pool, node.weight, node.poolWeight, node.syncedAt, until));
}
