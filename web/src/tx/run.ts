/** The way of a transaction: simulated, told, signed, sent, confirmed, or explained. */

import {
  explain,
  type Explanation,
  fromRpc,
  IoError,
  isIoError,
  type Landed,
  type LightRpc,
  sender,
  type Simulated,
} from "@io-economy/sdk";
import type { TransactionSigner } from "@solana/kit";
import { tellingSigner } from "./telling.js";
import type { Action } from "./words.js";

/** A transaction that was sent. */
export interface Sent {
  /** Its signature; undefined if the wallet does not say it. */
  signature: string | undefined;
  /** The last block in which it can land; undefined if the wallet has sent it, and may have moved that. */
  lastBlock: bigint | undefined;
}

/** Where it stands. */
export type Phase =
  /** Made and simulated; nobody was asked yet. */
  | { name: "checking" }
  /** The chain takes it: it waits for the reader. */
  | { name: "ready"; simulated: Simulated }
  /** The wallet asks its owner; again, if one that was signed can land no more. */
  | { name: "signing"; isAgain: boolean }
  /** Signed and sent; with its signature as soon as that is known. */
  | ({ name: "sending" } & Sent)
  | { name: "landed"; landed: Landed }
  /** Sent, and nobody knows what became of it: it may have landed, or may still. */
  | { name: "unknown"; sent: Sent & { signature: string }; explanation: Explanation }
  | { name: "failed"; explanation: Explanation; signature: string | undefined };

/** Simulates; never throws. */
export async function check(rpc: LightRpc, signer: TransactionSigner, action: Action): Promise<Phase> {
  try {
    const { simulate } = senderOf(rpc, signer, action);
    return { name: "ready", simulated: await simulate(() => action.make(signer)) };
  } catch (error) {
    return failed(error);
  }
}

/**
 * Signs, sends, and follows until it has landed or cannot any more; tells each phase, never throws.
 *
 * @param signal Aborted while the wallet asks, nothing is sent, whatever its owner does later.
 */
export async function run(
  rpc: LightRpc,
  signer: TransactionSigner,
  action: Action,
  tell: (phase: Phase) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  let lastBlock: bigint | undefined;
  const told = tellingSigner(signer, (phase) => {
    if (phase.name === "sending") lastBlock = phase.lastBlock;
    tell(phase);
  });
  try {
    const landed = await senderOf(rpc, told, action).send(() => action.make(told), { signal });
    tell({ name: "landed", landed });
  } catch (error) {
    const { signature } = detailsOf(error);
    if (isIoError(error, "unconfirmed") && signature !== undefined)
      tell({ name: "unknown", sent: { signature, lastBlock }, explanation: explain(error) });
    else tell(failed(error));
  }
}

/** Looks what became of a transaction that was sent; never throws. */
export async function look(rpc: LightRpc, at: Extract<Phase, { name: "unknown" }>): Promise<Phase> {
  const { signature, lastBlock } = at.sent;
  try {
    // Before the status: one that lands in between is seen.
    const height = BigInt(await rpc.getBlockHeight({ commitment: "confirmed" }).send());
    const config = { searchTransactionHistory: true };
    const [status] = (await rpc.getSignatureStatuses([signature as never], config).send()).value;
    if (status?.err) return { name: "failed", explanation: explain({ err: status.err }), signature };
    if (status && status.confirmationStatus !== "processed")
      return { name: "landed", landed: bare(signature, status.slot) };
    const isOver = !status && lastBlock !== undefined && height > lastBlock;
    const words = "The transaction did not land in time, and never will.";
    return isOver ? failed(new IoError("expired", words, { signature })) : at;
  } catch (error) {
    return { ...at, explanation: explain(error) };
  }
}

/** That it has landed, and no more. */
function bare(signature: string, slot: bigint): Landed {
  const changes = { sol: 0n, io: 0n, usdc: 0n };
  const figures = { events: [], logs: [], units: 0n, fee: 0n, changes, isComplete: false };
  return { signature, slot: BigInt(slot), ...figures };
}

function senderOf(rpc: LightRpc, payer: TransactionSigner, { lookups }: Action) {
  return sender({ rpc, payer, read: fromRpc(rpc), ...(lookups && { lookups }) });
}

function failed(error: unknown): Phase {
  return { name: "failed", explanation: explain(error), signature: detailsOf(error).signature };
}

function detailsOf(error: unknown): { signature?: string } {
  return (error as { details?: { signature?: string } } | undefined)?.details ?? {};
}
