/** What each step of an operator does, in a sentence, before it is signed. */

import type { OrderCurrency } from "@io-economy/sdk";
import { count, io, money, percent, short, span, usdc } from "./common.js";

export function registering(of: {
  className: string;
  processors: number;
  minimum: bigint;
  bps: number;
}): string {
  const { className, processors, minimum, bps } = of;
  const kept = bps > 0 ? `; you keep ${percent(bps)} of your delegators' rewards` : "";
  return (
    `Register a node of ${count(processors, `${className} processor`)}${kept}. It earns once ` +
    `${io(minimum)} are ` +
    "staked to it and the oracle has seen it."
  );
}

export function offering(of: { amount: bigint; delegated: bigint; half: bigint }): string {
  const { amount, delegated, half } = of;
  if (amount === 0n) return "Take no more stake from others. What they have staked stays.";
  const counts = amount > half ? `, of which ${io(half)}, half of the minimum, count` : "";
  const binds =
    amount < delegated ? ` Others have staked ${io(delegated)}: that stays, and nobody adds to it.` : "";
  return (
    `Let others stake up to ${io(amount)} to your node${counts}. They earn its part of the ` +
    `rewards.${binds}`
  );
}

export function announcingCommission(of: { now: number; next: number; from: string }): string {
  const { now, next, from } = of;
  if (next === now) return `Keep your commission at ${percent(now)}: the announced rise does not come.`;
  if (next <= now) return `Lower your commission from ${percent(now)} to ${percent(next)}, at once.`;
  return (
    `Raise your commission from ${percent(now)} to ${percent(next)}, from ${from}: delegators ` +
    `have 7 days to leave.`
  );
}

export interface Asked {
  rateUsdc: bigint;
  rateIo: bigint;
  oracleIo: boolean;
  premiumBps: number;
  /** The longest order at the oracle's price. */
  oracleSeconds: number;
  leastSeconds: number;
  mostSeconds: number;
  mostHired: number;
  noticeHours: number;
  until: string;
}

export function rates(
  of: Pick<Asked, "rateUsdc" | "rateIo" | "oracleIo" | "premiumBps">,
): string {
  const { rateUsdc, rateIo, oracleIo, premiumBps } = of;
  return [
    ...(rateUsdc > 0n ? [usdc(rateUsdc)] : []),
    ...(rateIo > 0n ? [io(rateIo)] : []),
    ...(oracleIo ? [`IO at the oracle's price${premiumBps > 0 ? ` plus ${percent(premiumBps)}` : ""}`] : []),
  ].join(" or ");
}

export function asking(of: Asked): string {
  const { leastSeconds, mostSeconds, mostHired, noticeHours, until, oracleIo, oracleSeconds } = of;
  const atOracle =
    oracleIo && oracleSeconds < mostSeconds
      ? ` At the oracle's price an order takes at most ${span(oracleSeconds)}.`
      : "";
  const notice =
    noticeHours > 0
      ? ` You give ${count(noticeHours, "hour")} of notice before you leave, or forfeit the unpaid ` +
        `pay of that time.`
      : "";
  return (
    `Offer ${count(mostHired, "processor")} at ${rates(of)} an hour each, for ${span(leastSeconds)} to ` +
    `${span(mostSeconds)}.${atOracle} Until ${until} anyone can book them without asking you.${notice}`
  );
}

export function removingAsk(of: { node: string }): string {
  return `Offer node ${short(of.node)} no more. Orders that run go on.`;
}

export function closingAsk(of: { node: string }): string {
  return `Close the offer of node ${short(of.node)}, which is retired: what it locks of SOL returns to you.`;
}

export function accepting(of: {
  processors: number;
  seconds: number;
  pay: bigint;
  currency: OrderCurrency;
  holdback: number;
  extendable: boolean;
}): string {
  const { processors, seconds, pay, currency, holdback, extendable } = of;
  const longer = extendable
    ? " The client may extend it at the same rate, to 30 days in all."
    : " The client cannot extend it.";
  return (
    `Accept the order: ${count(processors, "processor")} for ${span(seconds)}, from now. It pays up to ` +
    `${money(pay, currency)}, by the second, ${span(holdback)} behind.${longer}`
  );
}

export function givingNotice(of: { hours: number; until: string }): string {
  return (
    `Give notice: the service ends on ${of.until}, after ${count(of.hours, "hour")}. What the ` +
    `client has booked ` +
    "beyond returns to it now, and it may leave for free meanwhile."
  );
}

export function leavingOrder(of: { isOver: boolean; isFirstHour: boolean; forfeitsHours: number }): string {
  if (of.isOver)
    return (
      "End the order, whose booked time is over: its processors are free again, and it pays all of that " +
      "time once nobody can dispute it."
    );
  if (of.isFirstHour)
    return "End the order within its first hour: you are paid nothing, and the client gets everything back.";
  const forfeits =
    of.forfeitsHours > 0
      ? ` You had agreed to give notice: the unpaid pay of the last ` +
        `${count(of.forfeitsHours, "hour")} goes to the client.`
      : "";
  return (
    `End the order now. The client gets the time that is left back; your record shows that you ` +
    `left early.${forfeits}`
  );
}

export function maintaining(of: { from: string; to: string }): string {
  return (
    `Announce maintenance from ${of.from} to ${of.to}. It is shown beside your outages, which ` +
    `count all the same.`
  );
}

export function payingCommission(of: { amount: bigint; payout: string }): string {
  return `Pay the commission, at least ${io(of.amount)}, to the payout wallet ${short(of.payout)}.`;
}

export function changingPayout(of: { payout: string }): string {
  return (
    `Send commission and the pay of new orders to ${of.payout}. Orders that run go on paying ` +
    `to the old wallet.`
  );
}

export function retiring(of: { node: string; hired: number }): string {
  const orders = of.hired > 0 ? " Orders that run go on, and your own stake stays until they are over." : "";
  return (
    `Retire node ${short(of.node)} for good: it takes no stake, order or report any more. ` +
    `Stakes can be taken out.${orders}`
  );
}
