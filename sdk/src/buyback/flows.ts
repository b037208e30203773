/** Burning fees, and selling IO to the vault, as the instructions of one transaction. */

import {
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getTokenDecoder,
  TOKEN_PROGRAM_ADDRESS,
} from "@solana-program/token";
import { type Address, AccountRole, getAddressDecoder, type Instruction, type TransactionSigner } from "@solana/kit";
import { associatedAddress, BUYBACK_CONFIG, BUYBACK_USDC_VAULT, IO_MINT, USDC_MINT } from "../addresses.js";
import { type Config, getConfigDecoder } from "../generated/io_buyback/accounts/config.js";
import { getBurnInstruction } from "../generated/io_buyback/instructions/burn.js";
import { getFillInstruction } from "../generated/io_buyback/instructions/fill.js";
import { getSwapAndBurnInstruction } from "../generated/io_buyback/instructions/swapAndBurn.js";
import { expectAccount, isOf, type Read, snapshot } from "../read.js";
import { type Offer, offerAt, usdcForIo } from "./offer.js";
import { readQuote } from "./quote.js";

/** Accounts of Pyth's receiver that hold price updates. */
export interface Prices {
  /** Of IO/USD. */
  io: Address;
  /** Of USDC/USD. */
  usdc: Address;
}

/** What buyback offers, and what it follows from. */
export interface BuybackView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  config: Config;
  /** Base units of USDC in the vault. */
  vault: bigint;
  offer: Offer;
}

/** Reads what buyback offers now, by the prices posted. */
export async function readBuyback(read: Read, prices: Prices): Promise<BuybackView> {
  const { now, accounts } = await snapshot(read, [BUYBACK_CONFIG, BUYBACK_USDC_VAULT, prices.io, prices.usdc]);
  const config = getConfigDecoder().decode(expectAccount(accounts[0], "The config of buyback"));
  const vault = getTokenDecoder().decode(expectAccount(accounts[1], "The USDC vault of buyback")).amount;
  const [io, usdc] = [readQuote(accounts[2]!), readQuote(accounts[3]!)];
  const feeds = [config.ioFeed, config.usdcFeed].map((feed) => getAddressDecoder().decode(feed));
  if (io.feed !== feeds[0] || usdc.feed !== feeds[1]) {
    throw new RangeError("Pass the price of IO/USD first, then that of USDC/USD.");
  }
  const market = { clock: now, vault, io: io.quote, usdc: usdc.quote };
  return { now, config, vault, offer: offerAt(config.params, config.ledger, market) };
}

/** Burns the fees paid in IO. Anyone. */
export function burnFees(): Instruction {
  return getBurnInstruction({});
}

/**
 * Burns base units of the filler's IO and pays USDC for it: at least `minUsdc` base units or nothing happens, by default
 * what is offered now. From and to the filler's associated token accounts; the second is created if it is missing.
 */
export async function fill(
  read: Read,
  { filler, prices, io, minUsdc }: { filler: TransactionSigner; prices: Prices; io: bigint; minUsdc?: bigint },
): Promise<Instruction[]> {
  const [source, destination] = await Promise.all(
    [IO_MINT, USDC_MINT].map((mint) => associatedAddress(filler.address, mint)),
  );
  const least = minUsdc ?? usdcForIo((await readBuyback(read, prices)).offer, io);
  const [account] = await read([destination!]);
  const create = { payer: filler, owner: filler.address, mint: USDC_MINT };
  const accounts = { filler, source: source!, destination: destination!, ioPrice: prices.io, usdcPrice: prices.usdc };
  return [
    ...(isOf(account, TOKEN_PROGRAM_ADDRESS) ? [] : [await getCreateAssociatedTokenIdempotentInstructionAsync(create)]),
    getFillInstruction({ ...accounts, io, minUsdc: least }),
  ];
}

/**
 * Swaps base units of USDC by `swap`, an exchange's own instruction that takes from `SWAPPER_USDC` and pays to
 * `SWAPPER_IO`, signed by `SWAPPER`; burns what arrives. Anyone.
 */
export function swapAndBurn({ prices, usdc, swap }: { prices: Prices; usdc: bigint; swap: Instruction }): Instruction {
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
