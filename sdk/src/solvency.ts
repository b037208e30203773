/** Whether everything is covered: what each vault holds, and what it owes. */

import type { Address, MaybeEncodedAccount } from "@solana/kit";
import {
  BUYBACK_IO_VAULT,
  BUYBACK_USDC_VAULT,
  CORE_VAULT,
  IO_ESCROW_VAULT,
  REWARD_VAULT,
  SEED_VAULT,
  SERIES_A_VAULT,
  STAKE_VAULT,
  USDC_ESCROW_VAULT,
} from "./addresses.js";
import { mintable } from "./emission.js";
import type { Order } from "./generated/io_orders/accounts/order.js";
import type { Node } from "./generated/io_staking/accounts/node.js";
import type { Stake } from "./generated/io_staking/accounts/stake.js";
import { type AccountKind, isKind, type List, type Read, readAccount } from "./read.js";
import { NODE, ORDER, STAKE } from "./kinds.js";
import { type NetworkView, readNetwork, supplyFigures } from "./network.js";
import { currencyOf } from "./orders/currency.js";
import { orderFigures } from "./orders/figures.js";
import { sync } from "./staking/node.js";
import { claimable, poolOf } from "./staking/rewards.js";

/** A vault: what it holds and what it owes, in base units of its currency. */
export interface VaultFigures {
  name: "stake" | "rewards" | "orders" | "seed" | "series-a" | "core" | "buyback";
  address: Address;
  currency: "IO" | "USDC";
  /** What it holds; of rewards with what a crank would mint, since a claim cranks first. */
  held: bigint;
  owed: bigint;
  isCovered: boolean;
}

/** What is compared, as of one moment. */
export interface SolvencyView {
  network: NetworkView;
  nodes: { address: Address; node: Node }[];
  orders: { address: Address; order: Order }[];
  vaults: VaultFigures[];
  /** What the open orders hold, by currency: the same as the ledgers' `escrowed`, requests left out. */
  inOrders: Readonly<Record<"IO" | "USDC", bigint>>;
  isCovered: boolean;
}

/** How often it reads again what has changed while it was read. */
const TRIES = 6;

/**
 * Reads everything that is owed, and what is held for it: three lists, and the single accounts before
 * and after them until these are the same.
 *
 * @example const { isCovered, vaults } = await readSolvency(read, list);
 * @throws {IoError} `wrongNetwork`. And whatever the RPC client throws: public nodes may refuse lists.
 */
export async function readSolvency(read: Read, list: List): Promise<SolvencyView> {
  let before = await readNetwork(read);
  for (let tries = 1; ; tries++) {
    const [nodes, stakes, orders] = await Promise.all([all(list, NODE), all(list, STAKE), all(list, ORDER)]);
    const after = await readNetwork(read);
    if (isSame(before, after) || tries === TRIES) return solvencyOf(after, nodes, stakes, orders);
    before = after;
  }
}

function solvencyOf(
  network: NetworkView,
  nodes: readonly [Address, Node][],
  stakes: readonly [Address, Stake][],
  orders: readonly [Address, Order][],
): SolvencyView {
  const { held, ledgers, emission, now } = network;
  const inOrders = { IO: 0n, USDC: 0n };
  for (const [, order] of orders) inOrders[currencyOf(order.currency)] += orderFigures({ order, now }).held;
  const vault = (
    name: VaultFigures["name"],
    address: Address,
    owed: bigint,
    more: { currency?: "IO" | "USDC"; extra?: bigint } = {},
  ): VaultFigures => {
    const has = (held.get(address) ?? 0n) + (more.extra ?? 0n);
    return { name, address, currency: more.currency ?? "IO", held: has, owed, isCovered: has >= owed };
  };
  const owedBy = ({ escrowed, unclaimed, bonds, fees }: NetworkView["ledgers"]["IO"]) =>
    escrowed + unclaimed + bonds + fees;
  const { locked } = supplyFigures(network);
  const lockedIn = (name: string) => locked.find((each) => each.name === name)?.amount ?? 0n;
  const vaults = [
    vault("stake", STAKE_VAULT, stakeOwed(nodes)),
    vault("rewards", REWARD_VAULT, rewardsOwed(network, nodes, stakes), { extra: mintable(emission, now) }),
    vault("orders", IO_ESCROW_VAULT, owedBy(ledgers.IO)),
    vault("orders", USDC_ESCROW_VAULT, owedBy(ledgers.USDC), { currency: "USDC" }),
    vault("seed", SEED_VAULT, lockedIn("seed")),
    vault("series-a", SERIES_A_VAULT, lockedIn("series-a")),
    vault("core", CORE_VAULT, lockedIn("core")),
    vault("buyback", BUYBACK_IO_VAULT, 0n),
    vault("buyback", BUYBACK_USDC_VAULT, 0n, { currency: "USDC" }),
  ];
  return {
    network,
    nodes: nodes.map(([address, node]) => ({ address, node })),
    orders: orders.map(([address, order]) => ({ address, order })),
    vaults,
    inOrders,
    isCovered: vaults.every(({ isCovered }) => isCovered),
  };
}

/** Staked, cooling and held back of all nodes. */
function stakeOwed(nodes: readonly [Address, Node][]): bigint {
  const of = ({ bonded, cooling, slash }: Node["ledger"]) =>
    bonded.assets + cooling.assets + slash.held + slash.freed;
  return nodes.reduce((sum, [, { ledger }]) => sum + of(ledger), 0n);
}

/** Rewards and commission that everybody could claim at the moment of the view. */
function rewardsOwed(
  { staking, now }: NetworkView,
  nodes: readonly [Address, Node][],
  stakes: readonly [Address, Stake][],
): bigint {
  const byAddress = new Map(nodes);
  const commission = nodes.reduce((sum, [, node]) => {
    return sum + (sync(node.ledger, poolOf(staking, node), now).node.commissionOwed >> 64n);
  }, 0n);
  return stakes.reduce((sum, [, stake]) => {
    const node = byAddress.get(stake.node);
    return node ? sum + claimable(staking, node, stake, now) : sum + (stake.position.owed >> 64n);
  }, commission);
}

async function all<T>(list: List, kind: AccountKind<T>): Promise<[Address, T][]> {
  const found = await list(kind.program, [{ offset: 0, bytes: kind.discriminator }]);
  const accounts = found.map((account) => ({ ...account, exists: true as const })) as MaybeEncodedAccount[];
  return accounts
    .filter((account) => isKind(account, kind))
    .map((account) => [account.address, readAccount(account, kind)]);
}

/** Whether nothing that moves money has changed between two views. */
function isSame(a: NetworkView, b: NetworkView): boolean {
  const state = ({ emission, supply, ledgers, held, staking }: NetworkView) =>
    [
      emission.minted,
      supply,
      ...Object.values(ledgers.IO),
      ...Object.values(ledgers.USDC),
      ...held.values(),
      staking.pools.gpu.syncedAt,
      staking.pools.cpu.syncedAt,
    ].join();
  return state(a) === state(b);
}
