/**
 * Transactions as bytes. kit can build them too; a page that only sends what the flows return needs
 * a twentieth of that code. `test/wire.test.ts` reads what this writes by kit's own decoders.
 */

import {
  type Address,
  getAddressDecoder,
  getAddressEncoder,
  getBase58Decoder,
  getBase58Encoder,
  type Instruction,
  type ReadonlyUint8Array,
  type TransactionSigner,
} from "@solana/kit";

/** A transaction has no more bytes. */
export const MAX_TRANSACTION_BYTES = 1_232;

/** Bits of an account's role: kit's `AccountRole`. */
const [WRITABLE, SIGNER] = [1, 2];

/** A message, and who must sign it, in the order of the signatures. */
export interface Compiled {
  message: Uint8Array;
  signers: Address[];
}

/**
 * Which of the accounts that neither sign nor are programs are found in tables: first those that are
 * written, and what the message says of the tables.
 */
export type Lookups = (accounts: readonly { key: Address; isWritable: boolean }[]) => {
  found: Address[];
  bytes: number[];
};

/** A message of version 0. The fee payer comes first, what is looked up last. */
export function compile(
  instructions: readonly Instruction[],
  payer: Address,
  blockhash: string,
  lookups?: Lookups,
): Compiled {
  const roles = new Map<Address, number>([[payer, WRITABLE | SIGNER]]);
  const programs = new Set(instructions.map(({ programAddress }) => programAddress));
  for (const { accounts = [] } of instructions) {
    for (const { address, role } of accounts) roles.set(address, (roles.get(address) ?? 0) | role);
  }
  for (const program of programs) roles.set(program, roles.get(program) ?? 0);
  const rank = (key: Address) => {
    const role = roles.get(key)!;
    return key === payer ? -1 : (role & SIGNER ? 0 : 2) + (role & WRITABLE ? 0 : 1);
  };
  const sorted = [...roles.keys()].sort((a, b) => rank(a) - rank(b));
  const passive = sorted.filter((key) => !(roles.get(key)! & SIGNER) && !programs.has(key));
  const asked = passive.map((key) => ({ key, isWritable: (roles.get(key)! & WRITABLE) > 0 }));
  const { found, bytes } = lookups?.(asked) ?? { found: [], bytes: [0] };
  const keys = sorted.filter((key) => !found.includes(key));
  const count = (is: (role: number) => boolean) => keys.filter((key) => is(roles.get(key)!)).length;
  const signers = keys.filter((key) => roles.get(key)! & SIGNER);
  const at = new Map([...keys, ...found].map((key, i) => [key, i] as const));
  const calls = instructions.flatMap(({ programAddress, accounts = [], data = new Uint8Array() }) => [
    at.get(programAddress)!,
    ...length(accounts.length),
    ...accounts.map(({ address }) => at.get(address)!),
    ...length(data.length),
    ...data,
  ]);
  const message = Uint8Array.from([
    0x80,
    signers.length,
    count((role) => role === SIGNER),
    count((role) => role === 0),
    ...length(keys.length),
    ...keys.flatMap((key) => [...getAddressEncoder().encode(key)]),
    ...getBase58Encoder().encode(blockhash),
    ...length(instructions.length),
    ...calls,
    ...bytes,
  ]);
  return { message, signers };
}

/** A length of up to three bytes, seven bits each. */
export function length(value: number): number[] {
  const bytes = [];
  for (; value >= 0x80; value >>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

/** A transaction on the wire; a signature that is missing is 64 zeros. */
export function wire(
  message: ReadonlyUint8Array,
  signatures: readonly (ReadonlyUint8Array | null | undefined)[],
): Uint8Array {
  const signed = signatures.flatMap((signature) => [...(signature ?? new Uint8Array(64))]);
  return Uint8Array.from([...length(signatures.length), ...signed, ...message]);
}

/**
 * A transaction that came over the wire: its message, its signatures by their addresses, and its
 * blockhash.
 */
export function unwire(bytes: Uint8Array): {
  message: Uint8Array;
  signatures: Record<Address, Uint8Array | null>;
  blockhash: string;
} {
  let at = 0;
  const next = (data: Uint8Array) => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = data[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return value;
  };
  const count = next(bytes);
  const signed = Array.from({ length: count }, (_, i) => bytes.slice(at + 64 * i, at + 64 * (i + 1)));
  const message = bytes.slice(at + 64 * count);
  // A version, if there is one, is before the header of three bytes.
  at = message[0]! & 0x80 ? 4 : 3;
  const keys = next(message);
  const key = (i: number) => getAddressDecoder().decode(message, at + 32 * i);
  const signatures = Object.fromEntries(
    signed.map((one, i) => [key(i), one.some((byte) => byte > 0) ? one : null]),
  );
  const end = at + 32 * keys;
  return { message, signatures, blockhash: getBase58Decoder().decode(message.slice(end, end + 32)) };
}

const NO_BLOCKHASH = "11111111111111111111111111111111";

/** Bytes of a compute limit and a price, with the key of their program. */
const BUDGET_BYTES = 32 + 8 + 12;

/**
 * Bytes of a transaction with these instructions, a compute limit and a price.
 *
 * @example transactionSize(instructions, wallet) <= MAX_TRANSACTION_BYTES
 */
export function transactionSize(
  instructions: readonly Instruction[],
  payer: Address,
  lookups?: Lookups,
): number {
  const { message, signers } = compile(instructions, payer, NO_BLOCKHASH, lookups);
  return message.length + 1 + 64 * signers.length + BUDGET_BYTES;
}

/** The signers that instructions carry, by address. */
export function signersOf(
  instructions: readonly Instruction[],
  payer: TransactionSigner,
): Map<Address, TransactionSigner> {
  const found = new Map<Address, TransactionSigner>([[payer.address, payer]]);
  for (const { accounts = [] } of instructions) {
    for (const account of accounts) {
      if ("signer" in account) found.set(account.address, account.signer as TransactionSigner);
    }
  }
  return found;
}
