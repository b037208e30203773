/** Written by `npm run generate` from idl/: do not edit. */

import type { IoAirdropEvent } from "./io_airdrop/events.js";
import { IO_AIRDROP_EVENTS } from "./io_airdrop/layout.js";
import { IO_AIRDROP_PROGRAM_ADDRESS } from "./io_airdrop/address.js";
import type { IoBuybackEvent } from "./io_buyback/events.js";
import { IO_BUYBACK_EVENTS } from "./io_buyback/layout.js";
import { IO_BUYBACK_PROGRAM_ADDRESS } from "./io_buyback/address.js";
import type { IoEmissionEvent } from "./io_emission/events.js";
import { IO_EMISSION_EVENTS } from "./io_emission/layout.js";
import { IO_EMISSION_PROGRAM_ADDRESS } from "./io_emission/address.js";
import type { IoOrdersEvent } from "./io_orders/events.js";
import { IO_ORDERS_EVENTS } from "./io_orders/layout.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./io_orders/address.js";
import type { IoStakingEvent } from "./io_staking/events.js";
import { IO_STAKING_EVENTS } from "./io_staking/layout.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "./io_staking/address.js";
import type { IoVestingEvent } from "./io_vesting/events.js";
import { IO_VESTING_EVENTS } from "./io_vesting/layout.js";
import { IO_VESTING_PROGRAM_ADDRESS } from "./io_vesting/address.js";

/** An event of any of the programs. */
export type IoEvent =
  | ({ program: "io_airdrop" } & IoAirdropEvent)
  | ({ program: "io_buyback" } & IoBuybackEvent)
  | ({ program: "io_emission" } & IoEmissionEvent)
  | ({ program: "io_orders" } & IoOrdersEvent)
  | ({ program: "io_staking" } & IoStakingEvent)
  | ({ program: "io_vesting" } & IoVestingEvent);

/** Name of each program, and the layout of its events, by its address. */
export const EVENT_LAYOUTS: Readonly<
  Record<string, readonly [program: IoEvent["program"], layout: string]>
> = {
  [IO_AIRDROP_PROGRAM_ADDRESS]: ["io_airdrop", IO_AIRDROP_EVENTS],
  [IO_BUYBACK_PROGRAM_ADDRESS]: ["io_buyback", IO_BUYBACK_EVENTS],
  [IO_EMISSION_PROGRAM_ADDRESS]: ["io_emission", IO_EMISSION_EVENTS],
  [IO_ORDERS_PROGRAM_ADDRESS]: ["io_orders", IO_ORDERS_EVENTS],
  [IO_STAKING_PROGRAM_ADDRESS]: ["io_staking", IO_STAKING_EVENTS],
  [IO_VESTING_PROGRAM_ADDRESS]: ["io_vesting", IO_VESTING_EVENTS],
};
