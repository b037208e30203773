/**
 * Decodes what the programs store and emit, from the short texts in
 * `generated/<program>/layout.ts`. The types are those of Codama's decoders, which are ten times as
 * large; `test/layout.test.ts` compares the two.
 *
 * A layout is `Name:field=type,..;Name#discriminator:..`. Types: `a` u8, `b` u16, `c` u32, `d` u64,
 * `e` u128, `f` i32, `g` i64, `h` bool, `k` address, `xN` N bytes, `s` text with its length before,
 * `[N]T` N of T, `*T` any number of T, `?T` T or null, `@Name` another type.
 */

import { type Address, getAddressDecoder, type ReadonlyUint8Array } from "@solana/kit";
import { toHex, viewOf } from "./bytes.js";

interface Type {
  /** Of an event, its first half in hexadecimal digits. */
  discriminator: string | undefined;
  fields: (readonly [name: string, type: string])[];
  /** What an enum is stored as. */
  alone: string | undefined;
}

const parsed = new Map<string, Map<string, Type>>();

function typesOf(layout: string): Map<string, Type> {
  let types = parsed.get(layout);
  if (!types) {
    types = new Map(
      layout.split(";").map((row) => {
        const [head = "", body = ""] = row.split(":");
        const [name = "", discriminator] = head.split("#");
        const parts = body ? body.split(",") : [];
        const alone = parts[0] !== undefined && !parts[0].includes("=") ? parts[0] : undefined;
        const fields = alone ? [] : parts.map((part) => part.split("=") as [string, string]);
        return [name, { discriminator, fields, alone }] as const;
      }),
    );
    parsed.set(layout, types);
  }
  return types;
}

/** Reads a type of a layout from an offset on. */
export function decodeType<T>(layout: string, name: string, data: ReadonlyUint8Array, offset = 0): T {
  return new Reader(typesOf(layout), data, offset).named(name) as T;
}

/** Reads an event, its discriminator first; undefined if the layout has none of it. */
export function decodeEvent(
  layout: string,
  data: ReadonlyUint8Array,
): { name: string; data: unknown } | undefined {
  const key = toHex(data.slice(0, 4));
  for (const [name, { discriminator }] of typesOf(layout)) {
    if (discriminator === key) return { name, data: decodeType(layout, name, data, 8) };
  }
  return undefined;
}

class Reader {
  private readonly view: DataView;

  constructor(
    private readonly types: Map<string, Type>,
    private readonly data: ReadonlyUint8Array,
    private at: number,
  ) {
    this.view = viewOf(data);
  }

  named(name: string): unknown {
    const type = this.types.get(name)!;
    if (type.alone) return this.value(type.alone);
    const fields: Record<string, unknown> = {};
    for (const [field, kind] of type.fields) fields[field] = this.value(kind);
    return fields;
  }

  private take(size: number): number {
    const start = this.at;
    this.at += size;
    return start;
  }

  private value(kind: string): unknown {
    const { view } = this;
    const rest = kind.slice(1);
    switch (kind[0]) {
      case "a":
        return view.getUint8(this.take(1));
      case "b":
        return view.getUint16(this.take(2), true);
      case "c":
        return view.getUint32(this.take(4), true);
      case "d":
        return view.getBigUint64(this.take(8), true);
      case "e": {
        const at = this.take(16);
        return view.getBigUint64(at, true) | (view.getBigUint64(at + 8, true) << 64n);
      }
      case "f":
        return view.getInt32(this.take(4), true);
      case "g":
        return view.getBigInt64(this.take(8), true);
      case "h":
        return view.getUint8(this.take(1)) === 1;
      case "k":
        return getAddressDecoder().decode(this.data, this.take(32)) as Address;
      case "x": {
        const at = this.take(Number(rest));
        return this.data.slice(at, this.at);
      }
      case "s": {
        const at = this.take(this.value("c") as number);
        return new TextDecoder().decode(this.data.slice(at, this.at) as Uint8Array).replace(/\0/g, "");
      }
      case "?":
        return this.value("a") === 1 ? this.value(rest) : null;
      case "*":
        return this.many(this.value("c") as number, rest);
      case "[": {
        const [count = "", item = ""] = rest.split(/](.*)/);
        return this.many(Number(count), item);
      }
      default:
        return this.named(rest);
    }
  }

  private many(count: number, kind: string): unknown[] {
    return Array.from({ length: count }, () => this.value(kind));
  }
}
