/** SPL Token, as far as genesis needs it: associated accounts, mints and balances. */

import { PublicKey, SystemProgram, TransactionInstruction } from "@solana/web3.js";

export const TOKEN_PROGRAM = new PublicKey("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
const ASSOCIATED_TOKEN_PROGRAM = new PublicKey("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

/** What a mint account says. */
export interface Mint {
  authority: PublicKey | null;
  supply: bigint;
  decimals: number;
  freezeAuthority: PublicKey | null;
}

/** The associated token account of `owner` for `mint`. */
export function associatedAddress(owner: PublicKey, mint: PublicKey): PublicKey {
  const seeds = [owner, TOKEN_PROGRAM, mint].map((key) => key.toBuffer());
  return PublicKey.findProgramAddressSync(seeds, ASSOCIATED_TOKEN_PROGRAM)[0];
}

/** Creates the associated token account of `owner` for `mint`; does nothing if it exists. */
export function createAssociated(
  payer: PublicKey,
  owner: PublicKey,
  mint: PublicKey,
): TransactionInstruction {
  const IDEMPOTENT = 1;
  const readonly = [owner, mint, SystemProgram.programId, TOKEN_PROGRAM];
  return new TransactionInstruction({
    programId: ASSOCIATED_TOKEN_PROGRAM,
    keys: [
      { pubkey: payer, isSigner: true, isWritable: true },
      { pubkey: associatedAddress(owner, mint), isSigner: false, isWritable: true },
      ...readonly.map((pubkey) => ({ pubkey, isSigner: false, isWritable: false })),
    ],
    data: Buffer.from([IDEMPOTENT]),
  });
}

/** Reads a mint: authority (4 + 32 bytes), supply (8), decimals (1), initialized (1), freeze authority. */
export function readMint(data: Buffer): Mint {
  return {
    authority: readOptionalKey(data, 0),
    supply: data.readBigUInt64LE(36),
    decimals: data.readUInt8(44),
    freezeAuthority: readOptionalKey(data, 46),
  };
}

/** What a metadata account says: who may change what, of which mint, and the token's names. */
export interface Metadata {
  authority: PublicKey;
  mint: PublicKey;
  name: string;
  symbol: string;
  uri: string;
  /** No fee, no creators, and nobody can change it. */
  isPlain: boolean;
}

/**
 * Reads an account of the metadata program: kind (1 byte), authority (32), mint (32), three strings of
 * fixed room, each with its length (4), then fee (2), creators (1), whether it was sold (1) and whether
 * anybody can change it (1). Undefined if it is of another kind.
 */
export function readMetadata(data: Buffer): Metadata | undefined {
  const KIND = 4;
  const [NAME, SYMBOL, URI, FEE, END] = [65, 101, 115, 319, 324] as const;
  if (data.length < END || data[0] !== KIND) return undefined;
  const text = (start: number, end: number) =>
    data.subarray(start + 4, end).toString("utf8").replace(/\0+$/, "");
  const lengths = [NAME, SYMBOL, URI].map((start) => data.readUInt32LE(start));
  return {
    authority: new PublicKey(data.subarray(1, 33)),
    mint: new PublicKey(data.subarray(33, NAME)),
    name: text(NAME, SYMBOL),
    symbol: text(SYMBOL, URI),
    uri: text(URI, FEE),
    isPlain: lengths.join() === "32,10,200" && data.subarray(FEE, END).every((byte) => byte === 0),
  };
}

/** What a token account says. */
export interface Token {
  amount: bigint;
  /** Whether it is `owner`'s, not frozen, and nobody else may move its tokens or close it. */
  isAlone(owner: PublicKey): boolean;
}

/**
 * Reads a token account: mint (32 bytes), owner (32), amount (8), delegate (4 + 32), state (1),
 * native (4 + 8), delegated amount (8), close authority (4 + 32). Undefined if it is none.
 */
export function readToken(account: { data: Buffer; owner: PublicKey } | undefined): Token | undefined {
  if (!account?.owner.equals(TOKEN_PROGRAM) || account.data.length !== 165) return undefined;
  const { data } = account;
  const IN_USE = 1;
  return {
    amount: readBalance(data),
    isAlone: (owner) =>
      owner.equals(new PublicKey(data.subarray(32, 64))) &&
      readOptionalKey(data, 72) === null &&
      data[108] === IN_USE &&
      readOptionalKey(data, 129) === null,
  };
}

/** Reads the balance of a token account: it follows the mint and the owner. */
export function readBalance(data: Buffer): bigint {
  return data.readBigUInt64LE(64);
}

/** A tag of 4 bytes, 0 for none, and the key. */
function readOptionalKey(data: Buffer, offset: number): PublicKey | null {
  const present = data.readUInt32LE(offset) !== 0;
  return present ? new PublicKey(data.subarray(offset + 4, offset + 36)) : null;
}
