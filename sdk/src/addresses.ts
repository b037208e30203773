/** Addresses: what there is one of as constants, the rest derived. */

import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { checkAddress, checkAmount, checkWhole } from "./check.js";
import { findOrderPda, findRequestPda } from "./generated/io_orders/pdas/index.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./generated/io_orders/address.js";
import { findClassPda, findNodePda, findStakePda } from "./generated/io_staking/pdas/index.js";

export * from "./generated/addresses.js";
export { associatedAddress } from "./token.js";

/**
 * The address of a hardware class, by its number from 0 to 65,535.
 *
 * @example await classAddress(2)
 * @throws {IoError} `badInput`.
 */
export async function classAddress(id: number): Promise<Address> {
  return (await findClassPda({ id: checkWhole(id, "The class", 0, 0xffff) }))[0];
}

/**
 * The address of an operator's node, by the operator's number for it.
 *
 * @example await nodeAddress(operator, 0)
 * @throws {IoError} `badInput`.
 */
export async function nodeAddress(operator: Address, id: number): Promise<Address> {
  const named = {
    operator: checkAddress(operator, "The operator"),
    id: checkWhole(id, "The node's number", 0),
  };
  return (await findNodePda(named))[0];
}

/**
 * The address of an owner's stake in a node.
 *
 * @example await stakeAddress(node, wallet)
 * @throws {IoError} `badInput`.
 */
export async function stakeAddress(node: Address, owner: Address): Promise<Address> {
  return (
    await findStakePda({ node: checkAddress(node, "The node"), owner: checkAddress(owner, "The owner") })
  )[0];
}

/**
 * The address of a client's order, by the client's number for it.
 *
 * @example await orderAddress(client, id)
 * @throws {IoError} `badInput`.
 */
export async function orderAddress(client: Address, id: bigint): Promise<Address> {
  const named = { client: checkAddress(client, "The client"), id: checkAmount(id, "The order's number") };
  return (await findOrderPda(named))[0];
}

/**
 * The address of the account in which money of a mint waits for a payee whose token account could
 * not take it.
 *
 * @example await unclaimedAddress(wallet, USDC_MINT)
 * @throws {IoError} `badInput`.
 */
export async function unclaimedAddress(payee: Address, mint: Address): Promise<Address> {
  checkAddress(payee, "The payee");
  const seeds = ["unclaimed", ...[payee, mint].map((key) => getAddressEncoder().encode(key))];
  return (await getProgramDerivedAddress({ programAddress: IO_ORDERS_PROGRAM_ADDRESS, seeds }))[0];
}

/**
 * The address of a node's record: what it has done.
 *
 * @example await recordAddress(node)
 * @throws {IoError} `badInput`.
 */
export async function recordAddress(node: Address): Promise<Address> {
  const seeds = ["record", getAddressEncoder().encode(checkAddress(node, "The node"))];
  return (await getProgramDerivedAddress({ programAddress: IO_ORDERS_PROGRAM_ADDRESS, seeds }))[0];
}

/**
 * The address of an auditor's attestation of a node.
 *
 * @example await attestationAddress(node, wallet)
 * @throws {IoError} `badInput`.
 */
export async function attestationAddress(node: Address, auditor: Address): Promise<Address> {
  const keys = [checkAddress(node, "The node"), checkAddress(auditor, "The auditor")];
  const seeds = ["attest", ...keys.map((key) => getAddressEncoder().encode(key))];
  return (await getProgramDerivedAddress({ programAddress: IO_ORDERS_PROGRAM_ADDRESS, seeds }))[0];
}

/**
 * The address of a node's ask: what its operator wants for it.
 *
 * @example await askAddress(node)
 * @throws {IoError} `badInput`.
 */
export async function askAddress(node: Address): Promise<Address> {
  const seeds = ["ask", getAddressEncoder().encode(checkAddress(node, "The node"))];
  return (await getProgramDerivedAddress({ programAddress: IO_ORDERS_PROGRAM_ADDRESS, seeds }))[0];
}

/**
 * The address of a client's request, by the client's number for it. The order that it becomes has
 * the same number.
 *
 * @example await requestAddress(client, id)
 * @throws {IoError} `badInput`.
 */
export async function requestAddress(client: Address, id: bigint): Promise<Address> {
  const named = { client: checkAddress(client, "The client"), id: checkAmount(id, "The request's number") };
  return (await findRequestPda(named))[0];
}

/**
 * The address of a node's bid on a request.
 *
 * @example await bidAddress(address, node)
 * @throws {IoError} `badInput`.
 */
export async function bidAddress(request: Address, node: Address): Promise<Address> {
  const keys = [checkAddress(request, "The request"), checkAddress(node, "The node")];
  const seeds = ["bid", ...keys.map((key) => getAddressEncoder().encode(key))];
  return (await getProgramDerivedAddress({ programAddress: IO_ORDERS_PROGRAM_ADDRESS, seeds }))[0];
}
