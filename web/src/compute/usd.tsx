/** What amounts in IO are in USD by the oracle's price, and how old that is. */

import { formatUsdc, ONE_IO, ONE_USDC, type PythPrice } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { Until } from "../ui/time.js";

/** Base units of IO in millionths of a USD, rounded down; undefined for a price that is none. */
export function usdOf(
  io: bigint,
  { price, exponent }: Pick<PythPrice, "price" | "exponent">,
): bigint | undefined {
  if (price <= 0n) return undefined;
  const [up, down] = [10n ** BigInt(Math.max(exponent, 0)), 10n ** BigInt(Math.max(-exponent, 0))];
  return (io * price * up * ONE_USDC) / (down * ONE_IO);
}

/** An amount of USD: cents, or of less than one USD as many decimals as say something. */
export function usdText(millionths: bigint): string {
  return `${formatUsdc(millionths, { min: 2, max: millionths < ONE_USDC ? 4 : 2 })} USD`;
}

/** `about 1.20 USD`, under an amount in IO; nothing without a price. */
export function InUsd({ of, price }: { of: bigint; price: PythPrice | undefined }): ReactElement | null {
  const usd = price && usdOf(of, price);
  return usd === undefined ? null : <span className="cell-note">about {usdText(usd)}</span>;
}

/** By which price amounts are in USD, and how old it is. */
export function PriceAge({ price }: { price: PythPrice }): ReactElement | null {
  const one = usdOf(ONE_IO, price);
  if (one === undefined) return null;
  return (
    <p className="quiet">
      USD by the oracle&apos;s price of an IO, {usdText(one)}, posted <Until at={price.publishTime} />.
    </p>
  );
}
