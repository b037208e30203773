/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** The id of io_emission. */
export const IO_EMISSION_PROGRAM_ADDRESS = "HtRHLECRGcpmGzmm8MBviJ7VnvAZcLhjGbHEkGWsYkML" as Address<"HtRHLECRGcpmGzmm8MBviJ7VnvAZcLhjGbHEkGWsYkML">;
