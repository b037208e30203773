/**
 * Clusters: a client's orders with the same reference, taken as one. Each step is one or more
 * transactions, each of which does its orders or none of them.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { badInput, IoError } from "../errors/io-error.js";
import type { Order } from "../generated/io_orders/accounts/order.js";
import { Stage } from "../generated/io_orders/types/stage.js";
import { type Listed, listOrders } from "../lists.js";
import { type List, type Read, snapshot } from "../read.js";
import { MAX_TRANSACTION_BYTES, transactionSize } from "../wire.js";
import { MOST_IN_CLUSTER } from "./book.js";
import { currencyOf, type OrderCurrency } from "./currency.js";
import { held, mayRefund, orderFigures } from "./figures.js";
import { endOrder, extendOrder, settleOrder } from "./flows.js";

/** The orders of a cluster, the oldest first. */
export interface ClusterView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  orders: Listed<"order", Order>[];
}

/** What the orders of a cluster come to in one currency, in its base units. */
export interface ClusterSums {
  currency: OrderCurrency;
  /** The number of orders. */
  orders: number;
  /** Processors in all. */
  processors: number;
  /** What they still hold. */
  held: bigint;
  /** What returns to the client if it ends all of them now. */
  refund: bigint;
  /** What a settlement pays to the providers now, their fees taken off. */
  payable: bigint;
  /** Costs of the time served that are paid, without fees. */
  paid: bigint;
}

/** A step of a cluster, and who signs it. */
export interface ClusterStep {
  signer: TransactionSigner;
  cluster: ClusterView;
}

/**
 * The orders of a client with a reference of 32 bytes: one list, and one request for the time.
 *
 * @example
 * const bookings = await bookNodes(read, { signer, bill });
 * const cluster = await readCluster(list, read, signer.address, bookings.reference);
 * for (const { orders, held, currency } of clusterSums(cluster)) show(orders, held, currency);
 * @throws {IoError} `badInput`; `notFound` if there is none.
 */
export async function readCluster(
  list: List,
  read: Read,
  client: Address,
  reference: Uint8Array,
): Promise<ClusterView> {
  const orders = await listOrders(list, { client, reference });
  if (orders.length === 0) throw new IoError("notFound", "No order of this client has this reference.");
  const { now } = await snapshot(read, []);
  return { now, orders: orders.sort((a, b) => Number(a.order.serial - b.order.serial)) };
}

/**
 * What the orders of a cluster come to, currency by currency, at `now` (Unix seconds); at the
 * moment of the view unless given.
 *
 * @example const [sums] = clusterSums(await readCluster(list, read, client, reference));
 */
export function clusterSums({ orders, now: then }: ClusterView, now: bigint = then): ClusterSums[] {
  return (["USDC", "IO"] as const).flatMap((currency) => {
    const some = orders.filter(({ order }) => currencyOf(order.currency) === currency);
    if (some.length === 0) return [];
    const figures = some.map(({ order }) => orderFigures({ order, now }));
    const sum = (all: readonly bigint[]) => all.reduce((total, each) => total + each, 0n);
    return [
      {
        currency,
        orders: some.length,
        processors: some.reduce((total, { order }) => total + order.escrow.processors, 0),
        held: sum(some.map(({ order }) => held(order))),
        refund: sum(figures.map(({ refund }) => refund)),
        payable: sum(figures.map(({ payable }) => payable)),
        paid: sum(some.map(({ order }) => order.escrow.paid)),
      },
    ];
  });
}

/**
 * Stops the service of every order that runs: the time left returns. As `endOrder` for each; the
 * instructions of one transaction after the other. Two requests for each order.
 *
 * @example for (const instructions of await endCluster(read, { signer, cluster })) await send(instructions);
 * @throws {IoError} `tooEarly` if none runs; as `endOrder`.
 */
export async function endCluster(read: Read, { signer, cluster }: ClusterStep): Promise<Instruction[][]> {
  return step(signer, running(cluster), (order) => endOrder(read, { signer, order }));
}

/**
 * Books `seconds` more of every order that runs, from the signer's associated token account. As
 * `extendOrder` for each; the instructions of one transaction after the other. One request for each
 * order.
 *
 * @example
 * for (const instructions of await extendCluster(read, { signer, cluster, seconds: 3_600 }))
 *   await send(instructions);
 * @throws {IoError} `tooEarly` if none runs; as `extendOrder`.
 */
export async function extendCluster(
  read: Read,
  { signer, cluster, seconds }: ClusterStep & { seconds: number },
): Promise<Instruction[][]> {
  return step(signer, running(cluster), (order) => extendOrder(read, { signer, order, seconds }));
}

/**
 * Pays the providers for the time served, of every order on which something is due. As
 * `settleOrder` for each; the instructions of one transaction after the other. Two requests for
 * each order.
 *
 * @example
 * for (const instructions of await settleCluster(read, { signer, cluster })) await send(instructions);
 * @throws {IoError} `tooEarly` if nothing is due; as `settleOrder`.
 */
export async function settleCluster(read: Read, { signer, cluster }: ClusterStep): Promise<Instruction[][]> {
  const { now } = cluster;
  const owing = cluster.orders.filter(
    ({ order }) => orderFigures({ order, now }).payable > 0n || mayRefund(order, now),
  );
  if (owing.length === 0) {
    const action = "Look again once the holdback of one of them is over.";
    throw new IoError("tooEarly", "Nothing is to be paid yet on these orders.", { action });
  }
  return step(signer, owing, (order) => settleOrder(read, { signer, order }));
}

function running({ orders }: ClusterView): Listed<"order", Order>[] {
  const found = orders.filter(({ order }) => order.escrow.stage === Stage.Running);
  if (found.length === 0) throw new IoError("tooEarly", "None of these orders runs.");
  return found;
}

/** The steps of some orders, in as few transactions as hold them. */
async function step(
  signer: TransactionSigner,
  orders: readonly Listed<"order", Order>[],
  make: (order: Address) => Promise<Instruction[]>,
): Promise<Instruction[][]> {
  const parts: Instruction[][] = [];
  for (const { address } of orders) parts.push(await make(address));
  return pack(parts, signer.address);
}

/**
 * Puts the instructions for each order into transactions, in their order. Those for one order stay
 * together; one that an earlier order of the transaction makes is left out.
 */
export function pack(parts: readonly Instruction[][], payer: Address): Instruction[][] {
  const groups: Instruction[][] = [];
  let orders = MOST_IN_CLUSTER;
  for (const part of parts) {
    const last = groups[groups.length - 1] ?? [];
    const longer = [...last, ...part.filter((call) => !last.some((other) => isSame(call, other)))];
    if (orders < MOST_IN_CLUSTER && transactionSize(longer, payer) <= MAX_TRANSACTION_BYTES) {
      groups[groups.length - 1] = longer;
      orders += 1;
    } else {
      if (transactionSize(part, payer) > MAX_TRANSACTION_BYTES)
        throw badInput("The step of one order does not fit in a transaction.");
      groups.push([...part]);
      orders = 1;
    }
  }
  return groups;
}

function isSame(a: Instruction, b: Instruction): boolean {
  const text = ({ programAddress, accounts = [], data = new Uint8Array() }: Instruction) =>
    [programAddress, ...accounts.map(({ address, role }) => `${address} ${role}`), [...data].join()].join();
  return text(a) === text(b);
}
