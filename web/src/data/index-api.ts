/** io-index over HTTP: history, lists of it, closed orders. Everything here may be missing. */

import { IoError } from "@io-economy/sdk";
import { useCluster } from "./cluster.js";
import { type Live, useLive } from "./live.js";

/** One page of a list. */
export interface List<T> {
  items: T[];
  next: string | null;
}

/** Minted and burned in an hour, in base units of IO, in digits. */
export interface SupplyHour {
  /** The hour's beginning, in Unix seconds. */
  hour: number;
  minted: string;
  burned: string;
  /** What minted or burned how much; only reasons that occurred. */
  by: Readonly<Record<string, string>>;
}

/** Prices in an hour, in base units of the currency, in digits. */
export interface PriceHour {
  hour: number;
  kind: "fill" | "swap" | "booking";
  /** Of bookings the class's address. */
  key: string;
  currency: "USDC" | "IO";
  low: string;
  high: string;
  open: string;
  close: string;
  average: string;
  volume: string;
  count: number;
}

/** What an address was part of. */
export interface HistoryItem {
  id: string;
  slot: number;
  time: number;
  signature: string;
  program: string;
  name: string;
  data: Readonly<Record<string, unknown>>;
}

/** Where the index stands. */
export interface IndexStatus {
  cluster: { genesis_hash: string };
  slot: number;
  time: number;
  behind_seconds: number | null;
  complete: boolean;
}

/** The supply with the treasury's wallets, if the index knows them. */
export interface IndexSupply {
  circulating: string;
  treasury_total: string;
  airdrops_total: string;
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** Asks the index. */
export async function askIndex<T>(base: string, path: string, query: Query = {}): Promise<T> {
  const url = new URL(base.replace(/\/$/, "") + path);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  const response = await fetch(url);
  const body = (await response.json().catch(() => undefined)) as
    { error?: { message: string; action: string } } | undefined;
  if (response.ok && body) return body as T;
  const message = body?.error?.message ?? `The index answers with HTTP ${response.status}.`;
  throw new IoError("notFound", message, { action: body?.error?.action ?? "The page asks again by itself." });
}

/** Where the last year begins, in whole days, as the index takes it; undefined before the clock is known. */
export function lastYear(now: bigint): number | undefined {
  return now === 0n ? undefined : Number((now / 86_400n - 364n) * 86_400n);
}

/** All pages of a list, up to `most` items. */
export async function askAll<T>(base: string, path: string, query: Query, most = 10_000): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: List<T> = await askIndex(base, path, { limit: 1_000, ...query, cursor });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor && items.length < most);
  return items;
}

/** Follows an answer of the index; `undefined` as the path asks nothing, as does a page without an index. */
export function useIndex<T>(path: string | undefined, query: Query = {}, everyMs = 30_000): Live<T> {
  const { index } = useCluster().config;
  const key = index && path ? `index ${path} ${JSON.stringify(query)}` : undefined;
  return useLive<T>(key, () => askIndex<T>(index!, path!, query), everyMs);
}

/** Follows a whole list. */
export function useIndexAll<T>(path: string | undefined, query: Query = {}, everyMs = 60_000): Live<T[]> {
  const { index } = useCluster().config;
  const key = index && path ? `all ${path} ${JSON.stringify(query)}` : undefined;
  return useLive<T[]>(key, () => askAll<T>(index!, path!, query), everyMs);
}
