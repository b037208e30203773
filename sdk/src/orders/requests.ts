/**
 * A request for bids, step by step, as the instructions of one transaction each. In every flow
 * `signer` signs, and pays for what is created; everything else is an address or a figure.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, bidAddress, orderAddress, ORDERS_CONFIG, requestAddress } from "../addresses.js";
import { checkAddress, checkAmount, checkBytes, checkWhole } from "../check.js";
import { emitsOrders } from "../emits.js";
import { badInput, IoError } from "../errors/io-error.js";
import type { Bid } from "../generated/io_orders/accounts/bid.js";
import { getAwardInstruction } from "../generated/io_orders/instructions/award.js";
import { getAwardAutoInstruction } from "../generated/io_orders/instructions/awardAuto.js";
import { getCancelRequestInstruction } from "../generated/io_orders/instructions/cancelRequest.js";
import { getRequestInstruction } from "../generated/io_orders/instructions/request.js";
import { Choice } from "../generated/io_orders/types/choice.js";
import { BID, CONFIG_OF_ORDERS, REQUEST } from "../kinds.js";
import { type Read, readAccount, snapshot } from "../read.js";
import { MAX_NOTICE_HOURS } from "./asks.js";
import { type ClassReference, findClass } from "./classes.js";
import { currencyAccounts, currencyOf } from "./currency.js";
import { deliveries } from "./delivery.js";
import { attributesOf, type NodeAttributes } from "./operating.js";
import { HOUR, quote, type Terms } from "./quote.js";
import { readRequest, requestFigures } from "./request-figures.js";

/** A request is open for at least this long, in seconds: 10 minutes. */
export const MIN_OPEN_SECONDS = 600;
/** A request is open for at most this long, in seconds: 7 days. */
export const MAX_OPEN_SECONDS = 7 * 24 * HOUR;
/** An automatic request is open for at most this long, in seconds, prolongations aside: an hour. */
export const MAX_AUTO_SECONDS = HOUR;

/** What a client asks operators to bid for. */
export interface NewRequest {
  /** The client, whose request it is, and all that returns. */
  signer: TransactionSigner;
  /** Pays cost, fees and rent instead of the client; all that returns is the client's. */
  payer?: TransactionSigner;
  /** The client's own number for it, and for the order that it becomes: see `nextOrderId`. */
  id: bigint;
  /** Hardware class, by its name such as `H100`, its number or its address. */
  class: ClassReference;
  /** Processors, on one node; the most rate; the time to book; the currency. */
  terms: Terms;
  /** How long operators can bid, in seconds: 10 minutes to 7 days, an hour at most if automatic. */
  openSeconds: number;
  /** Nobody chooses: the lowest bid gets it once the time is over. False unless given. */
  auto?: boolean;
  /** The least notice that bids must agree to, in hours, 0 to 72; 0 unless given. */
  noticeHours?: number;
  /** The most to pay in, fees included, in base units; today's quote unless given. */
  most?: bigint;
  /**
   * What the node must have done in the last 90 to 180 days: processor-seconds, and fees in base
   * units.
   */
  leastRecord?: { served?: bigint; feesIo?: bigint; feesUsdc?: bigint };
  /** The auditor whose word on the node counts. */
  auditor?: Address;
  /** What that auditor must say of the node, at least. */
  attributes?: NodeAttributes;
  /** 32 bytes of the client's choice; zeros if there are none. */
  reference?: Uint8Array;
}

/** A request, and who signs a step of it. */
export interface RequestStep {
  signer: TransactionSigner;
  request: Address;
}

/**
 * Asks operators for bids, and pays in the cost at the most rate and its fees, from the associated
 * token account of the payer, or of the signer. What a lower bid saves returns as it is taken; all
 * of it if none is. Its address is `requestAddress`, that of its order `orderAddress`. One request.
 *
 * @example
 * const id = await nextOrderId(read, signer.address);
 * await send(() => request(read, { signer, id, class: "H100", terms, openSeconds: 3_600 }));
 * @throws {IoError} `badInput`, `wrongNetwork`.
 */
export async function request(read: Read, wanted: NewRequest): Promise<Instruction[]> {
  emitsOrders();
  const { signer, payer = signer, id, terms, openSeconds, auto = false, noticeHours = 0, most } = wanted;
  const { mint, ledger, vault } = currencyAccounts(terms.currency);
  const [address, order, hardware, source] = await Promise.all([
    requestAddress(signer.address, id),
    orderAddress(signer.address, id),
    findClass(wanted.class),
    associatedAddress(payer.address, mint),
  ]);
  checkRequest(wanted);
  const { accounts } = await snapshot(read, [ORDERS_CONFIG]);
  // Also checks the terms, whatever the limit.
  const { total } = quote(readAccount(accounts[0], CONFIG_OF_ORDERS).rules, terms);
  const { processors, rate, duration } = terms;
  const named = { client: signer, payer, ledger, class: hardware, request: address, order, source, vault };
  return [
    getRequestInstruction({
      ...named,
      ...{ id, processors, rate, duration, openSeconds, noticeHours },
      choice: auto ? Choice.Lowest : Choice.Client,
      most: most ?? total,
      leastRecord: { served: 0n, feesIo: 0n, feesUsdc: 0n, ...wanted.leastRecord },
      auditor: wanted.auditor ?? null,
      attributes: attributesOf(wanted.attributes ?? {}),
      reference: wanted.reference ?? new Uint8Array(32),
    }),
  ];
}

function checkRequest(wanted: NewRequest): void {
  const { openSeconds, auto = false, noticeHours = 0, most, leastRecord = {}, auditor, attributes } = wanted;
  if (typeof auto !== "boolean") throw badInput("Say whether nobody chooses: auto is true or false.");
  const message = auto
    ? "An automatic request is open for 10 minutes to an hour, in whole seconds."
    : "A request is open for 10 minutes to 7 days, in whole seconds.";
  checkWhole(openSeconds, "", MIN_OPEN_SECONDS, auto ? MAX_AUTO_SECONDS : MAX_OPEN_SECONDS, message);
  checkWhole(noticeHours, "The notice in hours", 0, MAX_NOTICE_HOURS);
  if (most !== undefined) checkAmount(most, "The most to pay in", 1n);
  for (const [name, figure] of Object.entries(leastRecord)) checkAmount(figure, `The least record's ${name}`);
  if (auditor !== undefined) checkAddress(auditor, "The auditor");
  if (auditor === undefined && attributes !== undefined)
    throw badInput("Name the auditor whose word on the attributes counts.");
  if (wanted.reference !== undefined) checkBytes(wanted.reference, "The reference", 32);
}

/**
 * Cancels a request: everything returns to the client. The client, but not once an automatic
 * request has a bid; anyone once its time is over. Two requests: the request, then what its client
 * needs.
 *
 * @example await send(() => cancelRequest(read, { signer, request: address }));
 * @throws {IoError} `badInput`; `notFound` if it was awarded or cancelled; `wrongAccount`.
 */
export async function cancelRequest(
  read: Read,
  { signer, request: address }: RequestStep,
): Promise<Instruction[]> {
  emitsOrders();
  const view = await readRequest(read, address);
  const { client: wallet, order, serial, currency } = view.request;
  const { best } = requestFigures(view);
  const accounts = currencyAccounts(currencyOf(currency));
  const [client] = await deliveries(read, signer, [{ wallet, gets: true }], accounts);
  const { before, account, unclaimed } = client!;
  const { ledger, vault } = accounts;
  const named = { canceller: signer, client: wallet, ledger, request: address, order, vault };
  return [
    ...before,
    getCancelRequestInstruction({
      ...named,
      ...(best && { bestNode: best.node }),
      ...(unclaimed && { unclaimed }),
      clientAccount: account,
      serial,
    }),
  ];
}

/**
 * Takes a bid: its node is hired, the service starts, and what the client has paid in for a higher
 * rate returns. The client, while the request is open. Two requests: request and bid, then what the
 * client needs.
 *
 * @example await send(() => award(read, { signer, request: address, node }));
 * @throws {IoError} `badInput`; `notFound` for the request or the bid; `wrongAccount`.
 */
export async function award(
  read: Read,
  {
    signer,
    request: address,
    node,
    seen,
  }: RequestStep & {
    /** The node whose bid is taken. */
    node: Address;
    /** The bid as the client has seen it: a changed one is refused. As it is now unless given. */
    seen?: Bid;
  },
): Promise<Instruction[]> {
  emitsOrders();
  const place = await bidAddress(address, node);
  const { accounts: found } = await snapshot(read, [address, place]);
  const { client: wallet, order, serial, currency, tender } = readAccount(found[0], REQUEST);
  if (tender.choice === Choice.Lowest)
    throw badInput("Nobody chooses among the bids on an automatic request: award it by awardAuto.");
  const { rate, longest, noticeHours, revision } = seen ?? readAccount(found[1], BID);
  const accounts = currencyAccounts(currencyOf(currency));
  const [client] = await deliveries(read, signer, [{ wallet, gets: true }], accounts);
  const { before, account, unclaimed } = client!;
  const { ledger, vault } = accounts;
  const named = { client: signer, ledger, request: address, bid: place, node, order, vault };
  return [
    ...before,
    getAwardInstruction({
      ...named,
      ...(unclaimed && { unclaimed }),
      clientAccount: account,
      ...{ serial, revision },
      terms: { rate, longest, noticeHours },
    }),
  ];
}

/**
 * Awards an automatic request to its best bid, once its time is over and for an hour after that.
 * Anyone. Two requests: the request, then what its client needs.
 *
 * @example await send(() => awardAuto(read, { signer, request: address }));
 * @throws {IoError} `badInput`; `tooEarly` while it is open, or without a bid; `notFound`,
 * `wrongAccount`.
 */
export async function awardAuto(
  read: Read,
  { signer, request: address }: RequestStep,
): Promise<Instruction[]> {
  emitsOrders();
  const view = await readRequest(read, address);
  const { best, isAuto, stage, endsAt } = requestFigures(view);
  if (!isAuto) throw badInput("The client chooses among the bids on this request: it awards one by award.");
  if (!best) throw new IoError("tooEarly", "Nobody has bid on this request.", { action: "Wait for a bid." });
  if (stage === "open") {
    const action = `Award it after ${endsAt}, in Unix seconds.`;
    throw new IoError("tooEarly", "The request is still open to bids.", { action });
  }
  const { client: wallet, order, currency } = view.request;
  const bid = await bidAddress(address, best.node);
  const accounts = currencyAccounts(currencyOf(currency));
  const [client] = await deliveries(read, signer, [{ wallet, gets: true }], accounts);
  const { before, account, unclaimed } = client!;
  const { ledger, vault } = accounts;
  const named = { client: wallet, ledger, request: address, bid, node: best.node, order, vault };
  return [
    ...before,
    getAwardAutoInstruction({ ...named, ...(unclaimed && { unclaimed }), clientAccount: account }),
  ];
}
