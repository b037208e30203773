/** What an operator asks for its node, as the instructions of one transaction. */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { askAddress, recordAddress } from "../addresses.js";
import { checkAddress, checkAmount, checkWhole } from "../check.js";
import { emitsOrders } from "../emits.js";
import { badInput } from "../errors/io-error.js";
import { getOpenRecordInstruction } from "../generated/io_orders/instructions/openRecord.js";
import { getRemoveAskInstruction } from "../generated/io_orders/instructions/removeAsk.js";
import { getSetAskInstruction } from "../generated/io_orders/instructions/setAsk.js";
import type { AskTerms } from "../generated/io_orders/types/askTerms.js";
import { NODE, RECORD } from "../kinds.js";
import { isKind, type Read, readAccount, snapshot } from "../read.js";
import { HOUR, MAX_ORDER_SECONDS } from "./quote.js";
import { MAX_PREMIUM_BPS } from "./rate.js";

/** A rate of an ask is at most this many base units per processor-hour: 2^40, a million USDC. */
export const MAX_ASK_RATE = 1n << 40n;
/** An ask holds for at most this long, in seconds: 30 days. */
export const MAX_ASK_SECONDS = 30 * 24 * HOUR;
/** An operator agrees to at most this much notice, in hours: 72. */
export const MAX_NOTICE_HOURS = 72;

/** What an operator asks for a node. */
export interface NewAsk {
  /** The node's operator. */
  signer: TransactionSigner;
  node: Address;
  /** Base units of USDC per processor-hour; USDC is not taken unless given. */
  rateUsdc?: bigint;
  /**
   * Base units of IO per processor-hour; IO is not taken unless this or `ioPremiumBps` is given.
   */
  rateIo?: bigint;
  /** Takes IO for `rateUsdc` at the oracle's price, and this much more, in bps: 0 to 1,000. */
  ioPremiumBps?: number;
  /** The longest order at the oracle's price, in seconds; 24 hours unless given. */
  oracleSeconds?: number;
  /** The shortest order, in seconds; an hour unless given. */
  leastSeconds?: number;
  /** The longest order, extensions included, in seconds; 30 days unless given. */
  mostSeconds?: number;
  /** Processors of the node that may be hired in all, by other orders too; all unless given. */
  mostHired?: number;
  /** How many hours before it leaves the operator gives notice, 0 to 72; 0 unless given. */
  noticeHours?: number;
  /** Whether clients may extend; true unless given. */
  extendable?: boolean;
  /** How long the ask holds, in seconds, at most 30 days; 30 days unless given. */
  validSeconds?: number;
}

/**
 * Offers a node to anyone at a price, in place of what was asked before. The node's record is
 * opened before, if it has none: what its orders come to is for clients to see. One request.
 *
 * @example
 * await send(() => setAsk(read, { signer, node, rateUsdc: parseUsdc("2"), ioPremiumBps: 210 }));
 * @throws {IoError} `badInput` for terms that the program refuses; `notFound` or `wrongAccount` for
 * the node.
 */
export async function setAsk(read: Read, ask: NewAsk): Promise<Instruction[]> {
  emitsOrders();
  const { signer, node } = ask;
  const [place, record] = await Promise.all([askAddress(node), recordAddress(node)]);
  checkAsk(ask);
  const { now, accounts } = await snapshot(read, [node, record]);
  const { ledger } = readAccount(accounts[0], NODE);
  const terms = termsOf(ask, now, ledger.processors);
  return [
    ...(isKind(accounts[1], RECORD) ? [] : [getOpenRecordInstruction({ opener: signer, node, record })]),
    getSetAskInstruction({ operator: signer, node, ask: place, terms }),
  ];
}

/**
 * Takes an ask back: nothing is offered any more. The ask of a retired node closes, and its rent
 * returns. No request.
 *
 * @example await send(() => removeAsk({ signer, node }));
 * @throws {IoError} `badInput`.
 */
export async function removeAsk({
  signer,
  node,
}: {
  /** The node's operator. */
  signer: TransactionSigner;
  node: Address;
}): Promise<Instruction[]> {
  emitsOrders();
  const ask = await askAddress(checkAddress(node, "The node"));
  return [getRemoveAskInstruction({ operator: signer, node, ask })];
}

/** Refuses what the program would. */
function checkAsk(ask: NewAsk): void {
  const { rateUsdc, rateIo, ioPremiumBps, oracleSeconds, extendable, leastSeconds = HOUR } = ask;
  const { mostSeconds = MAX_ORDER_SECONDS } = ask;
  if (rateUsdc === undefined && rateIo === undefined)
    throw badInput("Name a rate: in USDC, in IO, or in both.");
  for (const [rate, name] of [
    [rateUsdc, "The rate in USDC"],
    [rateIo, "The rate in IO"],
  ] as const) {
    if (rate !== undefined && checkAmount(rate, name, 1n) > MAX_ASK_RATE)
      throw badInput(`${name} is at most ${MAX_ASK_RATE} base units per processor-hour.`);
  }
  if (ioPremiumBps !== undefined) {
    checkWhole(ioPremiumBps, "The premium in bps", 0, MAX_PREMIUM_BPS);
    if (rateIo !== undefined) throw badInput("Take IO at a rate, or at the oracle's price: not both.");
    if (rateUsdc === undefined) throw badInput("Name the rate in USDC for which IO is taken.");
  }
  const message = "An order takes an hour to 30 days, in whole seconds, the shortest before the longest.";
  checkWhole(mostSeconds, "", HOUR, MAX_ORDER_SECONDS, message);
  checkWhole(leastSeconds, "", HOUR, mostSeconds, message);
  if (oracleSeconds !== undefined) checkWhole(oracleSeconds, "", leastSeconds, mostSeconds, message);
  if (ask.mostHired !== undefined) checkWhole(ask.mostHired, "The most processors hired", 1);
  if (ask.noticeHours !== undefined) checkWhole(ask.noticeHours, "The notice in hours", 0, MAX_NOTICE_HOURS);
  if (ask.validSeconds !== undefined)
    checkWhole(ask.validSeconds, "", 1, MAX_ASK_SECONDS, "An ask holds for whole seconds, at most 30 days.");
  if (extendable !== undefined && typeof extendable !== "boolean")
    throw badInput("Say whether clients may extend: extendable is true or false.");
}

function termsOf(ask: NewAsk, now: bigint, processors: number): AskTerms {
  const { leastSeconds = HOUR, mostSeconds = MAX_ORDER_SECONDS, oracleSeconds = 24 * HOUR } = ask;
  return {
    rateUsdc: ask.rateUsdc ?? 0n,
    rateIo: ask.rateIo ?? 0n,
    validUntil: now + BigInt(ask.validSeconds ?? MAX_ASK_SECONDS),
    leastSeconds,
    mostSeconds,
    oracleSeconds: Math.max(Math.min(oracleSeconds, mostSeconds), leastSeconds),
    mostHired: ask.mostHired ?? processors,
    noticeHours: ask.noticeHours ?? 0,
    premiumBps: ask.ioPremiumBps ?? 0,
    oracleIo: ask.ioPremiumBps !== undefined,
    extendable: ask.extendable ?? true,
  };
}
