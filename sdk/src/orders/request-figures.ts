/** Where a request for bids stands, in the same integers as io_orders. */

import type { Address } from "@solana/kit";
import { checkAddress } from "../check.js";
import { badInput } from "../errors/io-error.js";
import type { Bid } from "../generated/io_orders/accounts/bid.js";
import type { Request } from "../generated/io_orders/accounts/request.js";
import { Choice } from "../generated/io_orders/types/choice.js";
import { REQUEST } from "../kinds.js";
import { type Read, readAccount, snapshot } from "../read.js";
import { BPS } from "../units.js";
import { currencyOf, type OrderCurrency } from "./currency.js";
import { held } from "./figures.js";
import { costOf, HOUR } from "./quote.js";

/** The address that stands for none. */
const NOBODY = "11111111111111111111111111111111" as Address;
/**
 * A new best bid on an automatic request is below the best one by at least this much of it, in bps:
 * 1%.
 */
export const STEP_BPS = 100n;
/** A new best bid this close to the end prolongs an automatic request by as much, in seconds. */
export const PROLONG_SECONDS = 60;
/** How often, a number, an automatic request can be prolonged. */
export const MAX_PROLONGED = 10;
/** How long after its end an automatic request can be awarded, in seconds: an hour. */
export const AWARD_SECONDS = HOUR;

/** A request, and the cluster's time at which it was read. */
export interface RequestView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  request: Request;
}

/** Money and time of a request; amounts in base units of its currency, times in Unix seconds. */
export interface RequestFigures {
  currency: OrderCurrency;
  /** Whether nobody chooses: the lowest bid gets it once the time is over. */
  isAuto: boolean;
  /**
   * `open` to bids; `awardable`: over, anyone awards it to its best bid; `over`: anyone cancels it,
   * and all returns.
   */
  stage: "open" | "awardable" | "over";
  /** The end of its time, as things stand. */
  endsAt: bigint;
  /** Seconds up to then. */
  remainingSeconds: number;
  /** How often, a number, bids in the last minute can still prolong it by a minute. */
  prolongationsLeft: number;
  /** When it is over at the latest, however it is prolonged. */
  latestEnd: bigint;
  /**
   * The last second at which it can be awarded; undefined without a bid, or where the client
   * chooses.
   */
  awardableUntil: bigint | undefined;
  /** The most that a processor-hour may cost. */
  mostRate: bigint;
  /** The best bid of an automatic request; undefined before the first one. */
  best: { rate: bigint; node: Address } | undefined;
  /**
   * The most that a next bid may be: the most rate, or 1% under the best of an automatic request.
   */
  nextBid: bigint;
  /**
   * The bond of a bid on an automatic request: an hour's cost at the most rate; 0 of another one.
   */
  bond: bigint;
  /** What it holds: cost and fees at the most rate. */
  held: bigint;
  /** What can be done next, and by whom, for a person. */
  next: string;
}

/**
 * Reads a request, in one request to the cluster.
 *
 * @example show(requestFigures(await readRequest(read, address)).next)
 * @throws {IoError} `badInput`; `notFound` if it was awarded or cancelled; `wrongAccount`.
 */
export async function readRequest(read: Read, request: Address): Promise<RequestView> {
  const { now, accounts } = await snapshot(read, [checkAddress(request, "The request")]);
  return { now, request: readAccount(accounts[0], REQUEST) };
}

/**
 * The figures of a request at `now` (Unix seconds); at the moment of the view unless given.
 *
 * @example const { nextBid, remainingSeconds } = requestFigures(await readRequest(read, address));
 */
export function requestFigures({ request, now: then }: RequestView, now: bigint = then): RequestFigures {
  const { tender, best: node } = request;
  const { escrow, bestRate, prolonged } = tender;
  const isAuto = tender.choice === Choice.Lowest;
  const seen = escrow.at + BigInt(escrow.seen);
  const time = now > seen ? now : seen;
  const endsAt = escrow.at + BigInt(escrow.acceptSeconds);
  const hasBid = isAuto && bestRate > 0n;
  const awardableUntil = hasBid ? endsAt + BigInt(AWARD_SECONDS) : undefined;
  const isOpen = time <= endsAt;
  const isAwardable = awardableUntil !== undefined && time <= awardableUntil;
  const stage = isOpen ? "open" : isAwardable ? "awardable" : "over";
  const left = isAuto ? MAX_PROLONGED - prolonged : 0;
  return {
    currency: currencyOf(request.currency),
    ...{ isAuto, stage, endsAt, awardableUntil },
    remainingSeconds: isOpen ? Number(endsAt - time) : 0,
    prolongationsLeft: left,
    latestEnd: isOpen ? endsAt + BigInt(left * PROLONG_SECONDS) : endsAt,
    mostRate: escrow.rate,
    best: hasBid && node !== NOBODY ? { rate: bestRate, node } : undefined,
    nextBid: hasBid ? (bestRate * (BPS - STEP_BPS)) / BPS : escrow.rate,
    bond: isAuto ? costOf(escrow, HOUR) : 0n,
    held: held({ escrow }),
    next: nextOf(stage, isAuto),
  };
}

function nextOf(stage: RequestFigures["stage"], isAuto: boolean): string {
  if (stage === "awardable") return "Anyone awards it to the best bid.";
  if (stage === "over") return "Anyone cancels it: all returns to the client.";
  return isAuto ? "Operators bid, and the lowest bid gets it." : "Operators bid, and the client takes one.";
}

/**
 * What returns to the client of a request if a bid is taken, in base units: what it has paid in for
 * a higher rate.
 *
 * @example
 * const view = await readRequest(read, address);
 * for (const { bid } of await listBids(list, { request: address })) show(awardRefund(view, bid));
 * @throws {IoError} `badInput` for a bid on another request.
 */
export function awardRefund({ request }: Pick<RequestView, "request">, bid: Bid): bigint {
  if (bid.serial !== request.serial) throw badInput("The bid is on another request.");
  const { escrow } = request.tender;
  return held({ escrow }) - held({ escrow: { ...escrow, rate: bid.rate } });
}
