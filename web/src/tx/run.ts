/** The way of a transaction: simulated, told, signed, sent, confirmed, or explained. */

import {
  explain,
  type Explanation,
  type Landed,
  type LightRpc,
  sender,
  type Simulated,
} from "@io-economy/sdk";
import { getBase58Decoder, type TransactionSigner } from "@solana/kit";
import type { Action } from "./words.js";

/** Where it stands. */
export type Phase =
  /** Made and simulated; nobody was asked yet. */
  | { name: "checking" }
  /** The chain takes it: it waits for the reader. */
  | { name: "ready"; simulated: Simulated }
  /** The wallet asks its owner. */
  | { name: "signing" }
  /** Signed and sent; with its signature as soon as that is known. */
  | { name: "sending"; signature: string | undefined }
  | { name: "landed"; landed: Landed }
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

/** Signs, sends, and follows until it has landed or cannot any more; tells each phase, never throws. */
export async function run(
  rpc: LightRpc,
  signer: TransactionSigner,
  action: Action,
  tell: (phase: Phase) => void,
): Promise<void> {
  const told = tellingSigner(signer, tell);
  try {
    const landed = await senderOf(rpc, told, action).send(() => action.make(told));
    tell({ name: "landed", landed });
  } catch (error) {
    tell(failed(error));
  }
}

function senderOf(rpc: LightRpc, payer: TransactionSigner, { lookups }: Action) {
  return sender({ rpc, payer, ...(lookups && { lookups }) });
}

function failed(error: unknown): Phase {
  const details = (error as { details?: { signature?: string } } | undefined)?.details;
  return { name: "failed", explanation: explain(error), signature: details?.signature };
}

type Signing = (transactions: readonly unknown[], ...rest: unknown[]) => Promise<readonly unknown[]>;

/** The same signer, which tells when its wallet is asked and when it has signed. */
export function tellingSigner(signer: TransactionSigner, tell: (phase: Phase) => void): TransactionSigner {
  const methods = ["modifyAndSignTransactions", "signTransactions", "signAndSendTransactions"] as const;
  const own = signer as unknown as Record<string, Signing | undefined>;
  const wrapped: Record<string, unknown> = { ...signer };
  for (const method of methods) {
    const sign = own[method];
    if (!sign) continue;
    wrapped[method] = async (...asked: Parameters<Signing>) => {
      tell({ name: "signing" });
      const signed = await sign.apply(signer, asked);
      tell({ name: "sending", signature: signatureOf(signed[0], signer.address) });
      return signed;
    };
  }
  return wrapped as unknown as TransactionSigner;
}

/** The signature of what a signer returned: a transaction, a dictionary of signatures, or bytes. */
function signatureOf(signed: unknown, address: string): string | undefined {
  const by = (signed as { signatures?: Record<string, unknown> } | undefined)?.signatures ?? signed;
  const bytes = by instanceof Uint8Array ? by : (by as Record<string, unknown> | undefined)?.[address];
  return bytes instanceof Uint8Array ? getBase58Decoder().decode(bytes) : undefined;
}
