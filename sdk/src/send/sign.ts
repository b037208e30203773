/** Signing: wallets that may change a transaction first, then keys, then one that sends it itself. */

import { type Address, getBase58Decoder, type Instruction, type TransactionSigner } from "@solana/kit";
import { badInput, IoError } from "../errors/io-error.js";
import { signersOf, wire } from "../wire.js";

/** A transaction to send; without bytes, a wallet has sent it. */
export interface Signed {
  signature: string;
  bytes: Uint8Array | undefined;
}

interface Unsigned {
  messageBytes: Uint8Array;
  signatures: Record<Address, Uint8Array | null>;
  lifetimeConstraint: { blockhash: string; lastValidBlockHeight: bigint };
}

/** Lets wallets that may change it sign first, then keys, then one that sends it itself. */
export async function sign(
  instructions: readonly Instruction[],
  payer: TransactionSigner,
  message: Uint8Array,
  order: readonly Address[],
  lifetimeConstraint: Unsigned["lifetimeConstraint"],
): Promise<Signed> {
  const signers = [...signersOf(instructions, payer).values()];
  const missing = order.find((key) => !signers.some(({ address }) => address === key));
  if (missing) throw badInput(`${missing} must sign: pass its signer to the flow, not its address alone.`);
  const signatures = Object.fromEntries(order.map((key) => [key, null]));
  let transaction: Unsigned = { messageBytes: message, signatures, lifetimeConstraint };
  for (const signer of signers) {
    if (!("modifyAndSignTransactions" in signer)) continue;
    [transaction] = (await signer.modifyAndSignTransactions([transaction as never])) as never as [Unsigned];
  }
  for (const signer of signers) {
    if ("modifyAndSignTransactions" in signer || !("signTransactions" in signer)) continue;
    const [added] = await signer.signTransactions([transaction as never]);
    transaction = { ...transaction, signatures: { ...transaction.signatures, ...added } };
  }
  for (const signer of signers) {
    if ("modifyAndSignTransactions" in signer || "signTransactions" in signer) continue;
    const [signature] = await signer.signAndSendTransactions([transaction as never]);
    return { signature: getBase58Decoder().decode(signature!), bytes: undefined };
  }
  const all = Object.values(transaction.signatures);
  const [first] = all;
  if (!first || all.some((one) => !one))
    throw new IoError("wallet", "The wallet returned the transaction unsigned.");
  return { signature: getBase58Decoder().decode(first), bytes: wire(transaction.messageBytes, all) };
}
