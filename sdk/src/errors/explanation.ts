/** What an explanation says. */

import type { ProgramError } from "./program.js";

/** What sort of failure it is. */
export type ExplanationKind =
  /** A program refuses it. */
  | "program"
  /** The wallet has too little SOL for the fee or for rent. */
  | "noSol"
  /** An account is not there: a token account, a stake, an order. */
  | "noAccount"
  /** The wallet has too little of a token. */
  | "insufficient"
  /** The transaction did not land in time, and never will. */
  | "expired"
  /** The wallet, or its owner, did not sign. */
  | "refused"
  /** The cluster is another one than the programs are on. */
  | "network"
  /** The RPC node does not answer, or has no time. */
  | "offline"
  /** The program is paused. */
  | "paused"
  /** It is too early for it. */
  | "tooEarly"
  /** A value that was passed is not one that the programs take. */
  | "input"
  /** None of these. */
  | "unknown";

/** Why something failed, and what to do. */
export interface Explanation {
  kind: ExplanationKind;
  /** The error's own name, such as `NotOwner`. */
  name: string;
  /** One sentence for a person. */
  message: string;
  /** What to do about it; empty if the message says it. */
  action: string;
  /** Whether to make the transaction anew at once, later, or never in this form. */
  retry: "now" | "later" | "never";
  /** The program that refused, by name. */
  program?: string;
  /** The number that it gave. */
  code?: number;
}

/** An instruction, as far as it tells what failed. */
export interface Sent {
  readonly programAddress: string;
  readonly accounts?: readonly { readonly address: string }[] | undefined;
}

/** More that helps to explain. */
export interface ExplainContext {
  /**
   * What was sent. Without it, a missing token may not be named, and an error without logs may be
   * of any program.
   */
  readonly instructions?: readonly Sent[];
  /** The SDK's `programError`: gives failures without logs their message, for 12 kB more in a bundle. */
  readonly programError?: (address: string, code: number) => ProgramError | undefined;
}

/** A failure, and the instructions that were sent. */
export type Failed = ExplainContext & { sent: readonly Sent[] };

export function explained(
  kind: ExplanationKind,
  name: string,
  message: string,
  action: string,
  retry: Explanation["retry"],
  more: { program?: string; code?: number } = {},
): Explanation {
  return { kind, name, message, action, retry, ...more };
}
