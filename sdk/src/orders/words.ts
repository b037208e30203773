/** Amounts and spans of the market, for a person. */

import { type AmountFormat, formatIo, formatUsdc } from "../amounts.js";
import type { OrderCurrency } from "./currency.js";
import { HOUR } from "./quote.js";

/** An amount with its currency, or without. */
export function amount(units: bigint, currency: OrderCurrency, unit = true): string {
  const format: AmountFormat = { min: 0, unit };
  return currency === "IO" ? formatIo(units, format) : formatUsdc(units, format);
}

/** Seconds in words: `7d`, `36h`, `90m`, as the command line writes them. */
export function span(seconds: number): string {
  const units = [
    [24 * HOUR, "d"],
    [HOUR, "h"],
    [60, "m"],
  ] as const;
  const [size, name] = units.find(([size]) => seconds % size === 0) ?? [1, "s"];
  return `${seconds / size}${name}`;
}
