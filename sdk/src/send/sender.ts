/** From instructions to a transaction that landed, and what it changed. */

import type { Address, Instruction } from "@solana/kit";
import { IO_MINT, USDC_MINT } from "../addresses.js";
import { littleEndian, toBase64 } from "../bytes.js";
import { badInput, IoError, isIoError } from "../errors/io-error.js";
import { explain } from "../errors/explain.js";
import { known } from "../emits.js";
import { readLogs } from "../logs.js";
import { compile, MAX_TRANSACTION_BYTES, wire } from "../wire.js";
import { type After, openable, rentOf } from "./rent.js";
import { type Signed, sign } from "./sign.js";
import type { Landed, Make, RpcTokenBalance, Sender, SenderOptions, Simulated } from "./types.js";

export type {
  Landed,
  Make,
  RpcForSending,
  Sender,
  SenderOptions,
  Simulated,
  WalletChanges,
} from "./types.js";

const COMPUTE_BUDGET = "ComputeBudget111111111111111111111111111111" as Address;
const MAX_UNITS = 1_400_000;
/** Added to a tenth of what the simulation used: one more try at an address, a longer log. */
const SPARE_UNITS = 2_000;
/** Failed looks in a row after which nobody knows what became of a transaction. */
const MAX_FAILED_LOOKS = 20;
/** Milliseconds after which a transaction that has not landed is sent again. */
const RESEND_MS = 2_000;
/** Lamports for each signature. */
const FEE = 5_000n;
const NO_BLOCKHASH = "11111111111111111111111111111111";

/**
 * A sender of transactions: simulates them, sets the compute limit and a price from recent fees,
 * signs, sends until they land, and makes them anew if they expire or another crank comes first.
 *
 * @example
 * const { send } = sender({ rpc, payer: signer });
 * const { signature, changes } = await send(() => claim(read, { signer, node }));
 * show(`Claimed ${formatIo(changes.io)} IO`);
 * @throws {IoError} `badInput` for a price that is no bigint. What `send` throws is at {@link Sender}.
 */
export function sender(options: SenderOptions): Sender {
  const { rpc, payer, retries = 3, commitment = "confirmed", pollMs = 500, maxPrice = 1_000_000n } = options;
  const { priority = "recent", lookups, read } = options;
  for (const price of [priority === "recent" ? 0n : priority, maxPrice]) {
    if (typeof price !== "bigint" || price < 0n)
      throw badInput("A price is in micro-lamports per compute unit: pass a bigint, such as 1_000n.");
  }

  async function send(make: Make, { signal }: { signal?: AbortSignal } = {}): Promise<Landed> {
    for (let tries = 0; ; tries++) {
      try {
        return await once(typeof make === "function" ? await make() : make, signal);
      } catch (error) {
        const mayRepeat = isIoError(error, "expired") || (isIoError(error, "failed") && isRace(error));
        if (!mayRepeat || tries >= retries || typeof make !== "function") throw error;
      }
    }
  }

  async function once(
    instructions: readonly Instruction[],
    signal: AbortSignal | undefined,
  ): Promise<Landed> {
    checkSignal(signal);
    const { units } = await simulateAll(instructions, signal);
    const limit = limitOf(units);
    const [price, { value: lifetime }] = await Promise.all([
      priceOf(instructions, signal),
      rpc.getLatestBlockhash({ commitment }).send(with_(signal)),
    ]);
    const all = [...budget(limit, price), ...instructions];
    const { message, signers } = compile(all, payer.address, lifetime.blockhash, lookups);
    checkSignal(signal);
    const signed = await sign(all, payer, message, signers, lifetime);
    const signature = await follow(signed, BigInt(lifetime.lastValidBlockHeight), signal);
    return report(signature, all);
  }

  async function simulate(make: Make, { signal }: { signal?: AbortSignal } = {}): Promise<Simulated> {
    const instructions = typeof make === "function" ? await make() : make;
    checkSignal(signal);
    const before = read && (await openable(read, instructions, payer.address));
    const [{ units, logs, signatures, after }, price] = await Promise.all([
      simulateAll(instructions, signal, before && [...before.keys()]),
      priceOf(instructions, signal),
    ]);
    const priority = (price * BigInt(limitOf(units)) + 999_999n) / 1_000_000n;
    const fee = FEE * BigInt(signatures) + priority;
    return { instructions, units: BigInt(units), logs, fee, rent: before && rentOf(before, after) };
  }

  /** What it uses, logs and leaves at the addresses, and how many sign; throws if the chain refuses it. */
  async function simulateAll(
    instructions: readonly Instruction[],
    signal: AbortSignal | undefined,
    addresses: readonly Address[] = [],
  ) {
    const all = [...budget(MAX_UNITS, 1n), ...instructions];
    const { message, signers } = compile(all, payer.address, NO_BLOCKHASH, lookups);
    const bytes = wire(
      message,
      signers.map(() => null),
    );
    if (bytes.length > MAX_TRANSACTION_BYTES) {
      const action = "Do less at once.";
      const text = `The transaction has ${bytes.length} bytes, more than ${MAX_TRANSACTION_BYTES}.`;
      throw new IoError("tooLarge", text, { action });
    }
    const config = {
      commitment,
      encoding: "base64",
      sigVerify: false,
      replaceRecentBlockhash: true,
      ...(addresses.length > 0 && { accounts: { encoding: "base64", addresses } }),
    } as const;
    const { value } = await rpc.simulateTransaction(base64(bytes), config).send(with_(signal));
    // The two instructions of the budget are before.
    if (value.err) throw refused(value.err, value.logs ?? [], all);
    const units = Number(value.unitsConsumed ?? MAX_UNITS);
    const { accounts: after } = value as { accounts?: readonly After[] | null };
    return { units, logs: value.logs ?? [], signatures: signers.length, after };
  }

  async function priceOf(
    instructions: readonly Instruction[],
    signal: AbortSignal | undefined,
  ): Promise<bigint> {
    if (priority !== "recent") return priority;
    const writable = instructions.flatMap(({ accounts = [] }) => accounts.filter(({ role }) => role & 1));
    const addresses = [...new Set(writable.map(({ address }) => address))].slice(0, 128);
    const recent = await rpc.getRecentPrioritizationFees(addresses as never).send(with_(signal));
    const fees = recent
      .map(({ prioritizationFee }) => prioritizationFee)
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const price = BigInt(fees[Math.floor(fees.length * 0.75)] ?? 0n);
    return price < maxPrice ? price : maxPrice;
  }

  /** Sends until it has landed or cannot any more. */
  async function follow(signed: Signed, lastBlock: bigint, signal: AbortSignal | undefined): Promise<string> {
    const { signature, bytes } = signed;
    let [failures, sentAt] = [0, -Infinity];
    for (;;) {
      if (signal?.aborted) throw unconfirmed(signature, "it was aborted before it landed", signal.reason);
      try {
        if (bytes && Date.now() - sentAt >= RESEND_MS) {
          sentAt = Date.now();
          // Simulated before: a second look by the node would only take time.
          await rpc
            .sendTransaction(base64(bytes), { encoding: "base64", skipPreflight: true, maxRetries: 0n })
            .send();
        }
        const landed = await look(signed, lastBlock);
        if (landed) return signature;
        failures = 0;
      } catch (error) {
        if (isIoError(error)) throw error;
        if (++failures >= MAX_FAILED_LOOKS)
          throw unconfirmed(signature, "the RPC node does not answer", error);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** Whether it has landed. A transaction that failed, or that can land no more, throws. */
  async function look({ signature, bytes }: Signed, lastBlock: bigint): Promise<boolean> {
    // Before the status: one that lands in between is seen.
    const height = await rpc.getBlockHeight({ commitment }).send();
    const isOver = height > lastBlock;
    const config = isOver ? { searchTransactionHistory: true } : undefined;
    const [status] = (await rpc.getSignatureStatuses([signature as never], config).send()).value;
    if (!status) {
      // A wallet that sends by itself may have given it a later blockhash.
      if (isOver && !bytes) throw unconfirmed(signature, "the wallet that sent it does not say until when");
      if (isOver)
        throw new IoError("expired", "The transaction did not land in time, and never will.", { signature });
      return false;
    }
    if (status.err) {
      const meta = (await transaction(signature))?.meta;
      throw refused(status.err, meta?.logMessages ?? [], [], signature);
    }
    const reached = status.confirmationStatus;
    return reached === "finalized" || reached === commitment;
  }

  /** What it did; a node that has confirmed it may show it a moment later. */
  async function transaction(signature: string) {
    const config = { commitment, encoding: "base64", maxSupportedTransactionVersion: 0 } as const;
    for (let tries = 0; tries < 10; tries++) {
      const found = await rpc
        .getTransaction(signature as never, config)
        .send()
        .catch(() => null);
      if (found?.meta) return found;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    return undefined;
  }

  async function report(signature: string, all: readonly Instruction[]): Promise<Landed> {
    const found = await transaction(signature);
    const nothing = { sol: 0n, io: 0n, usdc: 0n };
    if (!found?.meta)
      return {
        signature,
        slot: 0n,
        events: [],
        logs: [],
        units: 0n,
        fee: 0n,
        changes: nothing,
        isComplete: false,
      };
    const { meta, slot } = found;
    if (meta.err) throw refused(meta.err, meta.logMessages ?? [], all, signature);
    const logs = meta.logMessages ?? [];
    const { events, truncated } = readLogs(logs, meta.err, known);
    const of = (balances: readonly RpcTokenBalance[] = [], mint: Address) =>
      balances
        .filter((balance) => balance.mint === mint && balance.owner === payer.address)
        .reduce((sum, { uiTokenAmount }) => sum + BigInt(uiTokenAmount.amount), 0n);
    const change = (mint: Address) => of(meta.postTokenBalances, mint) - of(meta.preTokenBalances, mint);
    const sol = BigInt(meta.postBalances[0] ?? 0n) - BigInt(meta.preBalances[0] ?? 0n);
    return {
      signature,
      slot: BigInt(slot),
      events,
      logs,
      units: BigInt(meta.computeUnitsConsumed ?? 0n),
      fee: BigInt(meta.fee),
      changes: { sol, io: change(IO_MINT), usdc: change(USDC_MINT) },
      isComplete: !truncated,
    };
  }

  return { send, simulate };
}

/** The compute limit for what a simulation used. */
function limitOf(units: number): number {
  return Math.min(Math.ceil(units * 1.1) + SPARE_UNITS, MAX_UNITS);
}

/** Another crank came first, or this one was left out: what is made anew succeeds. */
function isRace(error: IoError): boolean {
  const { kind, retry } = explain(error);
  return kind === "program" && retry === "now";
}

function refused(
  err: unknown,
  logs: readonly string[],
  instructions: readonly Instruction[],
  signature?: string,
): IoError {
  const { message, action } = explain({ err, logs }, { instructions });
  return new IoError("failed", message, { action, err, logs, instructions, ...(signature && { signature }) });
}

function unconfirmed(signature: string, why: string, cause?: unknown): IoError {
  const action = `Look at ${signature} before you send it again.`;
  return new IoError("unconfirmed", `The transaction was sent and may still land, but ${why}.`, {
    action,
    signature,
    cause,
  });
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new IoError("aborted", "It was aborted before anything was sent.", { cause: signal.reason });
}

function with_(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

function base64(bytes: Uint8Array): never {
  return toBase64(bytes) as never;
}

/** A compute limit and, if there is one, a price. */
function budget(limit: number, price: bigint): Instruction[] {
  const instruction = (tag: number, value: bigint, size: number) => {
    const data = Uint8Array.of(tag, ...littleEndian(value, size));
    return { programAddress: COMPUTE_BUDGET, accounts: [], data };
  };
  const all = [instruction(2, BigInt(limit), 4)];
  return price > 0n ? [...all, instruction(3, price, 8)] : all;
}
