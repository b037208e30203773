/**
 * Lookup tables on chain: made for one transaction that is too long without, and closed after it.
 */

import {
  type Address,
  getAddressDecoder,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  type MaybeEncodedAccount,
  type TransactionSigner,
} from "@solana/kit";
import { littleEndian, u64At } from "./bytes.js";
import { checkAddress } from "./check.js";
import { badInput, IoError } from "./errors/io-error.js";
import type { LookupTable } from "./lookup.js";
import { CLOCK, type Read } from "./read.js";
import { SYSTEM_PROGRAM } from "./token.js";

const TABLES = "AddressLookupTab1e1111111111111111111111111" as Address;
/** Addresses that one transaction adds to a table. */
const AT_ONCE = 20;
/** A table can be closed so many slots after it was deactivated. */
const COOLDOWN_SLOTS = 513n;
/** A table that was not deactivated. */
const NEVER = (1n << 64n) - 1n;
/** Bytes before the addresses. */
const HEADER = 56;
const [READONLY, WRITABLE, READONLY_SIGNER, WRITABLE_SIGNER] = [0, 1, 2, 3] as const;

/** A table that is to be made. */
export interface NewTable {
  table: LookupTable;
  /** The instructions of each transaction that makes it, one after the other. */
  steps: Instruction[][];
}

/**
 * What makes a lookup table of up to 256 addresses, which `signer` owns and pays for. It can be
 * used from the slot after the last step on. One request.
 *
 * @example
 * const { table, steps } = await makeTable(read, { signer, addresses: nodes });
 * for (const step of steps) await send(step);
 * @throws {IoError} `badInput`, `wrongNetwork`.
 */
export async function makeTable(
  read: Read,
  { signer, addresses }: { signer: TransactionSigner; addresses: readonly Address[] },
): Promise<NewTable> {
  if (addresses.length === 0 || addresses.length > 256) throw badInput("A table holds 1 to 256 addresses.");
  for (const address of addresses) checkAddress(address, "Each address of a table");
  // A table is named by a slot that the cluster still remembers.
  const slot = littleEndian((await currentSlot(read)) - 1n, 8);
  const seeds = [getAddressEncoder().encode(signer.address), slot];
  const [address, bump] = await getProgramDerivedAddress({ programAddress: TABLES, seeds });
  const own = { address: signer.address, role: WRITABLE_SIGNER, signer } as never;
  const system = { address: SYSTEM_PROGRAM, role: READONLY };
  const create: Instruction = {
    programAddress: TABLES,
    accounts: [{ address, role: WRITABLE }, { address: signer.address, role: READONLY }, own, system],
    data: Uint8Array.from([...littleEndian(0n, 4), ...slot, bump]),
  };
  const steps: Instruction[][] = [];
  for (let first = 0; first < addresses.length; first += AT_ONCE) {
    const some = addresses.slice(first, first + AT_ONCE);
    const keys = some.flatMap((key) => [...getAddressEncoder().encode(key)]);
    const extend: Instruction = {
      programAddress: TABLES,
      accounts: [{ address, role: WRITABLE }, authority(signer), own, system],
      data: Uint8Array.from([...littleEndian(2n, 4), ...littleEndian(BigInt(some.length), 8), ...keys]),
    };
    steps.push(first === 0 ? [create, extend] : [extend]);
  }
  return { table: { address, addresses: [...addresses] }, steps };
}

/**
 * Deactivates a table of the signer's: some 4 minutes later {@link closeTable} returns its rent. No
 * request.
 *
 * @example await send([deactivateTable({ signer, table: table.address })]);
 * @throws {IoError} `badInput`.
 */
export function deactivateTable({
  signer,
  table,
}: {
  signer: TransactionSigner;
  table: Address;
}): Instruction {
  return {
    programAddress: TABLES,
    accounts: [{ address: checkAddress(table, "The table"), role: WRITABLE }, authority(signer)],
    data: littleEndian(3n, 4),
  };
}

/**
 * Closes a table of the signer's that was deactivated some 4 minutes ago: its rent returns to the
 * signer. One that was not is deactivated instead: close it again then. One request.
 *
 * @example await send(() => closeTable(read, { signer, table: table.address }));
 * @throws {IoError} `badInput`; `notFound` if there is no such table; `wrongAccount` if it is
 * another's; `tooEarly`.
 */
export async function closeTable(
  read: Read,
  { signer, table }: { signer: TransactionSigner; table: Address },
): Promise<Instruction[]> {
  const [clock, account] = await read([CLOCK, checkAddress(table, "The table")]);
  const slot = slotOf(clock);
  if (!account?.exists || account.programAddress !== TABLES || account.data.length < HEADER) {
    const action = "It may have been closed already.";
    throw new IoError("notFound", `There is no lookup table at ${table}.`, { action });
  }
  const owner = account.data[21] === 1 ? getAddressDecoder().decode(account.data, 22) : undefined;
  if (owner !== signer.address) {
    const action = "Sign with its owner's key.";
    throw new IoError("wrongAccount", `The table is ${owner ?? "nobody"}'s.`, { action });
  }
  const deactivated = u64At(account.data, 4);
  if (deactivated === NEVER) return [deactivateTable({ signer, table })];
  const left = deactivated + COOLDOWN_SLOTS - slot;
  if (left >= 0n) {
    const action = "Close it some 4 minutes after it was deactivated.";
    throw new IoError("tooEarly", `The table can be closed in ${left + 1n} slots.`, { action });
  }
  const accounts = [
    { address: table, role: WRITABLE },
    authority(signer),
    { address: signer.address, role: WRITABLE },
  ];
  return [{ programAddress: TABLES, accounts, data: littleEndian(4n, 4) }];
}

/** The cluster's slot. */
export async function currentSlot(read: Read): Promise<bigint> {
  const [clock] = await read([CLOCK]);
  return slotOf(clock);
}

function slotOf(clock: MaybeEncodedAccount | undefined): bigint {
  if (!clock?.exists) throw new IoError("wrongNetwork", "The cluster has no clock: it is no Solana cluster.");
  return u64At(clock.data, 0);
}

function authority(signer: TransactionSigner) {
  return { address: signer.address, role: READONLY_SIGNER, signer } as never;
}
