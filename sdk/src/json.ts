/** Views as JSON has them. */

import { toHex } from "./bytes.js";

/** A value of JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * A view, or any part of one, as `JSON.stringify` takes it: a bigint becomes its decimal digits,
 * bytes become hexadecimal digits, undefined fields are left out.
 *
 * @example JSON.stringify(toJson(await readOrder(read, order)))
 */
export function toJson(value: unknown): Json {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(
      ([, field]) => field !== undefined && typeof field !== "function",
    );
    return Object.fromEntries(fields.map(([name, field]) => [name, toJson(field)]));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
