/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** The id of io_orders. */
export const IO_ORDERS_PROGRAM_ADDRESS = "B3R3neFAosjYxJAg38fsatknTEvU11DfPBQ3mgtyw8Eq" as Address<"B3R3neFAosjYxJAg38fsatknTEvU11DfPBQ3mgtyw8Eq">;
