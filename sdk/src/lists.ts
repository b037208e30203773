/** Lists of accounts by their kinds and owners: one request each, by `getProgramAccounts`. */

import { type Address, getAddressEncoder, type MaybeEncodedAccount } from "@solana/kit";
import { littleEndian } from "./bytes.js";
import { checkAddress, checkAmount, checkBytes, checkWhole } from "./check.js";
import type { Season } from "./generated/io_airdrop/accounts/season.js";
import type { Ask } from "./generated/io_orders/accounts/ask.js";
import type { Attestation } from "./generated/io_orders/accounts/attestation.js";
import type { Bid } from "./generated/io_orders/accounts/bid.js";
import type { Order } from "./generated/io_orders/accounts/order.js";
import type { Record as NodeRecord } from "./generated/io_orders/accounts/record.js";
import type { Request } from "./generated/io_orders/accounts/request.js";
import type { Node } from "./generated/io_staking/accounts/node.js";
import type { Stake } from "./generated/io_staking/accounts/stake.js";
import type { Grant } from "./generated/io_vesting/accounts/grant.js";
import type { CategoryKind } from "./generated/io_vesting/types/categoryKind.js";
import { ASK, ATTESTATION, BID, GRANT, NODE, ORDER, RECORD, REQUEST, SEASON, STAKE } from "./kinds.js";
import { type AccountKind, type Filter, isKind, type List, readAccount } from "./read.js";

/** An account and where it is. */
export type Listed<Name extends string, T> = { address: Address } & { [name in Name]: T };

/**
 * Where the fields begin that lists filter by; a test compares them with the accounts' own
 * decoders.
 */
export const OFFSETS = {
  nodeOperator: 24,
  stakeNode: 24,
  stakeOwner: 56,
  orderClient: 24,
  orderNode: 56,
  orderReference: 120,
  orderSerial: 16,
  attestationNode: 16,
  attestationAuditor: 48,
  requestClient: 32,
  requestClass: 64,
  bidRequest: 24,
  bidNode: 56,
  bidOperator: 88,
  grantBeneficiary: 32,
  grantKind: 144,
  seasonFunder: 40,
} as const;

/**
 * Every node, or those of one operator.
 *
 * @example const nodes = await listNodes(list, { operator });
 * @throws {IoError} `badInput`.
 */
export async function listNodes(
  list: List,
  { operator }: { operator?: Address } = {},
): Promise<Listed<"node", Node>[]> {
  const found = await all(list, NODE, [at(OFFSETS.nodeOperator, operator, "The operator")]);
  return found.map(([address, node]) => ({ address, node }));
}

/**
 * The stakes of an owner, in whatever nodes.
 *
 * @example const stakes = await listStakes(list, wallet);
 * @throws {IoError} `badInput`.
 */
export async function listStakes(list: List, owner: Address): Promise<Listed<"stake", Stake>[]> {
  const found = await all(list, STAKE, [at(OFFSETS.stakeOwner, checkAddress(owner, "The owner"), "")]);
  return found.map(([address, stake]) => ({ address, stake }));
}

/** Which orders are listed. */
export interface OrderFilter {
  client?: Address;
  node?: Address;
  /** 32 bytes: the client's note. */
  reference?: Uint8Array;
  /** The order's serial number, which no two orders share. */
  serial?: bigint;
}

/**
 * Orders of a client, on a node, with a reference or a serial number, or all of that; every order
 * if nothing is named. A cluster's orders have the same client and reference.
 *
 * @example const orders = await listOrders(list, { client });
 * @throws {IoError} `badInput`.
 */
export async function listOrders(
  list: List,
  { client, node, reference, serial }: OrderFilter = {},
): Promise<Listed<"order", Order>[]> {
  const noted =
    reference === undefined
      ? undefined
      : { offset: OFFSETS.orderReference, bytes: checkBytes(reference, "The reference", 32) };
  const filters = [
    at(OFFSETS.orderClient, client, "The client"),
    at(OFFSETS.orderNode, node, "The node"),
    noted,
    serial === undefined
      ? undefined
      : { offset: OFFSETS.orderSerial, bytes: littleEndian(checkAmount(serial, "The serial number"), 8) },
  ];
  const found = await all(list, ORDER, filters);
  return found.map(([address, order]) => ({ address, order }));
}

/**
 * What operators ask, each for its node; those that are over, too.
 *
 * @example const asks = await listAsks(list);
 * @throws {IoError} `badInput`.
 */
export async function listAsks(list: List): Promise<Listed<"ask", Ask>[]> {
  const found = await all(list, ASK, []);
  return found.map(([address, ask]) => ({ address, ask }));
}

/**
 * The records of all nodes that have one: what they have done.
 *
 * @example const records = await listRecords(list);
 * @throws {IoError} `badInput`.
 */
export async function listRecords(list: List): Promise<Listed<"record", NodeRecord>[]> {
  const found = await all(list, RECORD, []);
  return found.map(([address, record]) => ({ address, record }));
}

/**
 * What auditors say: of a node, by one auditor, or both; everything if neither is named.
 *
 * @example const attestations = await listAttestations(list, { node });
 * @throws {IoError} `badInput`.
 */
export async function listAttestations(
  list: List,
  { node, auditor }: { node?: Address; auditor?: Address } = {},
): Promise<Listed<"attestation", Attestation>[]> {
  const filters = [
    at(OFFSETS.attestationNode, node, "The node"),
    at(OFFSETS.attestationAuditor, auditor, "The auditor"),
  ];
  const found = await all(list, ATTESTATION, filters);
  return found.map(([address, attestation]) => ({ address, attestation }));
}

/**
 * Requests that are open: of a client, for a hardware class by its address, or both; all if neither
 * is named. Those whose time ends first come first.
 *
 * @example const requests = await listRequests(list, { client });
 * @throws {IoError} `badInput`.
 */
export async function listRequests(
  list: List,
  { client, class: hardware }: { client?: Address; class?: Address } = {},
): Promise<Listed<"request", Request>[]> {
  const filters = [
    at(OFFSETS.requestClient, client, "The client"),
    at(OFFSETS.requestClass, hardware, "The hardware class"),
  ];
  const found = await all(list, REQUEST, filters);
  const endsAt = ({ tender: { escrow } }: Request) => escrow.at + BigInt(escrow.acceptSeconds);
  return found
    .sort(([, a], [, b]) => Number(endsAt(a) - endsAt(b)))
    .map(([address, request]) => ({ address, request }));
}

/**
 * Bids on a request, of a node, of an operator, or all of that; every bid if nothing is named. The
 * lowest come first, and of equal ones the oldest.
 *
 * @example const bids = await listBids(list, { operator });
 * @throws {IoError} `badInput`.
 */
export async function listBids(
  list: List,
  { request, node, operator }: { request?: Address; node?: Address; operator?: Address } = {},
): Promise<Listed<"bid", Bid>[]> {
  const filters = [
    at(OFFSETS.bidRequest, request, "The request"),
    at(OFFSETS.bidNode, node, "The node"),
    at(OFFSETS.bidOperator, operator, "The operator"),
  ];
  const found = await all(list, BID, filters);
  const order = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
  return found
    .sort(([, a], [, b]) => order(a.rate, b.rate) || order(a.at, b.at))
    .map(([address, bid]) => ({ address, bid }));
}

/**
 * Grants of a beneficiary, of a category, or both; every grant if neither is named.
 *
 * @example const grants = await listGrants(list, { beneficiary: wallet });
 * @throws {IoError} `badInput`.
 */
export async function listGrants(
  list: List,
  { beneficiary, category }: { beneficiary?: Address; category?: CategoryKind } = {},
): Promise<Listed<"grant", Grant>[]> {
  const ofCategory =
    category === undefined
      ? undefined
      : { offset: OFFSETS.grantKind, bytes: Uint8Array.of(checkWhole(category, "The category", 0, 2)) };
  const filters = [at(OFFSETS.grantBeneficiary, beneficiary, "The beneficiary"), ofCategory];
  const found = await all(list, GRANT, filters);
  return found.map(([address, grant]) => ({ address, grant }));
}

/**
 * Every season of airdrops, or those of one funder.
 *
 * @example const seasons = await listSeasons(list);
 * @throws {IoError} `badInput`.
 */
export async function listSeasons(
  list: List,
  { funder }: { funder?: Address } = {},
): Promise<Listed<"season", Season>[]> {
  const found = await all(list, SEASON, [at(OFFSETS.seasonFunder, funder, "The funder")]);
  return found.map(([address, season]) => ({ address, season }));
}

async function all<T>(
  list: List,
  kind: AccountKind<T>,
  filters: (Filter | undefined)[],
): Promise<[Address, T][]> {
  const asked = [
    { offset: 0, bytes: kind.discriminator },
    ...filters.filter((filter) => filter !== undefined),
  ];
  const found = await list(kind.program, asked);
  const accounts = found.map((account) => ({ ...account, exists: true as const })) as MaybeEncodedAccount[];
  return accounts
    .filter((account) => isKind(account, kind))
    .map((account) => [account.address, readAccount(account, kind)]);
}

function at(offset: number, key: Address | undefined, what: string): Filter | undefined {
  return key === undefined
    ? undefined
    : { offset, bytes: getAddressEncoder().encode(checkAddress(key, what)) };
}
