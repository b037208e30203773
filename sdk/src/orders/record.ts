/** What a node has done, and what auditors say of it, in figures and in words. */

import type { Address } from "@solana/kit";
import { recordAddress } from "../addresses.js";
import { formatIo, formatUsdc } from "../amounts.js";
import { checkAddress } from "../check.js";
import type { Attestation } from "../generated/io_orders/accounts/attestation.js";
import type { Record as NodeRecord } from "../generated/io_orders/accounts/record.js";
import type { Attributes } from "../generated/io_orders/types/attributes.js";
import type { Window } from "../generated/io_orders/types/window.js";
import { RECORD } from "../kinds.js";
import { type Read, readIfThere, snapshot } from "../read.js";
import { BPS, DAY } from "../units.js";

/** Length of a window of a record, in seconds: 90 days. */
export const WINDOW_SECONDS = 90n * DAY;

/** Why nodes are compared by the fees paid. */
export const RECORD_WHY =
  "Compare nodes by the fees paid: they buy and burn IO, so an operator that hires its own node pays for " +
  "all that it shows.";

/** What a node has done in this window of 90 days and the last one, of orders that are settled. */
export interface RecordFigures {
  /** Whether the node has a record: without one, nothing was counted. */
  isOpen: boolean;
  /** Fees of both sides, in base units of IO. */
  feesIo: bigint;
  /** The same in base units of USDC. */
  feesUsdc: bigint;
  /** The number of orders that were accepted. */
  orders: number;
  /** Processor-seconds of service, outages taken off. */
  served: bigint;
  /** Processor-seconds of outages. */
  out: bigint;
  /** The share of the time that was out, in bps, rounded down. */
  outBps: number;
  /** The number of orders that the operator ended before the booked time was over. */
  leftEarly: number;
  /** The number of orders whose operator gave notice, and kept to it. */
  noticesGiven: number;
  /** The number of orders that the operator left without the notice that it had agreed to. */
  noticesBroken: number;
  /** The number of orders of which an arbiter gave the provider less than all. */
  disputesLost: number;
  /** Seconds of maintenance that were announced. */
  maintenanceSeconds: number;
  /** Maintenance that is to come or goes on, in Unix seconds; undefined if there is none. */
  maintenance: { from: bigint; to: bigint } | undefined;
  /** All of that for a person. */
  words: string;
}

/** A node's record, and the cluster's time at which it was read. */
export interface RecordView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  /** Undefined if nobody has opened it. */
  record: NodeRecord | undefined;
}

const NOTHING: Window = {
  ...{ served: 0n, out: 0n, feesIo: 0n, feesUsdc: 0n, orders: 0, leftEarly: 0, noticesBroken: 0 },
  ...{ disputesLost: 0, maintenance: 0, noticesGiven: 0 },
};

/**
 * What a node has done, in one request.
 *
 * @example show(recordFigures(await readRecord(read, node)).words)
 * @throws {IoError} `badInput`.
 */
export async function readRecord(read: Read, node: Address): Promise<RecordView> {
  const { now, accounts } = await snapshot(read, [await recordAddress(checkAddress(node, "The node"))]);
  return { now, record: readIfThere(accounts[0], RECORD) };
}

/**
 * A record's figures at `now` (Unix seconds); at the moment of the view unless given.
 *
 * @example formatUsdc(recordFigures(await readRecord(read, node)).feesUsdc, 2)
 * @throws {IoError} `badInput` for a record whose fees are no bigints.
 */
export function recordFigures({ record, now: then }: RecordView, now: bigint = then): RecordFigures {
  const [current, last] = record ? windowsAt(record, now) : [NOTHING, NOTHING];
  const sum = (field: "served" | "out" | "feesIo" | "feesUsdc") => current[field] + last[field];
  const count = (field: "orders" | "leftEarly" | "noticesBroken" | "noticesGiven" | "disputesLost") =>
    current[field] + last[field];
  const [served, out] = [sum("served"), sum("out")];
  const whole = served + out;
  const { maintenanceFrom: from, maintenanceTo: to } = record?.history ?? {
    maintenanceFrom: 0n,
    maintenanceTo: 0n,
  };
  const figures = {
    isOpen: record !== undefined,
    feesIo: sum("feesIo"),
    feesUsdc: sum("feesUsdc"),
    orders: count("orders"),
    served,
    out,
    outBps: whole === 0n ? 0 : Number((out * BPS) / whole),
    leftEarly: count("leftEarly"),
    noticesGiven: count("noticesGiven"),
    noticesBroken: count("noticesBroken"),
    disputesLost: count("disputesLost"),
    maintenanceSeconds: current.maintenance + last.maintenance,
    maintenance: now < to ? { from, to } : undefined,
  };
  return { ...figures, words: inWords(figures) };
}

/** This window and the last one, as of `now`. */
function windowsAt({ history }: NodeRecord, now: bigint): readonly [current: Window, last: Window] {
  const number = (now > 0n ? now : 0n) / WINDOW_SECONDS;
  if (number <= history.number) return [history.current, history.last];
  return [NOTHING, number === history.number + 1n ? history.current : NOTHING];
}

/**
 * Maintenance that can still be announced in the window of `now` (Unix seconds), in seconds: 24 hours in
 * all. At the moment of the view unless given.
 *
 * @example maintenanceLeft(await readRecord(read, node))
 */
export function maintenanceLeft({ record, now: then }: RecordView, now: bigint = then): bigint {
  const announced = record ? BigInt(windowsAt(record, now)[0].maintenance) : 0n;
  return announced < DAY ? DAY - announced : 0n;
}

/**
 * Processor-seconds as people read them, in tenths of processor-hours rounded down.
 *
 * @example processorHours(figures.served) // "1,234.5 processor-hours"
 */
export function processorHours(processorSeconds: bigint): string {
  const tenths = processorSeconds / 360n;
  return `${(tenths / 10n).toString().replace(/\B(?=(\d{3})+$)/g, ",")}.${tenths % 10n} processor-hours`;
}

function inWords(figures: Omit<RecordFigures, "words">): string {
  const { isOpen, orders, feesIo, feesUsdc, served, out, outBps, leftEarly, noticesBroken } = figures;
  if (!isOpen) return "It has no record yet: nothing of what it does is counted.";
  if (orders === 0) return "None of its orders was settled in the last 90 to 180 days.";
  const fees = [
    ...(feesUsdc > 0n || feesIo === 0n ? [formatUsdc(feesUsdc, { min: 0, unit: true })] : []),
    ...(feesIo > 0n ? [formatIo(feesIo, { min: 0, unit: true })] : []),
  ].join(" and ");
  const percent = `${Math.floor(outBps / 100)}.${String(outBps % 100).padStart(2, "0")}%`;
  const parts = [
    `In the last 90 to 180 days ${many(orders, "order")} paid ${fees} in fees`,
    `${processorHours(served)} were served`,
    out > 0n ? `${processorHours(out)} of outages, ${percent} of the time` : "no outages",
    leftEarly > 0 ? `the operator ended ${many(leftEarly, "order")} early` : "the operator ended none early",
    ...(figures.noticesGiven > 0 ? [`${many(figures.noticesGiven, "notice")} given and kept`] : []),
    ...(noticesBroken > 0 ? [`${many(noticesBroken, "notice")} broken`] : []),
    ...(figures.disputesLost > 0 ? [`${many(figures.disputesLost, "dispute")} lost`] : []),
  ];
  return `${parts.join("; ")}.`;
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** What an auditor says of a node, for a person. */
export interface AttestationFigures {
  /** By ISO 3166, such as `DE` or `US-CA`; empty if nothing is said of it. */
  region: string;
  /** Bandwidth tier, a number as the auditor publishes them; 0 says nothing. */
  bandwidth: number;
  /** Storage, a number of gigabytes. */
  storage: number;
  isConfidential: boolean;
  /** Whether it holds: of the node's hardware revision, and not expired. */
  holds: boolean;
  /** All of that for a person. */
  words: string;
}

/**
 * What an attestation says, and whether it holds at `now` (Unix seconds) of a node with this
 * hardware revision, a number.
 *
 * @example
 * for (const { attestation } of await listAttestations(list, { node }))
 *   show(attestation.auditor, attestationFigures(attestation, state.revision, now).words);
 */
export function attestationFigures(
  { attributes, revision, expiresAt }: Attestation,
  nodeRevision: number,
  now: bigint,
): AttestationFigures {
  const region = regionOf(attributes);
  const { bandwidth, storage, confidential } = attributes;
  const words = [
    ...(region ? [region] : []),
    ...(bandwidth > 0 ? [`bandwidth tier ${bandwidth}`] : []),
    ...(storage > 0 ? [`${storage} GB`] : []),
    ...(confidential === 1 ? ["confidential computing"] : []),
  ];
  return {
    ...{ region, bandwidth, storage },
    isConfidential: confidential === 1,
    holds: revision === nodeRevision && now < expiresAt,
    words: words.join(", ") || "nothing",
  };
}

/** The region that attributes name; empty if none. */
export function regionOf({ region }: Pick<Attributes, "region">): string {
  return String.fromCharCode(...region).replace(/\0+$/, "");
}
