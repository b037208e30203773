/** What the claim page reads: seasons with an address's leaf in each, and grants. */

import {
  airdropFiles,
  type AirdropEntry,
  type AirdropManifest,
  findAirdrop,
  type GrantFigures,
  grantFigures,
  type GrantView,
  ioAirdrop,
  isClaimed,
  listGrants,
  listSeasons,
  type LoadAirdropFile,
  pageAddress,
  pageOf,
  payout,
  readGrant,
  type SeasonFigures,
  seasonFigures,
  snapshot,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { type Cluster, useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";

/** A season, and what an address has in it. */
export interface SeasonRow {
  address: Address;
  id: bigint;
  funder: Address;
  figures: SeasonFigures;
  /** Whether this site has the season's files: those whose root is the season's. */
  hasFiles: boolean;
  /** The address's leaf; undefined if it is not on the list. */
  entry: AirdropEntry | undefined;
  /** What the leaf is worth, in base units of IO. */
  worth: bigint;
  isClaimed: boolean;
}

/** The seasons, and the lists of this site that do not load now. */
export interface SeasonsView {
  rows: SeasonRow[];
  /** URLs of lists; whether somebody is in them is not known. */
  unreachable: readonly string[];
}

/** The seasons that are on chain, with an address's leaves. */
export function useSeasons(wallet: Address | undefined): Live<SeasonsView> {
  const cluster = useCluster();
  return useLive(`seasons ${wallet ?? ""}`, () => readSeasons(cluster, wallet), 30_000);
}

async function readSeasons(cluster: Cluster, wallet: Address | undefined): Promise<SeasonsView> {
  const [found, lists, { now }] = await Promise.all([
    listSeasons(cluster.list),
    listsOf(cluster.config.airdrops ?? []),
    snapshot(cluster.read, []),
  ]);
  const unreachable = [...lists.unreachable];
  const rows = await Promise.all(
    found.map(async ({ address, season }): Promise<SeasonRow> => {
      const files = lists.bySeason.get(address);
      // Files of another tree would promise what no claim pays.
      const load = files?.root === hex(season.root) ? files.load : undefined;
      const entry =
        wallet && load
          ? await findAirdrop(load, wallet).catch(() => {
              unreachable.push(files!.url);
              return undefined;
            })
          : undefined;
      return {
        address,
        id: season.id,
        funder: season.funder,
        figures: seasonFigures({ season, now }),
        hasFiles: load !== undefined,
        entry,
        worth: entry ? payout(season, entry.points) : 0n,
        isClaimed: entry ? await wasClaimed(cluster, address, entry.index) : false,
      };
    }),
  );
  rows.sort((a, b) => (a.id !== b.id ? (a.id < b.id ? -1 : 1) : a.address < b.address ? -1 : 1));
  return { rows, unreachable };
}

async function wasClaimed({ read }: Cluster, season: Address, index: number): Promise<boolean> {
  const [account] = await read([await pageAddress(season, pageOf(index))]);
  // Anyone can send SOL to a page's address before it is opened.
  if (!account?.exists || account.programAddress !== ioAirdrop.IO_AIRDROP_PROGRAM_ADDRESS) return false;
  return isClaimed(ioAirdrop.getPageDecoder().decode(account.data), index);
}

interface Files {
  url: string;
  season: Address;
  root: string;
  load: LoadAirdropFile;
}

/** Files that have loaded: they never change. One that has not is asked for again. */
const known = new Map<string, Promise<Files>>();

function filesAt(url: string): Promise<Files> {
  const asked = known.get(url);
  if (asked) return asked;
  const load = airdropFiles(url);
  const files = load("season.json").then((manifest) => {
    const { season, root } = manifest as AirdropManifest;
    return { url, season, root: String(root).toLowerCase(), load };
  });
  known.set(url, files);
  files.catch(() => known.delete(url));
  return files;
}

/** The files of each season that this site has, and the folders that do not answer. */
export async function listsOf(folders: readonly string[], base = document.baseURI) {
  const urls = folders.map((folder) => new URL(folder, base).href);
  const asked = await Promise.allSettled(urls.map(filesAt));
  const bySeason = new Map<Address, Files>();
  for (const each of asked) if (each.status === "fulfilled") bySeason.set(each.value.season, each.value);
  return { bySeason, unreachable: urls.filter((_, i) => asked[i]!.status === "rejected") };
}

/** Bytes in hexadecimal digits. */
export function hex(bytes: ArrayLike<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A grant of an address. */
export interface GrantRow {
  address: Address;
  view: GrantView;
  figures: GrantFigures;
}

/** The grants of an address, and those that it was proposed for. */
export function useGrants(wallet: Address | undefined): Live<GrantRow[]> {
  const { read, list } = useCluster();
  return useLive(
    wallet && `grants ${wallet}`,
    async () => {
      const found = await listGrants(list);
      const own = found.filter(
        ({ grant }) => grant.beneficiary === wallet || grant.nextBeneficiary === wallet,
      );
      return Promise.all(
        own.map(async ({ address }) => {
          const view = await readGrant(read, address);
          return { address, view, figures: grantFigures(view.grant, view.category, view.now) };
        }),
      );
    },
    30_000,
  );
}
