/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** USDC: 6 decimals. The mint of mainnet. */
export const USDC_MINT = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" as Address;

/** State of the emission, and the mint authority. */
export const EMISSION = "8fUMpkG5a9GhwSWuzZ5ty1mmEiupKQzYbUF7m7ZtyKd4" as Address;

/** The IO mint: 8 decimals. */
export const IO_MINT = "AbNVYMcS4paSPWBMzwxJboWrRF1QQv3maDBguKeuELyB" as Address;

/** Config of staking: roles, and both pools. */
export const STAKING_CONFIG = "3vbZyh6hBvc4sstAYvo2ApgjPCJFQU89WkguKsbW9sip" as Address;

/** Where the emission goes, and rewards come from. */
export const REWARD_VAULT = "2vJ4BJhWjkyZ1teY8Jjv3nRVm9zLpD1E6EufWYGaeUqq" as Address;

/** All staked and cooling IO. */
export const STAKE_VAULT = "A8pqSf5CxGqwU2SrSU7jUPLBnAKdxVsUArNNoMEzxrnY" as Address;

/** Config of orders: roles and rules. */
export const ORDERS_CONFIG = "7FCrmY6KpnBvprftBD4i7hLztxNUqQiKD47An2usPzem" as Address;

/** Ledger of everything paid in IO. */
export const IO_LEDGER = "HYrBG4xSnAV3svu22H77ErxDXhUS7gS6vHUBbNw8mRoz" as Address;

/** Ledger of everything paid in USDC. */
export const USDC_LEDGER = "GpnRso8yhWZhRq66g4ZcEosbSTBULbgTrUALG774cHoA" as Address;

/** All escrow in IO. */
export const IO_ESCROW_VAULT = "GdbSqcNwYgzVh3Sd2h2JQ1i1NRmExD7yfYk5mkjqwCnY" as Address;

/** All escrow in USDC. */
export const USDC_ESCROW_VAULT = "DueeVQeCXz1181dXp6Ug5tJVM6xNZu3EFHrqTuH1GX9q" as Address;

/** Config of buyback, and the authority of its vaults. */
export const BUYBACK_CONFIG = "CfRvEvZyG6w4NghHdxkMs5UHUUHDP9whjcYpYZZbi7nu" as Address;

/** Where fees paid in IO wait for the burn. */
export const BUYBACK_IO_VAULT = "H2usxjH2EL6tCD997t4eaQQkswQPDaLVYK9MSeUx1xkF" as Address;

/** Where fees paid in USDC wait for an auction. */
export const BUYBACK_USDC_VAULT = "6jVXi9aPwoWojVBDM51HQeQNNHAPBNkLjMKgCa5FbjpR" as Address;

/** Signs calls of an exchange. */
export const SWAPPER = "AQFjWEpXEaRxLvEinnz8EVGXD8iYE5t5YUCHc2669Rzu" as Address;

/** The USDC of one swap. */
export const SWAPPER_USDC = "x9tgNncAyjMc3K98KXvRJMDgqBj4BTEKoYCpAn9yYCj" as Address;

/** The IO of one swap. */
export const SWAPPER_IO = "4YHeR8mqPy5BThZakoDUocP6JoHhhGhTXjdKCKKe4QJo" as Address;

/** The locked allocation of the seed investors. */
export const SEED_CATEGORY = "83BiD4wy7btpK5vsAa8B9mQvJpGwgyoNDyuPu2PTBR6f" as Address;

/** Holds what is locked for the seed investors. */
export const SEED_VAULT = "8ShL68shn1AmksFXSZVGRA97osTqKAgnYP455X7qWNVr" as Address;

/** The locked allocation of the series A investors. */
export const SERIES_A_CATEGORY = "5NkSvRi7VLmKp8u4KNLgKVofmjytQbT1j361TaNgHY56" as Address;

/** Holds what is locked for the series A investors. */
export const SERIES_A_VAULT = "FFxwt8pa4X2DnSyffpWTVgEjtgfkJwAwzmRFo1avPbgt" as Address;

/** The locked allocation of the core contributors. */
export const CORE_CATEGORY = "DEbXyM2ajxUmjJQYoVZiQ9t1Gp8v3a4WVss74zwLZx2X" as Address;

/** Holds what is locked for the core contributors. */
export const CORE_VAULT = "WnW1Q2AMtL9G1XUA8P4w9ZCFEYmVnrpNoL1xK6N3Na9" as Address;

/** The loader's account of io_airdrop. */
export const AIRDROP_PROGRAM_DATA = "65pLr179HJdgNU9R9fVTC7R2BstP7YqNGfLVxi3LZ6hP" as Address;

/** The loader's account of io_buyback. */
export const BUYBACK_PROGRAM_DATA = "B8nqiUY297PYZRdYpcBuigfW6hZTx9MC3pew7dmvwfTA" as Address;

/** The loader's account of io_emission. */
export const EMISSION_PROGRAM_DATA = "Abt7Aymgj5nvfxMGzcyNfrwUXzZCzpQzfMWwQwi1NbYr" as Address;

/** The loader's account of io_orders. */
export const ORDERS_PROGRAM_DATA = "GoFS4jtNNFdRPjYDZttAqXdT83bCx1eS1zFetuTdh2Yt" as Address;

/** The loader's account of io_staking. */
export const STAKING_PROGRAM_DATA = "8t6AsZXdZPD7smWzowsWwoYMp9kZbrCwsNsUMGMqLNAY" as Address;

/** The loader's account of io_vesting. */
export const VESTING_PROGRAM_DATA = "5BwGtP48ZPW6iR9Rj8sqxcfrGSsQ6nywnz1rBykBW7Ls" as Address;
