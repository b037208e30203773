/**
 * Views that stay up to date: read again when an account changes, after a lost connection, and now
 * and then anyway.
 */

import type { Address } from "@solana/kit";
import { BUYBACK_CONFIG, BUYBACK_USDC_VAULT, ORDERS_CONFIG, stakeAddress } from "./addresses.js";
import { type BuybackView, type Prices, readBuyback } from "./buyback/flows.js";
import { type OrderView, readOrder } from "./orders/flows.js";
import { type MarketView, readMarket } from "./orders/market.js";
import { readRequest, type RequestView } from "./orders/request-figures.js";
import type { List, Read } from "./read.js";
import { readStaking, type StakingView } from "./staking/view.js";

/** The least that a client of RPC subscriptions must do: kit's does, of version 5 and later. */
export interface SubscriptionsForWatching {
  accountNotifications(
    address: never,
    config: { commitment: "confirmed"; encoding: "base64" },
  ): { subscribe(options: { abortSignal: AbortSignal }): Promise<AsyncIterable<unknown>> };
}

/** Where a watch looks. */
export interface WatchSource {
  read: Read;
  /** Tells of changes at once; without it a watch looks every `intervalMs`. */
  subscriptions?: SubscriptionsForWatching;
  /** Milliseconds between two looks when nothing is told; 15,000 unless given. */
  intervalMs?: number;
}

/** Where a watch stands, as kit's own stores say it. */
export type WatchState<T> =
  | { readonly status: "idle"; readonly data: undefined; readonly error: undefined }
  | { readonly status: "loading"; readonly data: T | undefined; readonly error: unknown }
  | { readonly status: "loaded"; readonly data: T; readonly error: undefined }
  /** The last look failed; the next one follows by itself. */
  | { readonly status: "error"; readonly data: T | undefined; readonly error: unknown };

/**
 * A view that stays up to date: a store as kit's `ReactiveStreamStore`, so that
 * `useSyncExternalStore`, `useSubscription` of `@solana/react`, Svelte and Solid take it as it is.
 */
export interface Watch<T> {
  /** Starts, or starts anew. */
  connect(): void;
  /** Stops, and forgets. */
  reset(): void;
  /** The same object until something changes. */
  getState(): WatchState<T>;
  /** Calls back whenever the state changes; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** `connect`, until the signal is aborted. */
  withSignal(signal: AbortSignal): { connect: () => void };
  /** Itself: a watch is a source too. */
  reactiveStore(): Watch<T>;
  /**
   * The cluster's time now, in Unix seconds: that of the last look, and the time since. 0 before
   * the first one.
   */
  now(): bigint;
}

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 30_000];

/**
 * Watches an order.
 *
 * @example
 * const watch = watchOrder({ read, subscriptions }, order);
 * watch.subscribe(() => show(watch.getState()));
 * watch.connect();
 */
export function watchOrder(source: WatchSource, order: Address): Watch<OrderView> {
  return watch(
    source,
    async () => [order],
    () => readOrder(source.read, order),
  );
}

/**
 * Watches a node, and an owner's stake in it.
 *
 * @example
 * const watch = watchStaking({ read, subscriptions }, node, wallet);
 * watch.subscribe(() => show(watch.getState()));
 * watch.connect();
 */
export function watchStaking(source: WatchSource, node: Address, owner?: Address): Watch<StakingView> {
  const addresses = async () => [node, ...(owner ? [await stakeAddress(node, owner)] : [])];
  return watch(source, addresses, () => readStaking(source.read, node, owner));
}

/**
 * Watches what the buyback offers; `offerOf(view, watch.now())` is its offer at this second.
 *
 * @example
 * const auction = watchAuction({ read }, prices);
 * auction.subscribe(() => show(auction.getState()));
 * auction.connect();
 */
export function watchAuction(source: WatchSource, prices: Prices): Watch<BuybackView> {
  const addresses = async () => [BUYBACK_CONFIG, BUYBACK_USDC_VAULT, prices.io, prices.usdc];
  return watch(source, addresses, () => readBuyback(source.read, prices));
}

/**
 * Watches the market: every ask, with its node and record. It is listed anew each `intervalMs`.
 *
 * @example
 * const market = watchMarket({ read }, list);
 * market.subscribe(() => show(market.getState().data?.offers.length));
 * market.connect();
 */
export function watchMarket(source: WatchSource, list: List): Watch<MarketView> {
  return watch(
    source,
    async () => [ORDERS_CONFIG],
    () => readMarket(list, source.read),
  );
}

/**
 * Watches a request for bids; `requestFigures(view, watch.now())` has the time that is left. It
 * says `notFound` once the request was awarded or cancelled.
 *
 * @example
 * const watch = watchRequest({ read, subscriptions }, address);
 * watch.subscribe(() => show(watch.getState()));
 * watch.connect();
 */
export function watchRequest(source: WatchSource, request: Address): Watch<RequestView> {
  return watch(
    source,
    async () => [request],
    () => readRequest(source.read, request),
  );
}

/**
 * A watch over any view, which is read again when one of some accounts changes.
 *
 * @example
 * const rules = watch({ read }, async () => [ORDERS_CONFIG], () => readRules(read));
 */
export function watch<T extends { now: bigint }>(
  { subscriptions, intervalMs = 15_000 }: WatchSource,
  addresses: () => Promise<readonly Address[]>,
  look: () => Promise<T>,
): Watch<T> {
  const listeners = new Set<() => void>();
  let state: WatchState<T> = { status: "idle", data: undefined, error: undefined };
  let clock: { now: bigint; at: number } | undefined;
  let connection: AbortController | undefined;

  const set = (next: WatchState<T>) => {
    state = next;
    for (const listener of [...listeners]) listener();
  };

  function connect(outer?: AbortSignal) {
    connection?.abort();
    const controller = new AbortController();
    connection = controller;
    const { signal } = controller;
    const stop = () => {
      controller.abort();
      if (connection === controller) set({ status: "error", data: state.data, error: outer?.reason });
    };
    if (outer?.aborted) return stop();
    outer?.addEventListener("abort", stop, { once: true });
    set({ status: "loading", data: state.data, error: state.error });
    void run(signal);
  }

  async function run(signal: AbortSignal) {
    let wake = () => {};
    // Something changed while nobody waited.
    let isStale = false;
    const changed = () => {
      isStale = true;
      wake();
    };
    // Addresses that are none are told by the look.
    if (subscriptions) listen(subscriptions, signal, changed).catch(() => {});
    for (let failures = 0; !signal.aborted;) {
      isStale = false;
      try {
        const data = await look();
        if (signal.aborted) return;
        clock = { now: data.now, at: Date.now() };
        failures = 0;
        set({ status: "loaded", data, error: undefined });
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        set({ status: "error", data: state.data, error });
      }
      const wait = failures > 0 ? Math.min(backoff(failures), intervalMs) : intervalMs;
      if (!isStale || failures > 0) await sleep(wait, signal, (up) => (wake = up));
    }
  }

  /** Subscribes to every account, and again whenever a subscription ends. */
  async function listen(told: SubscriptionsForWatching, signal: AbortSignal, changed: () => void) {
    await Promise.all(
      (await addresses()).map(async (address) => {
        for (let failures = 0; !signal.aborted;) {
          try {
            const config = { commitment: "confirmed", encoding: "base64" } as const;
            const request = told.accountNotifications(address as never, config);
            const notifications = await request.subscribe({ abortSignal: signal });
            // What changed while nothing was told is read now.
            changed();
            for await (const _ of notifications) {
              failures = 0;
              changed();
            }
          } catch {
            // The next try follows; meanwhile the interval does.
          }
          failures += 1;
          await sleep(backoff(failures), signal, () => {});
        }
      }),
    );
  }

  const store: Watch<T> = {
    connect: () => connect(),
    reset() {
      connection?.abort();
      connection = undefined;
      set({ status: "idle", data: undefined, error: undefined });
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    withSignal: (signal) => ({ connect: () => connect(signal) }),
    reactiveStore: () => store,
    now: () => (clock ? clock.now + BigInt(Math.max(Math.floor((Date.now() - clock.at) / 1_000), 0)) : 0n),
  };
  return store;
}

function backoff(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
}

/** Waits; less if it is woken or aborted. */
function sleep(ms: number, signal: AbortSignal, waker: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    waker(done);
    if (signal.aborted) done();
  });
}
