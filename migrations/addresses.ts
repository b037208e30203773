/**
 * Every address of genesis, derived from three program ids: those of io_emission and io_vesting in
 * their IDLs, and that of io_staking in crates/addresses, the one place for ids.
 */

import type { Idl, IdlInstructionAccount } from "@anchor-lang/core";
import { PublicKey } from "@solana/web3.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import emission from "../idl/io_emission.json";
import vesting from "../idl/io_vesting.json";
import { associatedAddress } from "./token";

export const IDL = emission as Idl;
export const VESTING_IDL = vesting as Idl;

/** The loader of programs that can be upgraded. */
export const LOADER = new PublicKey("BPFLoaderUpgradeab1e11111111111111111111111");
/** Metaplex token metadata. */
export const METADATA_PROGRAM = new PublicKey("metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s");

export const PROGRAM = new PublicKey(IDL.address);
/** The loader's account of io_emission; it names the upgrade authority. */
export const PROGRAM_DATA = derive(LOADER, PROGRAM);
/** The state, and the mint authority. */
export const EMISSION = derive(PROGRAM, "emission");
export const MINT = derive(PROGRAM, "mint");
export const METADATA = derive(METADATA_PROGRAM, "metadata", METADATA_PROGRAM, MINT);
export const STAKING_CONFIG = derive(stakingProgram(), "config");
/** Where the emission goes. */
export const REWARD_VAULT = associatedAddress(STAKING_CONFIG, MINT);

export const VESTING_PROGRAM = new PublicKey(VESTING_IDL.address);
/** The loader's account of io_vesting; it says whether the program is final. */
export const VESTING_PROGRAM_DATA = derive(LOADER, VESTING_PROGRAM);
/** The locked allocations, each the authority of its vault, by the names of `allocate`'s accounts. */
export const LOCKS = {
  seed_investors: lock(0),
  series_a_investors: lock(1),
  core_contributors: lock(2),
};

/** Addresses that a program has compiled in, and its IDL repeats, by the names of the accounts. */
const COMPILED: readonly (readonly [Idl, Record<string, PublicKey>])[] = [
  [
    IDL,
    {
      program_data: PROGRAM_DATA,
      metadata: METADATA,
      metadata_program: METADATA_PROGRAM,
      reward_vault: REWARD_VAULT,
      vesting_program_data: VESTING_PROGRAM_DATA,
      seed_investors: LOCKS.seed_investors.vault,
      series_a_investors: LOCKS.series_a_investors.vault,
      core_contributors: LOCKS.core_contributors.vault,
    },
  ],
  [VESTING_IDL, { program_data: VESTING_PROGRAM_DATA }],
];

/**
 * Compares what the programs compiled in, which their IDLs repeat, with what their ids lead to. They
 * differ if one of the places of an id was forgotten, or if an IDL was not written again.
 */
export function checkIds(idls: readonly Idl[]): void {
  for (const [idl, derived] of idls.map((idl, i) => [idl, COMPILED[i]![1]] as const)) {
    for (const { accounts } of idl.instructions) {
      for (const { name, address } of accounts as IdlInstructionAccount[]) {
        const expected = derived[name]?.toBase58();
        if (!address || !expected || expected === address) continue;
        const file = `idl/${idl.metadata.name}.json`;
        throw new Error(
          `The program ids disagree: ${file} has ${address} as ${name}, the ids lead to ${expected}. Make ` +
            "declare_id! and crates/addresses/src/lib.rs agree, then build the program and its IDL again.",
        );
      }
    }
  }
}

/** The IDLs of genesis, as the programs were built. */
export const IDLS = COMPILED.map(([idl]) => idl);

function lock(number: number): { category: PublicKey; vault: PublicKey } {
  const category = derive(VESTING_PROGRAM, "category", Buffer.from([number]));
  return { category, vault: associatedAddress(category, MINT) };
}

function derive(program: PublicKey, ...seeds: (string | PublicKey | Buffer)[]): PublicKey {
  const bytes = seeds.map((seed) => {
    if (typeof seed === "string") return Buffer.from(seed);
    return seed instanceof PublicKey ? seed.toBuffer() : seed;
  });
  return PublicKey.findProgramAddressSync(bytes, program)[0];
}

function stakingProgram(): PublicKey {
  const source = readFileSync(join(__dirname, "../crates/addresses/src/lib.rs"), "utf8");
  const pattern = /pub mod staking \{[^}]*?pub const ID: Pubkey = Pubkey::from_str_const\("(\w+)"\)/;
  const id = pattern.exec(source);
  if (!id?.[1]) throw new Error("crates/addresses/src/lib.rs has no id of the staking program");
  return new PublicKey(id[1]);
}
