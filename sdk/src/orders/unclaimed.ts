/**
 * What could not be delivered to a payee, and the fees that were earned, as the instructions of one
 * transaction. In every flow `signer` signs, and pays for what is created.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedAddress, unclaimedAddress } from "../addresses.js";
import { emitsOrders } from "../emits.js";
import { checkAddress } from "../check.js";
import { IoError } from "../errors/io-error.js";
import { getDeliverUnclaimedInstruction } from "../generated/io_orders/instructions/deliverUnclaimed.js";
import { getSweepFeesInstruction } from "../generated/io_orders/instructions/sweepFees.js";
import { getTakeUnclaimedInstruction } from "../generated/io_orders/instructions/takeUnclaimed.js";
import { LEDGER, UNCLAIMED_BALANCE } from "../kinds.js";
import { isKind, type Read, readAccount, readIfThere } from "../read.js";
import { createAssociated, tokenAccount } from "../token.js";
import { currencyAccounts, type OrderCurrency } from "./currency.js";

/** What waits for a payee, in base units; 0 if nothing does. */
export interface Unclaimed {
  io: bigint;
  usdc: bigint;
}

/**
 * What waits for a payee, in one request.
 *
 * @example const { usdc } = await readUnclaimed(read, wallet);
 * @throws {IoError} `badInput`.
 */
export async function readUnclaimed(read: Read, payee: Address): Promise<Unclaimed> {
  checkAddress(payee, "The payee");
  const mints = (["IO", "USDC"] as const).map((currency) => currencyAccounts(currency).mint);
  const accounts = await read(await Promise.all(mints.map((mint) => unclaimedAddress(payee, mint))));
  const [io, usdc] = accounts.map((account) => readIfThere(account, UNCLAIMED_BALANCE)?.amount ?? 0n);
  return { io: io!, usdc: usdc! };
}

/** Reads what a payee's way needs. */
async function waiting(read: Read, payee: Address, currency: OrderCurrency) {
  const { mint, ledger, vault } = currencyAccounts(currency);
  const [unclaimed, own] = await Promise.all([
    unclaimedAddress(checkAddress(payee, "The payee"), mint),
    associatedAddress(payee, mint),
  ]);
  const [account, token] = await read([unclaimed, own]);
  if (account && !isKind(account, UNCLAIMED_BALANCE)) {
    const action = "It may have been taken already.";
    throw new IoError("notFound", `No ${currency} waits for this wallet.`, { action });
  }
  const { opener } = readAccount(account, UNCLAIMED_BALANCE);
  return { mint, own, token: tokenAccount(token), accounts: { ledger, vault, unclaimed, opener } };
}

/**
 * Takes what could not be delivered, to the signer's associated token account, which is created if
 * it is missing, or to another of the signer's choice. One request.
 *
 * @example await send(() => takeUnclaimed(read, { signer, currency: "USDC" }));
 * @throws {IoError} `badInput`; `notFound` if nothing waits.
 */
export async function takeUnclaimed(
  read: Read,
  {
    signer,
    currency,
    destination,
  }: { signer: TransactionSigner; currency: OrderCurrency; destination?: Address },
): Promise<Instruction[]> {
  emitsOrders();
  if (destination !== undefined) checkAddress(destination, "The destination");
  const { mint, own, token, accounts } = await waiting(read, signer.address, currency);
  const isMissing = destination === undefined && token === undefined;
  return [
    ...(isMissing ? [await createAssociated(signer, signer.address, mint)] : []),
    getTakeUnclaimedInstruction({ payee: signer, ...accounts, destination: destination ?? own }),
  ];
}

/**
 * Delivers what waits for a payee, which need not sign, to its associated token account. The signer
 * creates that if it is missing. Anyone. One request.
 *
 * @example await send(() => deliverUnclaimed(read, { signer, payee, currency: "USDC" }));
 * @throws {IoError} `badInput`; `notFound` if nothing waits.
 */
export async function deliverUnclaimed(
  read: Read,
  { signer, payee, currency }: { signer: TransactionSigner; payee: Address; currency: OrderCurrency },
): Promise<Instruction[]> {
  emitsOrders();
  const { mint, own, token, accounts } = await waiting(read, payee, currency);
  return [
    ...(token ? [] : [await createAssociated(signer, payee, mint)]),
    getDeliverUnclaimedInstruction({ ...accounts, payeeAccount: own }),
  ];
}

/**
 * Sends the fees earned in a currency to the buyback. Anyone; nobody signs but the fee payer. One
 * request.
 *
 * @example await send(() => sweepFees(read, "USDC"));
 * @throws {IoError} `badInput` for the currency; `wrongNetwork`.
 */
export async function sweepFees(read: Read, currency: OrderCurrency): Promise<Instruction[]> {
  emitsOrders();
  const { ledger, vault } = currencyAccounts(currency);
  const [account] = await read([ledger]);
  const { sweepTo } = readAccount(account, LEDGER);
  return [getSweepFeesInstruction({ ledger, vault, sweepTo })];
}
