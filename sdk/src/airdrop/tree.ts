/** The tree over a season's leaves: the hashes by which a claim proves its leaf. */

import { type Address, getAddressEncoder, type ReadonlyUint8Array } from "@solana/kit";
import { littleEndian } from "../bytes.js";

/** A leaf of a season, with its proof. */
export interface AirdropEntry {
  /** Its number among the leaves, from 0. */
  index: number;
  /** The wallet that the leaf names. */
  wallet: Address;
  /** Its points. */
  points: bigint;
  /** The siblings from the leaf up, 32 bytes each. */
  proof: readonly ReadonlyUint8Array[];
}

/** Whose leaves they are. */
export interface TreeOf {
  /** The season's address. */
  season: Address;
  /** The cluster's genesis hash. */
  domain: ReadonlyUint8Array;
}

/** What stands in the place of a leaf beyond the last one. */
const EMPTY: ReadonlyUint8Array = new Uint8Array(32);
const [LEAF, NODE] = [0, 1];

/** Hashes on the way from a leaf to the root: `ceil(log2 leaves)`. */
export function depthOf(leaves: number): number {
  return leaves <= 1 ? 0 : 32 - Math.clz32(leaves - 1);
}

/** The hash of a leaf. */
export function leafHash(of: TreeOf, { index, wallet, points }: Omit<AirdropEntry, "proof">) {
  const address = (key: Address) => getAddressEncoder().encode(key);
  return sha256([
    [LEAF],
    of.domain,
    address(of.season),
    littleEndian(BigInt(index), 4),
    address(wallet),
    littleEndian(points, 8),
  ]);
}

function node(left: ReadonlyUint8Array, right: ReadonlyUint8Array) {
  return sha256([[NODE], left, right]);
}

/** The root that a hash and the siblings above it lead to; a node's side is the bit of its place. */
export async function climb(hash: ReadonlyUint8Array, place: number, proof: readonly ReadonlyUint8Array[]) {
  let [reached, side] = [hash, place];
  for (const sibling of proof) {
    reached = side & 1 ? await node(sibling, reached) : await node(reached, sibling);
    side >>>= 1;
  }
  return reached;
}

/** Every level of a tree over hashes, the lowest one first, filled up to `size`, a power of two. */
export async function levelsOf(hashes: readonly ReadonlyUint8Array[], size: number) {
  let level = [...hashes, ...Array.from({ length: size - hashes.length }, () => EMPTY)];
  const levels = [level];
  while (level.length > 1) {
    level = await Promise.all(
      Array.from({ length: level.length / 2 }, (_, i) => node(level[2 * i]!, level[2 * i + 1]!)),
    );
    levels.push(level);
  }
  return levels;
}

/** The siblings of a place within a tree. */
export function siblingsOf(levels: readonly (readonly ReadonlyUint8Array[])[], place: number) {
  return levels.slice(0, -1).map((level, height) => level[(place >> height) ^ 1]!);
}

/** Whether two hashes are the same. */
export function isSame(one: ReadonlyUint8Array, other: ReadonlyUint8Array): boolean {
  return one.length === other.length && [...one].every((byte, i) => byte === other[i]);
}

async function sha256(parts: readonly ArrayLike<number>[]): Promise<ReadonlyUint8Array> {
  const bytes = Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
