/** What a booking costs, to the base unit, shown before it is signed. */

import { checkWhole } from "../check.js";
import { badInput } from "../errors/io-error.js";
import type { OrderCurrency } from "./currency.js";
import type { MarketView } from "./market.js";
import type { FittingOffer, Picked } from "./pick.js";
import { HOUR, MAX_ORDER_SECONDS, quote } from "./quote.js";
import type { PriceAccounts } from "./rate.js";
import { amount, span } from "./words.js";

/** A node of a bill. */
export interface BillLine extends Picked {
  /** For the time, in base units. */
  cost: bigint;
  /** Booking fee, in base units. */
  booking: bigint;
  /** Payment fee, in base units; in USDC only. */
  payment: bigint;
  /** All of it, in base units. */
  total: bigint;
  /**
   * The most that the client signs for, in base units: 1% more at the oracle's price, which moves.
   */
  most: bigint;
}

/** What a booking costs, node by node and in all; amounts in base units of the currency. */
export interface BookingBill {
  currency: OrderCurrency;
  /** For how long, in seconds. */
  seconds: number;
  lines: BillLine[];
  /** Processors in all. */
  processors: number;
  cost: bigint;
  /** Booking fees. */
  booking: bigint;
  /** Payment fees; in USDC only. */
  payment: bigint;
  /** All that is paid in. */
  total: bigint;
  /** The most that the client signs for. */
  most: bigint;
  /** Accounts of the oracle's prices, for nodes that are booked by them. */
  prices: PriceAccounts | undefined;
  /** Lamports of rent of the orders' accounts, which return when these are closed. */
  rent: bigint;
  /** One sentence for a person. */
  words: string;
}

/** Bytes of an order's account. */
const ORDER_BYTES = 256n;
/** Bytes that rent counts for every account. */
const ACCOUNT_BYTES = 128n;
/** A price may move so far while a booking is on its way, as a divisor: by 1%. */
const MOVES = 100n;

/**
 * What the picked nodes cost for so many `seconds`: what the program takes, to the base unit, if
 * the asks, the rules and the oracle's prices stay.
 *
 * @example quoteBooking(view, pickNodes(view, { class: "H100", seconds: 86_400 }, 8), 86_400).words
 * @throws {IoError} `badInput` for what an ask or the program refuses.
 */
export function quoteBooking(view: MarketView, picked: readonly Picked[], seconds: number): BookingBill {
  checkWhole(seconds, "", HOUR, MAX_ORDER_SECONDS, "Book between one hour and 30 days, in whole seconds.");
  const [first] = picked;
  if (!first) throw badInput("Pick at least one node.");
  const { currency } = first.offer;
  const lines = picked.map(({ offer, processors }): BillLine => {
    if (offer.currency !== currency) throw badInput("Book in one currency at once.");
    const refused = whyNotTaken(view, offer, processors, seconds);
    if (refused) throw badInput(`${offer.address}: ${refused}`);
    const charge = quote(view.rules, { processors, rate: offer.rate, duration: seconds, currency });
    const most = offer.isAtOracle ? charge.total + charge.total / MOVES : charge.total;
    return { offer, processors, ...charge, most };
  });
  const sum = (field: "cost" | "booking" | "payment" | "total" | "most") =>
    lines.reduce((all, line) => all + line[field], 0n);
  const processors = lines.reduce((all, line) => all + line.processors, 0);
  const [total, nodes] = [sum("total"), lines.length === 1 ? "one node" : `${lines.length} nodes`];
  return {
    ...{ currency, seconds, lines, processors, total },
    cost: sum("cost"),
    booking: sum("booking"),
    payment: sum("payment"),
    most: sum("most"),
    prices: view.prices?.accounts,
    rent: BigInt(lines.length) * (ORDER_BYTES + ACCOUNT_BYTES) * view.lamportsPerByte,
    words:
      `${processors} processors on ${nodes} for ${span(seconds)} cost ${amount(total, currency)}, fees ` +
      "included.",
  };
}

/** Why an ask does not take a booking; undefined if it does. */
function whyNotTaken(view: MarketView, offer: FittingOffer, processors: number, seconds: number) {
  const { terms } = offer.ask;
  if (view.now >= terms.validUntil) return "the ask is over.";
  if (seconds < terms.leastSeconds || seconds > terms.mostSeconds)
    return `it is offered for ${span(terms.leastSeconds)} to ${span(terms.mostSeconds)}.`;
  if (offer.isAtOracle && seconds > terms.oracleSeconds)
    return `it takes the oracle's price for at most ${span(terms.oracleSeconds)}.`;
  return processors > offer.free ? `${offer.free} processors of it can be booked.` : undefined;
}
