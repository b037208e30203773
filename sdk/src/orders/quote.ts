/**
 * What an order costs, in the same integers as io_orders: the cost rounded down once, each fee
 * rounded up.
 */

import { checkAmount, checkWhole, MAX_U64 } from "../check.js";
import { badInput } from "../errors/io-error.js";
import { ceilBps, ORDER_HOUR as HOUR } from "../units.js";
import { checkCurrency, type OrderCurrency } from "./currency.js";

/** Fee rates in bps, as the config of orders and each order keep them. */
export interface FeeRates {
  /** From the buyer on top of the cost, and from the provider out of its pay. */
  bookingBps: number;
  /** From a buyer that pays in USDC, on top. */
  paymentBps: number;
  /** From a provider that is paid in USDC, out of its pay. */
  providerPaymentBps: number;
}

/** The rules that an order takes over at its creation, as far as its price follows from them. */
export interface PriceRules {
  /** No order in IO costs less, in base units. */
  leastIo: bigint;
  /** No order in USDC costs less, in base units. */
  leastUsdc: bigint;
  fees: FeeRates;
}

/** What a client asks for. */
export interface Terms {
  /** How many processors of the node. */
  processors: number;
  /** Base units per processor-hour. */
  rate: bigint;
  /** Seconds: an hour to 30 days. */
  duration: number;
  currency: OrderCurrency;
}

/** What a client pays in, in base units. */
export interface Quote {
  /** For the time. */
  cost: bigint;
  /** Booking fee, on top. */
  booking: bigint;
  /** Payment fee, on top; in USDC only. */
  payment: bigint;
  /** All of it. */
  total: bigint;
}

export { HOUR };
/** An order is booked for at most this long, extensions included, in seconds. */
export const MAX_ORDER_SECONDS = 30 * 24 * HOUR;

const MAX_PROCESSORS = 0xffff_ffff;

/**
 * What an order costs.
 *
 * @example quote(rules, { processors: 2, rate: parseUsdc("1.5"), duration: 86_400, currency: "USDC" }).total
 * @throws {IoError} `badInput` for terms that the program refuses.
 */
export function quote(rules: PriceRules, terms: Terms): Quote {
  const { processors, rate, duration, currency } = terms;
  checkCurrency(currency);
  checkWhole(processors, "", 1, MAX_PROCESSORS, "Name at least one processor, and whole ones.");
  checkAmount(rate, "The rate per processor-hour", 1n);
  checkWhole(duration, "", HOUR, MAX_ORDER_SECONDS, "Book between one hour and 30 days, in whole seconds.");
  const charge = charged(ratesOf(rules.fees, currency), costOf(terms, duration));
  if (charge.total > MAX_U64) throw badInput("The order costs more than any wallet can hold: book less.");
  const least = currency === "IO" ? rules.leastIo : rules.leastUsdc;
  if (charge.cost < least) throw badInput("The order costs less than the least cost: book more.");
  return charge;
}

/**
 * What `seconds` more cost: as if they had been booked at once.
 *
 * @example quoteExtension(order.escrow.fees, terms, 3_600).total
 * @throws {IoError} `badInput` for terms that the program refuses, or if the order would be longer than
 * 30 days in all.
 */
export function quoteExtension(rates: FeeRates, terms: Terms, seconds: number): Quote {
  checkCurrency(terms.currency);
  checkWhole(terms.processors, "", 1, MAX_PROCESSORS, "Name at least one processor, and whole ones.");
  checkAmount(terms.rate, "The rate per processor-hour", 1n);
  const message = "Book whole seconds, and at most 30 days, extensions included.";
  const duration = checkWhole(terms.duration, "", 1, MAX_ORDER_SECONDS, message);
  const longer = duration + checkWhole(seconds, "", 1, MAX_ORDER_SECONDS - duration, message);
  const [after, before] = [longer, terms.duration].map((duration) =>
    charged(ratesOf(rates, terms.currency), costOf(terms, duration)),
  ) as [Quote, Quote];
  return {
    cost: after.cost - before.cost,
    booking: after.booking - before.booking,
    payment: after.payment - before.payment,
    total: after.total - before.total,
  };
}

/**
 * `floor(processors * rate * seconds / 3600)` base units.
 *
 * @example costOf({ processors: 2, rate: parseUsdc("1.5") }, 3_600) // 3 USDC
 */
export function costOf({ processors, rate }: Pick<Terms, "processors" | "rate">, seconds: number): bigint {
  return (BigInt(processors) * rate * BigInt(seconds)) / BigInt(HOUR);
}

/**
 * The provider's fees, in base units, on all that it was paid so far, before fees: rounded up together.
 *
 * @example providerFees(rules.fees, "USDC", cost)
 */
export function providerFees(rates: FeeRates, currency: OrderCurrency, paid: bigint): bigint {
  const { bookingBps, providerPaymentBps } = ratesOf(rates, currency);
  return ceilBps(paid, bookingBps + providerPaymentBps);
}

function charged(rates: FeeRates, cost: bigint): Quote {
  const [booking, payment] = [ceilBps(cost, rates.bookingBps), ceilBps(cost, rates.paymentBps)];
  return { cost, booking, payment, total: cost + booking + payment };
}

/** Payment fees are for USDC only. */
function ratesOf(rates: FeeRates, currency: OrderCurrency): FeeRates {
  return currency === "USDC" ? rates : { ...rates, paymentBps: 0, providerPaymentBps: 0 };
}
