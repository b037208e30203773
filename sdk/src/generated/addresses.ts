/** Written by `npm run generate` from idl/: do not edit. */

import type { Address } from "@solana/kit";

/** USDC: 6 decimals. The mint of mainnet. */
export const USDC_MINT = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" as Address<"EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v">;

/** State of the emission, and the mint authority. */
export const EMISSION = "8fUMpkG5a9GhwSWuzZ5ty1mmEiupKQzYbUF7m7ZtyKd4" as Address<"8fUMpkG5a9GhwSWuzZ5ty1mmEiupKQzYbUF7m7ZtyKd4">;

/** The IO mint: 8 decimals. */
export const IO_MINT = "AbNVYMcS4paSPWBMzwxJboWrRF1QQv3maDBguKeuELyB" as Address<"AbNVYMcS4paSPWBMzwxJboWrRF1QQv3maDBguKeuELyB">;

/** The loader's account of io_emission. */
export const EMISSION_PROGRAM_DATA = "Abt7Aymgj5nvfxMGzcyNfrwUXzZCzpQzfMWwQwi1NbYr" as Address<"Abt7Aymgj5nvfxMGzcyNfrwUXzZCzpQzfMWwQwi1NbYr">;

/** Config of staking: roles, and both pools. */
export const STAKING_CONFIG = "3vbZyh6hBvc4sstAYvo2ApgjPCJFQU89WkguKsbW9sip" as Address<"3vbZyh6hBvc4sstAYvo2ApgjPCJFQU89WkguKsbW9sip">;

/** Where the emission goes, and rewards come from. */
export const REWARD_VAULT = "2vJ4BJhWjkyZ1teY8Jjv3nRVm9zLpD1E6EufWYGaeUqq" as Address<"2vJ4BJhWjkyZ1teY8Jjv3nRVm9zLpD1E6EufWYGaeUqq">;

/** All staked and cooling IO. */
export const STAKE_VAULT = "A8pqSf5CxGqwU2SrSU7jUPLBnAKdxVsUArNNoMEzxrnY" as Address<"A8pqSf5CxGqwU2SrSU7jUPLBnAKdxVsUArNNoMEzxrnY">;

/** The loader's account of io_staking. */
export const STAKING_PROGRAM_DATA = "8t6AsZXdZPD7smWzowsWwoYMp9kZbrCwsNsUMGMqLNAY" as Address<"8t6AsZXdZPD7smWzowsWwoYMp9kZbrCwsNsUMGMqLNAY">;
