/** Whether a node earns and can be hired, and if not, why. */

import type { Node } from "../generated/io_staking/accounts/node.js";
import type { Epochs } from "../generated/io_staking/types/epochs.js";
import type { Slash } from "../generated/io_staking/types/slash.js";
import { IoError } from "../errors/io-error.js";
import { DAY } from "../units.js";
import { countedStake, minimumStake, reportedUntil } from "./node.js";
import { max } from "./pool.js";

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
 * Where a node stands at `now` (Unix seconds). With `epochs`, which the config has, slashes that the
 * admin has voided count no more.
 *
 * @example const { canBeHired, message } = nodeStatus(view.node, view.now, view.config.epochs);
 */
export function nodeStatus({ ledger }: Node, now: bigint, epochs?: Epochs): NodeStatus {
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
  const freeProcessors = ledger.processors - ledger.hired;
  return {
    state,
    earns: state === "ready",
    canBeHired: whyNotHired({ ledger }, now, epochs) === undefined,
    freeProcessors,
    missingStake: counted < minimum ? minimum - counted : 0n,
    reportedUntil: reportedAt === 0n ? undefined : until,
    isSlashPending: isSlashPending(ledger.slash, now, epochs),
    message: MESSAGES[state],
  };
}

/** A slash lapses if nobody executes it, in seconds: 37 days after it was proposed or last raised. */
const SLASH_CLOSES_SECONDS = 37n * DAY;

/** Whether a slash is proposed and counts: until it lapses, unless the admin has voided its epoch. */
export function isSlashPending(
  { shareBps, proposedAt, epoch }: Slash,
  now: bigint,
  epochs: Epochs | undefined,
): boolean {
  const isVoid = epochs !== undefined && ((epochs.voided >> BigInt(epoch % 64)) & 1n) === 1n;
  return shareBps > 0 && now <= proposedAt + SLASH_CLOSES_SECONDS && !isVoid;
}

/**
 * Why a node cannot be hired at `now` (Unix seconds), in one sentence; undefined if it can. `epochs` as
 * for {@link nodeStatus}.
 *
 * @example show(whyNotHired(state, now) ?? "It can be hired.");
 */
export function whyNotHired(
  { ledger }: Pick<Node, "ledger">,
  now: bigint,
  epochs?: Epochs,
): string | undefined {
  const time = max(now, ledger.syncedAt);
  if (ledger.retired) return MESSAGES.retired;
  if (isSlashPending(ledger.slash, time, epochs)) return "A slash of the node's stake is proposed.";
  if (ledger.availability.reportedAt === 0n) return MESSAGES.neverReported;
  if (time >= reportedUntil(ledger.availability)) return MESSAGES.lapsed;
  if (ledger.availability.bps === 0) return MESSAGES.offline;
  // What delegators have taken out counts for rewards until the next report, never for a hire.
  if (countedStake({ ...ledger, leaving: 0n }) < minimumStake(ledger)) return MESSAGES.belowMinimum;
  return ledger.hired < ledger.processors ? undefined : "All its processors are hired.";
}

/** Refuses a node that is not ready. The name of the parameter that overrides it is for the message. */
export function checkReady(node: Node, now: bigint): void {
  const { state, message } = nodeStatus(node, now);
  if (state === "ready") return;
  const action = "Use another node, or pass evenIfNotReady: true.";
  throw new IoError("nodeNotReady", message, { action });
}
