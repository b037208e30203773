/** What is offered, and which nodes are booked: as the command line decides it. */

import { type Address, getAddressEncoder, isAddress } from "@solana/kit";
import { toHex } from "../bytes.js";
import { checkAddress, checkWhole } from "../check.js";
import { badInput, IoError } from "../errors/io-error.js";
import type { Rules } from "../generated/io_orders/types/rules.js";
import { CLASS_NAMES, type ClassReference, classNumber } from "./classes.js";
import { checkCurrency, type OrderCurrency } from "./currency.js";
import type { MarketOffer, MarketView } from "./market.js";
import { HOUR, MAX_ORDER_SECONDS } from "./quote.js";
import { attestationFigures } from "./record.js";
import { amount } from "./words.js";

const MAX_PROCESSORS = 0xffff_ffff;

/** What a client wants of nodes. */
export interface Wanted {
  /** Hardware class, by its name such as `H100`, however it is spelt, its number or its address. */
  class?: ClassReference;
  /** What is paid in; USDC unless given. */
  currency?: OrderCurrency;
  /** For how long, in seconds; as short as each node is offered for unless given. */
  seconds?: number;
  /** With a notice of at least so many hours. */
  noticeHours?: number;
  /** Only these nodes. */
  nodes?: readonly Address[];
  /** Only nodes of which this auditor says something that holds. */
  auditor?: Address;
  /**
   * In this region by that auditor's word, such as `DE` or `US-CA`; a country has all of its
   * regions.
   */
  region?: string;
}

/** How a list of offers is sorted. */
export type MarketSort = "rate" | "free" | "record";

/** An offer that fits, and its rate in the currency that was asked for. */
export interface FittingOffer extends MarketOffer {
  currency: OrderCurrency;
  /** Base units per processor-hour. */
  rate: bigint;
  /** Whether that is the oracle's price of this moment. */
  isAtOracle: boolean;
  /** Processors that an order has at least: of fewer, the time costs less than the least cost. */
  least: number;
}

/** A node that is picked, and how many of its processors. */
export interface Picked {
  offer: FittingOffer;
  /** Processors to book. */
  processors: number;
}

/**
 * The offers that can be booked as wanted, with at least so many `processors` free, one unless
 * given. The cheapest first; or by `sort` those with the most free, or whose clients have paid the
 * most fees in the currency. Of equal ones the cheaper, and then always in the same order.
 *
 * @example
 * for (const { address, rate } of findOffers(view, { class: "H100", currency: "USDC" }, { sort: "record" }))
 *   show(address, formatUsdc(rate));
 * @throws {IoError} `badInput`.
 */
export function findOffers(
  view: MarketView,
  wanted: Wanted = {},
  { sort = "rate", processors = 1 }: { sort?: MarketSort; processors?: number } = {},
): FittingOffer[] {
  checkWhole(processors, "", 0, MAX_PROCESSORS, "Name whole processors.");
  const fees = ({ record, currency }: FittingOffer) => (currency === "IO" ? record.feesIo : record.feesUsdc);
  const keys = new Map(view.offers.map(({ address }) => [address, bytesOf(address)]));
  const key = ({ address }: MarketOffer) => keys.get(address)!;
  const found = fitting(view, wanted).filter(({ free }) => free >= processors);
  found.sort((a, b) => compare(a.rate, b.rate) || compare(key(a), key(b)));
  if (sort === "free") found.sort((a, b) => b.free - a.free);
  else if (sort === "record") found.sort((a, b) => compare(fees(b), fees(a)));
  else if (sort !== "rate") throw badInput('Sort by "rate", "free" or "record".');
  return found;
}

/** The price of a hardware class, as its asks have it. */
export interface ReferencePrice {
  /** The address of the class. */
  class: Address;
  /** Its name, such as `H100`. */
  className: string;
  currency: OrderCurrency;
  /** The lowest rate, in base units per processor-hour. */
  least: bigint;
  /** The greatest rate, in base units per processor-hour. */
  greatest: bigint;
  /** Processors that can be booked now. */
  free: number;
  /** The number of nodes. */
  nodes: number;
  /** One line for a person. */
  words: string;
}

/**
 * What each hardware class costs by its asks, and how much of it is free; nothing on chain depends
 * on it. In the order of the classes' names.
 *
 * @example
 * // "H100: 1.9 to 2.4 USDC an hour, 312 free"
 * for (const { words } of referencePrice(view)) show(words);
 * @throws {IoError} `badInput`.
 */
export function referencePrice(view: MarketView, wanted: Wanted = {}): ReferencePrice[] {
  const currency = wanted.currency ?? "USDC";
  const classes = new Map<Address, FittingOffer[]>();
  for (const offer of fitting(view, wanted)) {
    const some = classes.get(offer.node.class);
    if (some) some.push(offer);
    else classes.set(offer.node.class, [offer]);
  }
  const prices = [...classes].map(([address, offers]): ReferencePrice => {
    const rates = offers.map(({ rate }) => rate).sort(compare);
    const [least, greatest] = [rates[0]!, rates[rates.length - 1]!];
    const free = offers.reduce((sum, offer) => sum + offer.free, 0);
    const { className } = offers[0]!;
    const from = least === greatest ? "" : `${amount(least, currency, false)} to `;
    const words = `${className}: ${from}${amount(greatest, currency)} an hour, ${free} free`;
    return { class: address, className, currency, least, greatest, free, nodes: offers.length, words };
  });
  return prices.sort((a, b) => compare(a.className, b.className));
}

/**
 * Picks the cheapest nodes that fit, for so many processors in all; of equal ones as few as will
 * do. A node of which too few would be taken for the least cost of an order is passed over: nobody
 * stops a booking by an ask for next to nothing. They are booked by `quoteBooking` and `bookNodes`.
 *
 * @example
 * const picked = pickNodes(view, { class: "A100-80GB", seconds: 604_800 }, 16);
 * const bill = quoteBooking(view, picked, 604_800);
 * show(formatUsdc(bill.total));
 * @throws {IoError} `noOffer` if fewer are offered like that; `paused`; `badInput`.
 */
export function pickNodes(view: MarketView, wanted: Wanted, processors: number): Picked[] {
  checkWhole(processors, "", 1, MAX_PROCESSORS, "Name at least one processor, and whole ones.");
  if (view.isPaused) {
    const action = "Wait until the admin resumes, 14 days at most.";
    throw new IoError("paused", "Bookings are paused.", { action });
  }
  const offers = findOffers(view, wanted).sort((a, b) => compare(a.rate, b.rate) || b.free - a.free);
  let left = processors;
  const picked: Picked[] = [];
  for (const offer of offers) {
    const taken = Math.min(offer.free, left);
    if (taken < offer.least) continue;
    picked.push({ offer, processors: taken });
    left -= taken;
  }
  if (left > 0) {
    const message = `${processors - left} processors are offered like that, fewer than ${processors}.`;
    const action = "Ask for less, or for other hardware, time or currency.";
    throw new IoError("noOffer", message, { action });
  }
  return picked;
}

/** Everything that is offered as wanted and has something free, unsorted. */
function fitting(view: MarketView, wanted: Wanted): FittingOffer[] {
  const { currency = "USDC", seconds, noticeHours = 0, nodes, auditor, region } = wanted;
  checkCurrency(currency);
  if (seconds !== undefined)
    checkWhole(seconds, "", HOUR, MAX_ORDER_SECONDS, "Book between one hour and 30 days, in whole seconds.");
  checkWhole(noticeHours, "The notice in hours", 0);
  for (const node of nodes ?? []) checkAddress(node, "The node");
  if (auditor !== undefined) checkAddress(auditor, "The auditor");
  if (region !== undefined && auditor === undefined)
    throw badInput("Name the auditor whose word on the region counts.");
  const isOfClass = classFilter(wanted.class);
  return view.offers.flatMap((offer): FittingOffer[] => {
    const { terms } = offer.ask;
    const isAtOracle = currency === "IO" && offer.isIoAtOracle;
    const rate = currency === "IO" ? offer.rateIo : offer.rateUsdc;
    const most = isAtOracle ? terms.oracleSeconds : terms.mostSeconds;
    const time = seconds ?? terms.leastSeconds;
    const least = rate === undefined ? 0 : leastProcessors(view.rules, currency, rate, seconds ?? most);
    const fits =
      view.now < terms.validUntil &&
      time >= terms.leastSeconds &&
      time <= most &&
      terms.noticeHours >= noticeHours &&
      offer.free > 0 &&
      offer.free >= least &&
      isOfClass(offer) &&
      (nodes === undefined || nodes.includes(offer.address)) &&
      (auditor === undefined || isAttested(view, offer, auditor, region ?? ""));
    return fits && rate !== undefined ? [{ ...offer, currency, rate, isAtOracle, least }] : [];
  });
}

/** Processors that an order has at least, so that it costs no less than the least cost. */
function leastProcessors(rules: Rules, currency: OrderCurrency, rate: bigint, seconds: number): number {
  const ofOne = rate * BigInt(seconds);
  const leastCost = (currency === "IO" ? rules.leastIo : rules.leastUsdc) * BigInt(HOUR);
  const least = (leastCost + ofOne - 1n) / ofOne;
  return Number(least > 1n ? least : 1n);
}

function isAttested(view: MarketView, offer: MarketOffer, auditor: Address, region: string): boolean {
  return offer.attestations.some((attestation) => {
    const says = attestationFigures(attestation, offer.node.revision, view.now);
    return attestation.auditor === auditor && says.holds && says.region.startsWith(region);
  });
}

function classFilter(wanted: ClassReference | undefined): (offer: MarketOffer) => boolean {
  if (wanted === undefined) return () => true;
  if (typeof wanted === "string" && isAddress(wanted)) return ({ node }) => node.class === wanted;
  if (typeof wanted !== "string" && typeof wanted !== "number")
    throw badInput("Name the class by its name, its number or its address.");
  const id = typeof wanted === "string" ? classNumber(wanted) : checkWhole(wanted, "The class", 0, 0xffff);
  const name = CLASS_NAMES[id];
  if (name === undefined) throw badInput("Name the class by its address: it has no name.");
  return ({ className }) => className === name;
}

function bytesOf(address: Address): string {
  return toHex(getAddressEncoder().encode(address));
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
