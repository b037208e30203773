/** The rent that stays in accounts which a transaction opens, as a simulation shows it. */

import type { Address, Instruction } from "@solana/kit";
import type { Read } from "../read.js";
import { SYSTEM_PROGRAM } from "../token.js";

/** More accounts than that no transaction of ours writes. */
const MOST = 100;

/**
 * The accounts that a transaction may open, each with the lamports that lie at its address already: those
 * that it writes and that no program owns yet. Wallets are among them; they stay what they are.
 */
export async function openable(
  read: Read,
  instructions: readonly Instruction[],
  payer: Address,
): Promise<ReadonlyMap<Address, bigint>> {
  const written = instructions.flatMap(({ accounts = [] }) => accounts.filter(({ role }) => role & 1));
  const addresses = [...new Set(written.map(({ address }) => address))].filter((key) => key !== payer);
  if (addresses.length === 0) return new Map();
  const accounts = await read(addresses.slice(0, MOST));
  return new Map(
    accounts
      .filter((account) => !account.exists || account.programAddress === SYSTEM_PROGRAM)
      .map((account) => [account.address, account.exists ? BigInt(account.lamports) : 0n]),
  );
}

/** An account after a simulation; null if there is none. */
export type After = { readonly owner: string; readonly lamports: bigint | number | string } | null;

/**
 * Lamports that have come to accounts which a program owns now; undefined if the node does not show what
 * a simulation leaves.
 */
export function rentOf(
  before: ReadonlyMap<Address, bigint>,
  after: readonly After[] | null | undefined,
): bigint | undefined {
  if (before.size === 0) return 0n;
  if (!after) return undefined;
  return [...before.values()].reduce((sum, lamports, i) => {
    const account = after[i];
    const isOpened = account && account.owner !== SYSTEM_PROGRAM;
    return isOpened ? sum + BigInt(account.lamports) - lamports : sum;
  }, 0n);
}
