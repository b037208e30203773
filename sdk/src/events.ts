/** What the programs emit, read from a transaction's logs. */

import { type IoEvent, EVENT_LAYOUTS } from "./generated/events.js";
import { type Events, readLogs } from "./logs.js";

export type { Events, IoEvent };

/**
 * Reads the events of the IO programs from a transaction's logs. An event counts for the program
 * that was running when it was logged, so that no other program can forge one. A transaction that
 * failed has none: it was rolled back. Pass its error too (`meta.err`), if it is at hand: logs that
 * were cut off do not say that it failed.
 *
 * @example
 * const { events } = eventsOf(meta.logMessages, meta.err);
 */
export function eventsOf(logs: readonly string[], err: unknown = null): Events {
  return readLogs(logs, err, EVENT_LAYOUTS);
}
