/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** The id of io_buyback. */
export const IO_BUYBACK_PROGRAM_ADDRESS = "2Vp8HuegEHmdercEd5HkqohrLZpabEGQVE58ucSURQvB" as Address<"2Vp8HuegEHmdercEd5HkqohrLZpabEGQVE58ucSURQvB">;
