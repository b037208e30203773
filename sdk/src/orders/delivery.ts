/** Where money of an order goes, and what has to be there for it. */

import {
  AccountState,
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getTokenDecoder,
  TOKEN_PROGRAM_ADDRESS,
} from "@solana-program/token";
import type { Address, Instruction, MaybeEncodedAccount, TransactionSigner } from "@solana/kit";
import { associatedAddress, unclaimedAddress } from "../addresses.js";
import { getOpenUnclaimedInstruction } from "../generated/io_orders/instructions/openUnclaimed.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "../generated/io_orders/programs/index.js";
import { isOf, type Read } from "../read.js";
import type { CurrencyAccounts } from "./currency.js";

/** A payee's accounts, and what creates them. */
export interface Delivery {
  /** Goes before the order's instruction. */
  before: Instruction[];
  /** The payee's associated token account. */
  account: Address;
  /** For what that account cannot take; undefined if it can. */
  unclaimed: Address | undefined;
}

/**
 * How `payee` gets its money: a token account that is missing is created; for one that is frozen or was given away, or while
 * the vault is frozen, the money waits in an account that only the payee can empty. `payer` pays the rent.
 */
export async function deliveryTo(read: Read, payer: TransactionSigner, payee: Address, accounts: CurrencyAccounts): Promise<Delivery> {
  const { mint, ledger, vault } = accounts;
  const [account, unclaimed] = await Promise.all([associatedAddress(payee, mint), unclaimedAddress(payee, mint)]);
  const [token, waiting, source] = await read([account, unclaimed, vault]);
  const flows = source !== undefined && !isFrozen(source);
  if (flows && token && !isOf(token, TOKEN_PROGRAM_ADDRESS)) {
    const create = await getCreateAssociatedTokenIdempotentInstructionAsync({ payer, owner: payee, mint });
    return { before: [create], account, unclaimed: undefined };
  }
  if (flows && token && takes(token, payee)) return { before: [], account, unclaimed: undefined };
  const open = getOpenUnclaimedInstruction({ opener: payer, ledger, unclaimed, payee });
  return { before: isOf(waiting, IO_ORDERS_PROGRAM_ADDRESS) ? [] : [open], account, unclaimed };
}

function takes(account: MaybeEncodedAccount, payee: Address): boolean {
  if (!account.exists || account.programAddress !== TOKEN_PROGRAM_ADDRESS || account.data.length !== 165) return false;
  const { owner, state } = getTokenDecoder().decode(account.data);
  return owner === payee && state === AccountState.Initialized;
}

function isFrozen(account: MaybeEncodedAccount): boolean {
  return account.exists && getTokenDecoder().decode(account.data).state === AccountState.Frozen;
}
