/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getAdminAcceptedEventDecoder,
  type AdminAcceptedEvent,
  getAdminProposedEventDecoder,
  type AdminProposedEvent,
  getAvailabilityReportedEventDecoder,
  type AvailabilityReportedEvent,
  getClaimedEventDecoder,
  type ClaimedEvent,
  getClassAnnouncedEventDecoder,
  type ClassAnnouncedEvent,
  getClassCreatedEventDecoder,
  type ClassCreatedEvent,
  getCommissionAnnouncedEventDecoder,
  type CommissionAnnouncedEvent,
  getCommissionClaimedEventDecoder,
  type CommissionClaimedEvent,
  getEpochVoidedEventDecoder,
  type EpochVoidedEvent,
  getFullWeightAnnouncedEventDecoder,
  type FullWeightAnnouncedEvent,
  getHardwareUpdatedEventDecoder,
  type HardwareUpdatedEvent,
  getHiredEventDecoder,
  type HiredEvent,
  getInitializedEventDecoder,
  type InitializedEvent,
  getNodeRegisteredEventDecoder,
  type NodeRegisteredEvent,
  getNodeRetiredEventDecoder,
  type NodeRetiredEvent,
  getNodeSyncedEventDecoder,
  type NodeSyncedEvent,
  getOfferSetEventDecoder,
  type OfferSetEvent,
  getPauseSetEventDecoder,
  type PauseSetEvent,
  getPayoutSetEventDecoder,
  type PayoutSetEvent,
  getReleasedEventDecoder,
  type ReleasedEvent,
  getRestakedEventDecoder,
  type RestakedEvent,
  getRoleAnnouncedEventDecoder,
  type RoleAnnouncedEvent,
  getSlashCancelledEventDecoder,
  type SlashCancelledEvent,
  getSlashExecutedEventDecoder,
  type SlashExecutedEvent,
  getSlashProposedEventDecoder,
  type SlashProposedEvent,
  getSlashRaisedEventDecoder,
  type SlashRaisedEvent,
  getStakeClosedEventDecoder,
  type StakeClosedEvent,
  getStakeOpenedEventDecoder,
  type StakeOpenedEvent,
  getStakedEventDecoder,
  type StakedEvent,
  getUnstakedEventDecoder,
  type UnstakedEvent,
  getWithdrawnEventDecoder,
  type WithdrawnEvent,
} from "./types/index.js";

/** An event of this program. */
export type IoStakingEvent =
  | { name: "AdminAccepted"; data: AdminAcceptedEvent }
  | { name: "AdminProposed"; data: AdminProposedEvent }
  | { name: "AvailabilityReported"; data: AvailabilityReportedEvent }
  | { name: "Claimed"; data: ClaimedEvent }
  | { name: "ClassAnnounced"; data: ClassAnnouncedEvent }
  | { name: "ClassCreated"; data: ClassCreatedEvent }
  | { name: "CommissionAnnounced"; data: CommissionAnnouncedEvent }
  | { name: "CommissionClaimed"; data: CommissionClaimedEvent }
  | { name: "EpochVoided"; data: EpochVoidedEvent }
  | { name: "FullWeightAnnounced"; data: FullWeightAnnouncedEvent }
  | { name: "HardwareUpdated"; data: HardwareUpdatedEvent }
  | { name: "Hired"; data: HiredEvent }
  | { name: "Initialized"; data: InitializedEvent }
  | { name: "NodeRegistered"; data: NodeRegisteredEvent }
  | { name: "NodeRetired"; data: NodeRetiredEvent }
  | { name: "NodeSynced"; data: NodeSyncedEvent }
  | { name: "OfferSet"; data: OfferSetEvent }
  | { name: "PauseSet"; data: PauseSetEvent }
  | { name: "PayoutSet"; data: PayoutSetEvent }
  | { name: "Released"; data: ReleasedEvent }
  | { name: "Restaked"; data: RestakedEvent }
  | { name: "RoleAnnounced"; data: RoleAnnouncedEvent }
  | { name: "SlashCancelled"; data: SlashCancelledEvent }
  | { name: "SlashExecuted"; data: SlashExecutedEvent }
  | { name: "SlashProposed"; data: SlashProposedEvent }
  | { name: "SlashRaised"; data: SlashRaisedEvent }
  | { name: "StakeClosed"; data: StakeClosedEvent }
  | { name: "StakeOpened"; data: StakeOpenedEvent }
  | { name: "Staked"; data: StakedEvent }
  | { name: "Unstaked"; data: UnstakedEvent }
  | { name: "Withdrawn"; data: WithdrawnEvent };

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decodeIoStakingEvent(data: ReadonlyUint8Array): IoStakingEvent | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
    case "ae0c4c8b9e636efe":
      return { name: "AdminAccepted", data: getAdminAcceptedEventDecoder().decode(data, 8) };
    case "81f9e2e3c7526ef3":
      return { name: "AdminProposed", data: getAdminProposedEventDecoder().decode(data, 8) };
    case "90dffe4ab82b3db5":
      return { name: "AvailabilityReported", data: getAvailabilityReportedEventDecoder().decode(data, 8) };
    case "d9c07b486c96f821":
      return { name: "Claimed", data: getClaimedEventDecoder().decode(data, 8) };
    case "1eac727af620a426":
      return { name: "ClassAnnounced", data: getClassAnnouncedEventDecoder().decode(data, 8) };
    case "b09af9193f28dde6":
      return { name: "ClassCreated", data: getClassCreatedEventDecoder().decode(data, 8) };
    case "6cfb72a67cae6988":
      return { name: "CommissionAnnounced", data: getCommissionAnnouncedEventDecoder().decode(data, 8) };
    case "276a6bb75c4e9463":
      return { name: "CommissionClaimed", data: getCommissionClaimedEventDecoder().decode(data, 8) };
    case "c2b3b5b5c47eb646":
      return { name: "EpochVoided", data: getEpochVoidedEventDecoder().decode(data, 8) };
    case "b79b7b675c15bc9d":
      return { name: "FullWeightAnnounced", data: getFullWeightAnnouncedEventDecoder().decode(data, 8) };
    case "1b4e9eea184955d6":
      return { name: "HardwareUpdated", data: getHardwareUpdatedEventDecoder().decode(data, 8) };
    case "ef61381a21b76fa4":
      return { name: "Hired", data: getHiredEventDecoder().decode(data, 8) };
    case "d0d573627352c9d1":
      return { name: "Initialized", data: getInitializedEventDecoder().decode(data, 8) };
    case "0f39b73b5d379dc3":
      return { name: "NodeRegistered", data: getNodeRegisteredEventDecoder().decode(data, 8) };
    case "e4609c54dcf0e80e":
      return { name: "NodeRetired", data: getNodeRetiredEventDecoder().decode(data, 8) };
    case "dd30f8acc4188eb6":
      return { name: "NodeSynced", data: getNodeSyncedEventDecoder().decode(data, 8) };
    case "b233d5236d3823f2":
      return { name: "OfferSet", data: getOfferSetEventDecoder().decode(data, 8) };
    case "af39c688c042cc49":
      return { name: "PauseSet", data: getPauseSetEventDecoder().decode(data, 8) };
    case "ed84d0fa3c1eac31":
      return { name: "PayoutSet", data: getPayoutSetEventDecoder().decode(data, 8) };
    case "e8e5ff8865bd0fdc":
      return { name: "Released", data: getReleasedEventDecoder().decode(data, 8) };
    case "278ae35abc3e32c0":
      return { name: "Restaked", data: getRestakedEventDecoder().decode(data, 8) };
    case "1d3cfc7da618a6fa":
      return { name: "RoleAnnounced", data: getRoleAnnouncedEventDecoder().decode(data, 8) };
    case "1ed915873eecc2dd":
      return { name: "SlashCancelled", data: getSlashCancelledEventDecoder().decode(data, 8) };
    case "aa304e77f29b6c3d":
      return { name: "SlashExecuted", data: getSlashExecutedEventDecoder().decode(data, 8) };
    case "9e5ab308e3be0fe7":
      return { name: "SlashProposed", data: getSlashProposedEventDecoder().decode(data, 8) };
    case "1c0234658210d73a":
      return { name: "SlashRaised", data: getSlashRaisedEventDecoder().decode(data, 8) };
    case "48a64d868b0cd6a0":
      return { name: "StakeClosed", data: getStakeClosedEventDecoder().decode(data, 8) };
    case "e0f9d3e309538ebc":
      return { name: "StakeOpened", data: getStakeOpenedEventDecoder().decode(data, 8) };
    case "0b922dcde63ad5f0":
      return { name: "Staked", data: getStakedEventDecoder().decode(data, 8) };
    case "1bb39cd72f47c307":
      return { name: "Unstaked", data: getUnstakedEventDecoder().decode(data, 8) };
    case "1459dfc6c27cdb0d":
      return { name: "Withdrawn", data: getWithdrawnEventDecoder().decode(data, 8) };
    default:
      return undefined;
  }
}
