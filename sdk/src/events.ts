/** What the programs emit, read from a transaction's logs. */

import { fromBase64 } from "./bytes.js";
import { type IoEvent, EVENT_LAYOUTS } from "./generated/events.js";
import { decodeEvent } from "./layout.js";

export type { IoEvent };

/** What the logs of one transaction say. */
export interface Events {
  /**
   * In the order in which they were emitted; none if the transaction failed, since nothing of it
   * happened.
   */
  events: IoEvent[];
  /** The node cut the logs off: there may have been more. */
  truncated: boolean;
  /** The transaction failed, and was rolled back. */
  failed: boolean;
}

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
  const running: string[] = [];
  const events: IoEvent[] = [];
  let failed = err !== null && err !== undefined;
  for (const line of logs) {
    const invoked = /^Program (\w+) invoke \[\d+\]$/.exec(line)?.[1];
    const data = /^Program data: (\S+)/.exec(line)?.[1];
    if (invoked) running.push(invoked);
    else if (/^Program \w+ success/.test(line)) running.pop();
    else if (/^Program \w+ failed/.test(line)) {
      // No program survives the failure of one that it called.
      failed = true;
      running.pop();
    } else if (data) {
      const [program, layout] = EVENT_LAYOUTS[running[running.length - 1] ?? ""] ?? [];
      const event = layout && decodeEvent(layout, fromBase64(data));
      if (event) events.push({ program, ...event } as IoEvent);
    }
  }
  return { events: failed ? [] : events, truncated: logs.includes("Log truncated"), failed };
}
