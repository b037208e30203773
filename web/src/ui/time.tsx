/** Times of the chain, in Unix seconds: dates, spans, and how long until one. */

import type { ReactElement } from "react";
import { useNow } from "../data/cluster.js";
import { DAY, HOUR } from "../spans.js";

const [minute, hour, day] = [60n, BigInt(HOUR), BigInt(DAY)];

/** The last second that a date has here: one that is later, on a chain open to all, is shown as this. */
const LAST = 8_640_000_000_000n;

function dateOf(at: bigint): Date {
  const size = at > LAST ? LAST : at < -LAST ? -LAST : at;
  return new Date(Number(size) * 1_000);
}

/** A date such as `3 Dec 2026, 14:05`, in the reader's time zone. */
export function dateText(at: bigint, withTime = true): string {
  const date = dateOf(at);
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  if (!withTime) return day;
  return `${day}, ${date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}

/** A span by its two largest units: `13 d 4 h`, `2 h 5 min`, `59 s`. */
export function spanText(seconds: bigint): string {
  const size = seconds < 0n ? -seconds : seconds;
  const parts = [
    [size / day, "d"],
    [(size % day) / hour, "h"],
    [(size % hour) / minute, "min"],
    [size % minute, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0n);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0n)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** A moment, with the whole of it in UTC in its title. */
export function Time({ at, withTime = true }: { at: bigint; withTime?: boolean }): ReactElement {
  const iso = dateOf(at).toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace("T", " ")} UTC`}>
      {dateText(at, withTime)}
    </time>
  );
}

/** How long until a moment, or since, by the cluster's clock, each second anew: `in 3 d 2 h`. */
export function Until({ at }: { at: bigint }): ReactElement {
  const now = useNow();
  const iso = dateOf(at).toISOString();
  const text = now === 0n ? "" : at > now ? `in ${spanText(at - now)}` : `${spanText(now - at)} ago`;
  return (
    <time dateTime={iso} title={`${iso.slice(0, 19).replace("T", " ")} UTC`}>
      {text}
    </time>
  );
}
