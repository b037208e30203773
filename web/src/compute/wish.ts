/** What somebody wants to book, as entered, and what that comes to; no React, no requests. */

import {
  type BookingBill,
  explain,
  findOffers,
  type FittingOffer,
  type MarketView,
  MAX_ORDER_SECONDS,
  type OrderCurrency,
  pickNodes,
  quoteBooking,
  type Wanted,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { DAY, HOUR } from "../spans.js";

/** A span, as entered. */
export interface Time {
  time: string;
  unit: "minutes" | "hours" | "days";
}

/** The form, as text. */
export interface Wish extends Time {
  /** A class's name; empty for any. */
  className: string;
  processors: string;
  unit: "hours" | "days";
  currency: OrderCurrency;
  /** At least so many hours of notice. */
  notice: "0" | "24" | "48" | "72";
  /** Of which this auditor says something that holds; empty for any. */
  auditor: string;
  /** Where it stands, by that auditor's word; empty for anywhere. */
  region: string;
  /** Only this node. */
  node: Address | undefined;
}

export const FIRST_WISH: Wish = {
  className: "",
  processors: "1",
  time: "24",
  unit: "hours",
  currency: "USDC",
  notice: "0",
  auditor: "",
  region: "",
  node: undefined,
};

const UNIT_SECONDS = { minutes: 60, hours: HOUR, days: DAY };

/** A whole number above 0; undefined for anything else. */
export function whole(text: string): number | undefined {
  const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : undefined;
}

/** Seconds of the wish; or what is wrong with the time entered. */
export function secondsOf({ time, unit }: Time): number | string {
  const number = whole(time);
  if (number === undefined) return `Name whole ${unit}.`;
  const seconds = number * UNIT_SECONDS[unit];
  const isLong = seconds > MAX_ORDER_SECONDS;
  return isLong ? "Book at most 30 days; running orders can be extended later." : seconds;
}

/** The wish as the SDK takes it. */
export function wantedOf(wish: Wish, seconds: number | undefined): Wanted {
  const { className, currency, notice, auditor, region, node } = wish;
  const says = region.trim().toUpperCase();
  return {
    currency,
    noticeHours: Number(notice),
    ...(className && { class: className }),
    ...(seconds !== undefined && { seconds }),
    ...(node && { nodes: [node] }),
    ...(auditor && { auditor: auditor as Address }),
    ...(auditor && says && { region: says }),
  };
}

/** What a wish comes to. */
export interface Match {
  /** Everything that fits, the cheapest first. */
  offers: FittingOffer[];
  /** The cheapest nodes that hold all of it; undefined if there are too few, or something is wrong. */
  bill: BookingBill | undefined;
  /** Why there is no bill. */
  whyNot: string | undefined;
}

/** Nodes that one transaction books: the log of more has more than 10 KB. */
export const MOST_NODES = 8;

/** Finds the cheapest nodes for a wish. */
export function match(view: MarketView, wish: Wish): Match {
  const seconds = secondsOf(wish);
  const time = typeof seconds === "number" ? seconds : undefined;
  const wanted = wantedOf(wish, time);
  const processors = whole(wish.processors);
  // The list does not narrow to the node that was chosen: another one can be.
  const offers = attempt(() =>
    findOffers(view, { ...wanted, nodes: view.offers.map(({ address }) => address) }),
  );
  const none = (whyNot: string): Match => ({ offers: offers.value ?? [], bill: undefined, whyNot });
  if (typeof seconds === "string") return none(seconds);
  if (processors === undefined) return none("Name whole processors.");
  const bill = attempt(() => quoteBooking(view, pickNodes(view, wanted, processors), seconds));
  if (!bill.value) return none(bill.whyNot);
  if (bill.value.lines.length > MOST_NODES)
    return none(`That takes ${bill.value.lines.length} nodes; at most ${MOST_NODES} are booked at once.`);
  return { offers: offers.value ?? [], bill: bill.value, whyNot: undefined };
}

type Attempt<T> = { value: T; whyNot: "" } | { value: undefined; whyNot: string };

function attempt<T>(what: () => T): Attempt<T> {
  try {
    return { value: what(), whyNot: "" };
  } catch (error) {
    const { message, action } = explain(error);
    return { value: undefined, whyNot: [message, action].filter(Boolean).join(" ") };
  }
}

/** The least notice of the nodes of a bill, in hours. */
export function leastNotice({ lines }: BookingBill): number {
  return Math.min(...lines.map(({ offer }) => offer.ask.terms.noticeHours));
}

/** Auditors who say something of a node that is offered. */
export function auditorsOf({ offers }: MarketView): Address[] {
  return [
    ...new Set(offers.flatMap(({ attestations }) => attestations.map(({ auditor }) => auditor))),
  ].sort();
}
