/** What the page asks a wallet to sign, told before it does. */

import type { Landed, Lookups } from "@io-economy/sdk";
import type { Instruction, TransactionSigner } from "@solana/kit";
import type { ReactNode } from "react";

/** A transaction that the page offers. */
export interface Action {
  /** What it is called: the dialog's title, such as `Stake`. */
  title: string;
  /**
   * One sentence of what it does, with its figures: "Stake 1,000 IO to node 5KtP...; from now you
   * earn about 61 IO a month; leaving takes 14 days."
   */
  sentence: ReactNode;
  /** Lines beside the sentence: a bill, dates. */
  facts?: readonly { label: string; value: ReactNode; note?: string }[];
  /** What to know before signing, such as that something cannot be undone. */
  warning?: ReactNode;
  /**
   * Its instructions, by the SDK's flows. Called for the simulation, and again for sending: pass the
   * bounds that the sentence names (the most to pay, the least to get), so that both do the same.
   */
  make: (signer: TransactionSigner) => readonly Instruction[] | Promise<readonly Instruction[]>;
  /** What `lookupTables` makes of tables on chain, for what 1,232 bytes do not hold. */
  lookups?: Lookups | undefined;
  /** What has happened, once it has; "Done." unless given. */
  done?: (landed: Landed) => ReactNode;
  /** Called once it has landed; everything that is shown is read again by itself. */
  onLanded?: (landed: Landed) => void;
  /**
   * Called when its dialog is closed for good: once it has landed, was cancelled, or was sent without an
   * answer. After a failure, and by the browser's back button before, the reader returns to where it was
   * made.
   */
  onClosed?: () => void;
}
