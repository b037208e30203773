/** How sentences write amounts, counts, times and names. */

import { formatIo, formatUsdc, type OrderCurrency } from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { DAY, HOUR } from "../spans.js";

/** The names of hardware classes by their addresses. */
export type ClassNames = ReadonlyMap<Address, string>;

/** What people call a class; one without a name is called by the beginning of its address. */
export function className(names: ClassNames, address: Address): string {
  return names.get(address) ?? `class ${address.slice(0, 4)}…`;
}

/** An amount in IO as a sentence has it: no zeros behind it, at most so many decimals. */
export function io(amount: bigint, max = 8): string {
  return formatIo(amount, { min: 0, max, unit: true });
}

/** An amount in USDC, likewise. */
export function usdc(amount: bigint, max = 6): string {
  return formatUsdc(amount, { min: 0, max, unit: true });
}

/** An amount in a currency of orders, likewise. */
export function money(amount: bigint, currency: OrderCurrency, max?: number): string {
  return currency === "IO" ? io(amount, max) : usdc(amount, max);
}

/** An estimate in IO: as many decimals as say something. */
export function about(amount: bigint): string {
  const whole = amount / 100_000_000n;
  return `about ${io(amount, whole >= 100n ? 0 : whole >= 1n ? 2 : 6)}`;
}

/** So many of something. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/** The first and last letters of an address, as wallets show it. */
export function short(address: string): string {
  return `${address.slice(0, 4)}…${address.slice(-4)}`;
}

/** Basis points in percent: 1234 is `12.34%`, 1000 is `10%`. */
export function percent(bps: number): string {
  const decimals = bps % 100 === 0 ? 0 : bps % 10 === 0 ? 1 : 2;
  return `${(bps / 100).toFixed(decimals)}%`;
}

const UNITS = [
  [DAY, "day"],
  [HOUR, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** A span in its two largest units: `1 day 4 hours`. */
export function span(seconds: number): string {
  const parts: string[] = [];
  let left = Math.max(Math.floor(seconds), 0);
  for (const [size, name] of UNITS) {
    const number = Math.floor(left / size);
    left -= number * size;
    if (number > 0) parts.push(count(number, name));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 seconds";
}

/** A span that runs, to the second: `1 d 04:05:06`, `04:05:06`. */
export function running(seconds: number): string {
  const left = Math.max(Math.floor(seconds), 0);
  const two = (number: number) => String(number).padStart(2, "0");
  const days = Math.floor(left / DAY);
  const clock = [(left % DAY) / HOUR, (left % HOUR) / 60, left % 60].map((part) =>
    two(Math.floor(part)),
  );
  return `${days > 0 ? `${days} d ` : ""}${clock.join(":")}`;
}
