/**
 * Why something failed, in words: whatever a program, the cluster, a wallet, the network or the SDK
 * has thrown.
 */

import { type ExplainContext, type Explanation, type ExplanationKind, explained } from "./explanation.js";
import { type Facts, factsOf, isObject } from "./facts.js";
import { type IoError, type IoErrorCode, isIoError } from "./io-error.js";
import { byCodesAndWords } from "./outside.js";
import { byError, byLogs } from "./refusals.js";

export type { ExplainContext, Explanation, ExplanationKind };

/**
 * Explains whatever was thrown by a flow, by sending or simulating a transaction, by a wallet or by
 * the network. Also takes a transaction's `meta`, or the result of a simulation. It is never
 * undefined: what is unknown says so.
 *
 * @example
 * try {
 *   await send(() => stake(read, { signer, node, amount }));
 * } catch (error) {
 *   const { message, action, retry } = explain(error);
 *   show(message, action);
 * }
 */
export function explain(error: unknown, context: ExplainContext = {}): Explanation {
  const isOwn = isIoError(error);
  if (isOwn && !error.details.err && !error.details.logs) return own(error);
  const facts = factsOf(error);
  const sent = context.instructions ?? (isOwn ? error.details.instructions : undefined) ?? [];
  const failed = { ...context, sent };
  return (
    (facts.logs && byLogs(facts.logs, facts.err, failed)) ??
    (facts.err !== undefined ? byError(facts.err, failed) : undefined) ??
    byCodesAndWords(facts) ??
    unknown(error, facts)
  );
}

const KINDS: Record<IoErrorCode, readonly [ExplanationKind, Explanation["retry"]]> = {
  badInput: ["input", "never"],
  notFound: ["noAccount", "never"],
  wrongAccount: ["input", "never"],
  newLayout: ["unknown", "never"],
  wrongNetwork: ["network", "never"],
  nodeNotReady: ["tooEarly", "later"],
  priceUnfit: ["tooEarly", "later"],
  noAuction: ["tooEarly", "later"],
  notClaimable: ["tooEarly", "later"],
  noOffer: ["tooEarly", "later"],
  tooEarly: ["tooEarly", "later"],
  paused: ["paused", "later"],
  tooLarge: ["input", "never"],
  failed: ["unknown", "never"],
  expired: ["expired", "now"],
  unconfirmed: ["offline", "later"],
  wallet: ["refused", "never"],
  aborted: ["refused", "now"],
};

/** The SDK's own errors say themselves what is wrong. */
function own({ code, message, action }: IoError): Explanation {
  const [kind, retry] = KINDS[code];
  return explained(kind, `${code[0]!.toUpperCase()}${code.slice(1)}`, message, action, retry);
}

function unknown(error: unknown, { err, words }: Facts): Explanation {
  const inside = isObject(err)
    ? JSON.stringify(err, (_, value) => (typeof value === "bigint" ? Number(value) : value))
    : err;
  const said = inside
    ? `The transaction failed: ${inside}`
    : words.find((word) => word.includes(" ")) || words[0];
  const name = error instanceof Error && error.name ? error.name : "Unknown";
  return explained(
    "unknown",
    name,
    said || "Something failed, and says no more.",
    "Look at the error itself.",
    "never",
  );
}
