/** Figures of the network page, from what the chain and the index say. */

import {
  afterMonths,
  GENESIS_SUPPLY,
  ioOrders,
  type Listed,
  type MarketView,
  MONTH_SECONDS,
  MONTHS,
  ONE_IO,
  referencePrice,
} from "@io-economy/sdk";
import type { IndexSupply, PriceHour, SupplyHour } from "../data/index-api.js";
import { DAY } from "../spans.js";

/**
 * What circulates of what is not locked: without the treasury and its airdrops, if an index counts
 * them. One that counts more than there is says nothing.
 */
export function circulatingOf(
  unlocked: bigint,
  counted: Pick<IndexSupply, "treasury_total" | "airdrops_total"> | undefined,
): { circulating: bigint; ofTreasury: bigint } {
  const said = counted ? BigInt(counted.treasury_total) + BigInt(counted.airdrops_total) : 0n;
  const ofTreasury = said <= unlocked ? said : 0n;
  return { circulating: unlocked - ofTreasury, ofTreasury };
}

/** What a month of the schedule emits, in base units. */
export interface Month {
  month: number;
  emitted: bigint;
  /** When it begins, in Unix seconds; undefined before genesis. */
  from: bigint | undefined;
}

/** The schedule by months. */
export function schedule(genesis: bigint): Month[] {
  return Array.from({ length: MONTHS }, (_, i) => ({
    month: i + 1,
    emitted: afterMonths(i + 1) - afterMonths(i),
    from: genesis === 0n ? undefined : genesis + BigInt(i) * MONTH_SECONDS,
  }));
}

/** Months of the years that a chart has room for: each 12 added up. */
export interface Year {
  year: number;
  emitted: bigint;
  supply: bigint;
}

/** The schedule by years, with the supply at the end of each if nothing burned. */
export function years(): Year[] {
  return Array.from({ length: MONTHS / 12 }, (_, i) => {
    const reached = afterMonths(12 * (i + 1));
    return { year: i + 1, emitted: reached - afterMonths(12 * i), supply: GENESIS_SUPPLY + reached };
  });
}

/** Minted and burned of a day, in base units. */
export interface Day {
  /** Its beginning, in Unix seconds. */
  day: number;
  minted: bigint;
  burned: bigint;
}


/** Hours added up to days; genesis itself is left out, which no scale has room for. */
export function daysOf(hours: readonly SupplyHour[]): Day[] {
  const days = new Map<number, Day>();
  for (const { hour, by, burned } of hours) {
    const at = hour - (hour % DAY);
    const day = days.get(at) ?? { day: at, minted: 0n, burned: 0n };
    const minted = BigInt(by["emission"] ?? "0");
    days.set(at, { day: at, minted: day.minted + minted, burned: day.burned + BigInt(burned) });
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** A float for a chart's scale: nothing is computed or read as a figure from it. */
export function scaled(amount: bigint, one: bigint = ONE_IO): number {
  return Number((amount * 1_000_000n) / one) / 1_000_000;
}

/** Nodes and prices of a hardware class. */
export interface ClassFigures {
  address: string;
  name: string;
  nodes: number;
  processors: bigint;
  hired: bigint;
  /** Processors that can be booked now. */
  free: bigint;
  /** Base units of USDC per processor-hour that are asked; undefined if nothing can be booked. */
  asked: { least: bigint; greatest: bigint } | undefined;
  /** The mean rate of the orders that run in USDC, by processors; undefined if none does. */
  paid: bigint | undefined;
}

type Nodes = readonly { address: string; node: MarketView["offers"][number]["node"] }[];

/** Utilisation and prices, by class. */
export function classesOf(
  nodes: Nodes,
  orders: readonly Listed<"order", ioOrders.Order>[],
  market: MarketView,
  names: ReadonlyMap<string, string>,
): ClassFigures[] {
  const prices = new Map(referencePrice(market).map((price) => [price.class as string, price]));
  const classAt = new Map(nodes.map(({ address, node }) => [address, node.class as string]));
  const paid = new Map<string, { sum: bigint; processors: bigint }>();
  for (const { order } of orders) {
    const isRunning = order.escrow.stage === ioOrders.Stage.Running;
    const of = classAt.get(order.node);
    if (!isRunning || order.currency !== ioOrders.Currency.Usdc || of === undefined) continue;
    const { sum, processors } = paid.get(of) ?? { sum: 0n, processors: 0n };
    const more = BigInt(order.escrow.processors);
    paid.set(of, { sum: sum + order.escrow.rate * more, processors: processors + more });
  }
  const classes = new Map<string, ClassFigures>();
  for (const { node } of nodes) {
    if (node.ledger.retired) continue;
    const address = node.class as string;
    const [price, running] = [prices.get(address), paid.get(address)];
    const found = classes.get(address) ?? {
      address,
      name: names.get(address) ?? "unnamed class",
      nodes: 0,
      processors: 0n,
      hired: 0n,
      free: BigInt(price?.free ?? 0),
      asked: price && { least: price.least, greatest: price.greatest },
      paid: running && running.sum / running.processors,
    };
    found.nodes += 1;
    found.processors += BigInt(node.ledger.processors);
    found.hired += BigInt(node.ledger.hired);
    classes.set(address, found);
  }
  return [...classes.values()].sort((a, b) => Number(b.processors - a.processors));
}

/** Rates of a class's bookings in a day, in base units of USDC per processor-hour. */
export interface PriceDay {
  day: number;
  key: string;
  low: bigint;
  high: bigint;
  /** By processor-seconds booked. */
  average: bigint;
}

/** Bookings in USDC by class and day: days in order, the class with most booked first. */
export function pricesByDay(hours: readonly PriceHour[]): {
  days: number[];
  classes: string[];
  rows: PriceDay[];
} {
  const found = new Map<string, PriceDay & { sum: bigint; volume: bigint }>();
  const booked = new Map<string, bigint>();
  for (const { hour, kind, key, currency, low, high, average, volume } of hours) {
    if (kind !== "booking" || currency !== "USDC") continue;
    const day = hour - (hour % DAY);
    const [weight, least, most] = [BigInt(volume), BigInt(low), BigInt(high)];
    const last = found.get(`${day} ${key}`) ?? {
      day,
      key,
      low: least,
      high: most,
      average: 0n,
      sum: 0n,
      volume: 0n,
    };
    const sum = last.sum + BigInt(average) * weight;
    const all = last.volume + weight;
    found.set(`${day} ${key}`, {
      day,
      key,
      low: least < last.low ? least : last.low,
      high: most > last.high ? most : last.high,
      average: all > 0n ? sum / all : BigInt(average),
      sum,
      volume: all,
    });
    booked.set(key, (booked.get(key) ?? 0n) + weight);
  }
  const rows = [...found.values()]
    .map(({ day, key, low, high, average }) => ({ day, key, low, high, average }))
    .sort((a, b) => a.day - b.day);
  const classes = [...booked].sort(([, a], [, b]) => (a > b ? -1 : 1)).map(([key]) => key);
  return { days: [...new Set(rows.map(({ day }) => day))], classes, rows };
}
