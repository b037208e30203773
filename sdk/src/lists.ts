/** Lists of nodes, stakes, orders, asks, grants and seasons: one request each, by `getProgramAccounts`. */

import { type Address, getAddressEncoder, type MaybeEncodedAccount } from "@solana/kit";
import { checkAddress, checkWhole } from "./check.js";
import type { Season } from "./generated/io_airdrop/accounts/season.js";
import type { Ask } from "./generated/io_orders/accounts/ask.js";
import type { Order } from "./generated/io_orders/accounts/order.js";
import type { Node } from "./generated/io_staking/accounts/node.js";
import type { Stake } from "./generated/io_staking/accounts/stake.js";
import type { Grant } from "./generated/io_vesting/accounts/grant.js";
import type { CategoryKind } from "./generated/io_vesting/types/categoryKind.js";
import { ASK, GRANT, NODE, ORDER, SEASON, STAKE } from "./kinds.js";
import { type AccountKind, type Filter, isKind, type List, readAccount } from "./read.js";

/** An account and where it is. */
export type Listed<Name extends string, T> = { address: Address } & { [name in Name]: T };

/** Where the fields begin that lists filter by; a test compares them with the accounts' own decoders. */
export const OFFSETS = {
  nodeOperator: 24,
  stakeNode: 24,
  stakeOwner: 56,
  orderClient: 24,
  orderNode: 56,
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

/**
 * Orders of a client, on a node, or both; every order if neither is named.
 *
 * @example const orders = await listOrders(list, { client });
 * @throws {IoError} `badInput`.
 */
export async function listOrders(
  list: List,
  { client, node }: { client?: Address; node?: Address } = {},
): Promise<Listed<"order", Order>[]> {
  const filters = [at(OFFSETS.orderClient, client, "The client"), at(OFFSETS.orderNode, node, "The node")];
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
