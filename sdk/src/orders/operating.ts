/**
 * What operators and auditors say of nodes: notice, maintenance, records, attestations, as the
 * instructions of one transaction. In every flow `signer` signs, and pays for what is created.
 */

import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import { attestationAddress, recordAddress } from "../addresses.js";
import { checkBytes, checkWhole } from "../check.js";
import { emitsOrders } from "../emits.js";
import { badInput } from "../errors/io-error.js";
import * as maintenance from "../generated/io_orders/instructions/announceMaintenance.js";
import { getAttestInstruction } from "../generated/io_orders/instructions/attest.js";
import { getGiveNoticeInstruction } from "../generated/io_orders/instructions/giveNotice.js";
import { getOpenRecordInstruction } from "../generated/io_orders/instructions/openRecord.js";
import { getRevokeAttestationInstruction } from "../generated/io_orders/instructions/revokeAttestation.js";
import type { Attributes } from "../generated/io_orders/types/attributes.js";
import { NODE, RECORD } from "../kinds.js";
import { isKind, type Read, readAccount, snapshot } from "../read.js";
import { DAY, ORDER_HOUR } from "../units.js";
import { currencyAccounts, currencyOf } from "./currency.js";
import { deliveries } from "./delivery.js";
import { readOrder } from "./flows.js";

/** An attestation holds for at most this long, in seconds: 366 days. */
export const MAX_ATTESTATION_SECONDS = 366 * 24 * ORDER_HOUR;
/** Maintenance is announced at least this long ahead, in seconds: 24 hours. */
export const MAINTENANCE_AHEAD_SECONDS = DAY;
/**
 * Maintenance that is announced in a window of 90 days takes at most this long in all, in seconds.
 */
export const MAX_MAINTENANCE_SECONDS = DAY;

/**
 * Gives notice, as the order's ask or bid agreed: the booked time is over once the notice is, and
 * the cost of the rest returns to the client. The operator, once. Two requests: the order, then
 * what its client needs.
 *
 * @example await send(() => giveNotice(read, { signer: operator, order }));
 * @throws {IoError} `badInput`, `notFound`, `wrongAccount`.
 */
export async function giveNotice(
  read: Read,
  {
    signer,
    order,
  }: {
    /** The operator of the order's node. */
    signer: TransactionSigner;
    order: Address;
  },
): Promise<Instruction[]> {
  emitsOrders();
  const { order: state } = await readOrder(read, order);
  const accounts = currencyAccounts(currencyOf(state.currency));
  const [client] = await deliveries(read, signer, [{ wallet: state.client, gets: true }], accounts);
  const { before, account, unclaimed } = client!;
  const { ledger, vault } = accounts;
  const { node, serial } = state;
  const named = { operator: signer, ledger, order, node, vault, clientAccount: account };
  return [...before, getGiveNoticeInstruction({ ...named, ...(unclaimed && { unclaimed }), serial })];
}

/**
 * Opens the record of a node, in which orders are counted from then on; does nothing if there is
 * one. Anyone. No request.
 *
 * @example await send(() => openRecord({ signer, node }));
 * @throws {IoError} `badInput`.
 */
export async function openRecord({
  signer,
  node,
}: {
  signer: TransactionSigner;
  node: Address;
}): Promise<Instruction[]> {
  emitsOrders();
  const record = await recordAddress(node);
  return [getOpenRecordInstruction({ opener: signer, node, record })];
}

/**
 * Announces maintenance of a node from one time up to another, in Unix seconds, at least 24 hours
 * ahead; the record is opened before, if there is none. Clients see it beside the outages, which
 * count all the same. The node's operator. One request.
 *
 * @example
 * // In a day and an hour, for two hours.
 * const [from, to] = [now + 90_000n, now + 97_200n];
 * await send(() => announceMaintenance(read, { signer: operator, node, from, to }));
 * @throws {IoError} `badInput`.
 */
export async function announceMaintenance(
  read: Read,
  {
    signer,
    node,
    from,
    to,
  }: {
    /** The node's operator. */
    signer: TransactionSigner;
    node: Address;
    /** When it starts, in Unix seconds. */
    from: bigint;
    /** When it is over, in Unix seconds. */
    to: bigint;
  },
): Promise<Instruction[]> {
  emitsOrders();
  const record = await recordAddress(node);
  for (const time of [from, to])
    if (typeof time !== "bigint")
      throw badInput("A time is in Unix seconds: pass a bigint, such as view.now.");
  if (from >= to || to - from > MAX_MAINTENANCE_SECONDS)
    throw badInput("Maintenance ends after it starts, and takes 24 hours at most.");
  const { now, accounts } = await snapshot(read, [record]);
  if (from < now + MAINTENANCE_AHEAD_SECONDS) throw badInput("Announce maintenance at least 24 hours ahead.");
  return [
    ...(isKind(accounts[0], RECORD) ? [] : [getOpenRecordInstruction({ opener: signer, node, record })]),
    maintenance.getAnnounceMaintenanceInstruction({ operator: signer, node, record, from, to }),
  ];
}

/** What a node has, or what a client asks for at least; everything may be left out. */
export interface NodeAttributes {
  /** Where it stands, by ISO 3166: `DE`, `US-CA`. */
  region?: string;
  /**
   * Bandwidth tier, a number from 0 to 255 as the auditor publishes them: a higher one is faster.
   */
  bandwidth?: number;
  /** Storage, a number of gigabytes. */
  storage?: number;
  /** Whether it computes confidentially. */
  isConfidential?: boolean;
}

/** Attributes as the program has them. */
export function attributesOf({ region, bandwidth, storage, isConfidential }: NodeAttributes): Attributes {
  const bytes = new Uint8Array(6);
  if (region !== undefined) {
    if (typeof region !== "string" || !/^[A-Z0-9-]{1,6}$/.test(region))
      throw badInput("Write a region by ISO 3166: DE, US-CA.");
    bytes.set([...region].map((letter) => letter.charCodeAt(0)));
  }
  if (isConfidential !== undefined && typeof isConfidential !== "boolean")
    throw badInput("Say whether it computes confidentially: isConfidential is true or false.");
  return {
    storage: storage === undefined ? 0 : checkWhole(storage, "The storage in gigabytes", 0),
    region: bytes,
    bandwidth: bandwidth === undefined ? 0 : checkWhole(bandwidth, "The bandwidth tier", 0, 255),
    confidential: isConfidential ? 1 : 0,
  };
}

/** What an auditor says. */
export interface NewAttestation {
  /** The auditor. Anyone can be one: whom to trust is the client's choice. */
  signer: TransactionSigner;
  node: Address;
  /** What the node has, as the auditor saw it. */
  attributes: NodeAttributes;
  /**
   * The node's hardware revision that was looked at, a number; that of this moment unless given.
   */
  revision?: number;
  /** 32 bytes: SHA-256 of the evidence that is published; zeros if there is none. */
  evidence?: Uint8Array;
  /** How long it holds, in seconds, at most 366 days; 90 days unless given. */
  validSeconds?: number;
}

/**
 * Says of a node what it has, in place of what the same auditor said before. One request.
 *
 * @example
 * await send(() => attest(read, { signer, node, attributes: { region: "DE", bandwidth: 3 } }));
 * @throws {IoError} `badInput`; `notFound` or `wrongAccount` for the node.
 */
export async function attest(read: Read, attestation: NewAttestation): Promise<Instruction[]> {
  emitsOrders();
  const { signer, node, revision, evidence, validSeconds = 90 * 24 * ORDER_HOUR } = attestation;
  const place = await attestationAddress(node, signer.address);
  const attributes = attributesOf(attestation.attributes);
  if (revision !== undefined) checkWhole(revision, "The node's revision", 0);
  const message = "An attestation holds for whole seconds, at most 366 days.";
  checkWhole(validSeconds, "", 1, MAX_ATTESTATION_SECONDS, message);
  const proof = evidence === undefined ? new Uint8Array(32) : checkBytes(evidence, "The evidence's hash", 32);
  const { now, accounts } = await snapshot(read, [node]);
  const state = readAccount(accounts[0], NODE);
  const said = { attributes, evidence: proof, expiresAt: now + BigInt(validSeconds) };
  const named = { auditor: signer, node, attestation: place };
  return [getAttestInstruction({ ...named, revision: revision ?? state.revision, ...said })];
}

/**
 * Takes back what the signer has said of a node; its rent returns. No request.
 *
 * @example await send(() => revokeAttestation({ signer, node }));
 * @throws {IoError} `badInput`.
 */
export async function revokeAttestation({
  signer,
  node,
}: {
  /** The auditor. */
  signer: TransactionSigner;
  node: Address;
}): Promise<Instruction[]> {
  emitsOrders();
  const attestation = await attestationAddress(node, signer.address);
  return [getRevokeAttestationInstruction({ auditor: signer, attestation })];
}
