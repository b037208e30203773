/**
 * Burning fees, and selling IO to the buyback's vault, as the instructions of one transaction. In
 * every flow `signer` signs, and pays for what is created; everything else is an address or a
 * figure.
 */

import {
  type Address,
  AccountRole,
  getAddressDecoder,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { associatedAddress, BUYBACK_CONFIG, BUYBACK_USDC_VAULT, IO_MINT, USDC_MINT } from "../addresses.js";
import { emitsBuyback } from "../emits.js";
import { checkAddress, checkAmount } from "../check.js";
import { badInput, IoError } from "../errors/io-error.js";
import type { Config } from "../generated/io_buyback/accounts/config.js";
import { getBurnInstruction } from "../generated/io_buyback/instructions/burn.js";
import { getOpenAuctionInstruction } from "../generated/io_buyback/instructions/openAuction.js";
import { getFillInstruction } from "../generated/io_buyback/instructions/fill.js";
import { getSwapAndBurnInstruction } from "../generated/io_buyback/instructions/swapAndBurn.js";
import { CONFIG_OF_BUYBACK } from "../kinds.js";
import { isPaused } from "../pause.js";
import { type Read, readAccount, snapshot } from "../read.js";
import { createAssociated, tokenAccount } from "../token.js";
import { type Offer, offerAt, usdcForIo } from "./offer.js";
import { type PythPrice, readPrice } from "./price.js";

/** Accounts of Pyth's receiver that hold price updates. */
export interface Prices {
  /** Of IO/USD. */
  io: Address;
  /** Of USDC/USD. */
  usdc: Address;
}

/** What the buyback offers, and what it follows from. */
export interface BuybackView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  config: Config;
  /** Base units of USDC in the vault. */
  vault: bigint;
  io: PythPrice;
  usdc: PythPrice;
}

/**
 * Reads what the buyback's offer follows from, by the prices posted, in one request.
 *
 * @example const view = await readBuyback(read, prices);
 * @throws {IoError} `wrongNetwork`, `notFound` or `wrongAccount` for a price, `badInput` for an address
 * that is none, or if the two are swapped.
 */
export async function readBuyback(read: Read, prices: Prices): Promise<BuybackView> {
  const addresses = [BUYBACK_CONFIG, BUYBACK_USDC_VAULT, ...checkPrices(prices)];
  const { now, accounts } = await snapshot(read, addresses);
  return buybackView(now, accounts);
}

function checkPrices({ io, usdc }: Prices): readonly [io: Address, usdc: Address] {
  return [checkAddress(io, "The account of IO's price"), checkAddress(usdc, "The account of USDC's price")];
}

function buybackView(now: bigint, accounts: Awaited<ReturnType<typeof snapshot>>["accounts"]): BuybackView {
  const config = readAccount(accounts[0], CONFIG_OF_BUYBACK);
  const vault = tokenAccount(accounts[1]);
  if (!vault) throw new IoError("wrongNetwork", "The USDC vault of the buyback is not there.");
  const [io, usdc] = [readPrice(accounts[2]), readPrice(accounts[3])];
  const feeds = [config.ioFeed, config.usdcFeed].map((feed) => getAddressDecoder().decode(feed));
  if (io.feed !== feeds[0] || usdc.feed !== feeds[1]) {
    throw badInput("Pass the price of IO/USD first, then that of USDC/USD.");
  }
  return { now, config, vault: vault.amount, io: io.price, usdc: usdc.price };
}

/**
 * What the buyback offers at `now` (Unix seconds); at the moment of the view unless given.
 *
 * @example usdcForIo(offerOf(view), parseIo("100"))
 * @throws {IoError} `paused`; `noAuction` if none runs and the vault holds too little for one;
 * `priceUnfit` if a price is too old then, too wide, or not one that the rule takes.
 */
export function offerOf({ config, vault, io, usdc, now: then }: BuybackView, now: bigint = then): Offer {
  if (isPaused(config.pause, now)) {
    const action = "Wait until the admin resumes, 14 days at most.";
    throw new IoError("paused", "The buyback is paused.", { action });
  }
  return offerAt(config.params, config.auction, { clock: now, vault, io, usdc });
}

/**
 * Opens an auction of what the vault holds; the first fill does so too. Anyone; nobody signs but the
 * fee payer. No request.
 *
 * @example await send([openAuction()]);
 */
export function openAuction(): Instruction {
  emitsBuyback();
  return getOpenAuctionInstruction({});
}

/**
 * Burns the fees paid in IO. Anyone; nobody signs but the fee payer. No request.
 *
 * @example await send([burnFees()]);
 */
export function burnFees(): Instruction {
  emitsBuyback();
  return getBurnInstruction({});
}

/**
 * Burns up to `io` base units of the signer's IO and pays USDC for it: all of it, or as much as what
 * the auction has left pays for. At least `minUsdc` base units in all, or nothing happens; by default
 * what is offered now for all of it, so that all is sold or nothing. From and to the signer's
 * associated token accounts; the second is created if it is missing. One request.
 *
 * @example await send(() => fill(read, { signer, prices, io: parseIo("100") }));
 * @throws {IoError} `badInput`, and as {@link readBuyback} and {@link offerOf}.
 */
export async function fill(
  read: Read,
  {
    signer,
    prices,
    io,
    minUsdc,
  }: { signer: TransactionSigner; prices: Prices; io: bigint; minUsdc?: bigint },
): Promise<Instruction[]> {
  emitsBuyback();
  checkAmount(io, "The IO to sell", 1n);
  if (minUsdc !== undefined) checkAmount(minUsdc, "The least USDC");
  const [source, destination] = (await Promise.all(
    [IO_MINT, USDC_MINT].map((mint) => associatedAddress(signer.address, mint)),
  )) as [Address, Address];
  const addresses = [BUYBACK_CONFIG, BUYBACK_USDC_VAULT, ...checkPrices(prices), destination];
  const { now, accounts } = await snapshot(read, addresses);
  const least = minUsdc ?? usdcForIo(offerOf(buybackView(now, accounts)), io);
  const named = { filler: signer, source, destination, ioPrice: prices.io, usdcPrice: prices.usdc };
  return [
    ...(tokenAccount(accounts[4]) ? [] : [await createAssociated(signer, signer.address, USDC_MINT)]),
    getFillInstruction({ ...named, io, minUsdc: least }),
  ];
}

/**
 * Swaps base units of USDC by `swap`, an exchange's own instruction that takes from `SWAPPER_USDC`
 * and pays to `SWAPPER_IO`, signed by `SWAPPER`; burns what arrives. Anyone; nobody signs but the
 * fee payer. No request.
 *
 * @example await send([swapAndBurn({ prices, usdc: parseUsdc("100"), swap })]);
 * @throws {IoError} `badInput`.
 */
export function swapAndBurn({
  prices,
  usdc,
  swap,
}: {
  prices: Prices;
  usdc: bigint;
  swap: Instruction;
}): Instruction {
  emitsBuyback();
  checkAmount(usdc, "The USDC to swap", 1n);
  checkPrices(prices);
  const instruction = getSwapAndBurnInstruction({
    ioPrice: prices.io,
    usdcPrice: prices.usdc,
    exchange: swap.programAddress,
    usdc,
    data: swap.data ?? new Uint8Array(),
  });
  // The swapper signs within the program, nobody here.
  const passed = (swap.accounts ?? []).map(({ address, role }) => ({
    address,
    role:
      role === AccountRole.WRITABLE || role === AccountRole.WRITABLE_SIGNER
        ? AccountRole.WRITABLE
        : AccountRole.READONLY,
  }));
  return { ...instruction, accounts: [...instruction.accounts, ...passed] };
}
