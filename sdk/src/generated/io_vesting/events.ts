/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getBeneficiaryAcceptedEventDecoder,
  type BeneficiaryAcceptedEvent,
  getBeneficiaryProposedEventDecoder,
  type BeneficiaryProposedEvent,
  getGrantedEventDecoder,
  type GrantedEvent,
  getInitializedEventDecoder,
  type InitializedEvent,
  getLocksStartedEventDecoder,
  type LocksStartedEvent,
  getManagerAcceptedEventDecoder,
  type ManagerAcceptedEvent,
  getManagerProposedEventDecoder,
  type ManagerProposedEvent,
  getReleaseSkippedEventDecoder,
  type ReleaseSkippedEvent,
  getReleasedEventDecoder,
  type ReleasedEvent,
  getRevokedEventDecoder,
  type RevokedEvent,
} from "./types/index.js";

/** An event of this program. */
export type IoVestingEvent =
  | { name: "BeneficiaryAccepted"; data: BeneficiaryAcceptedEvent }
  | { name: "BeneficiaryProposed"; data: BeneficiaryProposedEvent }
  | { name: "Granted"; data: GrantedEvent }
  | { name: "Initialized"; data: InitializedEvent }
  | { name: "LocksStarted"; data: LocksStartedEvent }
  | { name: "ManagerAccepted"; data: ManagerAcceptedEvent }
  | { name: "ManagerProposed"; data: ManagerProposedEvent }
  | { name: "ReleaseSkipped"; data: ReleaseSkippedEvent }
  | { name: "Released"; data: ReleasedEvent }
  | { name: "Revoked"; data: RevokedEvent };

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decodeIoVestingEvent(data: ReadonlyUint8Array): IoVestingEvent | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
    case "9e0544d498532cfa":
      return { name: "BeneficiaryAccepted", data: getBeneficiaryAcceptedEventDecoder().decode(data, 8) };
    case "932361c2aa16ec05":
      return { name: "BeneficiaryProposed", data: getBeneficiaryProposedEventDecoder().decode(data, 8) };
    case "b5ab5368819f6e8c":
      return { name: "Granted", data: getGrantedEventDecoder().decode(data, 8) };
    case "d0d573627352c9d1":
      return { name: "Initialized", data: getInitializedEventDecoder().decode(data, 8) };
    case "68a0d085f282a1d5":
      return { name: "LocksStarted", data: getLocksStartedEventDecoder().decode(data, 8) };
    case "94cb91ce13b1a59f":
      return { name: "ManagerAccepted", data: getManagerAcceptedEventDecoder().decode(data, 8) };
    case "85f5ea1153b0fcf7":
      return { name: "ManagerProposed", data: getManagerProposedEventDecoder().decode(data, 8) };
    case "796d7ebb7192bbb8":
      return { name: "ReleaseSkipped", data: getReleaseSkippedEventDecoder().decode(data, 8) };
    case "e8e5ff8865bd0fdc":
      return { name: "Released", data: getReleasedEventDecoder().decode(data, 8) };
    case "71d894637cb80041":
      return { name: "Revoked", data: getRevokedEventDecoder().decode(data, 8) };
    default:
      return undefined;
  }
}
