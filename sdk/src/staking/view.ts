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
import { worth } from "./node.js";
import { claimable, stakeWorth } from "./rewards.js";

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
  /** On its way out. */
  cooling: { amount: bigint; unlocksAt: bigint; isUnlocked: boolean }[];
  /** What a withdrawal would pay, before what a proposed slash holds back. */
  withdrawable: bigint;
  /** Held back from withdrawals for a proposed slash. */
  held: bigint;
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

/**
 * What an owner holds in a node at `now` (Unix seconds), if nobody changes anything until then; the
 * moment of the view unless given.
 *
 * @example formatIo(holding(view).claimable)
 */
export function holding({ config, node, stake, now: then }: StakingView, now: bigint = then): Holding {
  if (!stake) return { staked: 0n, claimable: 0n, cooling: [], withdrawable: 0n, held: 0n };
  const { position } = stake;
  const pool = node.ledger.cooling;
  const cooling = position.tickets
    .filter((ticket) => ticket.shares > 0n)
    .map((ticket) => ({
      amount: ticket.generation === pool.generation ? worth(pool, ticket.shares) : 0n,
      unlocksAt: ticket.unlocksAt,
      isUnlocked: now >= ticket.unlocksAt,
    }));
  return {
    staked: stakeWorth(node, position),
    claimable: claimable(config, node, stake, now),
    cooling,
    withdrawable: cooling.reduce((sum, { amount, isUnlocked }) => (isUnlocked ? sum + amount : sum), 0n),
    held: position.held,
  };
}
