/**
 * What the programs of this page emit: a flow names its program, so that a page that only stakes does
 * not bundle the events of orders.
 */

import { IO_AIRDROP_PROGRAM_ADDRESS } from "./generated/io_airdrop/address.js";
import { IO_AIRDROP_EVENTS } from "./generated/io_airdrop/layout.js";
import { IO_BUYBACK_PROGRAM_ADDRESS } from "./generated/io_buyback/address.js";
import { IO_BUYBACK_EVENTS } from "./generated/io_buyback/layout.js";
import { IO_EMISSION_PROGRAM_ADDRESS } from "./generated/io_emission/address.js";
import { IO_EMISSION_EVENTS } from "./generated/io_emission/layout.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./generated/io_orders/address.js";
import { IO_ORDERS_EVENTS } from "./generated/io_orders/layout.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "./generated/io_staking/address.js";
import { IO_STAKING_EVENTS } from "./generated/io_staking/layout.js";
import { IO_VESTING_PROGRAM_ADDRESS } from "./generated/io_vesting/address.js";
import { IO_VESTING_EVENTS } from "./generated/io_vesting/layout.js";

/** Name and layout of the programs whose flows were called, by their addresses. */
export const known: Record<string, readonly [program: string, layout: string]> = {};

export function emitsEmission(): void {
  known[IO_EMISSION_PROGRAM_ADDRESS] = ["io_emission", IO_EMISSION_EVENTS];
}

export function emitsStaking(): void {
  known[IO_STAKING_PROGRAM_ADDRESS] = ["io_staking", IO_STAKING_EVENTS];
}

/** Orders hire and release processors of nodes. */
export function emitsOrders(): void {
  known[IO_ORDERS_PROGRAM_ADDRESS] = ["io_orders", IO_ORDERS_EVENTS];
  emitsStaking();
}

export function emitsBuyback(): void {
  known[IO_BUYBACK_PROGRAM_ADDRESS] = ["io_buyback", IO_BUYBACK_EVENTS];
}

export function emitsVesting(): void {
  known[IO_VESTING_PROGRAM_ADDRESS] = ["io_vesting", IO_VESTING_EVENTS];
}

export function emitsAirdrop(): void {
  known[IO_AIRDROP_PROGRAM_ADDRESS] = ["io_airdrop", IO_AIRDROP_EVENTS];
}
