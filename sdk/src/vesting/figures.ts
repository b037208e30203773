/** What a grant has vested and what a release would pay, in the same integers as io_vesting. */

import type { Category } from "../generated/io_vesting/accounts/category.js";
import type { Grant } from "../generated/io_vesting/accounts/grant.js";
import { CategoryKind } from "../generated/io_vesting/types/categoryKind.js";
import type { CategoryLedger } from "../generated/io_vesting/types/categoryLedger.js";
import type { GrantLedger } from "../generated/io_vesting/types/grantLedger.js";
import { ONE_IO } from "../amounts.js";
import { MONTH_SECONDS } from "../emission.js";

/** Months after genesis in which nothing unlocks; the first tranche unlocks a month later. */
export const CLIFF_MONTHS = 12n;

/** What is fixed of a locked part of genesis. */
export interface CategoryRule {
  /** Its name, as tools write it. */
  name: "seed" | "series-a" | "core";
  /** Base units of IO that genesis locks in it. */
  total: bigint;
  /** Monthly tranches in which it unlocks. */
  tranches: number;
  /** Whether what has not vested can be taken back. */
  isRevocable: boolean;
}

/** The locked parts of genesis, 272,000,000 IO in all. */
export const CATEGORY_RULES: Readonly<Record<CategoryKind, CategoryRule>> = {
  [CategoryKind.Seed]: { name: "seed", total: 100_000_000n * ONE_IO, tranches: 24, isRevocable: false },
  [CategoryKind.SeriesA]: { name: "series-a", total: 81_600_000n * ONE_IO, tranches: 24, isRevocable: false },
  [CategoryKind.Core]: { name: "core", total: 90_400_000n * ONE_IO, tranches: 36, isRevocable: true },
};

/**
 * Tranches of a category that are unlocked at `now` (Unix seconds), or were at a time seen before.
 *
 * @example tranchesAt(category.ledger, now)
 */
export function tranchesAt({ kind, genesis, tranches }: CategoryLedger, now: bigint): number {
  if (genesis === 0n) return 0;
  const months = now > genesis ? (now - genesis) / MONTH_SECONDS : 0n;
  const unlocked = months > CLIFF_MONTHS ? months - CLIFF_MONTHS : 0n;
  const all = CATEGORY_RULES[kind].tranches;
  return Math.max(tranches, unlocked < BigInt(all) ? Number(unlocked) : all);
}

/**
 * When a tranche of a category unlocks, in Unix seconds; the first one is 1.
 *
 * @example new Date(Number(unlocksAt(category.ledger, 1)) * 1_000)
 */
export function unlocksAt({ genesis }: Pick<CategoryLedger, "genesis">, tranche: number): bigint {
  return genesis + (CLIFF_MONTHS + BigInt(tranche)) * MONTH_SECONDS;
}

/**
 * Base units that a category may have released after so many tranches, whatever was granted.
 *
 * @example unlockedOf(ioVesting.CategoryKind.Seed, 1) // a 24th of 100,000,000 IO
 */
export function unlockedOf(kind: CategoryKind, tranches: number): bigint {
  const { total, tranches: all } = CATEGORY_RULES[kind];
  return (total * BigInt(tranches)) / BigInt(all);
}

/**
 * Base units of a grant that have vested once so many tranches are unlocked.
 *
 * @example vestedOf(grant.ledger, tranchesAt(category.ledger, now))
 */
export function vestedOf({ amount, kind, firstTranche, revoked }: GrantLedger, tranches: number): bigint {
  const all = CATEGORY_RULES[kind].tranches;
  if (revoked || tranches >= all) return amount;
  const counted = tranches - firstTranche;
  return counted > 0 ? (amount * BigInt(counted)) / BigInt(all - firstTranche) : 0n;
}

/** A grant as a beneficiary's page shows it; amounts in base units, times in Unix seconds. */
export interface GrantFigures {
  /** In all; once revoked, what had vested. */
  amount: bigint;
  /** Vested so far. */
  vested: bigint;
  /** Released so far. */
  released: bigint;
  /** What a release would pay now. */
  releasable: bigint;
  /** When the next part unlocks; undefined before the lock has started, and once all has vested. */
  nextUnlockAt: bigint | undefined;
  /** When all has vested; undefined before the lock has started. */
  doneAt: bigint | undefined;
}

/**
 * The figures of a grant at `now` (Unix seconds).
 *
 * @example grantFigures(view.grant, view.category, view.now).releasable
 */
export function grantFigures({ ledger }: Grant, { ledger: category }: Category, now: bigint): GrantFigures {
  const { amount, released, kind, revoked } = ledger;
  const tranches = tranchesAt(category, now);
  const vested = vestedOf(ledger, tranches);
  const own = vested > released ? vested - released : 0n;
  const bound = unlockedOf(kind, tranches) - category.released;
  const all = CATEGORY_RULES[kind].tranches;
  const isStarted = category.genesis !== 0n;
  const isDone = revoked || tranches >= all;
  const next = Math.max(tranches, ledger.firstTranche) + 1;
  return {
    amount,
    vested,
    released,
    releasable: own < bound ? own : bound > 0n ? bound : 0n,
    nextUnlockAt: isStarted && !isDone ? unlocksAt(category, next) : undefined,
    doneAt: isStarted ? unlocksAt(category, all) : undefined,
  };
}
