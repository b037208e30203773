/** The SDK's own errors. */

/** What an {@link IoError} is about. */
export type IoErrorCode =
  /** A value that was passed is not one that the programs take. */
  | "badInput"
  /** An account is not there. */
  | "notFound"
  /** An account is there, and of another kind. */
  | "wrongAccount"
  /** An account has a layout that a later version of the programs wrote. */
  | "newLayout"
  /** The cluster has none of the IO programs, or is no Solana cluster. */
  | "wrongNetwork"
  /** The node earns nothing and cannot be hired now. */
  | "nodeNotReady"
  /** The prices of the oracle cannot be used now. */
  | "priceUnfit"
  /** No auction of the buyback runs, and its vault holds too little for one. */
  | "noAuction"
  /** The season of an airdrop is not open, or the wallet has claimed. */
  | "notClaimable"
  /** Too few processors are offered as wanted. */
  | "noOffer"
  /** It is too early for it. */
  | "tooEarly"
  /** The program is paused. */
  | "paused"
  /** The instructions do not fit in one transaction. */
  | "tooLarge"
  /** The chain refuses the transaction, or it landed and failed. */
  | "failed"
  /** The transaction did not land while its blockhash was valid. */
  | "expired"
  /** What became of the transaction is not known: it may have landed, or may still. */
  | "unconfirmed"
  /** The wallet cannot do what is asked. */
  | "wallet"
  /** The caller's signal was aborted. */
  | "aborted";

/** More about an {@link IoError}. */
export interface IoErrorDetails {
  /** What to do about it. */
  action?: string;
  /** What was thrown below it. */
  cause?: unknown;
  /** The transaction's signature, as base58. */
  signature?: string;
  /** The transaction's error, as the cluster has it. */
  err?: unknown;
  /** What the programs logged. */
  logs?: readonly string[];
  /** The instructions that were sent. */
  instructions?: readonly { programAddress: string; accounts?: readonly { address: string }[] }[];
}

/**
 * An error of the SDK itself. It is a `RangeError`, so that bad input is one in every function.
 *
 * @example
 * try {
 *   quote(rules, terms);
 * } catch (error) {
 *   if (isIoError(error, "badInput")) show(error.message);
 * }
 */
export class IoError extends RangeError {
  override readonly name = "IoError";
  readonly code: IoErrorCode;
  /** What to do about it; empty if the message says it. */
  readonly action: string;
  /** Whatever is known of the transaction, for codes that are about one. */
  readonly details: IoErrorDetails;

  constructor(code: IoErrorCode, message: string, details: IoErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.action = details.action ?? "";
    this.details = details;
  }
}

/**
 * Whether it is an error of the SDK, of `code` if one is given. Works across copies of the package.
 *
 * @example if (isIoError(error, "nodeNotReady")) offerOtherNodes();
 */
export function isIoError(error: unknown, code?: IoErrorCode): error is IoError {
  const named = error instanceof Error && error.name === "IoError" && "code" in error;
  return named && (code === undefined || error.code === code);
}

export function badInput(message: string): IoError {
  return new IoError("badInput", message);
}
