/** Where accounts are read from: all that one answer needs in one request, so that they belong together. */

import {
  type Address,
  type Commitment,
  fetchEncodedAccounts,
  type GetMultipleAccountsApi,
  type MaybeEncodedAccount,
  type Rpc,
} from "@solana/kit";
import { getSysvarClockDecoder, SYSVAR_CLOCK_ADDRESS } from "@solana/sysvars";

/** Reads accounts, in the order of their addresses. */
export type Read = (addresses: readonly Address[]) => Promise<readonly MaybeEncodedAccount[]>;

/** Reads from a cluster. */
export function fromRpc(rpc: Rpc<GetMultipleAccountsApi>, commitment: Commitment = "confirmed"): Read {
  return (addresses) => fetchEncodedAccounts(rpc, [...addresses], { commitment });
}

/** An account as it was read, and when. */
export interface Snapshot {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  /** The accounts asked for, in their order. */
  accounts: MaybeEncodedAccount[];
}

/** Reads accounts and the cluster's clock at one moment. */
export async function snapshot(read: Read, addresses: readonly Address[]): Promise<Snapshot> {
  const [clock, ...accounts] = await read([SYSVAR_CLOCK_ADDRESS, ...addresses]);
  if (!clock?.exists) throw new Error("The cluster has no clock: it is no Solana cluster.");
  return { now: getSysvarClockDecoder().decode(clock.data).unixTimestamp, accounts };
}

/** Whether there is an account of `program`: anyone can send SOL to an address before anything is created there. */
export function isOf(account: MaybeEncodedAccount | undefined, program: Address): boolean {
  return account?.exists === true && account.programAddress === program;
}

/** An account that must be there; `what` says for the message what is missing. */
export function expectAccount(account: MaybeEncodedAccount | undefined, what: string): Uint8Array {
  if (!account?.exists) throw new Error(`${what} is not there: ${account?.address ?? "no address"} has no account.`);
  return account.data as Uint8Array;
}
