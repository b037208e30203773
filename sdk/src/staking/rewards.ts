/** What a stake has earned, and what it will earn in a year. */

import type { Config } from "../generated/io_staking/accounts/config.js";
import type { Node } from "../generated/io_staking/accounts/node.js";
import type { Stake } from "../generated/io_staking/accounts/stake.js";
import type { NodeLedger } from "../generated/io_staking/types/nodeLedger.js";
import type { Position } from "../generated/io_staking/types/position.js";
import { PoolKind } from "../generated/io_staking/types/poolKind.js";
import { DAY, HOUR } from "../units.js";
import { ownStake, recount, reweigh, sharesFor, sync, type Synced, worth } from "./node.js";
import { poolState, type PoolState } from "./pool.js";

/** Seconds in a year: 12 months of the schedule. */
export const YEAR_SECONDS = 31_557_600n;

/**
 * Base units that a claim at `now` (Unix seconds) would pay.
 *
 * @example claimable(view.config, view.node, view.stake, view.now)
 */
export function claimable(config: Config, node: Node, { owner, position }: Stake, now: bigint): bigint {
  const { node: ledger } = sync(node.ledger, poolOf(config, node), now);
  if (owner === node.operator) return (position.owed + ledger.ownOwed) >> 64n;
  const end =
    position.generation < ledger.bonded.generation ? endOf(ledger, position.generation) : ledger.rewardAcc;
  return (position.owed + (end - position.rewardSeen) * position.shares) >> 64n;
}

/**
 * Base units that a stake is worth; what cools down is not in it.
 *
 * @example stakeWorth(view.node, view.stake.position)
 */
export function stakeWorth(node: Node, position: Position): bigint {
  const { bonded } = node.ledger;
  const isOld = position.generation !== bonded.generation;
  return position.shares === 0n || isOld ? 0n : worth(bonded, position.shares);
}

/** What a stake earns in a year. */
export interface Apr {
  /** The stake, in base units. */
  stake: bigint;
  /** Its rewards of a year, commission taken off, in base units. */
  rewards: bigint;
  /** The rewards over the stake: 0.08 is 8% a year. */
  rate: number;
}

/**
 * What a stake earns from `now` on for a year, if every node stays as available as it is and nobody
 * changes anything. By the schedule of that year, the pool's weight and full weight, what the pool
 * carries, and the commission, an announced rise included.
 *
 * With `added`: by a delegator, what that much new stake earns; by the operator, what all of its
 * stake earns with it. Without: what all the stake in the node earns, the commission not counted;
 * that is the rate of nobody, since delegators share by the node's minimum.
 *
 * @example
 * const more = { by: "delegator", amount: parseIo("100") } as const;
 * show(`${(apr(view.config, view.node, view.now, more).rate * 100).toFixed(2)}% a year`);
 */
export function apr(
  config: Config,
  node: Node,
  now: bigint,
  added: { by: "operator" | "delegator"; amount: bigint } | undefined = undefined,
): Apr {
  const today = sync(node.ledger, poolOf(config, node), now);
  const shares = added ? sharesFor(today.node.bonded, added.amount) : 0n;
  const start = stayAvailable(added ? deposit(today, added.by, added.amount, shares) : today);
  let state = start;
  for (const time of milestones(state.node)) state = sync(state.node, state.pool, time);
  const own = state.node.ownOwed - start.node.ownOwed;
  const perShare = state.node.rewardAcc - start.node.rewardAcc;
  const ofOthers = perShare * (start.node.bonded.shares - start.node.ownShares);
  const [stake, earned] = !added
    ? [start.node.bonded.assets, own + ofOthers]
    : added.by === "operator"
      ? [ownStake(start.node), own]
      : [added.amount, perShare * shares];
  const rewards = earned >> 64n;
  return { stake, rewards, rate: stake === 0n ? 0 : Number((rewards * 1_000_000_000n) / stake) / 1e9 };
}

/** The pool that a node is in. */
export function poolOf(config: Config, node: Node): PoolState {
  return poolState(node.pool === PoolKind.Gpu ? config.pools.gpu : config.pools.cpu);
}

/** Rewards of one share up to the end of a generation that a slash has ended. */
function endOf(ledger: NodeLedger, generation: number): bigint {
  return ledger.generationEnds[generation] ?? ledger.rewardAcc;
}

function deposit(
  { node, pool }: Synced,
  by: "operator" | "delegator",
  amount: bigint,
  shares: bigint,
): Synced {
  const bonded = { ...node.bonded, assets: node.bonded.assets + amount, shares: node.bonded.shares + shares };
  const ownShares = node.ownShares + (by === "operator" ? shares : 0n);
  return reweigh({ node: recount({ ...node, bonded, ownShares }), pool });
}

/** Every node as if its last report held for ever. A node that is offline stays so. */
function stayAvailable({ node, pool }: Synced): Synced {
  const lasting = { ...pool, expiring: pool.expiring.map(() => 0n) };
  if (node.weight === 0n) return { node, pool: lasting };
  const reportedAt = node.syncedAt + 2n * YEAR_SECONDS;
  const availability = { ...node.availability, reportedAt };
  const weightUntil = reportedAt + DAY - ((reportedAt + DAY) % HOUR);
  return { node: { ...node, availability, weightUntil }, pool: lasting };
}

/** The times at which something changes within the year, its end last. */
function milestones(node: NodeLedger): bigint[] {
  const end = node.syncedAt + YEAR_SECONDS;
  const { bps, nextBps, nextAt } = node.commission;
  return nextBps !== bps && nextAt < end ? [nextAt, end] : [end];
}
