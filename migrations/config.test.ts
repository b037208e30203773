/** What genesis.json may say, and ids that disagree. */

import type { Idl } from "@anchor-lang/core";
import { Keypair, PublicKey } from "@solana/web3.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkIds, IDLS, REWARD_VAULT, STAKING_CONFIG, VESTING_PROGRAM_DATA } from "./addresses";
import { ALLOCATIONS, CATEGORIES, parseConfig, readConfig, TOTAL } from "./config";

const fresh = () => Keypair.generate().publicKey;
const json = () => ({
  uri: "https://example.org/io.json",
  owners: Object.fromEntries(CATEGORIES.map((category) => [category, fresh().toBase58()])),
  full_weight: { gpu: 10_000_000_000, cpu: 1_000_000_000 },
});

test("ids that disagree are refused", () => {
  const other = fresh().toBase58();
  const stale = (key: PublicKey) =>
    JSON.parse(JSON.stringify(IDLS).replaceAll(key.toBase58(), other)) as Idl[];
  const vault = `idl/io_emission.json has ${other} as reward_vault`;
  expect(() => checkIds(stale(REWARD_VAULT))).toThrow(vault);
  const code = `idl/io_vesting.json has ${other} as program_data`;
  expect(() => checkIds(stale(VESTING_PROGRAM_DATA).map((idl, i) => (i === 0 ? IDLS[0]! : idl)))).toThrow(
    code,
  );
  expect(() => checkIds(IDLS)).not.toThrow();
});

test("the example is refused until it is filled in", () => {
  const example = JSON.parse(readFileSync(join(__dirname, "genesis.example.json"), "utf8"));
  expect(() => parseConfig(example)).toThrow("is no URI of 1 to 200 bytes");
  expect(() => parseConfig({ ...json(), full_weight: example.full_weight })).not.toThrow();
  expect(() => parseConfig({ ...json(), owners: example.owners })).toThrow(
    '"<wallet that makes the grants of the seed investors>" is no wallet; write the address that makes the ' +
      "grants of seed_investors.",
  );
  expect(() => readConfig("nowhere/genesis.json")).toThrow("copy genesis.example.json");
});

test("each category needs a wallet, and one of its own", () => {
  const { uri, owners, full_weight } = json();
  const withCommunity = (community?: unknown) => () =>
    parseConfig({ uri, full_weight, owners: { ...owners, community } });
  for (const wrong of [undefined, "", "IO", PublicKey.default.toBase58()]) {
    expect(withCommunity(wrong)).toThrow("is no wallet; write the address that receives community.");
  }
  expect(withCommunity(owners["ecosystem"])).toThrow("community and ecosystem have the same owner");
  expect(withCommunity(STAKING_CONFIG)).toThrow("community and the staking reward vault have the same owner");
  expect(() => parseConfig({ ...json(), uri: `https://${"x".repeat(200)}` })).toThrow("1 to 200 bytes");
});

test.each([undefined, 0, 999_999_999, 1.5, "10000000000", 10_000_000_000_001])(
  "a full weight of %s is refused",
  (gpu) => {
    const wrong = { ...json(), full_weight: { gpu, cpu: 1_000_000_000 } };
    expect(() => parseConfig(wrong)).toThrow(`full_weight.gpu is ${gpu}; write what the network is expected`);
    expect(() => parseConfig({ ...json(), full_weight: undefined } as never)).toThrow("full_weight.gpu is");
  },
);

test("the allocations add up", () => {
  expect(Object.values(ALLOCATIONS).reduce((sum, amount) => sum + amount)).toBe(TOTAL);
});
