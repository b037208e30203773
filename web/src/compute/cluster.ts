/** Signing a booking: one transaction, or, for more nodes than fit in one, a lookup table before it. */

import {
  type BookingBill,
  bookNodes,
  closeTable,
  lookupTables,
  type LookupTable,
  makeTable,
} from "@io-economy/sdk";
import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { useState } from "react";
import { useCluster } from "../data/cluster.js";
import { useLive } from "../data/live.js";
import { useAct } from "../tx/transaction.js";
import type { Action } from "../tx/words.js";
import { useAccount } from "../wallet/account.js";
import * as words from "../words/compute.js";

/** Nodes that one transaction books without a lookup table. */
const WITHOUT_TABLE = 4;
/** What is added to a table counts from the next slot on, which this waits for, in milliseconds. */
const NEXT_SLOT_MS = 1_000;

/** What a booking is called and told, without how it is made. */
export type Told = Omit<Action, "make" | "lookups" | "onLanded">;

/** Opens the transactions of a booking, one after the other. */
export function useBooking(): (bill: BookingBill, told: Told) => void {
  const { read } = useCluster();
  const { address } = useAccount();
  const act = useAct();
  const { keep } = useTables(address);
  return (bill, told) => {
    const clusterOf = async (signer: TransactionSigner) =>
      (await bookNodes(read, { signer, bill })).clusters[0]!;
    const nodes = bill.lines.length;
    if (nodes <= WITHOUT_TABLE)
      return act({ ...told, make: async (signer) => (await clusterOf(signer)).instructions });
    let made: { table: LookupTable; steps: Instruction[][] } | undefined;
    const prepared = async (signer: TransactionSigner) => {
      made ??= await makeTable(read, { signer, addresses: (await clusterOf(signer)).table });
      return made;
    };
    const book = () => {
      const nextSlot = new Promise((wake) => setTimeout(wake, NEXT_SLOT_MS));
      act({
        ...told,
        title: `${told.title}: last step`,
        lookups: lookupTables([made!.table]),
        make: async (signer) => {
          await nextSlot;
          return (await clusterOf(signer)).instructions;
        },
      });
    };
    const step = (at: number) =>
      act({
        title: `${told.title}: step ${at + 1}`,
        sentence: words.preparing({ nodes, isFirst: at === 0 }),
        make: async (signer) => (await prepared(signer)).steps[at]!,
        onLanded: () => {
          keep(made!.table.address);
          if (at + 1 < made!.steps.length) step(at + 1);
          else book();
        },
      });
    step(0);
  };
}

const KEY = "io.tables";

function stored(owner: string): Address[] {
  try {
    return (JSON.parse(localStorage.getItem(`${KEY}.${owner}`) ?? "[]") as Address[]).slice(0, 16);
  } catch {
    return [];
  }
}

function store(owner: string, tables: readonly Address[]) {
  try {
    localStorage.setItem(`${KEY}.${owner}`, JSON.stringify(tables));
  } catch {
    // A browser that stores nothing forgets them: `io lut` lists and closes them.
  }
}

/** The lookup tables that the account's bookings have left, whose rent it can have back. */
export function useTables(owner: Address | undefined) {
  const { read } = useCluster();
  const act = useAct();
  const [changes, setChanges] = useState(0);
  const left = useLive(owner && `tables ${owner} ${changes}`, async () => {
    const tables = stored(owner!);
    if (tables.length === 0) return [];
    const there = (await read(tables)).filter((account) => account.exists).map(({ address }) => address);
    store(owner!, there);
    return there;
  });
  return {
    tables: left.data ?? [],
    keep(table: Address) {
      if (!owner) return;
      store(owner, [...new Set([...stored(owner), table])]);
      setChanges((count) => count + 1);
    },
    close: (table: Address) =>
      act({
        title: "Close a lookup table",
        sentence: words.closingTable(),
        make: (signer) => closeTable(read, { signer, table }),
        done: () => "If it was given up just now, close it again in some 4 minutes: then its rent returns.",
      }),
  };
}
