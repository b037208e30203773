/** Accounts of staking, read together with the cluster's time. */

import type { Address } from "@solana/kit";
import { EMISSION, stakeAddress, STAKING_CONFIG } from "../addresses.js";
import { checkAddress } from "../check.js";
import type { Emission } from "../generated/io_emission/accounts/emission.js";
import type { Config } from "../generated/io_staking/accounts/config.js";
import type { Node } from "../generated/io_staking/accounts/node.js";
import type { Stake } from "../generated/io_staking/accounts/stake.js";
import { CONFIG_OF_STAKING, EMISSION_STATE, NODE, STAKE } from "../kinds.js";
import { type Read, readAccount, readIfThere, snapshot } from "../read.js";
import { BPS } from "../units.js";
import { worth } from "./node.js";
import { max } from "./pool.js";
import { claimable, stakeWorth } from "./rewards.js";
import { isSlashPending } from "./status.js";

/** A node, an owner's stake in it, and what their figures follow from. */
export interface StakingView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  emission: Emission;
  config: Config;
  node: Node;
  /** Undefined if the owner has none, or no owner was named. */
  stake: Stake | undefined;
}

/** An owner's position as a wallet shows it; amounts in base units, times in Unix seconds. */
export interface Holding {
  /** Staked, and earning. */
  staked: bigint;
  /** What a claim would pay. */
  claimable: bigint;
  /** On its way out; without what a slash has taken whole. */
  cooling: { amount: bigint; unlocksAt: bigint; isUnlocked: boolean }[];
  /**
   * What a withdrawal would pay now: what is unlocked, less what it would hold back, and what was held
   * back for a slash that came to nothing.
   */
  withdrawable: bigint;
  /** Held back by earlier withdrawals for a slash that is proposed. */
  held: bigint;
  /** What a withdrawal now would hold back for that slash. */
  holdsBack: bigint;
  /** Whether a withdrawal pays, holds back or clears something now. */
  canWithdraw: boolean;
  /** Whether nothing is left in the stake, so that it can be closed; false if there is no stake. */
  canClose: boolean;
}

/**
 * Reads a node and an owner's stake in it, in one request. Without an owner, the node alone.
 *
 * @example const view = await readStaking(read, node, wallet);
 * @throws {IoError} `wrongNetwork`, `notFound`, `wrongAccount`.
 */
export async function readStaking(read: Read, node: Address, owner?: Address): Promise<StakingView> {
  checkAddress(node, "The node");
  const stake = owner === undefined ? [] : [await stakeAddress(node, owner)];
  const { now, accounts } = await snapshot(read, [EMISSION, STAKING_CONFIG, node, ...stake]);
  return {
    now,
    emission: readAccount(accounts[0], EMISSION_STATE),
    config: readAccount(accounts[1], CONFIG_OF_STAKING),
    node: readAccount(accounts[2], NODE),
    stake: readIfThere(accounts[3], STAKE),
  };
}

/** Nodes that one request has room for: each takes two of 100 accounts, and three are for all of them. */
const NODES_AT_ONCE = 48;

/**
 * Reads an owner's stakes in several nodes, in one request for each 48 of them. The views are in the
 * order of the nodes.
 *
 * @example
 * const stakes = await listStakes(list, wallet);
 * const views = await readPositions(read, wallet, stakes.map(({ stake }) => stake.node));
 * for (const view of views) show(formatIo(holding(view).claimable));
 * @throws {IoError} `badInput`, `wrongNetwork`, `notFound`, `wrongAccount`.
 */
export async function readPositions(
  read: Read,
  owner: Address,
  nodes: readonly Address[],
): Promise<StakingView[]> {
  const stakes = await Promise.all(nodes.map((node) => stakeAddress(node, owner)));
  const views: StakingView[] = [];
  for (let first = 0; first < nodes.length; first += NODES_AT_ONCE) {
    const [some, theirs] = [nodes, stakes].map((all) => all.slice(first, first + NODES_AT_ONCE)) as [
      Address[],
      Address[],
    ];
    const { now, accounts } = await snapshot(read, [EMISSION, STAKING_CONFIG, ...some, ...theirs]);
    const emission = readAccount(accounts[0], EMISSION_STATE);
    const config = readAccount(accounts[1], CONFIG_OF_STAKING);
    for (const i of some.keys()) {
      const [node, stake] = [accounts[2 + i], accounts[2 + some.length + i]];
      views.push({ now, emission, config, node: readAccount(node, NODE), stake: readIfThere(stake, STAKE) });
    }
  }
  return views;
}

/**
 * What an owner holds in a node at `now` (Unix seconds), if nobody changes anything until then; the
 * moment of the view unless given.
 *
 * @example formatIo(holding(view).claimable)
 */
export function holding({ config, node, stake, now: then }: StakingView, now: bigint = then): Holding {
  if (!stake)
    return {
      ...{ staked: 0n, claimable: 0n, cooling: [], withdrawable: 0n, held: 0n, holdsBack: 0n },
      ...{ canWithdraw: false, canClose: false },
    };
  const { position } = stake;
  const { cooling: pool, slash, syncedAt, bonded } = node.ledger;
  const time = max(now, syncedAt);
  const cooling = position.tickets
    .filter((ticket) => ticket.shares > 0n && ticket.generation === pool.generation)
    .map((ticket) => ({
      amount: worth(pool, ticket.shares),
      unlocksAt: ticket.unlocksAt,
      isUnlocked: time >= ticket.unlocksAt,
    }));
  const isPending = isSlashPending(slash, time, config.epochs);
  const share = BPS - (isPending ? BigInt(slash.shareBps) : 0n);
  const unlocked = cooling.filter(({ isUnlocked }) => isUnlocked);
  const free = unlocked.reduce((sum, { amount }) => sum + (amount * share) / BPS, 0n);
  const isUndecided = isPending && position.heldFor === slash.proposals;
  const wasExecuted = ((slash.executed >> BigInt(Math.max(position.heldFor - 1, 0))) & 1n) === 1n;
  const returned = isUndecided || wasExecuted ? 0n : position.held;
  const owed = claimable(config, node, stake, now);
  const hasShares = position.shares > 0n && position.generation === bonded.generation;
  return {
    staked: stakeWorth(node, position),
    claimable: owed,
    cooling,
    withdrawable: free + returned,
    held: isUndecided ? position.held : 0n,
    holdsBack: unlocked.reduce((sum, { amount }) => sum + amount, 0n) - free,
    canWithdraw: unlocked.length > 0 || (position.held > 0n && !isUndecided),
    canClose: !hasShares && owed === 0n && cooling.length === 0 && position.held === 0n,
  };
}
