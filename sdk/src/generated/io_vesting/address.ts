/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** The id of io_vesting. */
export const IO_VESTING_PROGRAM_ADDRESS = "Cu1mfVbGK6A8MdkeJG28dTXqKgBvPZ6st1zSjzED2qC5" as Address<"Cu1mfVbGK6A8MdkeJG28dTXqKgBvPZ6st1zSjzED2qC5">;
