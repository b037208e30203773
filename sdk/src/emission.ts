/**
 * The schedule of the emission, in the same integers as the programs: 300,000,000 IO over 240
 * months, each month 1.02% less than the one before, linear within a month. And the supply, from
 * the chain.
 */

import type { Instruction } from "@solana/kit";
import { EMISSION, IO_MINT } from "./addresses.js";
import { emitsEmission } from "./emits.js";
import { ONE_IO } from "./amounts.js";
import { checkWhole } from "./check.js";
import type { Emission } from "./generated/io_emission/accounts/emission.js";
import { getCrankInstruction } from "./generated/io_emission/instructions/crank.js";
import { IoError } from "./errors/io-error.js";
import { EMISSION_STATE } from "./kinds.js";
import { type Read, readAccount, snapshot } from "./read.js";
import { mintSupply } from "./token.js";
import { HOUR } from "./units.js";

/** Months that the emission lasts. */
export const MONTHS = 240;
/** Seconds in a month: 365.25 days / 12. */
export const MONTH_SECONDS = 2_629_800n;
/** Seconds in an hour, the step in which the mint follows the schedule. */
export const HOUR_SECONDS = HOUR;
/** Base units that exist at genesis. */
export const GENESIS_SUPPLY = 500_000_000n * ONE_IO;
/** Base units that the schedule emits in all. */
export const TOTAL_EMISSION = 300_000_000n * ONE_IO;
/** No more base units than this can ever exist. */
export const HARD_CAP = GENESIS_SUPPLY + TOTAL_EMISSION;

// r = 0.9898 = 4949 / 5000.
const [R, WHOLE] = [4_949n, 5_000n];
/** What was computed of the table, since a year of rewards asks for the same months again. */
const computed = new Map<number, bigint>();

/**
 * `base` to a power, without the operator: transpilers for old targets turn that into
 * floating-point arithmetic.
 */
function power(base: bigint, exponent: number): bigint {
  let product = 1n;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

/**
 * Base units emitted when `months` whole months have passed: `floor(300M IO * (1 - r^k) / (1 -
 * r^240))`.
 *
 * @example afterMonths(1) // 334_567_456_067_137n
 * @throws {IoError} `badInput` unless it is a whole number from 0 to 240.
 */
export function afterMonths(months: number): bigint {
  return afterMonth(checkWhole(months, "The month", 0, MONTHS));
}

function afterMonth(k: number): bigint {
  const known = computed.get(k);
  if (known !== undefined) return known;
  const all = power(WHOLE, MONTHS);
  const emitted = all - power(R, k) * power(WHOLE, MONTHS - k);
  const value = (TOTAL_EMISSION * emitted) / (all - power(R, MONTHS));
  computed.set(k, value);
  return value;
}

/**
 * Base units due to the mint at the last full hour, `elapsed` seconds after genesis.
 *
 * @example cumulative(MONTH_SECONDS) // what is due to the mint a month after genesis
 */
export function cumulative(elapsed: bigint): bigint {
  const seconds = elapsed > 0n ? elapsed : 0n;
  return at(seconds - (seconds % HOUR_SECONDS));
}

/**
 * Base units that the schedule has reached by the second, `elapsed` seconds after genesis.
 *
 * @example accrued(now - emission.genesisTs)
 */
export function accrued(elapsed: bigint): bigint {
  return at(elapsed > 0n ? elapsed : 0n);
}

/**
 * Whether a crank at `now` (Unix seconds) would mint anything.
 *
 * @example canCrank(view.emission, view.now) ? [crank()] : []
 */
export function canCrank(state: Emission, now: bigint): boolean {
  return mintable(state, now) > 0n;
}

/**
 * Base units that a crank at `now` (Unix seconds) would mint.
 *
 * @example formatIo(mintable(view.emission, view.now))
 */
export function mintable(state: Emission, now: bigint): bigint {
  if (state.genesisTs === 0n) return 0n;
  const latest = now > state.latestTs ? now : state.latestTs;
  const reached = cumulative(latest - state.genesisTs);
  return reached > state.minted ? reached - state.minted : 0n;
}

/**
 * Mints what the schedule has reached to the reward vault. Anyone may send it; nobody signs but the
 * fee payer.
 *
 * @example await send([crank()]);
 */
export function crank(): Instruction {
  emitsEmission();
  return getCrankInstruction({ emission: EMISSION, mint: IO_MINT });
}

/** How much IO there is, in base units. */
export interface Supply {
  /** What exists now. */
  total: bigint;
  /** Emitted since genesis. */
  minted: bigint;
  /** What a crank would mint now. */
  mintable: bigint;
  /** Burned since genesis: by fees, by slashes, by holders. */
  burned: bigint;
  /** What the schedule still has to emit. */
  toCome: bigint;
}

/**
 * Reads the supply, in one request.
 *
 * @example const { total, burned } = await supply(read);
 * @throws {IoError} `wrongNetwork` if genesis has not run on the cluster.
 */
export async function supply(read: Read): Promise<Supply> {
  const { now, accounts } = await snapshot(read, [EMISSION, IO_MINT]);
  const state = readAccount(accounts[0], EMISSION_STATE);
  const mint = accounts[1];
  if (!mint?.exists)
    throw new IoError("wrongNetwork", "The IO mint is not there.", { action: "Check the network." });
  const total = mintSupply(mint.data);
  const created = state.genesisTs === 0n ? 0n : GENESIS_SUPPLY + state.minted;
  return {
    total,
    minted: state.minted,
    mintable: mintable(state, now),
    burned: created > total ? created - total : 0n,
    toCome: TOTAL_EMISSION - state.minted,
  };
}

function at(seconds: bigint): bigint {
  const month = seconds / MONTH_SECONDS;
  if (month >= BigInt(MONTHS)) return TOTAL_EMISSION;
  const start = afterMonth(Number(month));
  const emission = afterMonth(Number(month) + 1) - start;
  return start + (emission * (seconds % MONTH_SECONDS)) / MONTH_SECONDS;
}
