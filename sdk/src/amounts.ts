/** Amounts: base units as `bigint`, and decimal numbers as people read and write them. */

import { badInput } from "./errors/io-error.js";

/** Decimals of IO. */
export const IO_DECIMALS = 8;
/** Decimals of USDC. */
export const USDC_DECIMALS = 6;
/** Decimals of SOL. */
export const SOL_DECIMALS = 9;
/** Base units in one IO: 10^8. */
export const ONE_IO = 100_000_000n;
/** Base units in one USDC: 10^6. */
export const ONE_USDC = 1_000_000n;

/** How an amount is written. */
export interface AmountFormat {
  /** Decimals that are always shown; as many as `max` unless given. */
  min?: number;
  /** Decimals that are shown at most; what is beyond them is cut off. All of the token's unless given. */
  max?: number;
  /** Whether the token's name follows: `1.5 IO`. */
  unit?: boolean;
  /** Separators and digits of a language, such as `de-DE`; `1,234.5` unless given. */
  locale?: string;
}

/**
 * Base units of IO in a number such as `1,234.5`.
 *
 * @example parseIo("0.5") // 50_000_000n
 * @throws {IoError} `badInput` if the text is no amount, has more than 8 decimals, or is beyond
 * 2^64 - 1 base units.
 */
export function parseIo(text: string): bigint {
  return parse(text, IO_DECIMALS, "IO");
}

/**
 * Base units of USDC in a number such as `1,234.5`.
 *
 * @example parseUsdc("1.5") // 1_500_000n
 * @throws {IoError} `badInput` if the text is no amount, has more than 6 decimals, or is beyond
 * 2^64 - 1 base units.
 */
export function parseUsdc(text: string): bigint {
  return parse(text, USDC_DECIMALS, "USDC");
}

/**
 * Base units of IO as `1,234.50000000`; with fewer decimals, cut off: it never shows more than
 * there is.
 *
 * @example formatIo(150_000_000n, { min: 0, max: 2, unit: true }) // "1.5 IO"
 * @throws {IoError} `badInput` if the amount is no bigint, or the decimals are not between 0 and 8.
 */
export function formatIo(amount: bigint, format?: number | AmountFormat): string {
  return write(amount, IO_DECIMALS, "IO", format);
}

/**
 * Base units of USDC as `1,234.500000`; with fewer decimals, cut off.
 *
 * @example formatUsdc(1_999_999n, 2) // "1.99"
 * @throws {IoError} `badInput` if the amount is no bigint, or the decimals are not between 0 and 6.
 */
export function formatUsdc(amount: bigint, format?: number | AmountFormat): string {
  return write(amount, USDC_DECIMALS, "USDC", format);
}

/**
 * Lamports as SOL, `0.002039280`; with fewer decimals, cut off. Fees and rent are in lamports.
 *
 * @example formatSol(2_039_280n, { max: 5, unit: true }) // "0.00203 SOL"
 * @throws {IoError} `badInput` if the amount is no bigint, or the decimals are not between 0 and 9.
 */
export function formatSol(lamports: bigint, format?: number | AmountFormat): string {
  return write(lamports, SOL_DECIMALS, "SOL", format);
}

function parse(text: string, decimals: number, unit: string): bigint {
  const match = typeof text === "string" ? /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text.trim()) : null;
  if (!match) throw badInput(`"${text}" is no amount: write a number such as 1,234.5.`);
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > decimals) throw badInput(`${unit} has ${decimals} decimals: "${text}" has more.`);
  const amount = BigInt(whole.replace(/,/g, "") + fraction.padEnd(decimals, "0"));
  if (amount >= 1n << 64n) throw badInput(`"${text}" is more ${unit} than an account can hold.`);
  return amount;
}

function write(amount: bigint, decimals: number, name: string, format: number | AmountFormat = {}): string {
  if (typeof amount !== "bigint") throw badInput("An amount is in base units: pass a bigint, such as 100n.");
  const asked: AmountFormat = typeof format === "number" ? { min: format, max: format } : format;
  const max = asked.max ?? Math.max(decimals, asked.min ?? 0);
  const min = asked.min ?? max;
  for (const shown of [min, max]) {
    if (!Number.isInteger(shown) || shown < 0 || shown > decimals) {
      throw badInput(`Show between 0 and ${decimals} decimals.`);
    }
  }
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, -decimals);
  let fraction = digits.slice(-decimals).slice(0, Math.max(min, max));
  while (fraction.length > min && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
  // What is cut off to 0 has no sign.
  const isNegative = amount < 0n && /[1-9]/.test(whole + fraction);
  const number =
    asked.locale === undefined ? plain(whole, fraction) : localized(whole, fraction, asked.locale);
  return `${isNegative ? "-" : ""}${number}${asked.unit ? ` ${name}` : ""}`;
}

function plain(whole: string, fraction: string): string {
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${grouped}.${fraction}` : grouped;
}

/** By digits, since a number has too few of them. */
function localized(whole: string, fraction: string, locale: string): string {
  const numbers = new Intl.NumberFormat(locale, { useGrouping: true });
  const grouped = numbers.format(BigInt(whole));
  if (!fraction) return grouped;
  const point = numbers.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
  const digits = [...fraction].map((digit) => numbers.format(Number(digit))).join("");
  return grouped + point + digits;
}
