/** What orders are paid in, and where it lies. */

import type { Address } from "@solana/kit";
import { IO_ESCROW_VAULT, IO_LEDGER, IO_MINT, USDC_ESCROW_VAULT, USDC_LEDGER, USDC_MINT } from "../addresses.js";
import { Currency as Code } from "../generated/io_orders/types/currency.js";

/** What orders are paid in. */
export type Currency = "IO" | "USDC";

/** The accounts of a currency. */
export interface CurrencyAccounts {
  mint: Address;
  /** What its vault owes. */
  ledger: Address;
  /** All escrow. */
  vault: Address;
}

/** The accounts of a currency. */
export function currencyAccounts(currency: Currency): CurrencyAccounts {
  return currency === "IO"
    ? { mint: IO_MINT, ledger: IO_LEDGER, vault: IO_ESCROW_VAULT }
    : { mint: USDC_MINT, ledger: USDC_LEDGER, vault: USDC_ESCROW_VAULT };
}

/** The currency that an account names. */
export function currencyOf(code: Code): Currency {
  return code === Code.Io ? "IO" : "USDC";
}
