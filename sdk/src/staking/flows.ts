/**
 * What a holder does, as the instructions of one transaction. In every flow `signer` signs, and
 * pays for what is created; everything else is an address or a figure.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, EMISSION, IO_MINT, stakeAddress, STAKING_CONFIG } from "../addresses.js";
import { emitsStaking } from "../emits.js";
import { checkAddress, checkAmount } from "../check.js";
import { crank, canCrank } from "../emission.js";
import { badInput, IoError } from "../errors/io-error.js";
import { getClaimInstruction } from "../generated/io_staking/instructions/claim.js";
import { getCloseStakeInstruction } from "../generated/io_staking/instructions/closeStake.js";
import { getOpenStakeInstruction } from "../generated/io_staking/instructions/openStake.js";
import { getRestakeInstruction } from "../generated/io_staking/instructions/restake.js";
import { getStakeInstruction } from "../generated/io_staking/instructions/stake.js";
import { getUnstakeInstruction } from "../generated/io_staking/instructions/unstake.js";
import { getWithdrawInstruction } from "../generated/io_staking/instructions/withdraw.js";
import { EMISSION_STATE, IS_STAKE, IS_STAKING, NODE, STAKE } from "../kinds.js";
import { checkAccount, isKind, type Read, readAccount, type Snapshot, snapshot } from "../read.js";
import { createAssociated, tokenAccount } from "../token.js";
import { transactionSize, MAX_TRANSACTION_BYTES } from "../wire.js";
import { stakeWorth } from "./rewards.js";
import { checkReady } from "./status.js";

/** Whose stake, in which node. */
export interface Holder {
  /** The owner of the stake. */
  signer: TransactionSigner;
  node: Address;
}

/** What a holder stakes. */
export interface NewStake extends Holder {
  /** Base units of IO. */
  amount: bigint;
  /** Stake to a node that earns nothing now. An operator may always. */
  evenIfNotReady?: boolean;
}

/**
 * Stakes base units of IO from the signer's associated token account. Opens the stake before, if it
 * is the first in this node. One request.
 *
 * @example await send(() => stake(read, { signer, node, amount: parseIo("1,000") }));
 * @throws {IoError} `badInput`, `wrongNetwork`, `notFound` or `wrongAccount` for the node, `nodeNotReady`.
 */
export async function stake(
  read: Read,
  { signer, node, amount, evenIfNotReady }: NewStake,
): Promise<Instruction[]> {
  emitsStaking();
  checkAmount(amount, "The stake", 1n);
  const existing = await stakeAddress(checkAddress(node, "The node"), signer.address);
  const { now, accounts } = await snapshot(read, [STAKING_CONFIG, node, existing]);
  checkAccount(accounts[0], IS_STAKING);
  const state = readAccount(accounts[1], NODE);
  if (!evenIfNotReady && state.operator !== signer.address) checkReady(state, now);
  const source = await associatedAddress(signer.address, IO_MINT);
  const named = { owner: signer, node, stake: existing };
  const staking = getStakeInstruction({ ...named, source, amount });
  return isKind(accounts[2], IS_STAKE) ? [staking] : [getOpenStakeInstruction(named), staking];
}

/**
 * Pays out the rewards to the signer's associated token account, which is created if it is missing.
 * The emission's crank goes before, if a full hour has passed that is not minted. One request.
 *
 * If another crank comes first, the transaction fails with `NothingDue`: make it anew, as `sender`
 * does.
 *
 * @example await send(() => claim(read, { signer, node }));
 * @throws {IoError} `wrongNetwork`; `notFound` if the signer has no stake in the node.
 */
export async function claim(read: Read, { signer, node }: Holder): Promise<Instruction[]> {
  const { instructions } = await claimMany(read, { signer, nodes: [node] });
  return instructions;
}

/** Claims from several nodes. */
export interface ManyClaims {
  /** The instructions of one transaction. */
  instructions: Instruction[];
  /** The nodes that did not fit: claim from them in another transaction. */
  rest: Address[];
}

/**
 * Pays out the rewards of stakes in several nodes by one transaction, as many as fit into it. One
 * request.
 *
 * @example const { instructions, rest } = await claimMany(read, { signer, nodes });
 * @throws {IoError} `badInput` without nodes; `wrongNetwork`; `notFound` if the signer has no stake
 * in one of them.
 */
export async function claimMany(
  read: Read,
  { signer, nodes }: { signer: TransactionSigner; nodes: readonly Address[] },
): Promise<ManyClaims> {
  emitsStaking();
  if (nodes.length === 0) throw badInput("Name at least one node.");
  const owner = signer.address;
  const destination = await associatedAddress(owner, IO_MINT);
  const stakes = await Promise.all(nodes.map((node) => stakeAddress(checkAddress(node, "The node"), owner)));
  const seen = await snapshot(read, [EMISSION, destination, ...stakes.slice(0, MANY)]);
  const instructions = [...crankIfDue(seen), ...(await createIfMissing(seen, signer))];
  let included = 0;
  for (const [i, node] of nodes.slice(0, MANY).entries()) {
    requireStake(seen, 2 + i, node);
    const next = getClaimInstruction({ owner: signer, node, stake: stakes[i]!, destination });
    if (transactionSize([...instructions, next], owner) > MAX_TRANSACTION_BYTES) break;
    instructions.push(next);
    included += 1;
  }
  return { instructions, rest: nodes.slice(included) };
}

/** More nodes than fit into a transaction. */
const MANY = 32;

/**
 * Pays out the rewards and stakes `amount` base units, of which the rewards may be a part: crank,
 * claim and stake in one transaction. The signer has a stake in the node already. Two requests.
 *
 * @example await send(() => claimAndStake(read, { signer, node, amount }));
 * @throws {IoError} as {@link claim} and {@link stake}.
 */
export async function claimAndStake(read: Read, holder: NewStake): Promise<Instruction[]> {
  return [...(await claim(read, holder)), ...(await stake(read, holder))];
}

/**
 * Claims the rewards and stakes them to the same node, with a crank before as for {@link claim}.
 * One request.
 *
 * @example await send(() => restake(read, { signer, node }));
 * @throws {IoError} `wrongNetwork`; `notFound` if the signer has no stake in the node.
 */
export async function restake(read: Read, { signer, node }: Holder): Promise<Instruction[]> {
  emitsStaking();
  const existing = await stakeAddress(checkAddress(node, "The node"), signer.address);
  const seen = await snapshot(read, [EMISSION, existing]);
  const due = crankIfDue(seen);
  requireStake(seen, 1, node);
  return [...due, getRestakeInstruction({ owner: signer, node, stake: existing })];
}

/**
 * Moves base units to a ticket that can be withdrawn in 14 days; all that is staked if no amount is
 * named. One request.
 *
 * @example await send(() => unstake(read, { signer, node, amount: parseIo("10") }));
 * @throws {IoError} `badInput`, `wrongNetwork`; `notFound` if the signer has no stake in the node.
 */
export async function unstake(
  read: Read,
  { signer, node, amount }: Holder & { amount?: bigint },
): Promise<Instruction[]> {
  emitsStaking();
  if (amount !== undefined) checkAmount(amount, "What is unstaked");
  const existing = await stakeAddress(checkAddress(node, "The node"), signer.address);
  const seen = await snapshot(read, [STAKING_CONFIG, existing, node]);
  checkAccount(seen.accounts[0], IS_STAKING);
  const { position } = requireStake(seen, 1, node);
  const all = amount ?? stakeWorth(readAccount(seen.accounts[2], NODE), position);
  return [getUnstakeInstruction({ owner: signer, node, stake: existing, amount: all })];
}

/**
 * Pays every unlocked ticket to the signer's associated token account, which is created if it is
 * missing. One request.
 *
 * @example await send(() => withdraw(read, { signer, node }));
 * @throws {IoError} `wrongNetwork`; `notFound` if the signer has no stake in the node.
 */
export async function withdraw(read: Read, { signer, node }: Holder): Promise<Instruction[]> {
  emitsStaking();
  const destination = await associatedAddress(signer.address, IO_MINT);
  const existing = await stakeAddress(checkAddress(node, "The node"), signer.address);
  const seen = await snapshot(read, [STAKING_CONFIG, destination, existing]);
  checkAccount(seen.accounts[0], IS_STAKING);
  requireStake(seen, 2, node);
  const create = await createIfMissing(seen, signer);
  return [...create, getWithdrawInstruction({ owner: signer, node, stake: existing, destination })];
}

/**
 * Closes an empty stake and returns its rent to the signer. No request.
 *
 * @example await send(() => closeStake({ signer, node }));
 * @throws {IoError} `badInput`.
 */
export async function closeStake({ signer, node }: Holder): Promise<Instruction[]> {
  emitsStaking();
  const stake = await stakeAddress(checkAddress(node, "The node"), signer.address);
  return [getCloseStakeInstruction({ owner: signer, node, stake })];
}

function crankIfDue({ now, accounts }: Snapshot): Instruction[] {
  return canCrank(readAccount(accounts[0], EMISSION_STATE), now) ? [crank()] : [];
}

/** The instruction that creates the IO account, second among what was read, if it is missing. */
async function createIfMissing({ accounts }: Snapshot, signer: TransactionSigner): Promise<Instruction[]> {
  return tokenAccount(accounts[1]) ? [] : [await createAssociated(signer, signer.address, IO_MINT)];
}

function requireStake({ accounts }: Snapshot, at: number, node: Address) {
  const account = accounts[at];
  if (account && !isKind(account, STAKE)) {
    throw new IoError("notFound", `This wallet has no stake in the node ${node}.`, {
      action: "Stake first.",
    });
  }
  return readAccount(account, STAKE);
}
