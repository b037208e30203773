/** What the oracle sends. */

import { AccountRole, type Address, type Instruction, type TransactionSigner } from "@solana/kit";
import { getReportAvailabilityInstruction } from "../generated/io_staking/instructions/reportAvailability.js";
import type { ReportArgs } from "../generated/io_staking/types/report.js";

/** Reports that fit in one transaction beside its fee payer. */
export const MAX_REPORTS = 19;

/** Reports on nodes. A report that does not count is skipped with an event. */
export function reportAvailability(
  oracle: TransactionSigner,
  reports: ({ node: Address } & ReportArgs)[],
): Instruction {
  const instruction = getReportAvailabilityInstruction({ oracle, reports });
  const nodes = reports.map(({ node }) => ({ address: node, role: AccountRole.WRITABLE }));
  return { ...instruction, accounts: [...instruction.accounts, ...nodes] };
}
