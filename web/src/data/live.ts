/** What a page shows of the chain or the index: read, read again, and kept while a reading fails. */

import { explain, type Explanation } from "@io-economy/sdk";
import { useCallback, useEffect, useSyncExternalStore } from "react";

/** A figure or list that is read again and again. */
export interface Live<T> {
  /** What was read last; undefined before. A failed reading leaves it as it is. */
  data: T | undefined;
  /** Why the last reading failed; undefined if it did not. */
  explanation: Explanation | undefined;
  /** When `data` was read, in milliseconds of this computer's clock. */
  readAt: number | undefined;
  isReading: boolean;
  /** Reads now. */
  refresh: () => void;
}

interface Entry {
  state: Omit<Live<unknown>, "refresh">;
  listeners: Set<() => void>;
  look: () => Promise<unknown>;
  everyMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The reading that counts: an older one that ends later is dropped. */
  reading: number;
  failures: number;
}

const NOTHING = { data: undefined, explanation: undefined, readAt: undefined, isReading: false };
const entries = new Map<string, Entry>();
const LONGEST_WAIT_MS = 60_000;

/** What is due while nobody looks at the page: read as soon as somebody does. */
const waiting = new Set<Entry>();

if (typeof document !== "undefined")
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    const due = [...waiting];
    waiting.clear();
    for (const entry of due) if (entry.listeners.size > 0) read(entry);
  });

/** Reads on; a page in a tab behind others asks nothing. */
function readOn(entry: Entry): void {
  if (document.hidden) waiting.add(entry);
  else read(entry);
}

/** Reads everything that is shown again: after a transaction, or once a cluster answers again. */
export function refreshAll(): void {
  for (const entry of entries.values()) if (entry.listeners.size > 0) read(entry);
}

/** Forgets everything; for tests. */
export function forgetAll(): void {
  for (const entry of entries.values()) clearTimeout(entry.timer);
  entries.clear();
  waiting.clear();
}

function set(entry: Entry, change: Partial<Entry["state"]>): void {
  entry.state = { ...entry.state, ...change };
  for (const listener of [...entry.listeners]) listener();
}

function read(entry: Entry): void {
  clearTimeout(entry.timer);
  waiting.delete(entry);
  const reading = ++entry.reading;
  set(entry, { isReading: true });
  const isOld = () => reading !== entry.reading;
  entry
    .look()
    .then(
      (data) => {
        if (isOld()) return;
        entry.failures = 0;
        set(entry, { data, explanation: undefined, readAt: Date.now(), isReading: false });
      },
      (error: unknown) => {
        if (isOld()) return;
        entry.failures += 1;
        set(entry, { explanation: explain(error), isReading: false });
      },
    )
    .finally(() => {
      if (isOld() || entry.listeners.size === 0 || entry.everyMs === 0) return;
      const wait = Math.min(entry.everyMs * 2 ** Math.min(entry.failures, 4), LONGEST_WAIT_MS);
      entry.timer = setTimeout(() => readOn(entry), Math.max(wait, entry.everyMs));
    });
}

/**
 * Reads while the component is there, and again every `everyMs` (0: never). Components with the same
 * key share one reading; a page that is opened again shows what was read last at once.
 *
 * @param key Names what is read, with everything that `look` depends on; undefined reads nothing.
 */
export function useLive<T>(key: string | undefined, look: () => Promise<T>, everyMs = 15_000): Live<T> {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (key === undefined) return () => {};
      const entry: Entry = entries.get(key) ?? {
        state: NOTHING,
        listeners: new Set(),
        look,
        everyMs,
        timer: undefined,
        reading: 0,
        failures: 0,
      };
      entries.set(key, entry);
      entry.listeners.add(listener);
      const age = Date.now() - (entry.state.readAt ?? 0);
      if (entry.listeners.size === 1 && (everyMs === 0 ? !entry.state.readAt : age > 1_000)) {
        entry.look = look;
        entry.everyMs = everyMs;
        read(entry);
      }
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0) clearTimeout(entry.timer);
      };
    },
    // `look` is made anew by every render; what it reads is named by the key.
    [key, everyMs],
  );
  const state = useSyncExternalStore(subscribe, () =>
    key === undefined ? NOTHING : (entries.get(key)?.state ?? NOTHING),
  );
  useEffect(() => {
    const entry = key === undefined ? undefined : entries.get(key);
    if (entry) entry.look = look;
  });
  const refresh = useCallback(() => {
    const entry = key === undefined ? undefined : entries.get(key);
    if (entry) read(entry);
  }, [key]);
  return { ...(state as Omit<Live<T>, "refresh">), refresh };
}
