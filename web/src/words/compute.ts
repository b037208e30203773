/** What each step of a booking does, in a sentence, before it is signed. */

import type { OrderCurrency } from "@io-economy/sdk";
import { HOUR } from "../spans.js";
import { count, money, short, span } from "./common.js";

const HOLDS = "What you do not use comes back";

export function booking(of: {
  processors: number;
  classes: readonly string[];
  nodes: number;
  seconds: number;
  total: bigint;
  most: bigint;
  currency: OrderCurrency;
  noticeHours: number;
}): string {
  const { processors, classes, nodes, seconds, total, most, currency, noticeHours } = of;
  const what = `${count(processors, `${classes.join(" / ")} processor`)} on ${count(nodes, "node")}`;
  const price =
    most > total
      ? `You pay ${money(total, currency)} at the price of now, at most ${money(most, currency)}.`
      : `You pay ${money(total, currency)}.`;
  const notice =
    noticeHours > 0 && noticeHours * HOUR < seconds
      ? ` The operator gives ${count(noticeHours, "hour")} of notice before it leaves.`
      : "";
  const kept = seconds > 25 * HOUR ? "24 hours of it at most" : "it";
  const all = nodes > 1 ? " All nodes are booked, or none." : "";
  return (
    `Book ${what} for ${span(seconds)}, from now. ${price} ${HOLDS} when you end it early, ` +
    `after the first hour, less the fees on ${kept}.${notice}${all}`
  );
}

export function cancelling(of: { refund: bigint; currency: OrderCurrency }): string {
  return (
    `Cancel the order, which nobody has accepted. All of it comes back: ` +
    `${money(of.refund, of.currency)}.`
  );
}

export function extending(of: {
  seconds: number;
  total: bigint;
  currency: OrderCurrency;
  until: string;
}): string {
  const { seconds, total, currency, until } = of;
  return `Extend the order by ${span(seconds)}, to ${until}, for ${money(total, currency)} more.`;
}

export function ending(of: {
  refund: bigint;
  currency: OrderCurrency;
  /** Seconds since it began. */
  elapsed: number;
  isOver: boolean;
  isFree: boolean;
}): string {
  const { refund, currency, elapsed, isOver, isFree } = of;
  if (isOver)
    return "End the order, whose booked time is over: the processors stop, and nothing is left of it.";
  const hour = elapsed < HOUR ? " The first hour is paid in full." : "";
  const fees = isFree ? "" : " Of the fees, those on the next 24 hours at most are kept.";
  return `End the order now. ${money(refund, currency)} come back to you.${hour}${fees}`;
}

export function disputing(of: {
  bond: bigint;
  currency: OrderCurrency;
  holdbackHours: number;
  isRunning: boolean;
}): string {
  const { bond, currency, holdbackHours, isRunning } = of;
  return (
    `${isRunning ? "Stop the service and dispute" : "Dispute"} the pay of the last ` +
    `${count(holdbackHours, "hour")}. You deposit ` +
    `${money(bond, currency)}, which come back unless the arbiter gives everything to the provider. ` +
    "The arbiter has 7 days; until then all that the order holds stays where it is."
  );
}

export function settling(of: { order: string }): string {
  return `Pay what is due in order ${short(of.order)} to its provider, and what is left to its client.`;
}

export function closing(of: { order: string }): string {
  return (
    `Close order ${short(of.order)}, in which nothing is left: what it locks of SOL returns to ` +
    `its client.`
  );
}

export function taking(of: { amount: bigint; currency: OrderCurrency }): string {
  return `Take ${money(of.amount, of.currency)} that could not be delivered to your wallet.`;
}

export function preparing(of: { nodes: number; isFirst: boolean }): string {
  return of.isFirst
    ? `Make a lookup table of the nodes' accounts: a booking of ${count(of.nodes, "node")} is too long ` +
        "without one. " +
        "Nothing is booked yet, and its rent comes back once it is closed."
    : "Add the other accounts to the lookup table. Nothing is booked yet.";
}

export function closingTable(): string {
  return (
    "Give up the lookup table of a booking that is done; or, if that was some 4 minutes ago, close it: " +
    "its rent returns."
  );
}
