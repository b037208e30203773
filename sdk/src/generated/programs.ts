/** Written by `npm run generate` from idl/: do not edit. */

import type { ReadonlyUint8Array } from "@solana/kit";
import { decodeIoBuybackEvent, type IoBuybackEvent } from "./io_buyback/events.js";
import { IO_BUYBACK_MESSAGES } from "./io_buyback/messages.js";
import { IO_BUYBACK_PROGRAM_ADDRESS } from "./io_buyback/programs/index.js";
import { decodeIoEmissionEvent, type IoEmissionEvent } from "./io_emission/events.js";
import { IO_EMISSION_MESSAGES } from "./io_emission/messages.js";
import { IO_EMISSION_PROGRAM_ADDRESS } from "./io_emission/programs/index.js";
import { decodeIoOrdersEvent, type IoOrdersEvent } from "./io_orders/events.js";
import { IO_ORDERS_MESSAGES } from "./io_orders/messages.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./io_orders/programs/index.js";
import { decodeIoStakingEvent, type IoStakingEvent } from "./io_staking/events.js";
import { IO_STAKING_MESSAGES } from "./io_staking/messages.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "./io_staking/programs/index.js";

/** An event of any of the programs. */
export type Event =
  | ({ program: "io_buyback" } & IoBuybackEvent)
  | ({ program: "io_emission" } & IoEmissionEvent)
  | ({ program: "io_orders" } & IoOrdersEvent)
  | ({ program: "io_staking" } & IoStakingEvent);

/** What is known of a program. */
export interface ProgramInfo {
  /** Its name. */
  name: Event["program"];
  /** Name and message of each of its errors, by code. */
  messages: Readonly<Record<number, readonly [name: string, message: string]>>;
  /** Reads one of its events; undefined if it is none of them. */
  decodeEvent: (data: ReadonlyUint8Array) => Event | undefined;
}

/** The programs by their addresses. */
export const PROGRAMS: Readonly<Record<string, ProgramInfo>> = {
  [IO_BUYBACK_PROGRAM_ADDRESS]: {
    name: "io_buyback",
    messages: IO_BUYBACK_MESSAGES,
    decodeEvent: (data) => {
      const event = decodeIoBuybackEvent(data);
      return event && { program: "io_buyback", ...event };
    },
  },
  [IO_EMISSION_PROGRAM_ADDRESS]: {
    name: "io_emission",
    messages: IO_EMISSION_MESSAGES,
    decodeEvent: (data) => {
      const event = decodeIoEmissionEvent(data);
      return event && { program: "io_emission", ...event };
    },
  },
  [IO_ORDERS_PROGRAM_ADDRESS]: {
    name: "io_orders",
    messages: IO_ORDERS_MESSAGES,
    decodeEvent: (data) => {
      const event = decodeIoOrdersEvent(data);
      return event && { program: "io_orders", ...event };
    },
  },
  [IO_STAKING_PROGRAM_ADDRESS]: {
    name: "io_staking",
    messages: IO_STAKING_MESSAGES,
    decodeEvent: (data) => {
      const event = decodeIoStakingEvent(data);
      return event && { program: "io_staking", ...event };
    },
  },
};
