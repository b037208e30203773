/** The life of an order, as the instructions of one transaction for each step. */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, orderAddress, ORDERS_CONFIG, unclaimedAddress } from "../addresses.js";
import { getConfigDecoder } from "../generated/io_orders/accounts/config.js";
import { getUnclaimedBalanceDecoder } from "../generated/io_orders/accounts/unclaimedBalance.js";
import { getOrderDecoder, type Order } from "../generated/io_orders/accounts/order.js";
import { getLedgerDecoder } from "../generated/io_orders/accounts/ledger.js";
import { getAcceptInstruction } from "../generated/io_orders/instructions/accept.js";
import { getCancelInstruction } from "../generated/io_orders/instructions/cancel.js";
import { getCloseInstruction } from "../generated/io_orders/instructions/close.js";
import { getCreateInstruction } from "../generated/io_orders/instructions/create.js";
import { getDisputeInstruction } from "../generated/io_orders/instructions/dispute.js";
import { getEndInstruction } from "../generated/io_orders/instructions/end.js";
import { getExtendInstruction } from "../generated/io_orders/instructions/extend.js";
import { getSettleInstruction } from "../generated/io_orders/instructions/settle.js";
import { getSweepFeesInstruction } from "../generated/io_orders/instructions/sweepFees.js";
import { getTakeUnclaimedInstruction } from "../generated/io_orders/instructions/takeUnclaimed.js";
import { getNodeDecoder } from "../generated/io_staking/accounts/node.js";
import { expectAccount, type Read, snapshot } from "../read.js";
import { type Currency, currencyOf, currencyAccounts } from "./currency.js";
import { deliveryTo } from "./delivery.js";
import { quote, type Terms } from "./quote.js";

/** An order, and the cluster's time at which it was read. */
export interface OrderView {
  now: bigint;
  order: Order;
}

/** What a client orders. */
export interface NewOrder {
  client: TransactionSigner;
  /** The client's own number for it; one that no open order of the client has. */
  id: bigint;
  node: Address;
  terms: Terms;
  /** The most to pay in, fees included, in base units; today's quote unless given. */
  most?: bigint;
  /** 32 bytes of the client's choice; zeros if there are none. */
  reference?: Uint8Array;
}

/** Reads an order. */
export async function readOrder(read: Read, order: Address): Promise<OrderView> {
  const { now, accounts } = await snapshot(read, [order]);
  return { now, order: getOrderDecoder().decode(expectAccount(accounts[0], "The order")) };
}

/** Creates an order and pays it in, from the client's associated token account. Its address is `orderAddress`. */
export async function createOrder(
  read: Read,
  { client, id, node, terms, most, reference }: NewOrder,
): Promise<Instruction[]> {
  const { processors, rate, duration, currency } = terms;
  const { mint, ledger, vault } = currencyAccounts(currency);
  const [config, booked] = await read([ORDERS_CONFIG, node]);
  const { rules } = getConfigDecoder().decode(expectAccount(config, "The config of orders"));
  const { revision } = getNodeDecoder().decode(expectAccount(booked, "The node"));
  const limit = most ?? quote(rules, terms).total;
  const order = await orderAddress(client.address, id);
  const source = await associatedAddress(client.address, mint);
  const accounts = { client, ledger, node, order, source, vault };
  const noted = reference ?? new Uint8Array(32);
  const params = { processors, rate, duration, revision, most: limit, reference: noted };
  return [getCreateInstruction({ ...accounts, id, ...params })];
}

/** Cancels an order that was not accepted: everything returns. The client; anyone once nobody may accept any more. */
export async function cancelOrder(
  read: Read,
  { canceller, order }: { canceller: TransactionSigner; order: Address },
): Promise<Instruction[]> {
  const { order: state } = await readOrder(read, order);
  const accounts = currencyAccounts(currencyOf(state.currency));
  const { before, account, unclaimed } = await deliveryTo(read, canceller, state.client, accounts);
  const { ledger, vault } = accounts;
  const named = { canceller, ledger, order, vault, clientAccount: account };
  return [...before, getCancelInstruction({ ...named, ...(unclaimed && { unclaimed }), serial: state.serial })];
}

/** Accepts an order: the service starts. The node's operator. */
export async function acceptOrder(
  read: Read,
  { operator, order, extendable }: { operator: TransactionSigner; order: Address; extendable: boolean },
): Promise<Instruction[]> {
  const { node, serial } = (await readOrder(read, order)).order;
  return [getAcceptInstruction({ operator, order, node, serial, extendable })];
}

/** Books `seconds` more, from the client's associated token account. The client. */
export async function extendOrder(
  read: Read,
  { client, order, seconds }: { client: TransactionSigner; order: Address; seconds: number },
): Promise<Instruction[]> {
  const { order: state } = await readOrder(read, order);
  const { mint, ledger, vault } = currencyAccounts(currencyOf(state.currency));
  const source = await associatedAddress(client.address, mint);
  return [getExtendInstruction({ client, ledger, order, source, vault, serial: state.serial, seconds })];
}

/** Stops the service: the time left returns. The client or the operator; anyone once the booked time is over. */
export async function endOrder(
  read: Read,
  { ender, order }: { ender: TransactionSigner; order: Address },
): Promise<Instruction[]> {
  const { order: state } = await readOrder(read, order);
  const accounts = currencyAccounts(currencyOf(state.currency));
  const { before, account, unclaimed } = await deliveryTo(read, ender, state.client, accounts);
  const { ledger, vault } = accounts;
  const { node, serial } = state;
  const named = { ender, ledger, order, node, vault, clientAccount: account };
  return [...before, getEndInstruction({ ...named, ...(unclaimed && { unclaimed }), serial })];
}

/** Pays the provider for the time served, up to the holdback. Anyone; `payer` pays the rent of what has to be created. */
export async function settleOrder(
  read: Read,
  { payer, order }: { payer: TransactionSigner; order: Address },
): Promise<Instruction[]> {
  const { order: state } = await readOrder(read, order);
  const accounts = currencyAccounts(currencyOf(state.currency));
  const provider = await deliveryTo(read, payer, state.provider, accounts);
  const client = await deliveryTo(read, payer, state.client, accounts);
  const { ledger, vault } = accounts;
  const named = { ledger, order, vault, providerAccount: provider.account, clientAccount: client.account };
  const [unclaimed, otherUnclaimed] = [provider.unclaimed ?? client.unclaimed, provider.unclaimed && client.unclaimed];
  const isSame = state.provider === state.client;
  return [
    ...provider.before,
    ...(isSame ? [] : client.before),
    getSettleInstruction({ ...named, ...(unclaimed && { unclaimed }), ...(otherUnclaimed && !isSame && { otherUnclaimed }) }),
  ];
}

/** Stops the service and freezes what is not paid until the arbiter decides. The client. */
export async function disputeOrder(
  read: Read,
  { client, order }: { client: TransactionSigner; order: Address },
): Promise<Instruction[]> {
  const { currency, node, serial } = (await readOrder(read, order)).order;
  const { ledger } = currencyAccounts(currencyOf(currency));
  return [getDisputeInstruction({ client, ledger, order, node, serial })];
}

/** Closes an order in which nothing is left: its rent returns to the client. Anyone. */
export async function closeOrder(read: Read, { order }: { order: Address }): Promise<Instruction[]> {
  const { client } = (await readOrder(read, order)).order;
  return [getCloseInstruction({ client, order })];
}

/** Takes what could not be delivered, to the payee's associated token account or another of its choice. The payee. */
export async function takeUnclaimed(
  read: Read,
  { payee, currency, destination }: { payee: TransactionSigner; currency: Currency; destination?: Address },
): Promise<Instruction[]> {
  const { mint, ledger, vault } = currencyAccounts(currency);
  const unclaimed = await unclaimedAddress(payee.address, mint);
  const [account] = await read([unclaimed]);
  const { opener } = getUnclaimedBalanceDecoder().decode(expectAccount(account, "Money that waits for the payee"));
  const to = destination ?? (await associatedAddress(payee.address, mint));
  return [getTakeUnclaimedInstruction({ payee, ledger, unclaimed, opener, vault, destination: to })];
}

/** Sends the fees earned in a currency to buyback. Anyone. */
export async function sweepFees(read: Read, currency: Currency): Promise<Instruction[]> {
  const { ledger, vault } = currencyAccounts(currency);
  const [account] = await read([ledger]);
  const { sweepTo } = getLedgerDecoder().decode(expectAccount(account, "The books of the currency"));
  return [getSweepFeesInstruction({ ledger, vault, sweepTo })];
}
