/** Spans of time in seconds. The chain's own times are bigint: `BigInt(DAY)`. */

import { HOUR } from "@io-economy/sdk";

export { HOUR };
export const DAY = 24 * HOUR;
