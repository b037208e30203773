/** Addresses: what there is one of as constants, the rest derived. */

import { findAssociatedTokenPda, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { findOrderPda } from "./generated/io_orders/pdas/index.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./generated/io_orders/programs/index.js";
import { findClassPda, findNodePda, findStakePda } from "./generated/io_staking/pdas/index.js";

export * from "./generated/addresses.js";

/** The address of a hardware class. */
export async function classAddress(id: number): Promise<Address> {
  return (await findClassPda({ id }))[0];
}

/** The address of an operator's node. */
export async function nodeAddress(operator: Address, id: number): Promise<Address> {
  return (await findNodePda({ operator, id }))[0];
}

/** The address of an owner's stake in a node. */
export async function stakeAddress(node: Address, owner: Address): Promise<Address> {
  return (await findStakePda({ node, owner }))[0];
}

/** The address of a client's order, by the client's number for it. */
export async function orderAddress(client: Address, id: bigint): Promise<Address> {
  return (await findOrderPda({ client, id }))[0];
}

/** Where money of a mint waits for a payee whose account could not take it. */
export async function unclaimedAddress(payee: Address, mint: Address): Promise<Address> {
  const seeds = ["unclaimed", ...[payee, mint].map((key) => getAddressEncoder().encode(key))];
  return (await getProgramDerivedAddress({ programAddress: IO_ORDERS_PROGRAM_ADDRESS, seeds }))[0];
}

/** The associated token account of `owner` for `mint`. */
export async function associatedAddress(owner: Address, mint: Address): Promise<Address> {
  return (await findAssociatedTokenPda({ owner, mint, tokenProgram: TOKEN_PROGRAM_ADDRESS }))[0];
}
