/** Where a season stands, in the same integers as io_airdrop. */

import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { littleEndian } from "../bytes.js";
import { checkAddress, checkAmount, checkWhole } from "../check.js";
import type { Page } from "../generated/io_airdrop/accounts/page.js";
import type { Season } from "../generated/io_airdrop/accounts/season.js";
import { IO_AIRDROP_PROGRAM_ADDRESS } from "../generated/io_airdrop/address.js";
import { SEASON } from "../kinds.js";
import { type Read, readAccount, snapshot } from "../read.js";

/** Leaves whose claims one page marks. */
export const CLAIMS_PER_PAGE = 8_192;

/**
 * The address of a funder's season, by the funder's number for it.
 *
 * @example await seasonAddress(funder, 1n)
 * @throws {IoError} `badInput`.
 */
export async function seasonAddress(funder: Address, id: bigint): Promise<Address> {
  const number = littleEndian(checkAmount(id, "The season's number"), 8);
  return derive("season", getAddressEncoder().encode(checkAddress(funder, "The funder")), number);
}

/**
 * The address of a season's page, by its number.
 *
 * @example await pageAddress(season, pageOf(entry.index))
 * @throws {IoError} `badInput`.
 */
export async function pageAddress(season: Address, number: number): Promise<Address> {
  const last = littleEndian(BigInt(checkWhole(number, "The page", 0)), 4);
  return derive("page", getAddressEncoder().encode(checkAddress(season, "The season")), last);
}

/**
 * The number of a leaf's page.
 *
 * @example pageOf(8_192) // 1
 */
export function pageOf(index: number): number {
  return Math.floor(index / CLAIMS_PER_PAGE);
}

/**
 * Whether a leaf of a page was claimed.
 *
 * @example isClaimed(page, entry.index)
 */
export function isClaimed({ bits }: Pick<Page, "bits">, index: number): boolean {
  const place = index % CLAIMS_PER_PAGE;
  return ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
}

/**
 * What points are worth in a season: `floor(points * pool / all points)` base units of IO.
 *
 * @example payout(view.season, 90n)
 * @throws {IoError} `badInput`.
 */
export function payout({ ledger: { points: all, pool } }: Season, points: bigint): bigint {
  checkAmount(points, "The points");
  return all === 0n ? 0n : (points * pool) / all;
}

/** A season, and the cluster's time at which it was read. */
export interface SeasonView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  season: Season;
}

/** Where a season stands; amounts in base units of IO, times in Unix seconds. */
export interface SeasonFigures {
  /** Where it stands, as a word. */
  stage: "announced" | "waitsForFunds" | "open" | "closed" | "over";
  pool: bigint;
  /** What is missing to the pool. */
  missing: bigint;
  paid: bigint;
  /** When claims begin, if the pool is funded by then. */
  opensAt: bigint;
  /** When claims end. */
  closesAt: bigint;
}

/**
 * Reads a season, in one request.
 *
 * @example const { season } = await readSeason(read, address);
 * @throws {IoError} `notFound`, `wrongAccount`.
 */
export async function readSeason(read: Read, season: Address): Promise<SeasonView> {
  const { now, accounts } = await snapshot(read, [checkAddress(season, "The season")]);
  return { now, season: readAccount(accounts[0], SEASON) };
}

/**
 * The figures of a season at `now` (Unix seconds); at the moment of the view unless given.
 *
 * @example const { stage, closesAt } = seasonFigures(await readSeason(read, address));
 */
export function seasonFigures({ season, now: then }: SeasonView, now: bigint = then): SeasonFigures {
  const { pool, funded, paid, opensAt, closesAt, over, seen } = season.ledger;
  const at = now > seen ? now : seen;
  const missing = pool > funded ? pool - funded : 0n;
  const waiting = at >= opensAt ? "waitsForFunds" : "announced";
  const opened = at < opensAt ? "announced" : at < closesAt ? "open" : "closed";
  const stage = over ? "over" : missing > 0n ? waiting : opened;
  return { stage, pool, missing, paid, opensAt, closesAt };
}

async function derive(...seeds: Parameters<typeof getProgramDerivedAddress>[0]["seeds"]): Promise<Address> {
  return (await getProgramDerivedAddress({ programAddress: IO_AIRDROP_PROGRAM_ADDRESS, seeds }))[0];
}
