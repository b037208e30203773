/** Written by `npm run generate` from idl/: do not edit. */

import { getBase16Decoder, type ReadonlyUint8Array } from "@solana/kit";
import {
  getEmittedEventDecoder,
  type EmittedEvent,
  getGenesisAllocatedEventDecoder,
  type GenesisAllocatedEvent,
  getMetadataCreatedEventDecoder,
  type MetadataCreatedEvent,
  getMintCreatedEventDecoder,
  type MintCreatedEvent,
} from "./types/index.js";

/** An event of this program. */
export type IoEmissionEvent =
  | { name: "Emitted"; data: EmittedEvent }
  | { name: "GenesisAllocated"; data: GenesisAllocatedEvent }
  | { name: "MetadataCreated"; data: MetadataCreatedEvent }
  | { name: "MintCreated"; data: MintCreatedEvent };

/** Reads an event, its discriminator first; undefined if it is none of this program's. */
export function decodeIoEmissionEvent(data: ReadonlyUint8Array): IoEmissionEvent | undefined {
  switch (getBase16Decoder().decode(data.slice(0, 8))) {
    case "e3b9dcfd8d6049b2":
      return { name: "Emitted", data: getEmittedEventDecoder().decode(data, 8) };
    case "60a8d2190be1716b":
      return { name: "GenesisAllocated", data: getGenesisAllocatedEventDecoder().decode(data, 8) };
    case "ea039a2a8d1b3f27":
      return { name: "MetadataCreated", data: getMetadataCreatedEventDecoder().decode(data, 8) };
    case "fe9dc44ce7301b96":
      return { name: "MintCreated", data: getMintCreatedEventDecoder().decode(data, 8) };
    default:
      return undefined;
  }
}
