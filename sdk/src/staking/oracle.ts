/** What the oracle sends. */

import { AccountRole, type Address, type Instruction, type TransactionSigner } from "@solana/kit";
import { checkAddress, checkWhole } from "../check.js";
import { emitsStaking } from "../emits.js";
import { badInput } from "../errors/io-error.js";
import { getReportAvailabilityInstruction } from "../generated/io_staking/instructions/reportAvailability.js";
import type { Report } from "../generated/io_staking/types/report.js";
import { BPS } from "../units.js";

/** The number of reports, on nodes of one class, that fit in one transaction whose fee the oracle pays. */
export const MAX_REPORTS = 18;

/** A report, the node that it is on, and the hardware class of that node. */
export type NodeReport = Report & { node: Address; class: Address };

/**
 * Reports on nodes. A report that does not count is skipped with an event. No request.
 *
 * @example
 * reportAvailability({ signer: oracle, reports: [{ node, class: state.class, revision: state.revision,
 *   availabilityBps: 10_000, reportedAt: now }] });
 * @throws {IoError} `badInput`.
 */
export function reportAvailability({
  signer,
  reports,
}: {
  /** The oracle. */
  signer: TransactionSigner;
  reports: readonly NodeReport[];
}): Instruction {
  emitsStaking();
  for (const { node, class: hardware, revision, availabilityBps, reportedAt } of reports) {
    checkAddress(node, "The node");
    checkAddress(hardware, "The node's class");
    checkWhole(revision, "The node's revision", 0);
    checkWhole(availabilityBps, "The availability in bps", 0, Number(BPS));
    if (typeof reportedAt !== "bigint")
      throw badInput("The time of a report is in Unix seconds: pass a bigint, such as view.now.");
  }
  const instruction = getReportAvailabilityInstruction({ oracle: signer, reports: [...reports] });
  const nodes = reports.map(({ node }) => ({ address: node, role: AccountRole.WRITABLE }));
  const known = [...new Set(reports.map((report) => report.class))];
  const classes = known.map((address) => ({ address, role: AccountRole.READONLY }));
  return { ...instruction, accounts: [...instruction.accounts, ...nodes, ...classes] };
}
