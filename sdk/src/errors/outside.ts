/** What kit, wallets and browsers throw before anything reaches a program. */

import { type Explanation, explained } from "./explanation.js";
import type { Facts } from "./facts.js";

/** What kit, wallets and browsers throw before anything reaches a program. */
export function byCodesAndWords({ codes, words, status }: Facts): Explanation | undefined {
  const said = words.join(" ");
  const has = (...some: number[]) => codes.some((code) => some.includes(code));
  if (has(1) || /block ?height exceeded|blockhash not found|TransactionExpired/i.test(said)) return expired();
  if (
    has(4_001, 4_001_000) ||
    /user (rejected|denied|declined|cancel)|request was rejected|rejected the request/i.test(said)
  ) {
    return explained(
      "refused",
      "Refused",
      "The wallet did not sign.",
      "Try again, and confirm in the wallet.",
      "now",
    );
  }
  if (has(4_100, 4_900) || /WalletNotConnected|wallet.*(disconnected|not connected)/i.test(said)) {
    return explained("refused", "Refused", "The wallet is not connected.", "Connect the wallet.", "now");
  }
  if (status === 429 || has(429)) return offline("The RPC node refuses so many requests.");
  if (status !== undefined) return offline(`The RPC node answers with HTTP ${status}.`);
  const isBehind = has(-32_005, -32_004, -32_014, -32_016, 8_100_002);
  if (isBehind || codes.some((code) => code >= 8_190_000 && code < 8_191_000)) {
    return offline("The RPC node has lost the connection, or lags behind.");
  }
  const dead =
    /fetch failed|failed to fetch|networkerror|load failed|ECONN|ENOTFOUND|ETIMEDOUT|timed? ?out|socket/i;
  if (dead.test(said)) return offline("The RPC node does not answer.");
  return /insufficient (funds|lamports) for|debit an account but found no record/i.test(said)
    ? noSol("")
    : undefined;
}

export function noSol(more: string): Explanation {
  const message = `This wallet has too little SOL for the fee, or for rent.${more}`;
  return explained("noSol", "NoSol", message, "Send some SOL to the wallet.", "later");
}

export function expired(): Explanation {
  const message = "The transaction did not land in time, and never will.";
  return explained("expired", "Expired", message, "Make it anew and send it again.", "now");
}

export function wrongNetwork(): Explanation {
  const message = "The IO programs are not on this cluster.";
  return explained("network", "WrongNetwork", message, "Switch the network.", "never");
}

export function offline(message: string): Explanation {
  return explained("offline", "Offline", message, "Try again, or use another RPC node.", "now");
}
