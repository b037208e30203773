/** Where accounts are read from: all that one answer needs in one request, so that they belong together. */

import {
  type Address,
  type Commitment,
  type EncodedAccount,
  getBase58Decoder,
  type MaybeEncodedAccount,
  type ReadonlyUint8Array,
} from "@solana/kit";
import { fromBase64, i64At } from "./bytes.js";
import { badInput, IoError } from "./errors/io-error.js";
import { decodeType } from "./layout.js";

/** Reads accounts, in the order of their addresses. */
export type Read = (addresses: readonly Address[]) => Promise<readonly MaybeEncodedAccount[]>;

/** Bytes at an offset of an account's data. */
export interface Filter {
  offset: number;
  bytes: ReadonlyUint8Array;
}

/** Reads all accounts of a program that have these bytes. */
export type List = (program: Address, filters: readonly Filter[]) => Promise<readonly EncodedAccount[]>;

/** An account as JSON-RPC has it. */
interface RpcAccount {
  readonly data: readonly [string, "base64"];
  readonly executable: boolean;
  readonly lamports: bigint;
  readonly owner: string;
  readonly space?: bigint;
}

interface Pending<T> {
  send(options?: { abortSignal?: AbortSignal }): Promise<T>;
}

/** The least that an RPC client must do to read: kit's does, of version 5 and later. */
export interface RpcForReading {
  getMultipleAccounts(
    addresses: readonly never[],
    config: { readonly commitment: Commitment; readonly encoding: "base64" },
  ): Pending<{ readonly value: readonly (RpcAccount | null)[] }>;
}

/** The least that an RPC client must do to list accounts of a program. */
export interface RpcForLists {
  getProgramAccounts(
    program: never,
    config: {
      readonly commitment: Commitment;
      readonly encoding: "base64";
      readonly filters: readonly never[];
    },
  ): Pending<readonly { readonly pubkey: string; readonly account: RpcAccount }[]>;
}

/** Accounts that one request may ask for. */
const MOST_ACCOUNTS = 100;

/**
 * Reads from a cluster.
 *
 * @example
 * const read = fromRpc(createSolanaRpc("https://api.mainnet-beta.solana.com"));
 * @throws {IoError} what it returns: `badInput` for more than 100 addresses. And whatever the RPC client
 * throws.
 */
export function fromRpc(rpc: RpcForReading, commitment: Commitment = "confirmed"): Read {
  return async (addresses) => {
    if (addresses.length > MOST_ACCOUNTS)
      throw badInput(`One request reads at most ${MOST_ACCOUNTS} accounts.`);
    const { value } = await rpc
      .getMultipleAccounts(addresses as never, { commitment, encoding: "base64" })
      .send();
    return addresses.map((address, i) => {
      const account = value[i];
      return (
        account ? { ...encoded(address, account), exists: true } : { address, exists: false }
      ) as MaybeEncodedAccount;
    });
  };
}

/**
 * Lists accounts of a cluster. Public RPC nodes may refuse it for programs with many accounts.
 *
 * @example const list = listFromRpc(rpc);
 */
export function listFromRpc(rpc: RpcForLists, commitment: Commitment = "confirmed"): List {
  return async (program, filters) => {
    const memcmp = filters.map(({ offset, bytes }) => ({
      memcmp: { offset: BigInt(offset), bytes: getBase58Decoder().decode(bytes), encoding: "base58" },
    }));
    const config = { commitment, encoding: "base64", filters: memcmp as never } as const;
    const found = await rpc.getProgramAccounts(program as never, config).send();
    return found.map(({ pubkey, account }) => encoded(pubkey as Address, account));
  };
}

function encoded(address: Address, account: RpcAccount): EncodedAccount {
  const data = fromBase64(account.data[0]);
  return {
    address,
    data,
    executable: account.executable,
    lamports: BigInt(account.lamports) as EncodedAccount["lamports"],
    programAddress: account.owner as Address,
    space: BigInt(account.space ?? data.length),
  };
}

/** Accounts as they were read, and when. */
export interface Snapshot {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  /** The accounts asked for, in their order. */
  accounts: MaybeEncodedAccount[];
}

export const CLOCK = "SysvarC1ock11111111111111111111111111111111" as Address;
const UNIX_TIMESTAMP = 32;

/**
 * Reads accounts and the cluster's clock at one moment, in one request.
 *
 * @example const { now, accounts } = await snapshot(read, [STAKING_CONFIG]);
 * @throws {IoError} `wrongNetwork` if the cluster has no clock.
 */
export async function snapshot(read: Read, addresses: readonly Address[]): Promise<Snapshot> {
  const [clock, ...accounts] = await read([CLOCK, ...addresses]);
  if (!clock?.exists) throw new IoError("wrongNetwork", "The cluster has no clock: it is no Solana cluster.");
  return { now: i64At(clock.data, UNIX_TIMESTAMP), accounts };
}

/** What tells an account from others. */
export interface Kind {
  /** What a person calls it, with its article. */
  readonly name: string;
  readonly program: Address;
  /** The first bytes of its data. */
  readonly discriminator: ReadonlyUint8Array;
  /** Whether each cluster with the programs has exactly one, at a fixed address. */
  readonly isSingleton?: boolean;
}

/** A kind of account of a program, with its fields. */
export interface AccountKind<T> extends Kind {
  /** Its type and those that it needs. */
  readonly layout: string;
  /** Its own name among them. */
  readonly type: string;
  /** Never set: carries the type of what is read. */
  readonly as?: T;
}

/** The layout that this version of the SDK knows of every account. */
const VERSION = 1;

/**
 * Whether an account of this kind is there: anyone can send SOL to an address before anything is
 * created there.
 */
export function isKind(account: MaybeEncodedAccount | undefined, kind: Kind): boolean {
  return (
    account?.exists === true &&
    account.programAddress === kind.program &&
    kind.discriminator.every((byte, i) => account.data[i] === byte)
  );
}

/**
 * Checks that an account is there and of a kind: its owner, its discriminator and its version.
 *
 * @throws {IoError} `notFound`, `wrongNetwork` for a singleton that is not there, `wrongAccount`,
 * `newLayout`.
 */
export function checkAccount(account: MaybeEncodedAccount | undefined, kind: Kind): EncodedAccount {
  const at = account?.address ?? "no address";
  const name = kind.name.replace(/^an? /, "");
  if (!account?.exists) {
    const message = `The ${name} is not there: ${at} has no account.`;
    if (!kind.isSingleton) throw new IoError("notFound", message, { action: "Check the address." });
    const action =
      "Check the network: connect to a cluster on which the IO programs are deployed and set up.";
    throw new IoError("wrongNetwork", message, { action });
  }
  if (!isKind(account, kind)) {
    const action = `Check the ${kind.isSingleton ? "network" : "address"}.`;
    throw new IoError("wrongAccount", `${at} is no ${name}.`, { action });
  }
  if (account.data[kind.discriminator.length] !== VERSION) {
    const message = `The ${name} has a layout that this version of the SDK does not know.`;
    throw new IoError("newLayout", message, { action: "Update @io-economy/sdk." });
  }
  return account;
}

/**
 * Reads an account, checked as by {@link checkAccount}.
 *
 * @throws {IoError} as {@link checkAccount}.
 */
export function readAccount<T>(account: MaybeEncodedAccount | undefined, kind: AccountKind<T>): T {
  const { data } = checkAccount(account, kind);
  return decodeType(kind.layout, kind.type, data, kind.discriminator.length);
}

/** The same, or undefined if there is none of this kind. */
export function readIfThere<T>(
  account: MaybeEncodedAccount | undefined,
  kind: AccountKind<T>,
): T | undefined {
  return isKind(account, kind) ? readAccount(account, kind) : undefined;
}
