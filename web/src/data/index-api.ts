/** io-index over HTTP: history, lists of it, closed orders. Everything here may be missing. */

import { IoError } from "@io-economy/sdk";
import { DAY } from "../spans.js";
import { useCluster, useHealth } from "./cluster.js";
import { isListOf, isStatus } from "./index-shapes.js";
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
  cluster: { genesis_hash: string | null };
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
/** Whether an answer, or an item of a list, is what it should be. */
type Check = (what: unknown) => boolean;

/** Without an answer for this long the index does not answer, in milliseconds. */
const DEADLINE_MS = 15_000;
const GOES_ON = "What the chain says is here all the same. The page asks again by itself.";

/** Asks the index. */
export async function askIndex<T>(base: string, path: string, query: Query, isWhole: Check): Promise<T> {
  const url = new URL(base.replace(/\/$/, "") + path);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) }).catch((cause: unknown) => {
    throw new IoError("notFound", "The index does not answer.", { action: GOES_ON, cause });
  });
  const body = (await response.json().catch(() => undefined)) as
    { error?: { message?: unknown; action?: unknown } } | undefined;
  if (!response.ok) {
    const { message, action } = body?.error ?? {};
    const said = typeof message === "string" ? message : `The index answers with HTTP ${response.status}.`;
    throw new IoError("notFound", said, { action: typeof action === "string" ? action : GOES_ON });
  }
  if (!isWhole(body))
    throw new IoError("notFound", "The index answers with something that this page cannot read.", {
      action: GOES_ON,
    });
  return body as T;
}

/** Where the last year begins, in whole days, as the index takes it; undefined before the clock is known. */
export function lastYear(now: bigint): number | undefined {
  return now === 0n ? undefined : (Math.floor(Number(now) / DAY) - 364) * DAY;
}

/** All pages of a list, up to `most` items. */
export async function askAll<T>(
  base: string,
  path: string,
  query: Query,
  isItem: Check,
  most = 10_000,
): Promise<T[]> {
  const items: T[] = [];
  const isPage = isListOf(isItem);
  let cursor: string | undefined;
  // A page can be empty although more follow; one that goes nowhere ends it.
  for (let pages = 0; pages < most / 100 && items.length < most; pages += 1) {
    const page: List<T> = await askIndex(base, path, { limit: 1_000, ...query, cursor }, isPage);
    items.push(...page.items);
    cursor = page.next ?? undefined;
    if (!cursor) break;
  }
  return items;
}

/** Follows an answer of the index; `undefined` as the path asks nothing, as does a page without an index. */
export function useIndex<T>(
  path: string | undefined,
  isWhole: Check,
  query: Query = {},
  everyMs = 30_000,
): Live<T> {
  const { index } = useCluster().config;
  const key = index && path ? `index ${path} ${JSON.stringify(query)}` : undefined;
  return useLive<T>(key, () => askIndex<T>(index!, path!, query, isWhole), everyMs);
}

/** Follows a whole list. */
export function useIndexAll<T>(
  path: string | undefined,
  isItem: Check,
  query: Query = {},
  everyMs = 60_000,
): Live<T[]> {
  const { index } = useCluster().config;
  const key = index && path ? `all ${path} ${JSON.stringify(query)}` : undefined;
  return useLive<T[]>(key, () => askAll<T>(index!, path!, query, isItem), everyMs);
}

/** An index that is further behind says so beside its figures, in seconds. */
const BEHIND_SECONDS = 600;

/** Whether the index's figures are of this cluster, whole, and of now. */
export type Standing = "unknown" | "otherCluster" | "partial" | "behind" | "good";

/** How an index stands that says `status`, on a cluster of that genesis. */
export function standingOf(status: IndexStatus | undefined, genesis: string | undefined): Standing {
  const of = status?.cluster.genesis_hash;
  if (!status || genesis === undefined || of == null) return "unknown";
  if (of !== genesis) return "otherCluster";
  if (!status.complete) return "partial";
  return (status.behind_seconds ?? 0) > BEHIND_SECONDS ? "behind" : "good";
}

/** Where the index is, and how it stands. */
export function useIndexStatus(): Live<IndexStatus> & { standing: Standing } {
  const status = useIndex<IndexStatus>("/v1/status", isStatus, {}, 15_000);
  const { genesis } = useHealth();
  return { ...status, standing: standingOf(status.data, genesis) };
}
