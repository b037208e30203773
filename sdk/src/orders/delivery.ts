/** Where money of an order goes, and what has to be there for it. */

import type { Address, Instruction, MaybeEncodedAccount, TransactionSigner } from "@solana/kit";
import { associatedAddress, unclaimedAddress } from "../addresses.js";
import { getOpenUnclaimedInstruction } from "../generated/io_orders/instructions/openUnclaimed.js";
import { UNCLAIMED_BALANCE } from "../kinds.js";
import { isKind, type Read } from "../read.js";
import { createAssociated, tokenAccount } from "../token.js";
import type { CurrencyAccounts } from "./currency.js";

/** A payee's accounts, and what creates them. */
export interface Delivery {
  /** Goes before the order's instruction. */
  before: Instruction[];
  /** The payee's associated token account. */
  account: Address;
  /** Takes what that account cannot; undefined if it can, or the payee gets nothing. */
  unclaimed: Address | undefined;
}

/** Who gets money, if any. */
export interface Payee {
  wallet: Address;
  /** Nothing is created for a payee that gets nothing. */
  gets: boolean;
}

/**
 * How each payee gets its money, in one request. If the token account of `signer` itself is
 * missing, it is created. For another payee whose account is missing, frozen or given away, or
 * while the vault is frozen, the money waits in an unclaimed balance, which only the payee can
 * empty: its rent, paid by `signer`, comes back then. A token account would not give it back, and
 * its owner could close it again and again.
 */
export async function deliveries(
  read: Read,
  signer: TransactionSigner,
  payees: readonly Payee[],
  { mint, ledger, vault }: CurrencyAccounts,
): Promise<Delivery[]> {
  const addresses = await Promise.all(
    payees.flatMap(({ wallet }) => [associatedAddress(wallet, mint), unclaimedAddress(wallet, mint)]),
  );
  const isAnyPaid = payees.some(({ gets }) => gets);
  const [source, ...accounts] = isAnyPaid
    ? await read([vault, ...addresses])
    : [undefined, ...addresses.map(() => undefined)];
  const isVaultFrozen = tokenAccount(source)?.isFrozen === true;
  const opened = new Set<Address>();
  const found: Delivery[] = [];
  for (const [i, { wallet, gets }] of payees.entries()) {
    const [account, unclaimed] = [addresses[2 * i]!, addresses[2 * i + 1]!];
    const token = accounts[2 * i];
    if (!gets || (takes(token, wallet) && !isVaultFrozen)) {
      found.push({ before: [], account, unclaimed: undefined });
    } else if (wallet === signer.address && !isVaultFrozen && isMissing(token)) {
      const before = opened.has(wallet) ? [] : [await createAssociated(signer, wallet, mint)];
      opened.add(wallet);
      found.push({ before, account, unclaimed: undefined });
    } else {
      const isOpen = opened.has(wallet) || isKind(accounts[2 * i + 1], UNCLAIMED_BALANCE);
      const open = getOpenUnclaimedInstruction({ opener: signer, ledger, unclaimed, payee: wallet });
      opened.add(wallet);
      found.push({ before: isOpen ? [] : [open], account, unclaimed });
    }
  }
  return found;
}

function takes(account: MaybeEncodedAccount | undefined, wallet: Address): boolean {
  const token = tokenAccount(account);
  return token !== undefined && token.owner === wallet && !token.isFrozen;
}

/** Nothing is there but SOL that somebody may have sent. */
function isMissing(account: MaybeEncodedAccount | undefined): boolean {
  return !account?.exists || account.data.length === 0;
}
