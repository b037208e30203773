/** Addresses, against crates/addresses and the IDLs. */

import { type Address, address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as sdk from "../src/index.js";
import { PROGRAM_ERRORS } from "../src/generated/errors.js";

const ROOT = join(import.meta.dirname, "../..");
const SOURCE = readFileSync(join(ROOT, "crates/addresses/src/lib.rs"), "utf8");

/** The id that crates/addresses has for a program. */
function idOf(program: string): string | undefined {
  const module = SOURCE.slice(SOURCE.indexOf(`pub mod ${program.replace("io_", "")} {`));
  return /ID: Pubkey = Pubkey::from_str_const\("(\w+)"\)/.exec(module)?.[1];
}

test("the ids are those of crates/addresses, one for each IDL", () => {
  const ids = Object.fromEntries(Object.entries(PROGRAM_ERRORS).map(([id, { name }]) => [name, id]));
  expect(Object.keys(ids).sort()).toEqual(
    readdirSync(join(ROOT, "idl"))
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.replace(".json", ""))
      .sort(),
  );
  for (const [name, id] of Object.entries(ids)) expect(id).toBe(idOf(name));
});

test("the reward vault is the one that io_emission has compiled in", () => {
  const idl = JSON.parse(readFileSync(join(ROOT, "idl/io_emission.json"), "utf8"));
  const crank = idl.instructions.find(({ name }: { name: string }) => name === "crank");
  const vault = crank.accounts.find(({ name }: { name: string }) => name === "reward_vault");
  expect(sdk.REWARD_VAULT).toBe(vault.address);
});

test("USDC is mainnet's", () => {
  expect(SOURCE).toContain(`USDC_MINT: Pubkey = Pubkey::from_str_const("${sdk.USDC_MINT}")`);
});

test("derived addresses have the seeds of crates/addresses", async () => {
  const [operator, owner] = [sdk.EMISSION, sdk.IO_MINT];
  const staking = address(idOf("io_staking")!);
  const derive = async (...seeds: (string | Uint8Array)[]) =>
    (await getProgramDerivedAddress({ programAddress: staking, seeds }))[0];
  const bytes = (key: Address) => new Uint8Array(getAddressEncoder().encode(key));
  expect(await sdk.classAddress(258)).toBe(await derive("class", Uint8Array.of(2, 1)));
  const node = await sdk.nodeAddress(operator, 7);
  expect(node).toBe(await derive("node", bytes(operator), Uint8Array.of(7, 0, 0, 0)));
  expect(await sdk.stakeAddress(node, owner)).toBe(await derive("stake", bytes(node), bytes(owner)));
  const orders = async (...seeds: (string | Uint8Array)[]) =>
    (await getProgramDerivedAddress({ programAddress: address(idOf("io_orders")!), seeds }))[0];
  expect(await sdk.recordAddress(node)).toBe(await orders("record", bytes(node)));
  const attestation = await orders("attest", bytes(node), bytes(owner));
  expect(await sdk.attestationAddress(node, owner)).toBe(attestation);
});
