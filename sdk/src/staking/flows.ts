/** What a holder does, as the instructions of one transaction. */

import { getCreateAssociatedTokenIdempotentInstructionAsync, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, EMISSION, IO_MINT, stakeAddress } from "../addresses.js";
import { crank, isDue } from "../emission.js";
import { getEmissionDecoder } from "../generated/io_emission/accounts/emission.js";
import { getClaimInstructionAsync } from "../generated/io_staking/instructions/claim.js";
import { getCloseStakeInstructionAsync } from "../generated/io_staking/instructions/closeStake.js";
import { getOpenStakeInstructionAsync } from "../generated/io_staking/instructions/openStake.js";
import { getRestakeInstructionAsync } from "../generated/io_staking/instructions/restake.js";
import { getStakeInstructionAsync } from "../generated/io_staking/instructions/stake.js";
import { getUnstakeInstructionAsync } from "../generated/io_staking/instructions/unstake.js";
import { getWithdrawInstructionAsync } from "../generated/io_staking/instructions/withdraw.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "../generated/io_staking/programs/index.js";
import { expectAccount, isOf, type Read, snapshot } from "../read.js";
import { stakeWorth } from "./rewards.js";
import { readStaking } from "./view.js";

/** Whose stake, in which node. */
export interface Holder {
  owner: TransactionSigner;
  node: Address;
}

/** Stakes base units of IO; opens the stake before, if it is the owner's first in this node. */
export async function stake(read: Read, { owner, node, amount }: Holder & { amount: bigint }): Promise<Instruction[]> {
  const [existing] = await read([await stakeAddress(node, owner.address)]);
  const source = await associatedAddress(owner.address, IO_MINT);
  const staking = await getStakeInstructionAsync({ owner, node, source, amount });
  return isOf(existing, IO_STAKING_PROGRAM_ADDRESS) ? [staking] : [await getOpenStakeInstructionAsync({ owner, node }), staking];
}

/**
 * Pays out the rewards, with the emission's crank before it if the full hour up to which the mint has followed is past.
 * If another crank comes first, the transaction fails with `NothingDue`: ask for it again.
 */
export async function claim(read: Read, { owner, node }: Holder): Promise<Instruction[]> {
  const destination = await associatedAddress(owner.address, IO_MINT);
  const { now, accounts } = await snapshot(read, [EMISSION, destination]);
  return [
    ...crankIfDue(expectAccount(accounts[0], "The emission"), now),
    ...(isOf(accounts[1], TOKEN_PROGRAM_ADDRESS) ? [] : [await createIoAccount(owner)]),
    await getClaimInstructionAsync({ owner, node, destination }),
  ];
}

/**
 * Pays out the rewards and stakes `amount` base units, of which the rewards may be a part: crank, claim and stake in one
 * transaction. The owner has a stake in the node already.
 */
export async function claimAndStake(read: Read, holder: Holder & { amount: bigint }): Promise<Instruction[]> {
  return [...(await claim(read, holder)), ...(await stake(read, holder))];
}

/** Claims the rewards and stakes them to the same node, with a crank before as for [`claim`]. */
export async function restake(read: Read, { owner, node }: Holder): Promise<Instruction[]> {
  const { now, accounts } = await snapshot(read, [EMISSION]);
  return [
    ...crankIfDue(expectAccount(accounts[0], "The emission"), now),
    await getRestakeInstructionAsync({ owner, node }),
  ];
}

/** Moves base units to a ticket that can be withdrawn in 14 days; all that is staked if no amount is named. */
export async function unstake(
  read: Read,
  { owner, node, amount }: Holder & { amount?: bigint },
): Promise<Instruction[]> {
  return [await getUnstakeInstructionAsync({ owner, node, amount: amount ?? (await allOf(read, { owner, node })) })];
}

/** Pays every unlocked ticket out to the owner. */
export async function withdraw(read: Read, { owner, node }: Holder): Promise<Instruction[]> {
  const destination = await associatedAddress(owner.address, IO_MINT);
  const [account] = await read([destination]);
  return [
    ...(isOf(account, TOKEN_PROGRAM_ADDRESS) ? [] : [await createIoAccount(owner)]),
    await getWithdrawInstructionAsync({ owner, node, destination }),
  ];
}

/** Closes an empty stake and returns its rent. */
export async function closeStake({ owner, node }: Holder): Promise<Instruction[]> {
  return [await getCloseStakeInstructionAsync({ owner, node })];
}

function crankIfDue(emission: Uint8Array, now: bigint): Instruction[] {
  return isDue(getEmissionDecoder().decode(emission), now) ? [crank()] : [];
}

async function allOf(read: Read, { owner, node }: Holder): Promise<bigint> {
  const view = await readStaking(read, node, owner.address);
  return view.stake ? stakeWorth(view.node, view.stake.position) : 0n;
}

function createIoAccount(owner: TransactionSigner): Promise<Instruction> {
  return getCreateAssociatedTokenIdempotentInstructionAsync({ payer: owner, owner: owner.address, mint: IO_MINT });
}
