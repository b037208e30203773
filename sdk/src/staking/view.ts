/** Accounts of staking, read together with the cluster's time. */

import type { Address } from "@solana/kit";
import { EMISSION, stakeAddress, STAKING_CONFIG } from "../addresses.js";
import { type Emission, getEmissionDecoder } from "../generated/io_emission/accounts/emission.js";
import { type Config, getConfigDecoder } from "../generated/io_staking/accounts/config.js";
import { getNodeDecoder, type Node } from "../generated/io_staking/accounts/node.js";
import { getStakeDecoder, type Stake } from "../generated/io_staking/accounts/stake.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "../generated/io_staking/programs/index.js";
import { expectAccount, isOf, type Read, snapshot } from "../read.js";
import { worth } from "./node.js";
import { claimable, stakeWorth } from "./rewards.js";

/** A node, an owner's stake in it, and what their figures follow from. */
export interface StakingView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  emission: Emission;
  config: Config;
  node: Node;
  /** Undefined if the owner has none. */
  stake: Stake | undefined;
}

/** An owner's position as a wallet shows it; amounts in base units, times in Unix seconds. */
export interface Holding {
  /** Staked, and earning. */
  staked: bigint;
  /** What a claim would pay now. */
  claimable: bigint;
  /** On its way out. */
  cooling: { amount: bigint; unlocksAt: bigint; isUnlocked: boolean }[];
  /** Held back from withdrawals for a proposed slash. */
  held: bigint;
}

/** Reads a node and an owner's stake in it. */
export async function readStaking(read: Read, node: Address, owner: Address): Promise<StakingView> {
  const stake = await stakeAddress(node, owner);
  const { now, accounts } = await snapshot(read, [EMISSION, STAKING_CONFIG, node, stake]);
  return {
    now,
    emission: getEmissionDecoder().decode(expectAccount(accounts[0], "The emission")),
    config: getConfigDecoder().decode(expectAccount(accounts[1], "The config of staking")),
    node: getNodeDecoder().decode(expectAccount(accounts[2], "The node")),
    stake: isOf(accounts[3], IO_STAKING_PROGRAM_ADDRESS)
      ? getStakeDecoder().decode(expectAccount(accounts[3], "The stake"))
      : undefined,
  };
}

/** What an owner holds in a node. */
export function holding({ config, node, stake, now }: StakingView): Holding {
  if (!stake) return { staked: 0n, claimable: 0n, cooling: [], held: 0n };
  const { position } = stake;
  const { cooling } = node.ledger;
  return {
    staked: stakeWorth(node, position),
    claimable: claimable(config, node, position, now),
    cooling: position.tickets
      .filter((ticket) => ticket.shares > 0n)
      .map((ticket) => ({
        amount: ticket.generation === cooling.generation ? worth(cooling, ticket.shares) : 0n,
        unlocksAt: ticket.unlocksAt,
        isUnlocked: now >= ticket.unlocksAt,
      })),
    held: position.held,
  };
}
