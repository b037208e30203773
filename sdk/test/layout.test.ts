/** The short layouts read the same as Codama's decoders, for random bytes of every account and event. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as programs from "../src/generated/index.js";
import { decodeType } from "../src/layout.js";

const GENERATED = join(import.meta.dirname, "../src/generated");

/** Every layout of each program: one for each account, and one for all events. */
const LAYOUTS: Record<string, Record<string, string>> = Object.fromEntries(
  await Promise.all(
    readdirSync(GENERATED)
      .filter((name) => name.startsWith("io_"))
      .map(async (name) => {
        const program = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
        return [program, await import(`../src/generated/${name}/layout.ts`)] as const;
      }),
  ),
);

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

function codama(program: string, type: string): Decoder {
  const client = (programs as unknown as Record<string, Record<string, () => Decoder>>)[program]!;
  return client[`get${type}Decoder`]!();
}

const CASES = Object.entries(LAYOUTS).flatMap(([program, layouts]) =>
  Object.entries(layouts).flatMap(([name, layout]) => {
    const isEvents = name.endsWith("_EVENTS");
    const rows = layout.split(";").filter((row) => !isEvents || row.includes("#"));
    return rows.map((row) => [program, layout, row.split(/[#:]/)[0]!, isEvents ? "Event" : ""] as const);
  }),
);

test("every event of a program begins differently", () => {
  for (const layouts of Object.values(LAYOUTS)) {
    const [events = ""] = Object.entries(layouts).flatMap(([name, row]) =>
      name.endsWith("_EVENTS") ? [row] : [],
    );
    const starts = [...events.matchAll(/#(\w+)/g)].map(([, start]) => start);
    expect(starts.every((start) => start?.length === 8)).toBe(true);
    expect(new Set(starts).size).toBe(starts.length);
  }
});

test.each(CASES)("%s %#", (program, layout, name, suffix) => {
  const decoder = codama(program, name + suffix);
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
