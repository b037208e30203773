/** Written by `npm run generate` from idl/: do not edit. */

import { IO_AIRDROP_MESSAGES } from "./io_airdrop/messages.js";
import { IO_AIRDROP_PROGRAM_ADDRESS } from "./io_airdrop/address.js";
import { IO_BUYBACK_MESSAGES } from "./io_buyback/messages.js";
import { IO_BUYBACK_PROGRAM_ADDRESS } from "./io_buyback/address.js";
import { IO_EMISSION_MESSAGES } from "./io_emission/messages.js";
import { IO_EMISSION_PROGRAM_ADDRESS } from "./io_emission/address.js";
import { IO_ORDERS_MESSAGES } from "./io_orders/messages.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./io_orders/address.js";
import { IO_STAKING_MESSAGES } from "./io_staking/messages.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "./io_staking/address.js";
import { IO_VESTING_MESSAGES } from "./io_vesting/messages.js";
import { IO_VESTING_PROGRAM_ADDRESS } from "./io_vesting/address.js";

/** What is known of a program's errors. */
export interface ProgramErrors {
  /** The program's name. */
  name: string;
  /** Name and message of each of its errors, by code. */
  messages: Readonly<Record<number, readonly [name: string, message: string]>>;
}

/** The errors of the programs, by their addresses. */
export const PROGRAM_ERRORS: Readonly<Record<string, ProgramErrors>> = {
  [IO_AIRDROP_PROGRAM_ADDRESS]: { name: "io_airdrop", messages: IO_AIRDROP_MESSAGES },
  [IO_BUYBACK_PROGRAM_ADDRESS]: { name: "io_buyback", messages: IO_BUYBACK_MESSAGES },
  [IO_EMISSION_PROGRAM_ADDRESS]: { name: "io_emission", messages: IO_EMISSION_MESSAGES },
  [IO_ORDERS_PROGRAM_ADDRESS]: { name: "io_orders", messages: IO_ORDERS_MESSAGES },
  [IO_STAKING_PROGRAM_ADDRESS]: { name: "io_staking", messages: IO_STAKING_MESSAGES },
  [IO_VESTING_PROGRAM_ADDRESS]: { name: "io_vesting", messages: IO_VESTING_MESSAGES },
};
