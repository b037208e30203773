/**
 * The schedule of the emission, in the same integers as the programs: 300,000,000 IO over 240 months, each month 1.02%
 * less than the one before, linear within a month. And the supply, from the chain.
 */

import { getMintDecoder } from "@solana-program/token";
import { EMISSION, IO_MINT } from "./addresses.js";
import { IO } from "./amounts.js";
import { type Emission, getEmissionDecoder } from "./generated/io_emission/accounts/emission.js";
import { getCrankInstruction } from "./generated/io_emission/instructions/crank.js";
import { expectAccount, type Read, snapshot } from "./read.js";

/** Months that the emission lasts. */
export const MONTHS = 240;
/** Seconds in a month: 365.25 days / 12. */
export const MONTH_SECONDS = 2_629_800n;
/** Seconds in an hour, the step in which the mint follows the schedule. */
export const HOUR_SECONDS = 3_600n;
/** Base units that exist at genesis. */
export const GENESIS_SUPPLY = 500_000_000n * IO;
/** Base units that the schedule emits in all. */
export const TOTAL_EMISSION = 300_000_000n * IO;
/** No more base units than this can ever exist. */
export const HARD_CAP = GENESIS_SUPPLY + TOTAL_EMISSION;

// r = 0.9898 = 4949 / 5000.
const [R, ONE] = [4_949n, 5_000n];
const DENOMINATOR = ONE ** BigInt(MONTHS) - R ** BigInt(MONTHS);

/** Base units emitted when `months` whole months have passed: `floor(300M IO * (1 - r^k) / (1 - r^240))`. */
export function afterMonths(months: number): bigint {
  const k = Math.min(Math.max(Math.trunc(months), 0), MONTHS);
  const emitted = ONE ** BigInt(MONTHS) - R ** BigInt(k) * ONE ** BigInt(MONTHS - k);
  return (TOTAL_EMISSION * emitted) / DENOMINATOR;
}

/** Base units due to the mint at the last full hour, `elapsed` seconds after genesis. */
export function cumulative(elapsed: bigint): bigint {
  const seconds = elapsed > 0n ? elapsed : 0n;
  return at(seconds - (seconds % HOUR_SECONDS));
}

/** Base units that the schedule has reached by the second, `elapsed` seconds after genesis. */
export function accrued(elapsed: bigint): bigint {
  return at(elapsed > 0n ? elapsed : 0n);
}

/** Whether a crank at `now` (Unix seconds) would mint anything. */
export function isDue(state: Emission, now: bigint): boolean {
  return state.genesisTs !== 0n && due(state, now) > 0n;
}

/** Base units that a crank at `now` (Unix seconds) would mint. */
export function due(state: Emission, now: bigint): bigint {
  if (state.genesisTs === 0n) return 0n;
  const latest = now > state.latestTs ? now : state.latestTs;
  const reached = cumulative(latest - state.genesisTs);
  return reached > state.minted ? reached - state.minted : 0n;
}

/** Mints what is due to the reward vault. Anyone may. */
export function crank() {
  return getCrankInstruction({ emission: EMISSION, mint: IO_MINT });
}

/** How much IO there is, in base units. */
export interface Supply {
  /** What exists now. */
  total: bigint;
  /** Emitted since genesis. */
  minted: bigint;
  /** What a crank would mint now. */
  due: bigint;
  /** Burned since genesis: by fees, by slashes, by holders. */
  burned: bigint;
  /** What the schedule still has to emit. */
  toCome: bigint;
}

/** Reads the supply. */
export async function supply(read: Read): Promise<Supply> {
  const { now, accounts } = await snapshot(read, [EMISSION, IO_MINT]);
  const state = getEmissionDecoder().decode(expectAccount(accounts[0], "The emission"));
  const mint = getMintDecoder().decode(expectAccount(accounts[1], "The IO mint"));
  const created = state.genesisTs === 0n ? 0n : GENESIS_SUPPLY + state.minted;
  return {
    total: mint.supply,
    minted: state.minted,
    due: due(state, now),
    burned: created > mint.supply ? created - mint.supply : 0n,
    toCome: TOTAL_EMISSION - state.minted,
  };
}

function at(seconds: bigint): bigint {
  const month = seconds / MONTH_SECONDS;
  if (month >= BigInt(MONTHS)) return TOTAL_EMISSION;
  const start = afterMonths(Number(month));
  const emission = afterMonths(Number(month) + 1) - start;
  return start + (emission * (seconds % MONTH_SECONDS)) / MONTH_SECONDS;
}
