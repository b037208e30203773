/** Whether a node earns and can be hired, and if not, why. */

import type { Node } from "../generated/io_staking/accounts/node.js";
import { IoError } from "../errors/io-error.js";
import { countedStake, minimumStake, reportedUntil } from "./node.js";

/** Where a node stands. */
export interface NodeStatus {
  /** Why it does not earn; `ready` if it does. */
  state: "ready" | "neverReported" | "offline" | "lapsed" | "belowMinimum" | "retired";
  /** Whether rewards accrue to it. */
  earns: boolean;
  /** Whether an order can hire it: it earns, no slash is proposed, and processors are free. */
  canBeHired: boolean;
  /** Processors that no order hires. */
  freeProcessors: number;
  /** Base units of counted stake that are missing to the minimum. */
  missingStake: bigint;
  /** Up to when its last report holds, in Unix seconds; undefined if there is none. */
  reportedUntil: bigint | undefined;
  /** Whether a slash of its stake is proposed: nobody can stake or hire meanwhile. */
  isSlashPending: boolean;
  /** One sentence for a person. */
  message: string;
}

const MESSAGES: Record<NodeStatus["state"], string> = {
  ready: "The node is available.",
  neverReported: "Nobody has reported this node available yet.",
  offline: "The last report says that this node is offline.",
  lapsed: "The last report on this node has lapsed.",
  belowMinimum: "The node's stake is below its minimum.",
  retired: "The node is retired for good.",
};

/**
 * Where a node stands at `now` (Unix seconds).
 *
 * @example const { canBeHired, message } = nodeStatus(view.node, view.now);
 */
export function nodeStatus({ ledger }: Node, now: bigint): NodeStatus {
  const { reportedAt, bps } = ledger.availability;
  const until = reportedUntil(ledger.availability);
  const [counted, minimum] = [countedStake(ledger), minimumStake(ledger)];
  const state = ledger.retired
    ? "retired"
    : reportedAt === 0n
      ? "neverReported"
      : now >= until
        ? "lapsed"
        : bps === 0
          ? "offline"
          : counted < minimum
            ? "belowMinimum"
            : "ready";
  const isSlashPending = ledger.slash.shareBps > 0;
  const freeProcessors = ledger.processors - ledger.hired;
  return {
    state,
    earns: state === "ready",
    canBeHired: state === "ready" && !isSlashPending && freeProcessors > 0,
    freeProcessors,
    missingStake: counted < minimum ? minimum - counted : 0n,
    reportedUntil: reportedAt === 0n ? undefined : until,
    isSlashPending,
    message: MESSAGES[state],
  };
}

/** Refuses a node that is not ready. The name of the parameter that overrides it is for the message. */
export function checkReady(node: Node, now: bigint): void {
  const { state, message } = nodeStatus(node, now);
  if (state === "ready") return;
  const action = "Use another node, or pass evenIfNotReady: true.";
  throw new IoError("nodeNotReady", message, { action });
}
