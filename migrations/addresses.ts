/**
 * Every address of genesis, derived from two program ids: that of io_emission in its IDL, and that
 * of io_staking in crates/addresses, the one place for ids.
 */

import type { Idl, IdlInstructionAccount } from "@anchor-lang/core";
import { PublicKey } from "@solana/web3.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import idl from "../idl/io_emission.json";
import { associatedAddress } from "./token";

export const IDL = idl as Idl;

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

/**
 * Compares what the program compiled in, which its IDL repeats, with what its ids lead to. They
 * differ if one of the places of an id was forgotten, or if the IDL was not written again.
 */
export function checkIds(idl: Idl): void {
  const derived: Record<string, PublicKey> = {
    program_data: PROGRAM_DATA,
    metadata: METADATA,
    metadata_program: METADATA_PROGRAM,
    reward_vault: REWARD_VAULT,
  };
  for (const { accounts } of idl.instructions) {
    for (const { name, address } of accounts as IdlInstructionAccount[]) {
      if (address && derived[name] && derived[name].toBase58() !== address) {
        throw new Error(
          `The program ids disagree: idl/io_emission.json has ${address} as ${name}, the ids lead to ` +
            `${derived[name]}. Make declare_id! and crates/addresses/src/lib.rs agree, then build the ` +
            "program and its IDL again.",
        );
      }
    }
  }
}

function derive(program: PublicKey, ...seeds: (string | PublicKey)[]): PublicKey {
  const bytes = seeds.map((seed) => (typeof seed === "string" ? Buffer.from(seed) : seed.toBuffer()));
  return PublicKey.findProgramAddressSync(bytes, program)[0];
}

function stakingProgram(): PublicKey {
  const source = readFileSync(join(__dirname, "../crates/addresses/src/lib.rs"), "utf8");
  const id = /pub mod staking \{[^}]*?pub const ID: Pubkey = Pubkey::from_str_const\("(\w+)"\)/.exec(source);
  if (!id?.[1]) throw new Error("crates/addresses/src/lib.rs has no id of the staking program");
  return new PublicKey(id[1]);
}
