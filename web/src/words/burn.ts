/** What selling IO to the buyback says before it is signed. */

import { formatIo, formatUsdc } from "@io-economy/sdk";

/**
 * The offer climbs until it lands: that brings a little more USDC, or where it is all that the auction
 * has left, the same for a little less IO.
 */
export function fillSentence(io: bigint, least: bigint): string {
  const [sold, paid] = [formatIo(io, { min: 0, max: 8 }), formatUsdc(least, { min: 2, max: 6 })];
  return `Burn up to ${sold} IO of yours and receive at least ${paid} USDC; what is burned is gone for good.`;
}

export function openSentence(budget: bigint, seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const spends = `spends up to ${formatUsdc(budget, 2)} USDC on IO over ${minutes} minutes`;
  return `Open an auction that ${spends}; it costs you the network fee alone.`;
}

export function burnFeesSentence(io: bigint): string {
  const fees = `the ${formatIo(io, { min: 2, max: 8 })} IO of fees that wait in the buyback's vault`;
  return `Burn ${fees}; none of it is yours, and you pay the network fee.`;
}
