/** The short layouts read the same as Codama's decoders, for random bytes of every account and event. */

import { expect, test } from "vitest";
import * as programs from "../src/generated/index.js";
import { IO_BUYBACK_ACCOUNTS, IO_BUYBACK_EVENTS } from "../src/generated/io_buyback/layout.js";
import { IO_EMISSION_ACCOUNTS, IO_EMISSION_EVENTS } from "../src/generated/io_emission/layout.js";
import { IO_ORDERS_ACCOUNTS, IO_ORDERS_EVENTS } from "../src/generated/io_orders/layout.js";
import { IO_STAKING_ACCOUNTS, IO_STAKING_EVENTS } from "../src/generated/io_staking/layout.js";
import { decodeType } from "../src/layout.js";

const LAYOUTS = {
  ioBuyback: [IO_BUYBACK_ACCOUNTS, IO_BUYBACK_EVENTS],
  ioEmission: [IO_EMISSION_ACCOUNTS, IO_EMISSION_EVENTS],
  ioOrders: [IO_ORDERS_ACCOUNTS, IO_ORDERS_EVENTS],
  ioStaking: [IO_STAKING_ACCOUNTS, IO_STAKING_EVENTS],
} as const;

/** Bytes that repeat for a seed; small ones are frequent, so that enums and lengths are valid. */
function bytes(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const [kind, value] = [(state >> 8) % (seed % 2 ? 3 : 30), (state >> 16) & 0xff];
    return kind === 0 ? value : kind < 3 ? value & 1 : 0;
  });
}

type Decoder = { decode(data: Uint8Array, offset?: number): unknown };

function codama(program: keyof typeof LAYOUTS, type: string): Decoder {
  const client = programs[program] as unknown as Record<string, () => Decoder>;
  return client[`get${type}Decoder`]!();
}

const CASES = Object.entries(LAYOUTS).flatMap(([program, [accounts, events]]) => [
  ...accounts.split(";").map((row) => [program, accounts, row.split(":")[0]!, ""] as const),
  ...events
    .split(";")
    .filter((row) => row.includes("#"))
    .map((row) => [program, events, row.split("#")[0]!, "Event"] as const),
]);

test.each(CASES)("%s %#", (program, layout, name, suffix) => {
  const decoder = codama(program as keyof typeof LAYOUTS, name + suffix);
  let compared = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const data = bytes(seed, 8_192);
    // Codama's account decoders take the discriminator as a field of bytes.
    const isAccount = suffix === "" && "discriminator" in Object(safely(() => decoder.decode(data)));
    const expected = safely(() => decoder.decode(data));
    if (expected === undefined) continue;
    const { discriminator: _, ...fields } = Object(expected) as Record<string, unknown>;
    const found = decodeType(layout, name, data, isAccount ? 8 : 0);
    expect(plain(found)).toEqual(plain(typeof expected === "object" ? fields : expected));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(0);
});

/** A value without what tells kinds of byte arrays and of options apart. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("__option" in value) return "value" in value ? plain(value.value) : null;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

/** An enum that a byte does not name throws. */
function safely<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
