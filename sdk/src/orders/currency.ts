/** What orders are paid in, and the accounts of each currency. */

import type { Address } from "@solana/kit";
import {
  IO_ESCROW_VAULT,
  IO_LEDGER,
  IO_MINT,
  USDC_ESCROW_VAULT,
  USDC_LEDGER,
  USDC_MINT,
} from "../addresses.js";
import { badInput } from "../errors/io-error.js";
import { Currency as Code } from "../generated/io_orders/types/currency.js";

/** What an order is paid in. `ioOrders.Currency` is the same as the accounts have it. */
export type OrderCurrency = "IO" | "USDC";

/** The accounts of a currency. */
export interface CurrencyAccounts {
  mint: Address;
  /** Its ledger: what the vault owes, and to whom. */
  ledger: Address;
  /** Token account of all escrow. */
  vault: Address;
}

/**
 * Whether it is `"IO"` or `"USDC"`, to the letter: another word would be quoted as one and paid as
 * the other.
 *
 * @throws {IoError} `badInput`.
 */
export function checkCurrency(currency: unknown): OrderCurrency {
  if (currency !== "IO" && currency !== "USDC")
    throw badInput('Name the currency "IO" or "USDC", in capitals.');
  return currency;
}

/**
 * The accounts of a currency.
 *
 * @example currencyAccounts("USDC").vault
 * @throws {IoError} `badInput` for anything but `"IO"` and `"USDC"`.
 */
export function currencyAccounts(currency: OrderCurrency): CurrencyAccounts {
  return checkCurrency(currency) === "IO"
    ? { mint: IO_MINT, ledger: IO_LEDGER, vault: IO_ESCROW_VAULT }
    : { mint: USDC_MINT, ledger: USDC_LEDGER, vault: USDC_ESCROW_VAULT };
}

/**
 * The currency that an account names.
 *
 * @example currencyOf(order.currency) // "USDC"
 */
export function currencyOf(code: Code): OrderCurrency {
  return code === Code.Io ? "IO" : "USDC";
}
