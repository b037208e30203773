/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** The id of io_airdrop. */
export const IO_AIRDROP_PROGRAM_ADDRESS = "CJffiz1uSieCkxxCTPEEgzf6S8ojgGMsf6nV6j6zJG2w" as Address<"CJffiz1uSieCkxxCTPEEgzf6S8ojgGMsf6nV6j6zJG2w">;
