/** Values that no flow takes, and what each of them must be told. */

import { expect } from "vitest";
import { explain, isIoError } from "../src/index.js";

export const ADDRESSES = ["", "no address", "1".repeat(50), 5, null, new Uint8Array(32)];
export const AMOUNTS = [1.5, 5, "1", -1n, 2n ** 64n, null];
export const WHOLES = [1.5, -1, NaN, Infinity, "3", 3n, null];
export const CURRENCIES = ["usdc", "io", "SOL", "", 0, 1, null];
export const BYTES = [0, 31, 33, 40].map((length) => new Uint8Array(length));

/** Each function and what is wrong of it, with what makes the call. `never` is any value. */
export type Cases = readonly (readonly [
  what: string,
  wrong: readonly unknown[],
  call: (value: never) => unknown,
])[];

/** Each of the wrong values is a `RangeError` of the SDK's own. */
export async function refusesAll(wrong: readonly unknown[], call: (value: never) => unknown) {
  for (const value of wrong) {
    const thrown = await new Promise((resolve) => resolve(call(value as never))).then(
      () => "nothing",
      (error: unknown) => error,
    );
    expect(isIoError(thrown, "badInput") ? thrown : { value, thrown }).toBeInstanceOf(RangeError);
    expect(explain(thrown)).toMatchObject({ kind: "input", retry: "never" });
  }
}
