/** What a wallet has, the rules in force, and what an order would cost it. */

import type { Address } from "@solana/kit";
import { associatedAddress, IO_MINT, ORDERS_CONFIG, STAKING_CONFIG, USDC_MINT } from "./addresses.js";
import { checkAddress } from "./check.js";
import type { Rules } from "./generated/io_orders/types/rules.js";
import { CONFIG_OF_ORDERS, CONFIG_OF_STAKING } from "./kinds.js";
import { costOf, HOUR, MAX_ORDER_SECONDS, type Quote, quote, type Terms } from "./orders/quote.js";
import { isPaused } from "./pause.js";
import { type Read, readAccount, snapshot } from "./read.js";
import { tokenAccount } from "./token.js";

/** What a wallet has, in base units. */
export interface Balances {
  /** Lamports: 10^-9 SOL. */
  sol: bigint;
  /** IO in its associated token account; undefined if there is no such account. */
  io: bigint | undefined;
  /** USDC in its associated token account; undefined if there is no such account. */
  usdc: bigint | undefined;
}

/**
 * What a wallet has, in one request.
 *
 * @example const { sol, io, usdc } = await readBalances(read, wallet);
 * @throws {IoError} `badInput`.
 */
export async function readBalances(read: Read, owner: Address): Promise<Balances> {
  checkAddress(owner, "The wallet");
  const [io, usdc] = await Promise.all([IO_MINT, USDC_MINT].map((mint) => associatedAddress(owner, mint)));
  const [wallet, ...tokens] = await read([owner, io!, usdc!]);
  return {
    sol: wallet?.exists ? BigInt(wallet.lamports) : 0n,
    io: tokenAccount(tokens[0])?.amount,
    usdc: tokenAccount(tokens[1])?.amount,
  };
}

/** The rules that new orders take over, and whether the programs are paused. */
export interface RulesView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  rules: Rules;
  /** No order can be created, accepted or extended. */
  areOrdersPaused: boolean;
  /** Nobody can stake, and no order can be accepted. */
  isStakingPaused: boolean;
}

/**
 * The rules in force, in one request.
 *
 * @example const { rules, areOrdersPaused } = await readRules(read);
 * @throws {IoError} `wrongNetwork`.
 */
export async function readRules(read: Read): Promise<RulesView> {
  const { now, accounts } = await snapshot(read, [ORDERS_CONFIG, STAKING_CONFIG]);
  const [orders, staking] = [
    readAccount(accounts[0], CONFIG_OF_ORDERS),
    readAccount(accounts[1], CONFIG_OF_STAKING),
  ];
  return {
    now,
    rules: orders.rules,
    areOrdersPaused: isPaused(orders.pause, now),
    isStakingPaused: isPaused(staking.pause, now),
  };
}

/** What an order would cost, and whether a wallet can pay it. */
export interface QuoteView extends Quote {
  /** What the wallet has of the currency, in base units. */
  balance: bigint;
  /** What is missing to the total, in base units. */
  missing: bigint;
  /**
   * The longest duration that the wallet can pay for at this rate, in whole seconds; 0 if it cannot
   * pay for an hour.
   */
  affordableSeconds: number;
  /** Whether orders are paused: none can be created now. */
  isPaused: boolean;
}

/**
 * What an order of these terms would cost a client now, in one request.
 *
 * @example const { total, missing } = await readQuote(read, wallet, terms);
 * @throws {IoError} `badInput` for terms that the program refuses; `wrongNetwork`.
 */
export async function readQuote(read: Read, client: Address, terms: Terms): Promise<QuoteView> {
  const mint = terms.currency === "IO" ? IO_MINT : USDC_MINT;
  const account = await associatedAddress(checkAddress(client, "The client"), mint);
  const { now, accounts } = await snapshot(read, [ORDERS_CONFIG, account]);
  const [config, token] = accounts;
  const { rules, pause } = readAccount(config, CONFIG_OF_ORDERS);
  const quoted = quote(rules, terms);
  const balance = tokenAccount(token)?.amount ?? 0n;
  const missing = quoted.total > balance ? quoted.total - balance : 0n;
  return {
    ...quoted,
    balance,
    missing,
    affordableSeconds: affordable(rules, terms, balance),
    isPaused: isPaused(pause, now),
  };
}

/** The total rises with the duration: halves the interval in which the longest one lies. */
function affordable(rules: Rules, terms: Terms, balance: bigint): number {
  const pays = (duration: number) => {
    try {
      return quote(rules, { ...terms, duration }).total <= balance;
    } catch {
      return false;
    }
  };
  let [least, most] = [0, MAX_ORDER_SECONDS + 1];
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    const isTooCheap = middle < HOUR;
    if (isTooCheap || pays(middle) || isBelowLeast(rules, terms, middle)) least = middle;
    else most = middle;
  }
  return pays(least) ? least : 0;
}

function isBelowLeast(rules: Rules, terms: Terms, duration: number): boolean {
  return costOf(terms, duration) < (terms.currency === "IO" ? rules.leastIo : rules.leastUsdc);
}
