/**
 * The life of an order, as the instructions of one transaction for each step. In every flow
 * `signer` signs, and pays for what is created; everything else is an address or a figure.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, orderAddress, ORDERS_CONFIG, recordAddress } from "../addresses.js";
import { emitsOrders } from "../emits.js";
import { checkAddress, checkAmount, checkBytes, checkWhole } from "../check.js";
import type { Order } from "../generated/io_orders/accounts/order.js";
import { getAcceptInstruction } from "../generated/io_orders/instructions/accept.js";
import { getCancelInstruction } from "../generated/io_orders/instructions/cancel.js";
import { getCloseInstruction } from "../generated/io_orders/instructions/close.js";
import { getCreateInstruction } from "../generated/io_orders/instructions/create.js";
import { getDisputeInstruction } from "../generated/io_orders/instructions/dispute.js";
import { getEndInstruction } from "../generated/io_orders/instructions/end.js";
import { getExtendInstruction } from "../generated/io_orders/instructions/extend.js";
import { getSettleInstruction } from "../generated/io_orders/instructions/settle.js";
import { badInput } from "../errors/io-error.js";
import { CONFIG_OF_ORDERS, NODE, ORDER } from "../kinds.js";
import { type Read, readAccount, snapshot } from "../read.js";
import { checkReady } from "../staking/status.js";
import { currencyAccounts, currencyOf } from "./currency.js";
import { deliveries, type Delivery } from "./delivery.js";
import { mayRefund, orderFigures } from "./figures.js";
import { freeOrderIds } from "./ids.js";
import { MAX_ORDER_SECONDS, quote, type Terms } from "./quote.js";

/** An order, and the cluster's time at which it was read. */
export interface OrderView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  order: Order;
}

/** What a client orders. */
export interface NewOrder {
  /** The client. */
  signer: TransactionSigner;
  /** Pays cost, fees and rent instead of the client; all that returns is the client's. */
  payer?: TransactionSigner;
  /** The client's own number for it; one that no open order of the client has. See {@link nextOrderId}. */
  id: bigint;
  node: Address;
  terms: Terms;
  /** The most to pay in, fees included, in base units; today's quote unless given. */
  most?: bigint;
  /** 32 bytes of the client's choice; zeros if there are none. */
  reference?: Uint8Array;
  /** Order from a node that cannot be hired now. */
  evenIfNotReady?: boolean;
}

/** A step of an order, and who signs it. */
export interface OrderStep {
  signer: TransactionSigner;
  order: Address;
}

/** What may pass between a look at an order and a transaction that lands, in seconds. */
const SLACK = 120n;

/**
 * Reads an order, in one request.
 *
 * @example const view = await readOrder(read, order);
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function readOrder(read: Read, order: Address): Promise<OrderView> {
  const { now, accounts } = await snapshot(read, [checkAddress(order, "The order")]);
  return { now, order: readAccount(accounts[0], ORDER) };
}

/**
 * Creates an order and pays it in, from the associated token account of the payer, or of the signer.
 * Its address is `orderAddress`. One request.
 *
 * @example
 * const terms = { processors: 2, rate: parseUsdc("1.5"), duration: 86_400, currency: "USDC" } as const;
 * const id = await nextOrderId(read, signer.address);
 * await send(() => createOrder(read, { signer, id, node, terms }));
 * @throws {IoError} `badInput`, `wrongNetwork`, `notFound` or `wrongAccount` for the node, `nodeNotReady`.
 */
export async function createOrder(read: Read, order: NewOrder): Promise<Instruction[]> {
  emitsOrders();
  const { signer, payer = signer, id, node, terms, most, reference, evenIfNotReady } = order;
  const { mint, ledger, vault } = currencyAccounts(terms.currency);
  if (most !== undefined) checkAmount(most, "The most to pay in", 1n);
  const noted = reference === undefined ? new Uint8Array(32) : checkBytes(reference, "The reference", 32);
  const address = await orderAddress(signer.address, id);
  const { now, accounts } = await snapshot(read, [ORDERS_CONFIG, checkAddress(node, "The node")]);
  const { rules } = readAccount(accounts[0], CONFIG_OF_ORDERS);
  const booked = readAccount(accounts[1], NODE);
  if (!evenIfNotReady) checkReady(booked, now);
  // Also checks the terms, whatever the limit.
  const { total } = quote(rules, terms);
  const source = await associatedAddress(payer.address, mint);
  const { processors, rate, duration } = terms;
  const params = {
    processors,
    rate,
    duration,
    revision: booked.revision,
    most: most ?? total,
    reference: noted,
  };
  return [
    getCreateInstruction({
      client: signer,
      payer,
      ...{ ledger, node, order: address, source, vault, id },
      ...params,
    }),
  ];
}

/**
 * A number that no open order or request of the client has: the cluster's time, or one that follows.
 * Two requests.
 *
 * @example const id = await nextOrderId(read, signer.address);
 * @throws {IoError} `badInput`.
 */
export async function nextOrderId(read: Read, client: Address): Promise<bigint> {
  const [id] = await freeOrderIds(read, checkAddress(client, "The client"), 1);
  return id!;
}

/**
 * Cancels an order that was not accepted: everything returns. The client; anyone once nobody may
 * accept any more. Two requests: the order, then what its payee needs.
 *
 * @example await send(() => cancelOrder(read, { signer, order }));
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function cancelOrder(read: Read, { signer, order }: OrderStep): Promise<Instruction[]> {
  emitsOrders();
  const { order: state } = await readOrder(read, order);
  const accounts = currencyAccounts(currencyOf(state.currency));
  const [client] = await deliveries(read, signer, [{ wallet: state.client, gets: true }], accounts);
  const { before, account, unclaimed } = client!;
  const { ledger, vault } = accounts;
  const named = { canceller: signer, ledger, order, vault, clientAccount: account };
  return [
    ...before,
    getCancelInstruction({ ...named, ...(unclaimed && { unclaimed }), serial: state.serial }),
  ];
}

/**
 * Accepts an order: the service starts. The node's operator, who says whether the client may extend
 * it. One request.
 *
 * @example await send(() => acceptOrder(read, { signer: operator, order, extendable: true }));
 * @throws {IoError} `badInput`, `notFound`, `wrongAccount`.
 */
export async function acceptOrder(
  read: Read,
  { signer, order, extendable }: OrderStep & { extendable: boolean },
): Promise<Instruction[]> {
  emitsOrders();
  if (typeof extendable !== "boolean")
    throw badInput("Say whether the client may extend the order: extendable is true or false.");
  const { node, serial } = (await readOrder(read, order)).order;
  return [getAcceptInstruction({ operator: signer, order, node, serial, extendable })];
}

/**
 * Books `seconds` more, from the signer's associated token account. The client, or anyone: what
 * somebody else pays is a gift. One request.
 *
 * @example await send(() => extendOrder(read, { signer, order, seconds: 3_600 }));
 * @throws {IoError} `badInput`, `notFound`, `wrongAccount`.
 */
export async function extendOrder(
  read: Read,
  { signer, order, seconds }: OrderStep & { seconds: number },
): Promise<Instruction[]> {
  emitsOrders();
  checkWhole(seconds, "", 1, MAX_ORDER_SECONDS, "Extend by whole seconds, to at most 30 days in all.");
  const { order: state } = await readOrder(read, order);
  const { mint, ledger, vault } = currencyAccounts(currencyOf(state.currency));
  const source = await associatedAddress(signer.address, mint);
  return [
    getExtendInstruction({ payer: signer, ledger, order, source, vault, serial: state.serial, seconds }),
  ];
}

/**
 * Stops the service: the time left returns. The client or the operator; anyone once the booked time
 * is over. An operator whose order is over does not leave early, which may cost it a day's pay, if
 * somebody extends the order before this lands: it is refused. `isOver` says whether the signer has
 * seen it over, where this may be made again before it lands; as read here unless given. Two
 * requests: the order, then what its payee needs.
 *
 * @example await send(() => endOrder(read, { signer, order }));
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function endOrder(
  read: Read,
  { signer, order, isOver: seenOver }: OrderStep & { isOver?: boolean },
): Promise<Instruction[]> {
  emitsOrders();
  const view = await readOrder(read, order);
  const { order: state } = view;
  const isOver = seenOver ?? orderFigures(view).remainingSeconds === 0;
  const accounts = currencyAccounts(currencyOf(state.currency));
  const [client] = await deliveries(read, signer, [{ wallet: state.client, gets: true }], accounts);
  const { before, account, unclaimed } = client!;
  const { ledger, vault } = accounts;
  const { node, serial } = state;
  const named = { ender: signer, ledger, order, node, vault, clientAccount: account };
  // By the node's record an operator says that it leaves before the booked time is over.
  const record = isOver || signer.address === state.client ? {} : { record: await recordAddress(node) };
  return [...before, getEndInstruction({ ...named, ...record, ...(unclaimed && { unclaimed }), serial })];
}

/**
 * Pays the provider for the time served, up to the holdback; the last one returns to the client
 * what is left. Anyone. Two requests: the order, then what its payees need; for a payee that gets
 * nothing, nothing is created.
 *
 * @example await send(() => settleOrder(read, { signer, order }));
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function settleOrder(read: Read, { signer, order }: OrderStep): Promise<Instruction[]> {
  emitsOrders();
  const view = await readOrder(read, order);
  const { order: state, now } = view;
  const accounts = currencyAccounts(currencyOf(state.currency));
  const later = now + SLACK;
  const refunds = mayRefund(state, later);
  const pays = orderFigures(view, later).payable > 0n || refunds;
  const isSame = state.provider === state.client;
  const payees = [
    { wallet: state.provider, gets: pays },
    { wallet: state.client, gets: refunds && !isSame },
  ];
  const [provider, client] = (await deliveries(read, signer, payees, accounts)) as [Delivery, Delivery];
  const { ledger, vault } = accounts;
  const [providerAccount, clientAccount] = [provider.account, client.account];
  const record = await recordAddress(state.node);
  const named = { ledger, order, vault, providerAccount, clientAccount, record };
  const [unclaimed, otherUnclaimed] = [provider.unclaimed, client.unclaimed].filter(
    (found) => found !== undefined,
  );
  return [
    ...provider.before,
    ...client.before,
    getSettleInstruction({
      ...named,
      ...(unclaimed && { unclaimed }),
      ...(otherUnclaimed && { otherUnclaimed }),
    }),
  ];
}

/**
 * Stops the service and freezes the pay that is held back until the arbiter decides. The client,
 * who deposits a bond from its associated token account. One request.
 *
 * @example await send(() => disputeOrder(read, { signer, order }));
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function disputeOrder(read: Read, { signer, order }: OrderStep): Promise<Instruction[]> {
  emitsOrders();
  const { currency, node, serial } = (await readOrder(read, order)).order;
  const { mint, ledger, vault } = currencyAccounts(currencyOf(currency));
  const source = await associatedAddress(signer.address, mint);
  return [getDisputeInstruction({ client: signer, ledger, order, node, source, vault, serial })];
}

/**
 * Closes an order in which nothing is left: its rent returns to the client. Anyone. One request.
 *
 * @example await send(() => closeOrder(read, { order }));
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function closeOrder(read: Read, { order }: { order: Address }): Promise<Instruction[]> {
  emitsOrders();
  const { client, node } = (await readOrder(read, order)).order;
  return [getCloseInstruction({ client, order, node })];
}
