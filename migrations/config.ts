/**
 * What a deployment decides: who receives or grants the five allocations, and where the token's
 * description lies.
 */

import { PublicKey } from "@solana/web3.js";
import { existsSync, readFileSync } from "node:fs";
import { STAKING_CONFIG } from "./addresses";

/** Decimals of IO. */
export const DECIMALS = 8;
/** How io_emission has the token named. */
export const NAME = "io.net";
export const SYMBOL = "IO";
const IO = 10n ** BigInt(DECIMALS);

/** The five allocations, in the order and by the names of `allocate`'s accounts, in base units. */
export const ALLOCATIONS = {
  seed_investors: 100_000_000n * IO,
  series_a_investors: 81_600_000n * IO,
  core_contributors: 90_400_000n * IO,
  ecosystem: 128_000_000n * IO,
  community: 100_000_000n * IO,
};

/** What exists at genesis, in base units. */
export const TOTAL = 500_000_000n * IO;

export type Category = keyof typeof ALLOCATIONS;
export const CATEGORIES = Object.keys(ALLOCATIONS) as Category[];

/** Those that io_vesting locks. */
export const LOCKED = ["seed_investors", "series_a_investors", "core_contributors"] as const;
export type Locked = (typeof LOCKED)[number];
/** Those that are free from the first day on. */
export const FREE = ["ecosystem", "community"] as const;

/** Bounds of a pool's full weight, which `io init` sets from the same file. */
const [MIN_FULL_WEIGHT, MAX_FULL_WEIGHT] = [1_000_000_000, 10_000_000_000_000];

export interface Config {
  /** Where the token's description lies. */
  uri: string;
  /**
   * Wallets. The associated token accounts of the free allocations' receive the IO; those of the
   * locked ones make the grants, and can move none of it.
   */
  owners: Record<Category, PublicKey>;
}

/** Reads genesis.json. */
export function readConfig(path: string): Config {
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist: copy genesis.example.json there and fill it in.`);
  }
  return parseConfig(JSON.parse(readFileSync(path, "utf8")));
}

/** Checks what genesis.json says; throws one sentence that says what to change. */
export function parseConfig(json: {
  uri?: unknown;
  owners?: Record<string, unknown>;
  full_weight?: { gpu?: unknown; cpu?: unknown };
}): Config {
  const uri = String(json.uri ?? "");
  if (!URL.canParse(uri) || Buffer.byteLength(uri) > 200) {
    throw new Error(`genesis.json: "${uri}" is no URI of 1 to 200 bytes for the token's description.`);
  }
  for (const pool of ["gpu", "cpu"] as const) {
    const weight = json.full_weight?.[pool];
    if (!Number.isInteger(weight) || Number(weight) < MIN_FULL_WEIGHT || Number(weight) > MAX_FULL_WEIGHT) {
      throw new Error(
        `genesis.json: full_weight.${pool} is ${weight}; write what the network is expected to weigh, ` +
          `from ${MIN_FULL_WEIGHT} to ${MAX_FULL_WEIGHT}.`,
      );
    }
  }
  const owners = {} as Config["owners"];
  const seen = new Map([[STAKING_CONFIG.toBase58(), "the staking reward vault"]]);
  for (const category of CATEGORIES) {
    const owner = parseWallet(category, json.owners?.[category]);
    const earlier = seen.get(owner.toBase58());
    if (earlier) {
      throw new Error(
        `genesis.json: ${category} and ${earlier} have the same owner ${owner}; each needs one of its own.`,
      );
    }
    seen.set(owner.toBase58(), category);
    owners[category] = owner;
  }
  return { uri, owners };
}

function parseWallet(category: Category, value: unknown): PublicKey {
  try {
    const wallet = new PublicKey(String(value));
    if (!wallet.equals(PublicKey.default)) return wallet;
  } catch {
    // Said below.
  }
  const does = LOCKED.some((locked) => locked === category) ? "makes the grants of" : "receives";
  throw new Error(`genesis.json: "${value}" is no wallet; write the address that ${does} ${category}.`);
}
