/** What the programs emit, read from a transaction's logs. */

import { getBase64Encoder } from "@solana/kit";
import { type Event, PROGRAMS } from "./generated/programs.js";

export type { Event };

/** What the logs of one transaction say. */
export interface Events {
  /** In the order in which they were emitted. */
  events: Event[];
  /** The node cut the logs off: there may have been more. */
  truncated: boolean;
}

/**
 * Reads the events of the IO programs. An event counts for the program that was running when it was logged, so that no
 * other program can forge one.
 */
export function eventsOf(logs: readonly string[]): Events {
  const running: string[] = [];
  const events: Event[] = [];
  for (const line of logs) {
    const invoked = /^Program (\w+) invoke \[\d+\]$/.exec(line)?.[1];
    const data = /^Program data: (\S+)/.exec(line)?.[1];
    if (invoked) running.push(invoked);
    else if (/^Program \w+ (success|failed)/.test(line)) running.pop();
    else if (data) {
      const event = PROGRAMS[running.at(-1) ?? ""]?.decodeEvent(getBase64Encoder().encode(data));
      if (event) events.push(event);
    }
  }
  return { events, truncated: logs.includes("Log truncated") };
}
