/** What operators ask: asks joined with their nodes, records and attestations. */

import type { Address, MaybeEncodedAccount } from "@solana/kit";
import { askAddress, ORDERS_CONFIG, recordAddress, STAKING_CONFIG } from "../addresses.js";
import { u64At, viewOf } from "../bytes.js";
import { checkAddress } from "../check.js";
import { badInput, IoError, isIoError } from "../errors/io-error.js";
import type { Ask } from "../generated/io_orders/accounts/ask.js";
import type { Attestation } from "../generated/io_orders/accounts/attestation.js";
import type { Config } from "../generated/io_orders/accounts/config.js";
import type { Record as NodeRecord } from "../generated/io_orders/accounts/record.js";
import type { Rules } from "../generated/io_orders/types/rules.js";
import type { Node } from "../generated/io_staking/accounts/node.js";
import type { Epochs } from "../generated/io_staking/types/epochs.js";
import { ASK, CONFIG_OF_ORDERS, CONFIG_OF_STAKING, NODE, RECORD } from "../kinds.js";
import { listAsks, listAttestations, listNodes, listRecords } from "../lists.js";
import { isPaused } from "../pause.js";
import { type List, type Read, readAccount, readIfThere, snapshot } from "../read.js";
import { whyNotHired } from "../staking/status.js";
import { classNames } from "./classes.js";
import { type OraclePrices, type PriceAccounts, priceAccounts, priceRulesAt, rateInIo } from "./rate.js";
import { readOraclePrices } from "./rate.js";
import { recordFigures, type RecordFigures } from "./record.js";

/** What is offered, and what bookings follow from. */
export interface MarketView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  /** Every node that is offered, those too that cannot be booked now. */
  offers: MarketOffer[];
  /** What an order takes over at its creation. */
  rules: Rules;
  /** Nothing can be booked while orders or staking are paused. */
  isPaused: boolean;
  /** The oracle's prices; undefined if no ask needs them, or they could not be read. */
  prices: OraclePrices | undefined;
  /** Why nothing is booked at the oracle's price; undefined if it is, or no ask takes it. */
  noPrices: string | undefined;
  /** Lamports of rent for each byte of an account; 128 bytes are added to every account. */
  lamportsPerByte: bigint;
}

/** A node that is offered. */
export interface MarketOffer {
  /** The node's address. */
  address: Address;
  node: Node;
  ask: Ask;
  /** The name of its hardware class, such as `H100`; the class's address if it has none. */
  className: string;
  /** Processors that can be booked now. */
  free: number;
  /** Base units of USDC per processor-hour; undefined if USDC is not taken. */
  rateUsdc: bigint | undefined;
  /** Base units of IO per processor-hour; undefined if IO is not taken, or has no price now. */
  rateIo: bigint | undefined;
  /** Whether that rate is the oracle's price of the moment, with the ask's premium. */
  isIoAtOracle: boolean;
  /** What it has done in the last 90 to 180 days. */
  record: RecordFigures;
  /** What auditors say of it, those too that hold no more: see `attestationFigures`. */
  attestations: Attestation[];
  /** Whether it can be booked now, at its terms. */
  canBeBooked: boolean;
  /** Why it cannot be booked now, in one sentence; undefined if it can. */
  whyNot: string | undefined;
}

const RENT = "SysvarRent111111111111111111111111111111111" as Address;

/** How {@link readMarket} and {@link readOffers} read. */
export interface MarketOptions {
  /** Accounts of price updates; those of Pyth's push oracle unless given. */
  prices?: PriceAccounts;
}

/**
 * The whole market: every ask with its node, record and attestations. Four lists and one request; a
 * second one for the oracle's prices if an ask takes them.
 *
 * @example
 * const view = await readMarket(list, read);
 * for (const { words } of referencePrice(view)) show(words); // "H100: 1.9 to 2.4 USDC an hour, 312 free"
 * @throws {IoError} `wrongNetwork`, `badInput` for accounts of prices.
 */
export async function readMarket(list: List, read: Read, options: MarketOptions = {}): Promise<MarketView> {
  checkPrices(options);
  const [asks, nodes, records, attestations, base] = await Promise.all([
    listAsks(list),
    listNodes(list),
    listRecords(list),
    listAttestations(list),
    readBase(read),
  ]);
  const [nodeAt, recordAt] = [
    new Map(nodes.map(({ address, node }) => [address, node])),
    new Map(records.map(({ record }) => [record.node, record])),
  ];
  const said = new Map<Address, Attestation[]>();
  for (const { attestation } of attestations) {
    const some = said.get(attestation.node);
    if (some) some.push(attestation);
    else said.set(attestation.node, [attestation]);
  }
  const found = asks.flatMap(({ ask }): Found[] => {
    const node = nodeAt.get(ask.node);
    if (!node) return [];
    return [{ ask, node, record: recordAt.get(ask.node), attestations: said.get(ask.node) ?? [] }];
  });
  return view(read, base, found, options);
}

/** The number of nodes that one request has room for: each takes three of 100 accounts. */
const NODES_AT_ONCE = 32;

/**
 * The offers of some nodes, without lists: for a page about one node, or an RPC node that refuses
 * lists. In one request for each 32 nodes, and one for the oracle's prices if an ask takes them.
 * Nodes without an ask are left out; attestations are not read.
 *
 * @example
 * const { offers } = await readOffers(read, [node]);
 * show(offers[0]?.whyNot ?? "It can be booked now.");
 * @throws {IoError} `badInput`, `wrongNetwork`, `notFound` or `wrongAccount` for a node.
 */
export async function readOffers(
  read: Read,
  nodes: readonly Address[],
  options: MarketOptions = {},
): Promise<MarketView> {
  checkPrices(options);
  for (const node of nodes) checkAddress(node, "The node");
  let base: Base | undefined;
  const found: Found[] = [];
  for (let first = 0; first === 0 || first < nodes.length; first += NODES_AT_ONCE) {
    const some = nodes.slice(first, first + NODES_AT_ONCE);
    const own = await Promise.all(
      some.flatMap((node) => [Promise.resolve(node), askAddress(node), recordAddress(node)]),
    );
    const { now, accounts } = await snapshot(read, [ORDERS_CONFIG, STAKING_CONFIG, RENT, ...own]);
    base = baseOf(now, accounts);
    for (const i of some.keys()) {
      const [node, ask, record] = accounts.slice(3 + 3 * i, 6 + 3 * i);
      const state = readAccount(node, NODE);
      const asked = readIfThere(ask, ASK);
      if (asked)
        found.push({ ask: asked, node: state, record: readIfThere(record, RECORD), attestations: [] });
    }
  }
  return view(read, base!, found, options);
}

/** What belongs to one offer. */
interface Found {
  ask: Ask;
  node: Node;
  record: NodeRecord | undefined;
  attestations: Attestation[];
}

/** What is read once for all. */
interface Base {
  now: bigint;
  config: Config;
  epochs: Epochs;
  isPaused: boolean;
  lamportsPerByte: bigint;
}

async function readBase(read: Read): Promise<Base> {
  const { now, accounts } = await snapshot(read, [ORDERS_CONFIG, STAKING_CONFIG, RENT]);
  return baseOf(now, accounts);
}

function baseOf(now: bigint, [orders, staking, rent]: readonly MaybeEncodedAccount[]): Base {
  const config = readAccount(orders, CONFIG_OF_ORDERS);
  const stakingConfig = readAccount(staking, CONFIG_OF_STAKING);
  if (!rent?.exists) throw new IoError("wrongNetwork", "The cluster has no rent: it is no Solana cluster.");
  // Lamports for a byte and a year, and for how many years: a whole number, as a float.
  const years = BigInt(Math.round(viewOf(rent.data).getFloat64(8, true)));
  return {
    now,
    config,
    epochs: stakingConfig.epochs,
    isPaused: isPaused(config.pause, now) || isPaused(stakingConfig.pause, now),
    lamportsPerByte: u64At(rent.data, 0) * years,
  };
}

async function view(
  read: Read,
  { now, config, epochs, isPaused, lamportsPerByte }: Base,
  all: readonly Found[],
  options: MarketOptions,
): Promise<MarketView> {
  // One that was taken back offers nothing.
  const found = all.filter(({ ask: { terms } }) => terms.rateUsdc > 0n || terms.rateIo > 0n);
  const oracle = found.some(({ ask }) => ask.terms.oracleIo)
    ? await pricesAt(read, config, now, options)
    : { prices: undefined, noPrices: undefined };
  const names = await classNames();
  const offers = found.map(({ ask, node, record, attestations }): MarketOffer => {
    const { rateUsdc, rateIo, oracleIo, premiumBps } = ask.terms;
    const free = freeAt(node, ask, now, epochs);
    const atOracle = oracleIo ? rateNow(oracle.prices, now, rateUsdc, premiumBps) : undefined;
    const inIo = rateIo > 0n ? rateIo : atOracle;
    const inUsdc = rateUsdc > 0n ? rateUsdc : undefined;
    const whyNot = isPaused ? "Bookings are paused." : whyNotBooked(node, ask, free, now, epochs);
    return {
      address: ask.node,
      node,
      ask,
      className: names.get(node.class) ?? node.class,
      free,
      rateUsdc: inUsdc,
      rateIo: inIo,
      isIoAtOracle: oracleIo,
      record: recordFigures({ record, now }),
      attestations,
      canBeBooked: whyNot === undefined,
      whyNot,
    };
  });
  return { now, offers, rules: config.rules, isPaused, ...oracle, lamportsPerByte };
}

/** A rate in IO at the oracle's price; undefined if it has none now. */
function rateNow(
  prices: OraclePrices | undefined,
  now: bigint,
  rateUsdc: bigint,
  premiumBps: number,
): bigint | undefined {
  try {
    return prices && rateInIo(prices, now, rateUsdc, premiumBps);
  } catch (error) {
    if (isIoError(error, "priceUnfit")) return undefined;
    throw error;
  }
}

/** Processors of a node that can be booked at its ask. */
function freeAt(node: Node, ask: Ask, now: bigint, epochs: Epochs): number {
  if (ask.revision !== node.revision || whyNotHired(node, now, epochs) !== undefined) return 0;
  return Math.max(Math.min(ask.terms.mostHired, node.ledger.processors) - node.ledger.hired, 0);
}

function whyNotBooked(
  node: Node,
  ask: Ask,
  free: number,
  now: bigint,
  epochs: Epochs,
): string | undefined {
  if (now >= ask.terms.validUntil) return "The ask is over.";
  if (ask.revision !== node.revision) return "The node's hardware has changed since it was offered.";
  const isFull = node.ledger.hired >= node.ledger.processors;
  const state = isFull ? "All its processors are hired." : whyNotHired(node, now, epochs);
  return state ?? (free === 0 ? "All that is offered of it is hired." : undefined);
}

async function pricesAt(
  read: Read,
  config: Config,
  now: bigint,
  options: MarketOptions,
): Promise<Pick<MarketView, "prices" | "noPrices">> {
  const rules = priceRulesAt(config, now);
  const pushed = await priceAccounts(rules);
  if (!pushed) return { prices: undefined, noPrices: "Orders have no feeds of prices." };
  let prices: OraclePrices | undefined;
  try {
    prices = await readOraclePrices(read, rules, options.prices ?? pushed);
    // What would be refused for every rate.
    rateInIo(prices, now, 1n, 0);
    return { prices, noPrices: undefined };
  } catch (error) {
    // This way of paying stops, and nothing else.
    if (!isIoError(error) || error.code === "badInput") throw error;
    return { prices, noPrices: error.message };
  }
}

function checkPrices({ prices }: MarketOptions): void {
  if (prices === undefined) return;
  if (typeof prices !== "object" || prices === null) throw badInput("Name the accounts of both prices.");
  checkAddress(prices.io, "The account of IO's price");
  checkAddress(prices.usdc, "The account of USDC's price");
}
