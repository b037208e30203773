/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getAdminAcceptedEventDecoder,
  type AdminAcceptedEvent,
  getAdminProposedEventDecoder,
  type AdminProposedEvent,
  getFeesSweptEventDecoder,
  type FeesSweptEvent,
  getInitializedEventDecoder,
  type InitializedEvent,
  getLedgerOpenedEventDecoder,
  type LedgerOpenedEvent,
  getOrderAcceptedEventDecoder,
  type OrderAcceptedEvent,
  getOrderCancelledEventDecoder,
  type OrderCancelledEvent,
  getOrderClosedEventDecoder,
  type OrderClosedEvent,
  getOrderCreatedEventDecoder,
  type OrderCreatedEvent,
  getOrderDisputedEventDecoder,
  type OrderDisputedEvent,
  getOrderEndedEventDecoder,
  type OrderEndedEvent,
  getOrderExtendedEventDecoder,
  type OrderExtendedEvent,
  getOrderResolvedEventDecoder,
  type OrderResolvedEvent,
  getOrderSettledEventDecoder,
  type OrderSettledEvent,
  getOutageReportedEventDecoder,
  type OutageReportedEvent,
  getPauseSetEventDecoder,
  type PauseSetEvent,
  getRoleAnnouncedEventDecoder,
  type RoleAnnouncedEvent,
  getRulesSetEventDecoder,
  type RulesSetEvent,
  getUnclaimedCreditedEventDecoder,
  type UnclaimedCreditedEvent,
  getUnclaimedDeliveredEventDecoder,
  type UnclaimedDeliveredEvent,
  getUnclaimedOpenedEventDecoder,
  type UnclaimedOpenedEvent,
  getUnclaimedTakenEventDecoder,
  type UnclaimedTakenEvent,
} from "./types/index.js";

/** An event of this program. */
export type IoOrdersEvent =
  | { name: "AdminAccepted"; data: AdminAcceptedEvent }
  | { name: "AdminProposed"; data: AdminProposedEvent }
  | { name: "FeesSwept"; data: FeesSweptEvent }
  | { name: "Initialized"; data: InitializedEvent }
  | { name: "LedgerOpened"; data: LedgerOpenedEvent }
  | { name: "OrderAccepted"; data: OrderAcceptedEvent }
  | { name: "OrderCancelled"; data: OrderCancelledEvent }
  | { name: "OrderClosed"; data: OrderClosedEvent }
  | { name: "OrderCreated"; data: OrderCreatedEvent }
  | { name: "OrderDisputed"; data: OrderDisputedEvent }
  | { name: "OrderEnded"; data: OrderEndedEvent }
  | { name: "OrderExtended"; data: OrderExtendedEvent }
  | { name: "OrderResolved"; data: OrderResolvedEvent }
  | { name: "OrderSettled"; data: OrderSettledEvent }
  | { name: "OutageReported"; data: OutageReportedEvent }
  | { name: "PauseSet"; data: PauseSetEvent }
  | { name: "RoleAnnounced"; data: RoleAnnouncedEvent }
  | { name: "RulesSet"; data: RulesSetEvent }
  | { name: "UnclaimedCredited"; data: UnclaimedCreditedEvent }
  | { name: "UnclaimedDelivered"; data: UnclaimedDeliveredEvent }
  | { name: "UnclaimedOpened"; data: UnclaimedOpenedEvent }
  | { name: "UnclaimedTaken"; data: UnclaimedTakenEvent };

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decodeIoOrdersEvent(data: ReadonlyUint8Array): IoOrdersEvent | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
    case "ae0c4c8b9e636efe":
      return { name: "AdminAccepted", data: getAdminAcceptedEventDecoder().decode(data, 8) };
    case "81f9e2e3c7526ef3":
      return { name: "AdminProposed", data: getAdminProposedEventDecoder().decode(data, 8) };
    case "60da73884aaacaac":
      return { name: "FeesSwept", data: getFeesSweptEventDecoder().decode(data, 8) };
    case "d0d573627352c9d1":
      return { name: "Initialized", data: getInitializedEventDecoder().decode(data, 8) };
    case "7306676f5936aa45":
      return { name: "LedgerOpened", data: getLedgerOpenedEventDecoder().decode(data, 8) };
    case "dde5282fb822c3a2":
      return { name: "OrderAccepted", data: getOrderAcceptedEventDecoder().decode(data, 8) };
    case "6c388044a871a8ef":
      return { name: "OrderCancelled", data: getOrderCancelledEventDecoder().decode(data, 8) };
    case "ed4d657b482b957b":
      return { name: "OrderClosed", data: getOrderClosedEventDecoder().decode(data, 8) };
    case "e001e53ffe3cbe9f":
      return { name: "OrderCreated", data: getOrderCreatedEventDecoder().decode(data, 8) };
    case "ba6878245f82ad80":
      return { name: "OrderDisputed", data: getOrderDisputedEventDecoder().decode(data, 8) };
    case "30f9a6c097d2a60c":
      return { name: "OrderEnded", data: getOrderEndedEventDecoder().decode(data, 8) };
    case "6a6960038051c9f1":
      return { name: "OrderExtended", data: getOrderExtendedEventDecoder().decode(data, 8) };
    case "1842e0cd061e3f33":
      return { name: "OrderResolved", data: getOrderResolvedEventDecoder().decode(data, 8) };
    case "20157b21443b8883":
      return { name: "OrderSettled", data: getOrderSettledEventDecoder().decode(data, 8) };
    case "f15cc23d0599046d":
      return { name: "OutageReported", data: getOutageReportedEventDecoder().decode(data, 8) };
    case "af39c688c042cc49":
      return { name: "PauseSet", data: getPauseSetEventDecoder().decode(data, 8) };
    case "1d3cfc7da618a6fa":
      return { name: "RoleAnnounced", data: getRoleAnnouncedEventDecoder().decode(data, 8) };
    case "ca68d7b017476a48":
      return { name: "RulesSet", data: getRulesSetEventDecoder().decode(data, 8) };
    case "5aaa3c3b5c3f7d3e":
      return { name: "UnclaimedCredited", data: getUnclaimedCreditedEventDecoder().decode(data, 8) };
    case "e162ec90e8628a54":
      return { name: "UnclaimedDelivered", data: getUnclaimedDeliveredEventDecoder().decode(data, 8) };
    case "8ed8c8a005cc4bb2":
      return { name: "UnclaimedOpened", data: getUnclaimedOpenedEventDecoder().decode(data, 8) };
    case "3a32cfbbf333e9a1":
      return { name: "UnclaimedTaken", data: getUnclaimedTakenEventDecoder().decode(data, 8) };
    default:
      return undefined;
  }
}
