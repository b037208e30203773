/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getAdminAcceptedEventDecoder,
  type AdminAcceptedEvent,
  getAdminProposedEventDecoder,
  type AdminProposedEvent,
  getAskRemovedEventDecoder,
  type AskRemovedEvent,
  getAskSetEventDecoder,
  type AskSetEvent,
  getAttestationRevokedEventDecoder,
  type AttestationRevokedEvent,
  getAttestedEventDecoder,
  type AttestedEvent,
  getBidClosedEventDecoder,
  type BidClosedEvent,
  getBidPlacedEventDecoder,
  type BidPlacedEvent,
  getBondReturnedEventDecoder,
  type BondReturnedEvent,
  getFeesSweptEventDecoder,
  type FeesSweptEvent,
  getInitializedEventDecoder,
  type InitializedEvent,
  getLedgerOpenedEventDecoder,
  type LedgerOpenedEvent,
  getMaintenanceAnnouncedEventDecoder,
  type MaintenanceAnnouncedEvent,
  getNoticeGivenEventDecoder,
  type NoticeGivenEvent,
  getOrderAcceptedEventDecoder,
  type OrderAcceptedEvent,
  getOrderBookedEventDecoder,
  type OrderBookedEvent,
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
  getPriceRulesAnnouncedEventDecoder,
  type PriceRulesAnnouncedEvent,
  getRecordOpenedEventDecoder,
  type RecordOpenedEvent,
  getRequestAwardedEventDecoder,
  type RequestAwardedEvent,
  getRequestCancelledEventDecoder,
  type RequestCancelledEvent,
  getRequestOpenedEventDecoder,
  type RequestOpenedEvent,
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
  | { name: "AskRemoved"; data: AskRemovedEvent }
  | { name: "AskSet"; data: AskSetEvent }
  | { name: "AttestationRevoked"; data: AttestationRevokedEvent }
  | { name: "Attested"; data: AttestedEvent }
  | { name: "BidClosed"; data: BidClosedEvent }
  | { name: "BidPlaced"; data: BidPlacedEvent }
  | { name: "BondReturned"; data: BondReturnedEvent }
  | { name: "FeesSwept"; data: FeesSweptEvent }
  | { name: "Initialized"; data: InitializedEvent }
  | { name: "LedgerOpened"; data: LedgerOpenedEvent }
  | { name: "MaintenanceAnnounced"; data: MaintenanceAnnouncedEvent }
  | { name: "NoticeGiven"; data: NoticeGivenEvent }
  | { name: "OrderAccepted"; data: OrderAcceptedEvent }
  | { name: "OrderBooked"; data: OrderBookedEvent }
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
  | { name: "PriceRulesAnnounced"; data: PriceRulesAnnouncedEvent }
  | { name: "RecordOpened"; data: RecordOpenedEvent }
  | { name: "RequestAwarded"; data: RequestAwardedEvent }
  | { name: "RequestCancelled"; data: RequestCancelledEvent }
  | { name: "RequestOpened"; data: RequestOpenedEvent }
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
    case "c5a1d7b7332e0678":
      return { name: "AskRemoved", data: getAskRemovedEventDecoder().decode(data, 8) };
    case "cb8a80b1a6ef5fdd":
      return { name: "AskSet", data: getAskSetEventDecoder().decode(data, 8) };
    case "2f6a41eec87fa332":
      return { name: "AttestationRevoked", data: getAttestationRevokedEventDecoder().decode(data, 8) };
    case "b86671c7dcc56032":
      return { name: "Attested", data: getAttestedEventDecoder().decode(data, 8) };
    case "22a32cac1742feed":
      return { name: "BidClosed", data: getBidClosedEventDecoder().decode(data, 8) };
    case "8735b053c1456c3d":
      return { name: "BidPlaced", data: getBidPlacedEventDecoder().decode(data, 8) };
    case "295596f7d296a076":
      return { name: "BondReturned", data: getBondReturnedEventDecoder().decode(data, 8) };
    case "60da73884aaacaac":
      return { name: "FeesSwept", data: getFeesSweptEventDecoder().decode(data, 8) };
    case "d0d573627352c9d1":
      return { name: "Initialized", data: getInitializedEventDecoder().decode(data, 8) };
    case "7306676f5936aa45":
      return { name: "LedgerOpened", data: getLedgerOpenedEventDecoder().decode(data, 8) };
    case "80bb5c219c70ee02":
      return { name: "MaintenanceAnnounced", data: getMaintenanceAnnouncedEventDecoder().decode(data, 8) };
    case "8915515162679156":
      return { name: "NoticeGiven", data: getNoticeGivenEventDecoder().decode(data, 8) };
    case "dde5282fb822c3a2":
      return { name: "OrderAccepted", data: getOrderAcceptedEventDecoder().decode(data, 8) };
    case "bfcf4645723bec8a":
      return { name: "OrderBooked", data: getOrderBookedEventDecoder().decode(data, 8) };
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
    case "f7427cf2f506ebe5":
      return { name: "PriceRulesAnnounced", data: getPriceRulesAnnouncedEventDecoder().decode(data, 8) };
    case "63e2bf6366f8d0b0":
      return { name: "RecordOpened", data: getRecordOpenedEventDecoder().decode(data, 8) };
    case "69878e4767c74d32":
      return { name: "RequestAwarded", data: getRequestAwardedEventDecoder().decode(data, 8) };
    case "5b38c59c579dd643":
      return { name: "RequestCancelled", data: getRequestCancelledEventDecoder().decode(data, 8) };
    case "69d456616453c352":
      return { name: "RequestOpened", data: getRequestOpenedEventDecoder().decode(data, 8) };
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
