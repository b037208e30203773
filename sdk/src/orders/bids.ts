/**
 * What operators bid, step by step, as the instructions of one transaction each. In every flow
 * `signer` signs, and pays for what is created.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, attestationAddress, bidAddress, recordAddress } from "../addresses.js";
import { checkAddress, checkAmount, checkWhole } from "../check.js";
import { emitsOrders } from "../emits.js";
import { badInput, IoError } from "../errors/io-error.js";
import type { Bid } from "../generated/io_orders/accounts/bid.js";
import type { Order } from "../generated/io_orders/accounts/order.js";
import type { Request } from "../generated/io_orders/accounts/request.js";
import { getBidInstruction } from "../generated/io_orders/instructions/bid.js";
import { getBidAutoInstruction } from "../generated/io_orders/instructions/bidAuto.js";
import { getCloseBidInstruction } from "../generated/io_orders/instructions/closeBid.js";
import { getReturnBondInstruction } from "../generated/io_orders/instructions/returnBond.js";
import { getWithdrawBidInstruction } from "../generated/io_orders/instructions/withdrawBid.js";
import { Stage } from "../generated/io_orders/types/stage.js";
import { BID, ORDER } from "../kinds.js";
import { type List, type Read, readAccount, snapshot } from "../read.js";
import { listOrders } from "../lists.js";
import { MAX_NOTICE_HOURS } from "./asks.js";
import { currencyAccounts, currencyOf } from "./currency.js";
import { deliveries } from "./delivery.js";
import { HOUR, MAX_ORDER_SECONDS } from "./quote.js";
import { readRequest, type RequestView, requestFigures } from "./request-figures.js";

/** The address that stands for none. */
const NOBODY = "11111111111111111111111111111111" as Address;

/** What an operator bids. */
export interface NewBid {
  /** The node's operator. */
  signer: TransactionSigner;
  request: Address;
  /** The node that is offered. */
  node: Address;
  /** Base units per processor-hour, in the request's currency. */
  rate: bigint;
  /**
   * Seconds that the client may extend the order to, those booked included; no extension unless
   * given.
   */
  longest?: number;
  /** How many hours before it leaves the operator gives notice; what is asked for unless given. */
  noticeHours?: number;
}

/** A bid, and who signs a step of it. */
export interface BidStep {
  signer: TransactionSigner;
  request: Address;
  /** The node that bids. */
  node: Address;
}

/**
 * Bids on a request whose client chooses, in place of what the node has bid before. One request.
 *
 * @example await send(() => placeBid(read, { signer, request: address, node, rate: parseUsdc("1.9") }));
 * @throws {IoError} `badInput` for what the program refuses; `notFound`, `wrongAccount` for the
 * request.
 */
export async function placeBid(read: Read, bid: NewBid): Promise<Instruction[]> {
  emitsOrders();
  const { signer, request: address, node } = bid;
  const place = await bidAddress(address, node);
  const view = await readRequest(read, address);
  const { isAuto, mostRate } = requestFigures(view);
  if (isAuto) throw badInput("This request is automatic: bid by bidAuto, with a bond.");
  const terms = termsOf(bid, view, mostRate);
  const named = { operator: signer, request: address, node, bid: place };
  const shown = await evidence(view.request, node);
  return [getBidInstruction({ ...named, ...shown, serial: view.request.serial, terms })];
}

/**
 * Bids on an automatic request: the bid is its best one from now on, and hires its processors at
 * once. Its bond, an hour's cost at the most rate, comes from the signer's associated token
 * account, and returns by {@link returnBond}. One request.
 *
 * @example
 * const { nextBid } = requestFigures(await readRequest(read, address));
 * await send(() => bidAuto(read, { signer, request: address, node, rate: nextBid }));
 * @throws {IoError} `badInput` for what the program refuses, such as a bid that is not 1% under the
 * best; `notFound`, `wrongAccount` for the request.
 */
export async function bidAuto(read: Read, bid: NewBid): Promise<Instruction[]> {
  emitsOrders();
  const { signer, request: address, node } = bid;
  const place = await bidAddress(address, node);
  const view = await readRequest(read, address);
  const { isAuto, nextBid, best, currency } = requestFigures(view);
  if (!isAuto) throw badInput("The client of this request chooses: bid by placeBid.");
  const terms = termsOf(bid, view, nextBid);
  const { mint, ledger, vault } = currencyAccounts(currency);
  const source = await associatedAddress(signer.address, mint);
  const named = { operator: signer, ledger, request: address, node, bid: place, source, vault };
  const shown = await evidence(view.request, node);
  return [
    getBidAutoInstruction({
      ...named,
      ...(best && { bestNode: best.node }),
      ...shown,
      serial: view.request.serial,
      terms,
    }),
  ];
}

function termsOf(bid: NewBid, view: RequestView, most: bigint) {
  const least = view.request.tender.noticeHours;
  const { rate, longest = 0, noticeHours = least } = bid;
  checkAmount(rate, "The rate per processor-hour", 1n);
  checkWhole(longest, "", 0, MAX_ORDER_SECONDS, "An order is extended to 30 days at most, in whole seconds.");
  const message = `The notice is ${least} to ${MAX_NOTICE_HOURS} whole hours.`;
  checkWhole(noticeHours, "", least, MAX_NOTICE_HOURS, message);
  if (requestFigures(view).stage !== "open") throw badInput("The request is over: nobody can bid any more.");
  if (rate > most) throw badInput(`Bid at most ${most} base units per processor-hour.`);
  return { rate, longest, noticeHours };
}

/** The accounts that show what a request asks for. */
async function evidence({ leastRecord, auditor }: Request, node: Address) {
  const isRecord = leastRecord.served > 0n || leastRecord.feesIo > 0n || leastRecord.feesUsdc > 0n;
  return {
    ...(isRecord && { record: await recordAddress(node) }),
    ...(auditor !== NOBODY && { attestation: await attestationAddress(node, auditor) }),
  };
}

/**
 * Takes a bid back, and its rent with it; not the best bid on an automatic request. The bid's
 * operator. No request.
 *
 * @example await send(() => withdrawBid({ signer, request: address, node }));
 * @throws {IoError} `badInput`.
 */
export async function withdrawBid({ signer, request, node }: BidStep): Promise<Instruction[]> {
  emitsOrders();
  const bid = await bidAddress(request, node);
  return [getWithdrawBidInstruction({ operator: signer, bid, request })];
}

/**
 * Closes a bid that can win nothing any more, and holds no bond: its rent returns to its operator.
 * Anyone; nobody signs but the fee payer. One request.
 *
 * @example await send(() => closeBid(read, { request: address, node }));
 * @throws {IoError} `badInput`, `notFound`, `wrongAccount`.
 */
export async function closeBid(
  read: Read,
  { request, node }: Omit<BidStep, "signer">,
): Promise<Instruction[]> {
  emitsOrders();
  const place = await bidAddress(request, node);
  const { accounts } = await snapshot(read, [place]);
  const { operator } = readAccount(accounts[0], BID);
  return [getCloseBidInstruction({ operator, bid: place, request })];
}

/**
 * Returns the bond of a bid on an automatic request: to its operator once it is outbid, the request
 * is over without it, or an hour of the order that it has won is served; to the client if that has
 * stopped within the first hour and nothing is paid for it. Anyone. Two requests: bid and order,
 * then what the payee needs.
 *
 * @example
 * const order = await findWonOrder(list, await readBid(read, { request: address, node }));
 * await send(() => returnBond(read, { signer, request: address, node, ...(order && { order }) }));
 * @throws {IoError} `badInput` if the bid has won and its order is not named; `notFound`,
 * `wrongAccount`.
 */
export async function returnBond(
  read: Read,
  {
    signer,
    request,
    node,
    order,
  }: BidStep & {
    /** The order that the bid has won: see `findWonOrder`. */
    order?: Address;
  },
): Promise<Instruction[]> {
  emitsOrders();
  const place = await bidAddress(request, node);
  const named = order === undefined ? [] : [checkAddress(order, "The order")];
  const { accounts: found } = await snapshot(read, [place, ...named]);
  const bid = readAccount(found[0], BID);
  if (bid.won && order === undefined) throw badInput("Name the order that the bid has won.");
  const won = bid.won ? readAccount(found[1], ORDER) : undefined;
  const wallet = won && forfeitsBond(won) ? won.client : bid.operator;
  const accounts = currencyAccounts(currencyOf(bid.currency));
  const [payee] = await deliveries(read, signer, [{ wallet, gets: true }], accounts);
  const { before, account, unclaimed } = payee!;
  const { ledger, vault } = accounts;
  return [
    ...before,
    getReturnBondInstruction({
      ...{ ledger, bid: place, request, vault, payeeAccount: account },
      ...(won && order !== undefined && { order }),
      ...(unclaimed && { unclaimed }),
    }),
  ];
}

/** Whether the bond that stands for an order is the client's. */
function forfeitsBond({ escrow }: Order): boolean {
  return escrow.stage === Stage.Settled && escrow.duration < HOUR && escrow.paid === 0n;
}

/**
 * A bid, in one request.
 *
 * @example formatUsdc((await readBid(read, { request: address, node })).rate)
 * @throws {IoError} `badInput`, `notFound`, `wrongAccount`.
 */
export async function readBid(read: Read, { request, node }: Omit<BidStep, "signer">): Promise<Bid> {
  const { accounts } = await snapshot(read, [await bidAddress(request, node)]);
  return readAccount(accounts[0], BID);
}

/**
 * The address of the order that a bid has won; undefined if it has won none. One request.
 *
 * @example const order = await findWonOrder(list, await readBid(read, { request: address, node }));
 * @throws {IoError} `notFound` if the order is not there.
 */
export async function findWonOrder(list: List, bid: Bid): Promise<Address | undefined> {
  if (!bid.won) return undefined;
  const [found] = await listOrders(list, { serial: bid.serial });
  if (!found) throw new IoError("notFound", "The order of this bid is not there.");
  return found.address;
}
