/** A signer that tells when its wallet is asked, and when it has signed. */

import { getBase58Decoder, type TransactionSigner } from "@solana/kit";
import type { Phase } from "./run.js";

type Signing = (transactions: readonly unknown[], ...rest: unknown[]) => Promise<readonly unknown[]>;

/** The same signer, which tells when its wallet is asked and when it has signed. */
export function tellingSigner(signer: TransactionSigner, tell: (phase: Phase) => void): TransactionSigner {
  const methods = ["modifyAndSignTransactions", "signTransactions", "signAndSendTransactions"] as const;
  const own = signer as unknown as Record<string, Signing | undefined>;
  const wrapped: Record<string, unknown> = { ...signer };
  let times = 0;
  for (const method of methods) {
    const sign = own[method];
    if (!sign) continue;
    wrapped[method] = async (...asked: Parameters<Signing>) => {
      tell({ name: "signing", isAgain: times > 0 });
      const signed = await sign.apply(signer, asked);
      times += 1;
      // A wallet that sends it itself may have given it another lifetime, and does not say which.
      const isSent = method === "signAndSendTransactions";
      const lastBlock = isSent ? undefined : (lastBlockOf(signed[0]) ?? lastBlockOf(asked[0]?.[0]));
      tell({ name: "sending", signature: signatureOf(signed[0], signer.address), lastBlock });
      return signed;
    };
  }
  return wrapped as unknown as TransactionSigner;
}

/** The last block in which a transaction can land; a dictionary of signatures does not have it. */
function lastBlockOf(transaction: unknown): bigint | undefined {
  type Lived = { lifetimeConstraint?: { lastValidBlockHeight?: bigint | number } } | undefined;
  const height = (transaction as Lived)?.lifetimeConstraint?.lastValidBlockHeight;
  return height === undefined ? undefined : BigInt(height);
}

/** The signature of what a signer returned: a transaction, a dictionary of signatures, or bytes. */
function signatureOf(signed: unknown, address: string): string | undefined {
  const by = (signed as { signatures?: Record<string, unknown> } | undefined)?.signatures ?? signed;
  const bytes = by instanceof Uint8Array ? by : (by as Record<string, unknown> | undefined)?.[address];
  return bytes instanceof Uint8Array ? getBase58Decoder().decode(bytes) : undefined;
}
