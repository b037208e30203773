/** Lookup tables: by them a transaction names an account in one byte instead of 32. */

import { type Address, getAddressEncoder } from "@solana/kit";
import { length, type Lookups } from "./wire.js";

/** A table of addresses on chain. */
export interface LookupTable {
  /** The table's own address. */
  address: Address;
  /** What it holds, in order. */
  addresses: readonly Address[];
}

/** A byte names no place beyond. */
const MOST = 256;

/**
 * Tables for a `sender`, by which larger transactions fit into 1,232 bytes.
 *
 * @example
 * const { send } = sender({ rpc, payer: signer, lookups: lookupTables([table]) });
 */
export function lookupTables(tables: readonly LookupTable[]): Lookups {
  return (accounts) => {
    const found = accounts
      .flatMap(({ key, isWritable }) => {
        const table = tables.findIndex(({ addresses }) => addresses.slice(0, MOST).includes(key));
        return table < 0 ? [] : [{ key, isWritable, table }];
      })
      .sort((a, b) => Number(b.isWritable) - Number(a.isWritable) || a.table - b.table);
    const used = tables.flatMap(({ address, addresses }, table) => {
      const places = [true, false].map((writable) =>
        found
          .filter((lookup) => lookup.table === table && lookup.isWritable === writable)
          .map(({ key }) => addresses.indexOf(key)),
      );
      if (places.every(({ length }) => length === 0)) return [];
      return [
        [
          ...getAddressEncoder().encode(address),
          ...places.flatMap((some) => [...length(some.length), ...some]),
        ],
      ];
    });
    return { found: found.map(({ key }) => key), bytes: [...length(used.length), ...used.flat()] };
  };
}
