/** What orders are paid in, and where it lies. */

import type { Address } from "@solana/kit";
import { IO_ESCROW_VAULT, IO_MINT, IO_PAYMENT, USDC_ESCROW_VAULT, USDC_MINT, USDC_PAYMENT } from "../addresses.js";
import { Currency as Code } from "../generated/io_orders/types/currency.js";

/** What orders are paid in. */
export type Currency = "IO" | "USDC";

/** The accounts of a currency. */
export interface Till {
  mint: Address;
  /** Its books. */
  payment: Address;
  /** All escrow. */
  vault: Address;
}

/** The accounts of a currency. */
export function tillOf(currency: Currency): Till {
  return currency === "IO"
    ? { mint: IO_MINT, payment: IO_PAYMENT, vault: IO_ESCROW_VAULT }
    : { mint: USDC_MINT, payment: USDC_PAYMENT, vault: USDC_ESCROW_VAULT };
}

/** The currency that an account names. */
export function currencyOf(code: Code): Currency {
  return code === Code.Io ? "IO" : "USDC";
}
