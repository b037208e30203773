/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** The id of io_staking. */
export const IO_STAKING_PROGRAM_ADDRESS = "Fn9YJyRWVkQGnvoH7DHY6XPDwUpSDs2z1Cbg28mjsC65" as Address<"Fn9YJyRWVkQGnvoH7DHY6XPDwUpSDs2z1Cbg28mjsC65">;
