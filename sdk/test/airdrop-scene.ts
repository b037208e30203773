/** Seasons of an airdrop with the files that `io airdrop build` writes, on an embedded chain. */

import { type Address, getAddressDecoder, getAddressEncoder, type KeyPairSigner } from "@solana/kit";
import { type AirdropEntry, findAirdrop, IO_MINT, ioAirdrop, seasonAddress } from "../src/index.js";
import { leafHash, levelsOf, siblingsOf } from "../src/airdrop/tree.js";
import { DAY } from "../src/units.js";
import { io, type World } from "./world.js";

const DOMAIN = new Uint8Array(32).fill(7);
export const POOL = io(900);

/** A world, who funds a season in it, and who is on its list. */
export interface AirdropScene {
  world: World;
  funder: KeyPairSigner;
  claimants: readonly KeyPairSigner[];
}

/** The files of a season over rows that are in the order of the wallets' bytes. */
async function files(
  season: Address,
  funder: Address,
  wallets: readonly Address[],
  points: (i: number) => bigint,
  deep = 0,
) {
  const order = (key: Address) => Buffer.from(getAddressEncoder().encode(key));
  const rows = [...wallets]
    .sort((a, b) => Buffer.compare(order(a), order(b)))
    .map((wallet, index) => ({ index, wallet, points: points(index) }));
  const depth = Math.max(Math.ceil(Math.log2(rows.length)), deep);
  const leaves = deep > 0 ? 2 ** deep : rows.length;
  const hashes = await Promise.all(rows.map((row) => leafHash({ season, domain: DOMAIN }, row)));
  const size = 2 ** Math.max(depth - 8, 0);
  const parts = await Promise.all(
    Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
      levelsOf(hashes.slice(i * size, (i + 1) * size), size),
    ),
  );
  const empty = (await levelsOf([], size)).at(-1)![0]!;
  const tops = parts.map((levels) => levels.at(-1)![0]!);
  const fileCount = 2 ** Math.min(depth, 8);
  const above = await levelsOf(
    [...tops, ...Array.from({ length: fileCount - tops.length }, () => empty)],
    fileCount,
  );
  const root = above.at(-1)![0]!;
  const hex = (bytes: ArrayLike<number>) => Buffer.from(Uint8Array.from(Array.from(bytes))).toString("hex");
  const all = rows.reduce((sum, { points }) => sum + points, 0n);
  const stored: Record<string, unknown> = {
    "season.json": {
      version: 1,
      season,
      funder,
      id: "1",
      domain: getAddressDecoder().decode(DOMAIN),
      root: hex(root),
      leaves,
      points: all.toString(),
      pool: POOL.toString(),
      leaves_per_file: size,
      first_wallets: rows.filter((_, i) => i % size === 0).map(({ wallet }) => wallet),
    },
  };
  for (const [file] of parts.entries()) {
    stored[`proofs/${file.toString(16).padStart(2, "0")}.json`] = {
      first_index: file * size,
      leaves: rows.slice(file * size, (file + 1) * size).map(({ wallet, points }) => [wallet, `${points}`]),
      path: siblingsOf(above, file).map(hex),
    };
  }
  const load = async (path: string) => {
    if (!(path in stored)) throw new Error(`${path} is not there`);
    return stored[path];
  };
  return { stored, load, root: new Uint8Array(root), leaves, points: all, rows };
}

/** Publishes a season over `rest` and the claimants, funds it, and waits until it is open. */
export async function opened({ world, funder, claimants }: AirdropScene, others = 0, deep = 0) {
  const { chain } = world;
  const season = await seasonAddress(funder.address, 1n);
  const wallets = claimants.map(({ address }) => address);
  for (let i = 0; i < others; i++) wallets.push((await chain.wallet()).address);
  const built = await files(season, funder.address, wallets, (i) => BigInt(100 + i), deep);
  const vault = await chain.account(season, IO_MINT);
  const terms = {
    root: built.root,
    domain: DOMAIN,
    leaves: built.leaves,
    points: built.points,
    pool: POOL,
    opensAt: chain.now + 8n * DAY,
    openSeconds: Number(100n * DAY),
  };
  const rest = ioAirdrop.Rest.Return;
  const create = ioAirdrop.getCreateSeasonInstruction({ funder, season, vault, id: 1n, rest, terms });
  await chain.send(funder, [create]);
  const source = await chain.address(funder.address, IO_MINT);
  const fund = ioAirdrop.getFundInstruction({ payer: funder, season, source, vault, amount: POOL });
  await chain.send(funder, [fund]);
  return { season, ...built };
}

/** The leaf of a wallet that is on the list. */
export async function found(
  load: (path: string) => Promise<unknown>,
  wallet: Address,
): Promise<AirdropEntry> {
  const entry = await findAirdrop(load, wallet);
  if (!entry) throw new Error("the wallet is not on the list");
  return entry;
}
