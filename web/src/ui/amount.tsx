/** Amounts, shares and counts: base units as `bigint` up to the text. */

import { formatIo, formatSol, formatUsdc } from "@io-economy/sdk";
import type { ReactElement } from "react";

export type Unit = "IO" | "USDC" | "SOL";

const WRITE = { IO: formatIo, USDC: formatUsdc, SOL: formatSol };
/** All decimals of each. */
const ALL: Readonly<Record<Unit, number>> = { IO: 8, USDC: 6, SOL: 9 };

/** An amount as text; 2 decimals unless given, all for `"all"`, and for `"exact"` all that are not 0. */
export function amountText(of: bigint, unit: Unit, decimals: number | "all" | "exact" = 2): string {
  if (decimals === "exact") return WRITE[unit](of, { min: 2, max: ALL[unit] });
  return WRITE[unit](of, decimals === "all" ? ALL[unit] : decimals);
}

/** An amount as one enters it: with no zeros at its end. */
export function enteredText(of: bigint, unit: Unit): string {
  return WRITE[unit](of, { min: 0, max: ALL[unit] });
}

/** The fewest decimals that show something of a small amount: 2, or as many as it needs. */
function fitting(of: bigint, unit: Unit): number {
  const size = of < 0n ? -of : of;
  for (let decimals = 2; decimals < ALL[unit]; decimals += 2)
    if (size === 0n || size * 10n ** BigInt(decimals) >= 10n ** BigInt(ALL[unit])) return decimals;
  return ALL[unit];
}

/**
 * An amount with its unit; its decimals are quieter than the rest, and all of them are in its title.
 *
 * @param decimals 2 unless given; for `"fit"` as many as a small amount needs to be seen; for `"exact"`, as
 * for what somebody pays, all that it has: what is cut off would be paid too.
 * @example <Amount of={holding.staked} unit="IO" />
 */
export function Amount(props: {
  of: bigint;
  unit: Unit;
  decimals?: number | "all" | "fit" | "exact";
  /** Shows a plus too. */
  isChange?: boolean;
  /** Without the unit's name, as in a column that names it. */
  isBare?: boolean;
}): ReactElement {
  const { of, unit, decimals = 2, isChange = false, isBare = false } = props;
  const text = amountText(of, unit, decimals === "fit" ? fitting(of, unit) : decimals);
  const [whole, fraction] = text.replace("-", "").split(".");
  const sign = of < 0n ? "\u2212" : isChange && of > 0n ? "+" : "";
  const full = `${amountText(of, unit, "all")} ${unit}`;
  return (
    <data className="amount" value={of.toString()} title={full}>
      {sign}
      {whole}
      {fraction !== undefined && <span className="decimals">.{fraction}</span>}
      {!isBare && <span className="unit"> {unit}</span>}
    </data>
  );
}

/** A part of a whole in percent, by integers, rounded down. */
export function shareText(part: bigint, whole: bigint, decimals = 2): string {
  if (whole === 0n) return "0%";
  const scale = 10n ** BigInt(decimals);
  const scaled = (part * 100n * scale) / whole;
  const [above, below] = [scaled / scale, scaled % scale];
  const text = countText(above);
  return decimals === 0 ? `${text}%` : `${text}.${below.toString().padStart(decimals, "0")}%`;
}

/** Basis points as percent: 25 is 0.25%. */
export function bpsText(bps: number | bigint): string {
  return `${shareText(BigInt(bps), 10_000n).replace(/\.?0+%$/, "%")}`;
}

/** A whole number with separators. */
export function countText(of: bigint | number): string {
  return of.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count that stands for itself; its digits are in its value. */
export function Count({ of }: { of: bigint | number }): ReactElement {
  return (
    <data className="count" value={of.toString()}>
      {countText(of)}
    </data>
  );
}

/** A count and what is counted: `1 node`, `2 nodes`. */
export function counted(of: bigint | number, one: string, many = `${one}s`): string {
  return `${countText(of)} ${BigInt(of) === 1n ? one : many}`;
}
