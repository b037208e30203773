/** What an auction of the buyback pays for IO at a second, in the same integers as io_buyback. */

import { IoError } from "../errors/io-error.js";
import { BPS, DAY } from "../units.js";
import { checkPrice, checkTime, MAX_U128, powerOfTen, unfit } from "./fit.js";
import type { Auction } from "../generated/io_buyback/types/auction.js";
import type { Params } from "../generated/io_buyback/types/params.js";
import type { PythPrice } from "./price.js";

export { MAX_AHEAD_SECONDS } from "./fit.js";

/** How far over the moving average an offer may be, in bps: 10%. */
export const MAX_OVER_AVERAGE_BPS = 1_000n;

/** The parameters of the rule. */
export type BuybackParams = Params;
/** The auction that runs, or the last one. */
export type BuybackAuction = Auction;

/** What the buyback offers at one second. */
export interface Offer {
  /** Base units of USDC for one base unit of IO, as an exact fraction. */
  price: readonly [numerator: bigint, denominator: bigint];
  /** What the auction may still spend, in base units of USDC. */
  left: bigint;
  /** When the auction opened, in Unix seconds. */
  opensAt: bigint;
  /** The first second at which it no longer runs, in Unix seconds. */
  endsAt: bigint;
  /** Whether no auction runs yet: the first fill opens it. */
  isNew: boolean;
}

/** The moment of an offer. */
export interface OfferMoment {
  /** The cluster's time, in Unix seconds. */
  clock: bigint;
  /** Base units of USDC in the vault. */
  vault: bigint;
  io: PythPrice;
  usdc: PythPrice;
}

/**
 * The offer at a moment. If no auction runs it is that of the one that a fill would open.
 *
 * @example offerAt(config.params, config.auction, { clock: now, vault, io, usdc }).left
 * @throws {IoError} `noAuction` if none runs and the vault holds less than the least budget;
 * `priceUnfit` for a price that is too old, too wide, or not one that the rule takes.
 */
export function offerAt(params: BuybackParams, last: BuybackAuction, moment: OfferMoment): Offer {
  const { clock, vault, io, usdc } = moment;
  const now = clock > last.latest ? clock : last.latest;
  const isNew = now >= last.start + BigInt(last.period);
  const auction = isNew ? opened(params, now, vault) : last;
  for (const quote of [io, usdc]) checkTime(quote, auction, now);
  for (const quote of [io, usdc]) checkPrice(quote, auction);
  return {
    price: priceOf(auction, now, io, usdc),
    left: auction.budget > auction.spent ? auction.budget - auction.spent : 0n,
    opensAt: auction.start,
    endsAt: auction.start + BigInt(auction.period),
    isNew,
  };
}

/** The auction that opens at `now`: of what the vault holds, up to the daily cap's share of the period. */
function opened(params: BuybackParams, now: bigint, vault: bigint): BuybackAuction {
  const { dailyCap, leastBudget, period, ...fixed } = params;
  if (vault < BigInt(leastBudget)) {
    const action = "Wait: fees come to it as orders are paid.";
    throw new IoError("noAuction", "The vault holds less USDC than an auction needs.", { action });
  }
  const share = (dailyCap * BigInt(period)) / DAY;
  return {
    latest: now,
    start: now,
    budget: vault < share ? vault : share,
    spent: 0n,
    period,
    ...fixed,
    padding: new Uint8Array(4),
  };
}

function priceOf(auction: BuybackAuction, now: bigint, io: PythPrice, usdc: PythPrice): Offer["price"] {
  const period = BigInt(Math.max(auction.period, 1));
  const second = now - auction.start < period ? now - auction.start : period;
  const under = BigInt(auction.underBps) < BPS ? BigInt(auction.underBps) : BPS;
  const climb = under + BigInt(auction.overBps);
  const factor = [(BPS - under) * period + climb * second, BPS * period] as const;
  const low = io.price > io.conf ? io.price - io.conf : 0n;
  const average = io.average > 0n ? io.average : 0n;
  if (low * factor[0] * BPS > average * factor[1] * (BPS + MAX_OVER_AVERAGE_BPS)) {
    throw unfit(
      "The offer would be more than 10% over the moving average of IO: wait until it has followed.",
    );
  }
  const exponent = io.exponent - usdc.exponent;
  const [up, down] = [powerOfTen(Math.max(exponent, 0)), powerOfTen(Math.max(-exponent, 0))];
  // 100 base units of IO to one of USDC, if one IO were one USDC.
  const price = [low * factor[0] * up, (usdc.price + usdc.conf) * factor[1] * 100n * down] as const;
  if (price.some((part) => part === 0n || part > MAX_U128)) {
    throw unfit("The price of IO in USDC is beyond what can be computed: wait for another one.");
  }
  return price;
}

/**
 * What a fill of up to `io` base units sells, and what it is paid: all of it, or as little IO as what
 * the auction has left pays for; nothing if that is nothing.
 *
 * @example saleOf(offer, parseIo("100")).usdc
 */
export function saleOf(offer: Pick<Offer, "price" | "left">, io: bigint): { io: bigint; usdc: bigint } {
  const usdc = usdcForIo(offer, io);
  return usdc > offer.left ? { io: ioForUsdc(offer, offer.left), usdc: offer.left } : { io, usdc };
}

/**
 * Base units of USDC that the offer is for `io` base units of IO, rounded down.
 *
 * @example usdcForIo(offer, parseIo("100"))
 */
export function usdcForIo({ price: [numerator, denominator] }: Pick<Offer, "price">, io: bigint): bigint {
  return (numerator * io) / denominator;
}

/**
 * The least base units of IO for `usdc` base units of USDC, rounded up: what a swap must bring.
 *
 * @example ioForUsdc(offer, parseUsdc("20"))
 */
export function ioForUsdc({ price: [numerator, denominator] }: Pick<Offer, "price">, usdc: bigint): bigint {
  return (denominator * usdc + numerator - 1n) / numerator;
}
