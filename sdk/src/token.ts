/** The few things of the token programs that the flows need, without their whole client. */

import {
  type Address,
  getAddressDecoder,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  type MaybeEncodedAccount,
  type TransactionSigner,
} from "@solana/kit";
import { u64At } from "./bytes.js";
import { checkAddress } from "./check.js";

/** Classic SPL Token; IO and USDC are its mints. */
export const TOKEN_PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA" as Address;
/** Associated token accounts. */
export const ASSOCIATED_TOKEN_PROGRAM = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL" as Address;
export const SYSTEM_PROGRAM = "11111111111111111111111111111111" as Address;

const LENGTH = 165;
const [OWNER, AMOUNT, STATE] = [32, 64, 108];
const [IN_USE, FROZEN] = [1, 2];
const [READONLY, WRITABLE, WRITABLE_SIGNER] = [0, 1, 3] as const;

/**
 * The associated token account of `owner` for `mint`.
 *
 * @example await associatedAddress(wallet, IO_MINT)
 * @throws {IoError} `badInput`.
 */
export async function associatedAddress(owner: Address, mint: Address): Promise<Address> {
  checkAddress(owner, "The owner");
  checkAddress(mint, "The mint");
  const seeds = [owner, TOKEN_PROGRAM, mint].map((key) => getAddressEncoder().encode(key));
  return (await getProgramDerivedAddress({ programAddress: ASSOCIATED_TOKEN_PROGRAM, seeds }))[0];
}

/** Creates the associated token account of `owner`, paid by `payer`; does nothing if it is there. */
export async function createAssociated(
  payer: TransactionSigner,
  owner: Address,
  mint: Address,
): Promise<Instruction> {
  return {
    programAddress: ASSOCIATED_TOKEN_PROGRAM,
    accounts: [
      { address: payer.address, role: WRITABLE_SIGNER, signer: payer } as never,
      { address: await associatedAddress(owner, mint), role: WRITABLE },
      { address: owner, role: READONLY },
      { address: mint, role: READONLY },
      { address: SYSTEM_PROGRAM, role: READONLY },
      { address: TOKEN_PROGRAM, role: READONLY },
    ],
    data: Uint8Array.of(1),
  };
}

/** A token account. */
export interface TokenAccount {
  owner: Address;
  /** Base units. */
  amount: bigint;
  /** Whether the token's issuer has frozen it. */
  isFrozen: boolean;
}

/** What a token account holds; undefined if there is none. */
export function tokenAccount(account: MaybeEncodedAccount | undefined): TokenAccount | undefined {
  if (!account?.exists || account.programAddress !== TOKEN_PROGRAM || account.data.length !== LENGTH)
    return undefined;
  const state = account.data[STATE];
  if (state !== IN_USE && state !== FROZEN) return undefined;
  return {
    owner: getAddressDecoder().decode(account.data, OWNER),
    amount: u64At(account.data, AMOUNT),
    isFrozen: state === FROZEN,
  };
}

/** Base units that exist of a mint, from the data of its account. */
export function mintSupply(data: Uint8Array): bigint {
  return u64At(data, 36);
}
