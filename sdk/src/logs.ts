/** A transaction's logs, read by the layouts of some programs' events. */

import { fromBase64 } from "./bytes.js";
import type { IoEvent } from "./generated/events.js";
import { decodeEvent } from "./layout.js";

/** Name of each program, and the layout of its events, by its address. */
export type EventLayouts = Readonly<Record<string, readonly [program: string, layout: string]>>;

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

/** The events of the programs that have a layout. */
export function readLogs(logs: readonly string[], err: unknown, layouts: EventLayouts): Events {
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
      const [program, layout] = layouts[running[running.length - 1] ?? ""] ?? [];
      const event = layout && decodeEvent(layout, fromBase64(data));
      if (event) events.push({ program, ...event } as IoEvent);
    }
  }
  return { events: failed ? [] : events, truncated: logs.includes("Log truncated"), failed };
}
