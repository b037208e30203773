/**
 * Addresses of which there is one, derived from the program ids in the IDLs as crates/addresses
 * derives them. `test/addresses.test.ts` compares the ids with that crate's.
 */

import { address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";

const TOKEN_PROGRAM = address("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
const ASSOCIATED_TOKEN_PROGRAM = address("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
const LOADER = address("BPFLoaderUpgradeab1e11111111111111111111111");
const USDC_MINT = address("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

/** @typedef {import("@solana/kit").Address} Address */

/**
 * @param {Address} programAddress
 * @param {(string | Address | Uint8Array)[]} seeds a name as it is, an address as its bytes
 */
async function derive(programAddress, ...seeds) {
  const encoded = seeds.map((seed) => {
    return typeof seed === "string" && seed.length >= 32 ? getAddressEncoder().encode(address(seed)) : seed;
  });
  const [derived] = await getProgramDerivedAddress({ programAddress, seeds: encoded });
  return derived;
}

/**
 * @param {Address} owner
 * @param {Address} mint
 */
function associated(owner, mint) {
  return derive(ASSOCIATED_TOKEN_PROGRAM, owner, TOKEN_PROGRAM, mint);
}

/**
 * The singletons of the programs whose ids are known, each with what it is.
 *
 * @param {Partial<Record<string, Address>>} ids program ids by name
 * @returns {Promise<Record<string, { address: Address, doc: string }>>}
 */
export async function singletons(ids) {
  /** @type {Record<string, { address: Address, doc: string }>} */
  const found = { USDC_MINT: { address: USDC_MINT, doc: "USDC: 6 decimals. The mint of mainnet." } };
  /** @type {(name: string, doc: string, address: Promise<Address>) => Promise<Address>} */
  const add = async (name, doc, address) => {
    found[name] = { address: await address, doc };
    return found[name].address;
  };
  const { io_emission: emission, io_staking: staking, io_orders: orders, io_buyback: buyback } = ids;
  const { io_vesting: vesting } = ids;
  if (!emission || !staking) throw new Error("idl/io_emission.json and idl/io_staking.json must be there");

  await add("EMISSION", "State of the emission, and the mint authority.", derive(emission, "emission"));
  const mint = await add("IO_MINT", "The IO mint: 8 decimals.", derive(emission, "mint"));

  const config = await add(
    "STAKING_CONFIG",
    "Config of staking: roles, and both pools.",
    derive(staking, "config"),
  );
  await add("REWARD_VAULT", "Where the emission goes, and rewards come from.", associated(config, mint));
  await add("STAKE_VAULT", "All staked and cooling IO.", derive(staking, "stake_vault"));

  if (orders) {
    await add("ORDERS_CONFIG", "Config of orders: roles and rules.", derive(orders, "config"));
    await add("IO_LEDGER", "Ledger of everything paid in IO.", derive(orders, "ledger", mint));
    await add("USDC_LEDGER", "Ledger of everything paid in USDC.", derive(orders, "ledger", USDC_MINT));
    await add("IO_ESCROW_VAULT", "All escrow in IO.", derive(orders, "vault", mint));
    await add("USDC_ESCROW_VAULT", "All escrow in USDC.", derive(orders, "vault", USDC_MINT));
  }
  if (buyback) {
    const authority = await add(
      "BUYBACK_CONFIG",
      "Config of buyback, and the authority of its vaults.",
      derive(buyback, "config"),
    );
    await add("BUYBACK_IO_VAULT", "Where fees paid in IO wait for the burn.", associated(authority, mint));
    await add(
      "BUYBACK_USDC_VAULT",
      "Where fees paid in USDC wait for an auction.",
      associated(authority, USDC_MINT),
    );
    const swapper = await add("SWAPPER", "Signs calls of an exchange.", derive(buyback, "swapper"));
    await add("SWAPPER_USDC", "The USDC of one swap.", associated(swapper, USDC_MINT));
    await add("SWAPPER_IO", "The IO of one swap.", associated(swapper, mint));
  }
  if (vesting) {
    for (const [number, name, whom] of /** @type {const} */ ([
      [0, "SEED", "seed investors"],
      [1, "SERIES_A", "series A investors"],
      [2, "CORE", "core contributors"],
    ])) {
      const category = derive(vesting, "category", Uint8Array.of(number));
      const authority = await add(`${name}_CATEGORY`, `The locked allocation of the ${whom}.`, category);
      await add(`${name}_VAULT`, `Holds what is locked for the ${whom}.`, associated(authority, mint));
    }
  }
  for (const [name, id] of Object.entries(ids)) {
    const constant = `${name.replace("io_", "").toUpperCase()}_PROGRAM_DATA`;
    if (id) await add(constant, `The loader's account of ${name}.`, derive(LOADER, id));
  }
  return found;
}

/**
 * Which singleton an instruction's account is, by program and the account's name in the IDL.
 *
 * @type {Record<string, Record<string, string>>}
 */
export const ACCOUNTS = {
  io_emission: {
    emission: "EMISSION",
    mint: "IO_MINT",
    seed_investors: "SEED_VAULT",
    series_a_investors: "SERIES_A_VAULT",
    core_contributors: "CORE_VAULT",
    seed_category: "SEED_CATEGORY",
    series_a_category: "SERIES_A_CATEGORY",
    core_category: "CORE_CATEGORY",
  },
  io_staking: {
    emission: "EMISSION",
    mint: "IO_MINT",
    config: "STAKING_CONFIG",
    stake_vault: "STAKE_VAULT",
    reward_vault: "REWARD_VAULT",
  },
  io_orders: { config: "ORDERS_CONFIG", staking_config: "STAKING_CONFIG" },
  io_buyback: {
    config: "BUYBACK_CONFIG",
    mint: "IO_MINT",
    io_vault: "BUYBACK_IO_VAULT",
    usdc_vault: "BUYBACK_USDC_VAULT",
    swapper: "SWAPPER",
    swapper_usdc: "SWAPPER_USDC",
    swapper_io: "SWAPPER_IO",
  },
  io_vesting: {
    seed: "SEED_CATEGORY",
    series_a: "SERIES_A_CATEGORY",
    core: "CORE_CATEGORY",
    seed_vault: "SEED_VAULT",
    series_a_vault: "SERIES_A_VAULT",
    core_vault: "CORE_VAULT",
    mint: "IO_MINT",
  },
  io_airdrop: { mint: "IO_MINT" },
};
