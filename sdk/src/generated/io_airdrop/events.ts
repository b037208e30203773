/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getClaimedEventDecoder,
  type ClaimedEvent,
  getPageClosedEventDecoder,
  type PageClosedEvent,
  getPageOpenedEventDecoder,
  type PageOpenedEvent,
  getSeasonCancelledEventDecoder,
  type SeasonCancelledEvent,
  getSeasonClosedEventDecoder,
  type SeasonClosedEvent,
  getSeasonCreatedEventDecoder,
  type SeasonCreatedEvent,
  getSeasonFundedEventDecoder,
  type SeasonFundedEvent,
  getSeasonSweptEventDecoder,
  type SeasonSweptEvent,
  getSeasonUpdatedEventDecoder,
  type SeasonUpdatedEvent,
} from "./types/index.js";

/** An event of this program. */
export type IoAirdropEvent =
  | { name: "Claimed"; data: ClaimedEvent }
  | { name: "PageClosed"; data: PageClosedEvent }
  | { name: "PageOpened"; data: PageOpenedEvent }
  | { name: "SeasonCancelled"; data: SeasonCancelledEvent }
  | { name: "SeasonClosed"; data: SeasonClosedEvent }
  | { name: "SeasonCreated"; data: SeasonCreatedEvent }
  | { name: "SeasonFunded"; data: SeasonFundedEvent }
  | { name: "SeasonSwept"; data: SeasonSweptEvent }
  | { name: "SeasonUpdated"; data: SeasonUpdatedEvent };

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decodeIoAirdropEvent(data: ReadonlyUint8Array): IoAirdropEvent | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
    case "d9c07b486c96f821":
      return { name: "Claimed", data: getClaimedEventDecoder().decode(data, 8) };
    case "fb6b6429f86eca56":
      return { name: "PageClosed", data: getPageClosedEventDecoder().decode(data, 8) };
    case "16de45a2db7843b7":
      return { name: "PageOpened", data: getPageOpenedEventDecoder().decode(data, 8) };
    case "f1ae06360362c1c0":
      return { name: "SeasonCancelled", data: getSeasonCancelledEventDecoder().decode(data, 8) };
    case "0fe08fbdc90da895":
      return { name: "SeasonClosed", data: getSeasonClosedEventDecoder().decode(data, 8) };
    case "45817da2d0ad2844":
      return { name: "SeasonCreated", data: getSeasonCreatedEventDecoder().decode(data, 8) };
    case "5602d3af0afa1423":
      return { name: "SeasonFunded", data: getSeasonFundedEventDecoder().decode(data, 8) };
    case "aa3484ec9b50e662":
      return { name: "SeasonSwept", data: getSeasonSweptEventDecoder().decode(data, 8) };
    case "dd5f8a5399ff7971":
      return { name: "SeasonUpdated", data: getSeasonUpdatedEventDecoder().decode(data, 8) };
    default:
      return undefined;
  }
}
