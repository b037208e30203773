/** Prices in USD, as Pyth posts them on chain. */

import { type Address, getAddressDecoder, type MaybeEncodedAccount } from "@solana/kit";
import { i64At, u64At, viewOf } from "../bytes.js";
import { IoError } from "../errors/io-error.js";

/** Pyth's receiver, which verifies prices and stores them. */
export const PYTH_RECEIVER = "rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ" as Address;

/** A price in USD: `price * 10^exponent`, give or take `conf * 10^exponent`. */
export interface PythPrice {
  price: bigint;
  conf: bigint;
  exponent: number;
  /** Unix seconds. */
  publishTime: bigint;
  /** The moving average of the price: `average * 10^exponent`. */
  average: bigint;
}

/** A price and the feed that it is of, its 32 bytes read as an address. */
export interface PostedPrice {
  feed: Address;
  price: PythPrice;
}

const DISCRIMINATOR = [34, 241, 35, 99, 157, 126, 244, 205];
const FULL = 1;
/** Bytes of a price that is fully verified. */
const LENGTH = 133;

/**
 * Reads a `PriceUpdateV2` of Pyth's receiver: discriminator (8 bytes), write authority (32),
 * verification level (1: full), feed (32), price (8), confidence (8), exponent (4), publish time
 * (8), the time before (8), moving average (8). A price that is not fully verified is refused.
 *
 * @example
 * const [account] = await read([prices.io]);
 * readPrice(account).price
 * @throws {IoError} `notFound`, `wrongAccount`, `priceUnfit`.
 */
export function readPrice(account: MaybeEncodedAccount | undefined): PostedPrice {
  if (!account?.exists)
    throw new IoError("notFound", `No price is posted at ${account?.address ?? "no address"}.`);
  const { data, programAddress } = account;
  if (
    programAddress !== PYTH_RECEIVER ||
    data.length < LENGTH ||
    DISCRIMINATOR.some((byte, i) => data[i] !== byte)
  ) {
    throw new IoError("wrongAccount", `${account.address} holds no price of Pyth's receiver.`);
  }
  if (data[40] !== FULL)
    throw new IoError("priceUnfit", "This price is not fully verified: post it with all signatures.");
  return {
    feed: getAddressDecoder().decode(data, 41),
    price: {
      price: i64At(data, 73),
      conf: u64At(data, 81),
      exponent: viewOf(data).getInt32(89, true),
      publishTime: i64At(data, 93),
      average: i64At(data, 109),
    },
  };
}
