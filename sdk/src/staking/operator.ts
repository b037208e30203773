/**
 * What an operator does with its nodes, as the instructions of one transaction. In every flow
 * `signer` signs, and pays for what is created; everything else is an address or a figure.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, EMISSION, IO_MINT, nodeAddress, STAKING_CONFIG } from "../addresses.js";
import { checkAddress, checkAmount, checkWhole } from "../check.js";
import { canCrank, crank } from "../emission.js";
import { emitsStaking } from "../emits.js";
import type { Config } from "../generated/io_staking/accounts/config.js";
import type { Node } from "../generated/io_staking/accounts/node.js";
import { getAnnounceCommissionInstruction } from "../generated/io_staking/instructions/announceCommission.js";
import { getClaimCommissionInstruction } from "../generated/io_staking/instructions/claimCommission.js";
import { getRegisterNodeInstruction } from "../generated/io_staking/instructions/registerNode.js";
import { getRetireNodeInstruction } from "../generated/io_staking/instructions/retireNode.js";
import { getSetOfferInstruction } from "../generated/io_staking/instructions/setOffer.js";
import { getSetPayoutInstruction } from "../generated/io_staking/instructions/setPayout.js";
import { getUpdateHardwareInstruction } from "../generated/io_staking/instructions/updateHardware.js";
import { EMISSION_STATE, IS_STAKING, NODE } from "../kinds.js";
import { type ClassReference, findClass } from "../orders/classes.js";
import { checkAccount, isKind, type Read, readAccount, snapshot } from "../read.js";
import { createAssociated, tokenAccount } from "../token.js";
import { WEEK } from "../units.js";
import { sync } from "./node.js";
import { poolOf } from "./rewards.js";

/** Greatest commission, in bps: a delegator keeps at least half. */
export const MAX_COMMISSION_BPS = 5_000;
/** A rise of the commission is announced this long ahead, in seconds: 7 days. */
export const NOTICE_SECONDS = WEEK;

/** A node, and its operator who signs. */
export interface OwnNode {
  /** The node's operator. */
  signer: TransactionSigner;
  node: Address;
}

/** What an operator registers. */
export interface NewNode {
  /** The operator, who pays the rent. */
  signer: TransactionSigner;
  /** The operator's own number for it, from 0 on: see `nextNodeId`. */
  id: number;
  /** Hardware class, by its name such as `H100`, its number or its address. */
  class: ClassReference;
  /** How many processors it has. */
  processors: number;
  /** The operator's part of what its delegators earn, in bps: 0 to 5,000. */
  commissionBps: number;
  /** The wallet that commission and pay go to; the operator's own unless given. */
  payout?: Address;
  /** How much of the minimum others may fill, in base units of IO: nothing unless given. */
  offer?: bigint;
}

/**
 * Registers a node: offline and without stake. Its address is `nodeAddress(operator, id)`. One
 * request.
 *
 * @example
 * const id = await nextNodeId(read, signer.address);
 * await send(() => registerNode(read, { signer, id, class: "H100", processors: 8, commissionBps: 500 }));
 * @throws {IoError} `badInput`; `wrongNetwork`.
 */
export async function registerNode(read: Read, registered: NewNode): Promise<Instruction[]> {
  emitsStaking();
  const { signer, id, processors, commissionBps, payout = signer.address, offer } = registered;
  const [node, hardware] = await Promise.all([nodeAddress(signer.address, id), findClass(registered.class)]);
  checkWhole(processors, "", 1, 0xffff_ffff, "Name at least one processor, and whole ones.");
  checkWhole(commissionBps, "The commission in bps", 0, MAX_COMMISSION_BPS);
  checkAddress(payout, "The payout wallet");
  if (offer !== undefined) checkAmount(offer, "The offer to delegators");
  const [config] = await read([STAKING_CONFIG]);
  checkAccount(config, IS_STAKING);
  const named = { operator: signer, class: hardware, node, payout };
  const open = offer ? [getSetOfferInstruction({ operator: signer, node, amount: offer })] : [];
  return [getRegisterNodeInstruction({ ...named, id, processors, commissionBps }), ...open];
}

/**
 * The first number, from 0 on, that no node of the operator has. One request for each 32 nodes.
 *
 * @example const id = await nextNodeId(read, signer.address);
 * @throws {IoError} `badInput`.
 */
export async function nextNodeId(read: Read, operator: Address): Promise<number> {
  checkAddress(operator, "The operator");
  for (let first = 0; ; first += 32) {
    const ids = Array.from({ length: 32 }, (_, i) => first + i);
    const found = await read(await Promise.all(ids.map((id) => nodeAddress(operator, id))));
    const free = ids.find((_, i) => !isKind(found[i], NODE));
    if (free !== undefined) return free;
  }
}

/**
 * Changes a node's class or its number of processors, while none is hired. It is offline until the
 * oracle has seen the new hardware, and its ask offers nothing until it is set again. No request.
 *
 * @example await send(() => updateHardware({ signer, node, class: "H100", processors: 16 }));
 * @throws {IoError} `badInput`.
 */
export async function updateHardware({
  signer,
  node,
  class: reference,
  processors,
}: OwnNode & {
  /** Hardware class, by its name, its number or its address. */
  class: ClassReference;
  /** How many processors it has from now on. */
  processors: number;
}): Promise<Instruction[]> {
  emitsStaking();
  checkAddress(node, "The node");
  checkWhole(processors, "", 1, 0xffff_ffff, "Name at least one processor, and whole ones.");
  const hardware = await findClass(reference);
  return [getUpdateHardwareInstruction({ operator: signer, node, class: hardware, processors })];
}

/**
 * Lets others fill so many base units of the node's minimum stake; at most half of it counts. A
 * lower offer binds new stake alone. No request.
 *
 * @example await send([setOffer({ signer, node, amount: parseIo("8,000") })]);
 * @throws {IoError} `badInput`.
 */
export function setOffer({ signer, node, amount }: OwnNode & { amount: bigint }): Instruction {
  emitsStaking();
  checkAddress(node, "The node");
  return getSetOfferInstruction({ operator: signer, node, amount: checkAmount(amount, "The offer") });
}

/**
 * Announces the operator's part of what its delegators earn, in bps: a fall holds at once, a rise
 * after 7 days. No request.
 *
 * @example await send([announceCommission({ signer, node, bps: 500 })]);
 * @throws {IoError} `badInput`.
 */
export function announceCommission({ signer, node, bps }: OwnNode & { bps: number }): Instruction {
  emitsStaking();
  checkAddress(node, "The node");
  checkWhole(bps, "The commission in bps", 0, MAX_COMMISSION_BPS);
  return getAnnounceCommissionInstruction({ operator: signer, node, bps });
}

/**
 * Sets the wallet that the node's commission and pay go to. No request.
 *
 * @example await send([setPayout({ signer, node, payout: wallet })]);
 * @throws {IoError} `badInput`.
 */
export function setPayout({ signer, node, payout }: OwnNode & { payout: Address }): Instruction {
  emitsStaking();
  checkAddress(node, "The node");
  checkAddress(payout, "The payout wallet");
  return getSetPayoutInstruction({ operator: signer, node, payout });
}

/**
 * Ends a node's work for good: it earns nothing more and takes no orders; stakers leave as always.
 * No request.
 *
 * @example await send([retireNode({ signer, node })]);
 * @throws {IoError} `badInput`.
 */
export function retireNode({ signer, node }: OwnNode): Instruction {
  emitsStaking();
  return getRetireNodeInstruction({ operator: signer, node: checkAddress(node, "The node") });
}

/**
 * Pays a node's commission to its payout wallet's associated token account, which the signer
 * creates if it is missing. The emission's crank goes before, if a full hour has passed that is not
 * minted. Anyone. Two requests: the node, then what its payout wallet needs.
 *
 * @example await send(() => claimCommission(read, { signer, node }));
 * @throws {IoError} `badInput`, `wrongNetwork`; `notFound` or `wrongAccount` for the node.
 */
export async function claimCommission(read: Read, { signer, node }: OwnNode): Promise<Instruction[]> {
  emitsStaking();
  const { now, accounts } = await snapshot(read, [EMISSION, checkAddress(node, "The node")]);
  const emission = readAccount(accounts[0], EMISSION_STATE);
  const { payout } = readAccount(accounts[1], NODE);
  const destination = await associatedAddress(payout, IO_MINT);
  const [account] = await read([destination]);
  return [
    ...(canCrank(emission, now) ? [crank()] : []),
    ...(tokenAccount(account) ? [] : [await createAssociated(signer, payout, IO_MINT)]),
    getClaimCommissionInstruction({ node, destination }),
  ];
}

/**
 * Base units of IO that a claim of the commission at `now` (Unix seconds) would pay.
 *
 * @example formatIo(commissionOwed(view.config, view.node, view.now))
 */
export function commissionOwed(config: Config, node: Node, now: bigint): bigint {
  return sync(node.ledger, poolOf(config, node), now).node.commissionOwed >> 64n;
}
