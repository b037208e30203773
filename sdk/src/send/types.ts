/** What sending takes, and what it gives back. */

import type { Commitment, Instruction, TransactionSigner } from "@solana/kit";
import type { IoEvent } from "../generated/events.js";
import type { Read } from "../read.js";
import type { Lookups } from "../wire.js";

/** A balance of a token before or after a transaction. */
export interface RpcTokenBalance {
  readonly mint: string;
  readonly owner?: string;
  readonly uiTokenAmount: { readonly amount: string };
}

interface RpcMeta {
  readonly err: unknown;
  readonly fee: bigint;
  readonly logMessages: readonly string[] | null;
  readonly preBalances: readonly bigint[];
  readonly postBalances: readonly bigint[];
  readonly preTokenBalances?: readonly RpcTokenBalance[];
  readonly postTokenBalances?: readonly RpcTokenBalance[];
  readonly computeUnitsConsumed?: bigint;
}

interface Status {
  readonly confirmationStatus: string | null;
  readonly err: unknown;
  readonly slot: bigint;
}

interface Pending<T> {
  send(options?: { abortSignal?: AbortSignal }): Promise<T>;
}

/** The least that an RPC client must do to send: kit's does, of version 5 and later. */
export interface RpcForSending {
  getLatestBlockhash(config: { commitment: Commitment }): Pending<{
    readonly value: { readonly blockhash: string; readonly lastValidBlockHeight: bigint };
  }>;
  simulateTransaction(
    transaction: never,
    config: { commitment: Commitment; encoding: "base64"; sigVerify: false; replaceRecentBlockhash: true },
  ): Pending<{
    readonly value: {
      readonly err: unknown;
      readonly logs: readonly string[] | null;
      readonly unitsConsumed?: bigint;
    };
  }>;
  sendTransaction(
    transaction: never,
    config: { encoding: "base64"; skipPreflight: boolean; maxRetries: bigint },
  ): Pending<string>;
  getSignatureStatuses(
    signatures: readonly never[],
    config?: { searchTransactionHistory: boolean },
  ): Pending<{ readonly value: readonly (Status | null)[] }>;
  getBlockHeight(config: { commitment: Commitment }): Pending<bigint>;
  getRecentPrioritizationFees(
    accounts: readonly never[],
  ): Pending<readonly { readonly prioritizationFee: bigint }[]>;
  getTransaction(
    signature: never,
    config: { commitment: "confirmed" | "finalized"; encoding: "base64"; maxSupportedTransactionVersion: 0 },
  ): Pending<{ readonly slot: bigint; readonly meta: RpcMeta | null } | null>;
}

/** How a {@link sender} sends. */
export interface SenderOptions {
  rpc: RpcForSending;
  /** Signs, and pays the fees; changes are those of its wallet. */
  payer: TransactionSigner;
  /**
   * Micro-lamports per compute unit; or `"recent"`, the default: what three of four recent slots
   * took for the same accounts, up to `maxPrice`.
   */
  priority?: bigint | "recent";
  /** The most for `"recent"`, in micro-lamports per compute unit; 1,000,000 unless given. */
  maxPrice?: bigint;
  /** What `lookupTables` makes of tables on chain, so that larger transactions fit. */
  lookups?: Lookups;
  /** When a transaction counts as landed; `"confirmed"` unless given. */
  commitment?: "confirmed" | "finalized";
  /** How often it is made anew after it expired, or after another crank came first; 3 unless given. */
  retries?: number;
  /** Milliseconds between two looks at whether it has landed; 500 unless given. */
  pollMs?: number;
  /** Reads accounts: with it `simulate` says what rent the transaction takes. */
  read?: Read;
}

/** What a transaction changed in the payer's wallet, in base units; negative if it left. */
export interface WalletChanges {
  /** Lamports: fee and rent included. */
  sol: bigint;
  io: bigint;
  usdc: bigint;
}

/** A transaction that landed. */
export interface Landed {
  /** The signature, in base58. */
  signature: string;
  /** The slot in which it landed; 0 if that is not known. */
  slot: bigint;
  /** What the programs emitted whose flows this page calls; `eventsOf(logs)` has that of all. */
  events: IoEvent[];
  /** What the programs logged. */
  logs: readonly string[];
  /** Compute units that it used. */
  units: bigint;
  /** The fee, in lamports. */
  fee: bigint;
  changes: WalletChanges;
  /**
   * Whether events, units, fee and changes are known: an RPC node may have confirmed a transaction
   * and not have it to show, or have cut off its logs.
   */
  isComplete: boolean;
}

/** Instructions, or what makes them: a function is called again each time they have to be made anew. */
export type Make = readonly Instruction[] | (() => readonly Instruction[] | Promise<readonly Instruction[]>);

/** What a transaction would do now. */
export interface Simulated {
  /** What was made, and would be sent. */
  instructions: readonly Instruction[];
  /** Compute units that it uses. */
  units: bigint;
  /** What the programs log. */
  logs: readonly string[];
  /** The fee with its priority, in lamports; rent is not in it. */
  fee: bigint;
  /**
   * Lamports of rent that stay in accounts which it opens; undefined without the sender's `read`, or if
   * the RPC node does not show accounts after a simulation.
   */
  rent: bigint | undefined;
}

/** Sends transactions. */
export interface Sender {
  /**
   * Makes a transaction and simulates it: what a page shows before its wallet is asked to sign.
   *
   * @example const { fee } = await simulate(() => claim(read, { signer, node }));
   * @throws {IoError} `failed` if the chain would refuse it; `tooLarge`, `aborted`. And whatever `make`
   * or the RPC node throws.
   */
  simulate(make: Make, options?: { signal?: AbortSignal }): Promise<Simulated>;
  /**
   * Makes, simulates, signs, sends and confirms a transaction.
   *
   * @throws {IoError} `failed` if the chain refuses it (nothing was sent) or it landed and failed;
   * `expired` if it did not
   * land in `retries` tries; `unconfirmed` if it may still land: look at `error.details.signature`
   * before sending again; `tooLarge`, `aborted`. And whatever `make`, the signer or the RPC node
   * throws. {@link explain} explains all of them.
   */
  send(make: Make, options?: { signal?: AbortSignal }): Promise<Landed>;
}
