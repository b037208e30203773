/** What the oracle sends. */

import { AccountRole, type Address, type Instruction, type TransactionSigner } from "@solana/kit";
import { getReportAvailabilityInstruction } from "../generated/io_staking/instructions/reportAvailability.js";
import type { ReportArgs } from "../generated/io_staking/types/report.js";

/** Reports on nodes of one class that fit in one transaction whose fee the oracle pays. */
export const MAX_REPORTS = 18;

/** A report, the node that it is on, and the hardware class of that node. */
export type NodeReport = ReportArgs & { node: Address; class: Address };

/**
 * Reports on nodes. A report that does not count is skipped with an event. No request.
 *
 * @example
 * reportAvailability({ signer: oracle, reports: [{ node, class: state.class, revision: state.revision,
 *   availabilityBps: 10_000, reportedAt: now }] });
 */
export function reportAvailability({
  signer,
  reports,
}: {
  /** The oracle. */
  signer: TransactionSigner;
  reports: readonly NodeReport[];
}): Instruction {
  const instruction = getReportAvailabilityInstruction({ oracle: signer, reports: [...reports] });
  const nodes = reports.map(({ node }) => ({ address: node, role: AccountRole.WRITABLE }));
  const known = [...new Set(reports.map((report) => report.class))];
  const classes = known.map((address) => ({ address, role: AccountRole.READONLY }));
  return { ...instruction, accounts: [...instruction.accounts, ...nodes, ...classes] };
}
