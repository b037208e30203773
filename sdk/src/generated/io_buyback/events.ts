/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getAdminAcceptedEventDecoder,
  type AdminAcceptedEvent,
  getAdminProposedEventDecoder,
  type AdminProposedEvent,
  getAuctionOpenedEventDecoder,
  type AuctionOpenedEvent,
  getBurnedEventDecoder,
  type BurnedEvent,
  getExchangeAnnouncedEventDecoder,
  type ExchangeAnnouncedEvent,
  getExchangeRemovedEventDecoder,
  type ExchangeRemovedEvent,
  getFilledEventDecoder,
  type FilledEvent,
  getInitializedEventDecoder,
  type InitializedEvent,
  getParamsSetEventDecoder,
  type ParamsSetEvent,
  getPauseSetEventDecoder,
  type PauseSetEvent,
  getSwappedEventDecoder,
  type SwappedEvent,
} from "./types/index.js";

/** An event of this program. */
export type IoBuybackEvent =
  | { name: "AdminAccepted"; data: AdminAcceptedEvent }
  | { name: "AdminProposed"; data: AdminProposedEvent }
  | { name: "AuctionOpened"; data: AuctionOpenedEvent }
  | { name: "Burned"; data: BurnedEvent }
  | { name: "ExchangeAnnounced"; data: ExchangeAnnouncedEvent }
  | { name: "ExchangeRemoved"; data: ExchangeRemovedEvent }
  | { name: "Filled"; data: FilledEvent }
  | { name: "Initialized"; data: InitializedEvent }
  | { name: "ParamsSet"; data: ParamsSetEvent }
  | { name: "PauseSet"; data: PauseSetEvent }
  | { name: "Swapped"; data: SwappedEvent };

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decodeIoBuybackEvent(data: ReadonlyUint8Array): IoBuybackEvent | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
    case "ae0c4c8b9e636efe":
      return { name: "AdminAccepted", data: getAdminAcceptedEventDecoder().decode(data, 8) };
    case "81f9e2e3c7526ef3":
      return { name: "AdminProposed", data: getAdminProposedEventDecoder().decode(data, 8) };
    case "19e68cd764c10e46":
      return { name: "AuctionOpened", data: getAuctionOpenedEventDecoder().decode(data, 8) };
    case "cf25fb9aefe50e43":
      return { name: "Burned", data: getBurnedEventDecoder().decode(data, 8) };
    case "f8dcc7f63cba5df5":
      return { name: "ExchangeAnnounced", data: getExchangeAnnouncedEventDecoder().decode(data, 8) };
    case "be587d63d8be4a8f":
      return { name: "ExchangeRemoved", data: getExchangeRemovedEventDecoder().decode(data, 8) };
    case "8604113fdd2db1ad":
      return { name: "Filled", data: getFilledEventDecoder().decode(data, 8) };
    case "d0d573627352c9d1":
      return { name: "Initialized", data: getInitializedEventDecoder().decode(data, 8) };
    case "396f21fc784c62f5":
      return { name: "ParamsSet", data: getParamsSetEventDecoder().decode(data, 8) };
    case "af39c688c042cc49":
      return { name: "PauseSet", data: getPauseSetEventDecoder().decode(data, 8) };
    case "d93434539387606d":
      return { name: "Swapped", data: getSwappedEventDecoder().decode(data, 8) };
    default:
      return undefined;
  }
}
