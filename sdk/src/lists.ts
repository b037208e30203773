/** Lists of nodes, stakes and orders: one request each, by `getProgramAccounts`. */

import { type Address, getAddressEncoder, type MaybeEncodedAccount } from "@solana/kit";
import { checkAddress } from "./check.js";
import type { Order } from "./generated/io_orders/accounts/order.js";
import type { Node } from "./generated/io_staking/accounts/node.js";
import type { Stake } from "./generated/io_staking/accounts/stake.js";
import { NODE, ORDER, STAKE } from "./kinds.js";
import { type AccountKind, type Filter, isKind, type List, readAccount } from "./read.js";

/** An account and where it is. */
export type Listed<Name extends string, T> = { address: Address } & { [name in Name]: T };

/** Where the fields begin that lists filter by; `test/lists.test.ts` compares them with the accounts' own encoders. */
export const OFFSETS = { nodeOperator: 24, stakeNode: 24, stakeOwner: 56, orderClient: 24, orderNode: 56 } as const;

/** Every node, or those of one operator. */
export async function listNodes(list: List, { operator }: { operator?: Address } = {}): Promise<Listed<"node", Node>[]> {
  const found = await all(list, NODE, [at(OFFSETS.nodeOperator, operator, "The operator")]);
  return found.map(([address, node]) => ({ address, node }));
}

/** The stakes of an owner, in whatever nodes. */
export async function listStakes(list: List, owner: Address): Promise<Listed<"stake", Stake>[]> {
  const found = await all(list, STAKE, [at(OFFSETS.stakeOwner, owner, "The owner")]);
  return found.map(([address, stake]) => ({ address, stake }));
}

/** Orders of a client, on a node, or both; every order if neither is named. */
export async function listOrders(
  list: List,
  { client, node }: { client?: Address; node?: Address } = {},
): Promise<Listed<"order", Order>[]> {
  const filters = [at(OFFSETS.orderClient, client, "The client"), at(OFFSETS.orderNode, node, "The node")];
  const found = await all(list, ORDER, filters);
  return found.map(([address, order]) => ({ address, order }));
}

async function all<T>(list: List, kind: AccountKind<T>, filters: (Filter | undefined)[]): Promise<[Address, T][]> {
  const asked = [{ offset: 0, bytes: kind.discriminator }, ...filters.filter((filter) => filter !== undefined)];
  const found = await list(kind.program, asked);
  const accounts = found.map((account) => ({ ...account, exists: true as const })) as MaybeEncodedAccount[];
  return accounts
    .filter((account) => isKind(account, kind))
    .map((account) => [account.address, readAccount(account, kind)]);
}

function at(offset: number, key: Address | undefined, what: string): Filter | undefined {
  return key && { offset, bytes: getAddressEncoder().encode(checkAddress(key, what)) };
}
