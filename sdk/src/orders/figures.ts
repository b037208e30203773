/** Where an order stands at a time, in the same integers as io_orders. */

import type { Order } from "../generated/io_orders/accounts/order.js";
import { Notice } from "../generated/io_orders/types/notice.js";
import { Stage } from "../generated/io_orders/types/stage.js";
import { ceilBps } from "../units.js";
import { currencyOf } from "./currency.js";
import { costOf, HOUR, providerFees } from "./quote.js";
import type { OrderView } from "./flows.js";

/** Money and time of an order; amounts in base units, times in Unix seconds, spans in seconds. */
export interface OrderFigures {
  /** Where it stands, as a word. */
  stage: "open" | "running" | "ended" | "disputed" | "settled";
  /** What the order still holds. */
  held: bigint;
  /** What returns to the client if it cancels, or ends the service, now; 0 once the service has stopped. */
  refund: bigint;
  /**
   * What a settlement pays to the provider now, its fees taken off; of a disputed order, what is
   * not in dispute, and all of it once the arbiter's time is over.
   */
  payable: bigint;
  /** The cost of the time served so far, without fees. */
  used: bigint;
  /** Seconds served so far. */
  usedSeconds: number;
  /** Seconds booked and not served. */
  remainingSeconds: number;
  /** When the booked time is over, or has stopped; undefined before acceptance. */
  until: bigint | undefined;
  /** From when anyone may cancel; undefined after acceptance. */
  cancellableFrom: bigint | undefined;
  /**
   * From when the last settlement pays out all that is held: once pay is held back no more, or the
   * arbiter's time is over; undefined unless the service has ended or is disputed.
   */
  settlesFrom: bigint | undefined;
  /** Whether anyone may settle it now: something is due, or it is the last settlement. */
  canSettle: boolean;
  /**
   * Whether anyone may close the account now: nothing is left in it, it hires no processors, and no
   * bid's bond stands for it.
   */
  canClose: boolean;
}

/** Unserved time whose buyer's fees stay where the client ends, in seconds: at most 24 hours. */
const KEPT_SECONDS = 24 * HOUR;

/** How long an arbiter has, in seconds. */
export const ARBITER_SECONDS = 7 * 24 * HOUR;

const STAGES: Record<Stage, OrderFigures["stage"]> = {
  [Stage.Open]: "open",
  [Stage.Running]: "running",
  [Stage.Ended]: "ended",
  [Stage.Disputed]: "disputed",
  [Stage.Settled]: "settled",
};

/**
 * The figures of an order at `now` (Unix seconds); at the moment of the view unless given.
 *
 * @example const { used, remainingSeconds } = orderFigures(await readOrder(read, order));
 */
export function orderFigures({ order, now: then }: OrderView, now: bigint = then): OrderFigures {
  const { escrow } = order;
  const isOpen = escrow.stage === Stage.Open;
  const usedSeconds = isOpen
    ? 0
    : Math.max(Math.min(elapsed(order, now), stoppedAt(order)) - escrow.outages.seconds, 0);
  return {
    stage: STAGES[escrow.stage],
    held: held(order),
    refund: refund(order, now),
    payable: payable(order, now),
    used: costOf(escrow, usedSeconds),
    usedSeconds,
    remainingSeconds: isOpen
      ? escrow.duration
      : escrow.stage === Stage.Running
        ? Math.max(escrow.duration - elapsed(order, now), 0)
        : 0,
    until: isOpen ? undefined : escrow.at + BigInt(stoppedAt(order)),
    cancellableFrom: isOpen ? escrow.at + BigInt(escrow.acceptSeconds) + 1n : undefined,
    settlesFrom: settlesFrom(order),
    canSettle: mayRefund(order, now) || settledUpTo(order, now) > escrow.paid,
    canClose: canClose(order, now),
  };
}

/** An order that its operator ended in the first hour hires its processors for an hour more. */
function canClose({ escrow, bonded }: Order, now: bigint): boolean {
  const isHiring = escrow.keepsHired && now < escrow.at + BigInt(escrow.seen + HOUR);
  return escrow.stage === Stage.Settled && !bonded && !isHiring;
}

/**
 * Whether a settlement at `now` may pay something to the client: the last one, or that of an
 * undecided dispute.
 */
export function mayRefund(order: Order, now: bigint): boolean {
  const from = settlesFrom(order);
  return from !== undefined && order.escrow.at + BigInt(elapsed(order, now)) >= from;
}

function settlesFrom(order: Order): bigint | undefined {
  const { stage, at, disputedAt, holdbackSeconds } = order.escrow;
  if (stage === Stage.Ended) return at + BigInt(billed(order) + holdbackSeconds);
  return stage === Stage.Disputed ? at + BigInt(disputedAt + ARBITER_SECONDS) : undefined;
}

/** A bond is this share of what is disputed, in bps: 2%. */
const BOND_BPS = 200n;

/**
 * The bond that the client deposits for a dispute at `now` (Unix seconds), in base units: 2% of what
 * would be disputed, at least the least cost of an order when this one was created, and at most all
 * of it. 0 if nothing can be disputed then.
 *
 * @example formatUsdc(disputeBond(await readOrder(read, order)))
 */
export function disputeBond({ order, now: then }: OrderView, now = then): bigint {
  const { escrow } = order;
  const time = elapsed(order, now);
  const isOpen = escrow.stage === Stage.Running || escrow.stage === Stage.Ended;
  if (!isOpen || time >= billed(order) + escrow.holdbackSeconds) return 0n;
  const full = paidUntil({ ...order, escrow: { ...escrow, stage: Stage.Disputed, disputedAt: time } });
  const sure = Math.min(Math.max(time - escrow.holdbackSeconds, 0), full);
  const disputed = servedCost(order, full) - servedCost(order, sure);
  const least = escrow.bond;
  const share = ceilBps(disputed, BOND_BPS);
  const bond = share > least ? share : least;
  return bond < disputed ? bond : disputed;
}

/** The cost of the service up to a second of it, outages taken off. */
function servedCost(order: Order, until: number): bigint {
  return costOf(order.escrow, Math.max(until - outageBefore(order, until), 0));
}

/** The second, since it started, at which the service stops or has stopped. */
function stoppedAt({ escrow }: Order): number {
  if (escrow.stage !== Stage.Disputed) return escrow.duration;
  return Math.min(escrow.disputedAt, escrow.duration);
}

/**
 * The second up to which the service is paid: its stop, and the first hour at least; but not to a
 * node that was out when its client left.
 */
function billed(order: Order): number {
  const stop = stoppedAt(order);
  return order.escrow.outages.last.to >= Math.max(stop, 1) ? stop : Math.max(stop, HOUR);
}

/**
 * The second up to which the provider is paid: as billed; or, to an operator that left without the
 * notice it had agreed to, up to as many hours before, but no more than pay is held back for.
 */
function paidUntil(order: Order): number {
  const { notice, noticeHours, holdbackSeconds, duration } = order.escrow;
  if (notice !== Notice.Broken) return billed(order);
  return Math.max(duration - Math.min(noticeHours * HOUR, holdbackSeconds), 0);
}

/** What an order holds, or a request. */
export function held(order: Pick<Order, "escrow">): bigint {
  const { escrow } = order;
  if (escrow.stage === Stage.Settled) return 0n;
  return heldFor(order, Math.max(escrow.duration, HOUR), escrow.kept);
}

/** What is held for so many seconds of service, and for the buyer's fees on so many more. */
function heldFor(order: Pick<Order, "escrow">, seconds: number, kept: number): bigint {
  const { escrow } = order;
  const cost = costOf(escrow, seconds);
  const fees = buyerFees(order, cost + costOf(escrow, kept)) - buyerFees(order, escrow.paid);
  return cost - escrow.paid + fees;
}

function refund(order: Order, now: bigint): bigint {
  const { escrow } = order;
  if (escrow.stage === Stage.Open) return held(order);
  if (escrow.stage !== Stage.Running) return 0n;
  const paid = Math.min(Math.max(elapsed(order, now), HOUR), escrow.duration);
  // After the operator gave notice, the client leaves no fees behind.
  const kept = escrow.notice === Notice.None ? Math.min(escrow.duration - paid, KEPT_SECONDS) : 0;
  return held(order) - heldFor(order, paid, kept);
}

/** What the provider gets by a settlement at `now`, its fees taken off. */
function payable(order: Order, now: bigint): bigint {
  const { escrow, currency } = order;
  const target = settledUpTo(order, now);
  const fees = (paid: bigint) => providerFees(escrow.fees, currencyOf(currency), paid);
  return target - escrow.paid - (fees(target) - fees(escrow.paid));
}

/** What the provider was paid in all after a settlement at `now`, before its fees; never less than before. */
function settledUpTo(order: Order, now: bigint): bigint {
  const { escrow } = order;
  const time = elapsed(order, now);
  const isServing = escrow.stage === Stage.Running && time >= HOUR && time < escrow.duration;
  if (!isServing && escrow.stage !== Stage.Ended && escrow.stage !== Stage.Disputed) return escrow.paid;
  const at = escrow.stage === Stage.Disputed ? escrow.disputedAt : time;
  const most = paidUntil(order);
  // The last settlement pays all: of an ended order what is held back no more, and what no arbiter divided.
  const until = mayRefund(order, now) ? most : Math.min(Math.max(at - escrow.holdbackSeconds, 0), most);
  const target = servedCost(order, until);
  return target > escrow.paid ? target : escrow.paid;
}

/** Seconds of outages before a second of the service. */
function outageBefore({ escrow }: Order, until: number): number {
  const { seconds, earlier, last } = escrow.outages;
  const after = ({ from, to }: { from: number; to: number }) => Math.max(to - Math.max(from, until), 0);
  return seconds - after(earlier) - after(last);
}

function buyerFees({ escrow }: Pick<Order, "escrow">, cost: bigint): bigint {
  return ceilBps(cost, escrow.fees.bookingBps) + ceilBps(cost, escrow.fees.paymentBps);
}

/**
 * Seconds since creation or, once accepted, since the service started; never less than the order
 * has seen.
 */
function elapsed({ escrow }: Order, now: bigint): number {
  return Math.max(Number(now - escrow.at), escrow.seen, 0);
}
