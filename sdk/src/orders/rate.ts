/** What a rate in USDC is in IO by the oracle's prices, in the same integers as io_orders. */

import { type Address, getAddressDecoder, getProgramDerivedAddress } from "@solana/kit";
import { ORDERS_CONFIG } from "../addresses.js";
import { checkPrice, checkTime, MAX_U128, powerOfTen, type PriceLimits, unfit } from "../buyback/fit.js";
import { type PostedPrice, type PythPrice, readPrice } from "../buyback/price.js";
import { checkAmount, checkWhole, MAX_U64 } from "../check.js";
import { badInput } from "../errors/io-error.js";
import type { Config } from "../generated/io_orders/accounts/config.js";
import type { PriceRules } from "../generated/io_orders/types/priceRules.js";
import { CONFIG_OF_ORDERS } from "../kinds.js";
import { type Read, readAccount, snapshot } from "../read.js";
import { BPS } from "../units.js";

/** Pyth's program that keeps a price update of each feed at an address of its own. */
const PUSH_ORACLE = "pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT" as Address;
/** The shard of it that is read: each pusher writes to one of its own. */
const SHARD = Uint8Array.of(0, 0);
/** Base units of IO to one of USDC, if one IO were one USDC. */
const IO_TO_USDC = 100n;
/** The premium on the oracle's price is at most this, in bps: 10%. */
export const MAX_PREMIUM_BPS = 1_000;

/** Accounts of the oracle's prices: of IO/USD and USDC/USD. */
export interface PriceAccounts {
  io: Address;
  usdc: Address;
}

/** What a rate in IO at the oracle's price follows from. */
export interface OraclePrices {
  /** Which prices are taken. */
  limits: PriceLimits;
  io: PythPrice;
  usdc: PythPrice;
  /** Where they were read: a booking names them. */
  accounts: PriceAccounts;
}

/**
 * The rate in base units of IO per processor-hour for `rateUsdc` base units of USDC and a premium
 * in bps, at `now` (Unix seconds); rounded up, once. An IO counts as the low end of its price or
 * its moving average, whichever is less, a USDC as the high end of its price.
 *
 * @example
 * const { prices, now } = await readMarket(list, read);
 * if (prices) show(formatIo(rateInIo(prices, now, parseUsdc("2"), 210)));
 * @throws {IoError} `priceUnfit` for a price that is too old, too wide, or not one that the rule
 * takes; `badInput`.
 */
export function rateInIo(
  { limits, io, usdc }: Pick<OraclePrices, "limits" | "io" | "usdc">,
  now: bigint,
  rateUsdc: bigint,
  premiumBps: number,
): bigint {
  checkAmount(rateUsdc, "The rate in USDC");
  checkWhole(premiumBps, "The premium in bps", 0, MAX_PREMIUM_BPS);
  for (const price of [io, usdc]) checkTime(price, limits, now);
  for (const price of [io, usdc]) checkPrice(price, limits);
  const low = io.price > io.conf ? io.price - io.conf : 0n;
  const average = io.average > 0n ? io.average : 0n;
  const worth = low < average ? low : average;
  if (worth === 0n) throw unfit("The price or the average of IO is not above 0: wait for one that is.");
  const exponent = io.exponent - usdc.exponent;
  const [up, down] = [powerOfTen(Math.max(exponent, 0)), powerOfTen(Math.max(-exponent, 0))];
  const ofIo = worth * up * BPS;
  const ofUsdc = rateUsdc * IO_TO_USDC * (BPS + BigInt(premiumBps)) * (usdc.price + usdc.conf) * down;
  const rate = (ofUsdc + ofIo - 1n) / ofIo;
  if (ofIo > MAX_U128 || rate > MAX_U64)
    throw unfit("The price of IO in USDC is beyond what can be computed: wait for another one.");
  return rate;
}

/** The rules of prices at `now`: those that were announced hold from their time on. */
export function priceRulesAt({ prices }: Config, now: bigint): PriceRules {
  return now >= prices.nextAt ? prices.next : prices.rules;
}

/** Where Pyth's push oracle keeps the prices of the rules' feeds; undefined without feeds. */
export async function priceAccounts({
  ioFeed,
  usdcFeed,
}: Pick<PriceRules, "ioFeed" | "usdcFeed">): Promise<PriceAccounts | undefined> {
  if (ioFeed.every((byte) => byte === 0)) return undefined;
  const [io, usdc] = await Promise.all(
    [ioFeed, usdcFeed].map(async (feed) => {
      const seeds = [SHARD, new Uint8Array(feed)];
      return (await getProgramDerivedAddress({ programAddress: PUSH_ORACLE, seeds }))[0];
    }),
  );
  return { io: io!, usdc: usdc! };
}

/**
 * The oracle's prices by which orders in IO are booked, where Pyth's push oracle keeps them; undefined if
 * the rules name no feeds. Fit or not: `rateInIo` says. Two requests.
 *
 * @example const prices = await readOrderPrices(read);
 * @throws {IoError} `wrongNetwork`; `notFound` or `wrongAccount` for a price, `priceUnfit`, `badInput`.
 */
export async function readOrderPrices(read: Read): Promise<OraclePrices | undefined> {
  const { now, accounts } = await snapshot(read, [ORDERS_CONFIG]);
  const rules = priceRulesAt(readAccount(accounts[0], CONFIG_OF_ORDERS), now);
  const posted = await priceAccounts(rules);
  return posted && readOraclePrices(read, rules, posted);
}

/**
 * Reads the prices that orders take, in one request.
 *
 * @throws {IoError} `notFound` or `wrongAccount` for a price, `priceUnfit`; `badInput` for one of
 * another feed.
 */
export async function readOraclePrices(
  read: Read,
  rules: PriceRules,
  accounts: PriceAccounts,
): Promise<OraclePrices> {
  const [io, usdc] = (await read([accounts.io, accounts.usdc])).map(readPrice) as [PostedPrice, PostedPrice];
  const feeds = [rules.ioFeed, rules.usdcFeed].map((feed) => getAddressDecoder().decode(feed));
  if (io.feed !== feeds[0] || usdc.feed !== feeds[1])
    throw badInput("The prices are of other feeds than the config of orders names.");
  return { limits: rules, io: io.price, usdc: usdc.price, accounts };
}
