/** A release that does what was told, or says why it cannot. */

import { IoError, type Releases } from "@io-economy/sdk";
import type { Instruction } from "@solana/kit";

/** Grants that one transaction releases with room to spare. */
export const RELEASES_AT_ONCE = 8;

/** The instructions of a release of grants of one beneficiary; nothing is signed that pays less. */
export function released({ instructions, pays, waiting, rest }: Releases): Instruction[] {
  if (waiting.length > 0) {
    const action = "Its wallet has to release it here, which opens one.";
    throw new IoError("notFound", "The beneficiary has no account for IO yet.", { action });
  }
  if (rest.length > 0) throw new IoError("tooLarge", "These grants do not fit into one transaction.");
  if (pays.length === 0)
    throw new IoError("tooEarly", "Nothing has vested since the last release.", {
      action: "Come back when the next part has.",
    });
  return instructions;
}
