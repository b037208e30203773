/** A season's static files, as `io airdrop build` writes them: any web server hands them out. */

import { type Address, getAddressEncoder } from "@solana/kit";
import { checkAddress } from "../check.js";
import { IoError } from "../errors/io-error.js";
import { type AirdropEntry, climb, depthOf, isSame, leafHash, levelsOf, siblingsOf } from "./tree.js";

/** `season.json`: what a season publishes, and where each wallet's proof is. */
export interface AirdropManifest {
  /** Of the files' form: the number 1. */
  version: number;
  season: Address;
  funder: Address;
  /** The funder's number for it, in digits. */
  id: string;
  /** The cluster's genesis hash, in base58. */
  domain: string;
  /** Root of the tree, in hexadecimal digits. */
  root: string;
  /** How many leaves: one for each wallet. */
  leaves: number;
  /** Points of all leaves, in digits. */
  points: string;
  /** Base units of IO for all points, in digits. */
  pool: string;
  /** Leaves in each file of proofs, less in the last. */
  leaves_per_file: number;
  /** The first wallet of each file of proofs. */
  first_wallets: readonly Address[];
}

/** `proofs/00.json` and so on. */
interface ProofFile {
  first_index: number;
  /** Wallets and points, by index. */
  leaves: readonly (readonly [wallet: Address, points: string])[];
  /** Siblings from the top of its part of the tree to the root, in hexadecimal digits. */
  path: readonly string[];
}

/** Loads a season's file by its path, such as `proofs/0a.json`, as JSON. */
export type LoadAirdropFile = (path: string) => Promise<unknown>;

/**
 * Loads the files of a season from where they are published.
 *
 * @example airdropFiles("https://example.org/season-1/")
 * @throws {IoError} what it returns: `notFound` if the server does not have the file.
 */
export function airdropFiles(url: string): LoadAirdropFile {
  const base = url.endsWith("/") ? url : `${url}/`;
  return async (path) => {
    const response = await fetch(base + path);
    if (!response.ok) throw new IoError("notFound", `${base}${path} answers with HTTP ${response.status}.`);
    return response.json();
  };
}

/** A season has at most this many files of proofs: 2^8. */
const FILES_DEPTH = 8;

/**
 * The leaf of a wallet with its proof; undefined if the wallet is not on the list. Two files, whose
 * hashes lead to the root that the first one names: `claimAirdrop` compares it with the chain's.
 *
 * @example
 * const entry = await findAirdrop(airdropFiles(url), wallet);
 * @throws {IoError} `badInput` for files that are not those of a season; whatever `load` throws.
 */
export async function findAirdrop(load: LoadAirdropFile, wallet: Address): Promise<AirdropEntry | undefined> {
  const key = getAddressEncoder().encode(checkAddress(wallet, "The wallet"));
  const manifest = (await load("season.json")) as AirdropManifest;
  const size = 1 << Math.max(depthOf(manifest.leaves) - FILES_DEPTH, 0);
  if (manifest.version !== 1 || manifest.leaves_per_file !== size) throw broken("season.json");
  const isAbove = (first: Address) => compare(getAddressEncoder().encode(first), key) > 0;
  const next = manifest.first_wallets.findIndex(isAbove);
  const file = (next < 0 ? manifest.first_wallets.length : next) - 1;
  if (file < 0) return undefined;
  const path = `proofs/${file.toString(16).padStart(2, "0")}.json`;
  const proofs = (await load(path)) as ProofFile;
  const place = proofs.leaves.findIndex(([found]) => found === wallet);
  if (place < 0) return undefined;
  if (proofs.first_index !== file * size || proofs.leaves.length > size) throw broken(path);
  const of = { season: manifest.season, domain: getAddressEncoder().encode(manifest.domain as Address) };
  const entries = proofs.leaves.map(([wallet, points], i) => {
    return { index: proofs.first_index + i, wallet, points: BigInt(points) };
  });
  const levels = await levelsOf(await Promise.all(entries.map((entry) => leafHash(of, entry))), size);
  const above = proofs.path.map(bytesOf);
  const root = await climb(levels[levels.length - 1]![0]!, file, above);
  if (!isSame(root, bytesOf(manifest.root))) throw broken(path);
  return { ...entries[place]!, proof: [...siblingsOf(levels, place), ...above] };
}

function broken(path: string): IoError {
  const action = "Load the files again.";
  return new IoError("badInput", `${path} is not what the season has published.`, { action });
}

function compare(one: ArrayLike<number>, other: ArrayLike<number>): number {
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== other[i]) return one[i]! - other[i]!;
  }
  return 0;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}
