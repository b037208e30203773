/** Amounts: base units as `bigint`, and decimal numbers as people read and write them. */

/** Decimals of IO. */
export const IO_DECIMALS = 8;
/** Decimals of USDC. */
export const USDC_DECIMALS = 6;
/** Base units in one IO. */
export const IO = 10n ** BigInt(IO_DECIMALS);
/** Base units in one USDC. */
export const USDC = 10n ** BigInt(USDC_DECIMALS);

const MAX = 2n ** 64n - 1n;

/** Base units of IO in a number such as `1,234.5`. */
export function parseIo(text: string): bigint {
  return parse(text, IO_DECIMALS, "IO");
}

/** Base units of USDC in a number such as `1,234.5`. */
export function parseUsdc(text: string): bigint {
  return parse(text, USDC_DECIMALS, "USDC");
}

/** Base units of IO as `1,234.50000000`; with fewer `decimals`, rounded down. */
export function formatIo(amount: bigint, decimals = IO_DECIMALS): string {
  return format(amount, IO_DECIMALS, decimals);
}

/** Base units of USDC as `1,234.500000`; with fewer `decimals`, rounded down. */
export function formatUsdc(amount: bigint, decimals = USDC_DECIMALS): string {
  return format(amount, USDC_DECIMALS, decimals);
}

function parse(text: string, decimals: number, unit: string): bigint {
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new RangeError(`"${text}" is no amount: write a number such as 1,234.5.`);
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > decimals) throw new RangeError(`${unit} has ${decimals} decimals: "${text}" has more.`);
  const amount = BigInt(whole.replaceAll(",", "") + fraction.padEnd(decimals, "0"));
  if (amount > MAX) throw new RangeError(`"${text}" is more ${unit} than an account can hold.`);
  return amount;
}

function format(amount: bigint, decimals: number, shown: number): string {
  if (shown < 0 || shown > decimals) throw new RangeError(`Show between 0 and ${decimals} decimals.`);
  const [sign, size] = amount < 0n ? ["-", -amount] : ["", amount];
  const digits = size.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = digits.slice(-decimals).slice(0, shown);
  return shown > 0 ? `${sign}${whole}.${fraction}` : sign + whole;
}
