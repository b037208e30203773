/**
 * Checks of what a caller passes: a wrong value is an {@link IoError} with the code `badInput`, a
 * `RangeError`.
 */

import { type Address, isAddress } from "@solana/kit";
import { badInput } from "./errors/io-error.js";

export const MAX_U64 = (1n << 64n) - 1n;
const MAX_U32 = 0xffff_ffff;

/** An amount in base units: a `bigint` from `least` to 2^64 - 1. */
export function checkAmount(value: unknown, what: string, least = 0n): bigint {
  if (typeof value !== "bigint")
    throw badInput(`${what} is an amount in base units: pass a bigint, such as 100n.`);
  if (value < least) throw badInput(`${what} is at least ${least} base units.`);
  if (value > MAX_U64) throw badInput(`${what} is more than an account can hold.`);
  return value;
}

/** A whole `number` from `least` to `most`; `message` says it in the words of the case. */
export function checkWhole(
  value: unknown,
  what: string,
  least: number,
  most = MAX_U32,
  message?: string,
): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw badInput(message ?? `${what} is a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** So many bytes. */
export function checkBytes(value: unknown, what: string, length: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== length)
    throw badInput(`${what} has ${length} bytes.`);
  return value;
}

/** An address, as base58. */
export function checkAddress(value: unknown, what: string): Address {
  if (typeof value !== "string" || !isAddress(value))
    throw badInput(`${what} is an address of 32 bytes, in base58.`);
  return value;
}
