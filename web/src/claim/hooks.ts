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
  /** Whether this site has the season's files. */
  hasFiles: boolean;
  /** The address's leaf; undefined if it is not on the list. */
  entry: AirdropEntry | undefined;
  /** What the leaf is worth, in base units of IO. */
  worth: bigint;
  isClaimed: boolean;
}

/** The seasons that are on chain, with an address's leaves. */
export function useSeasons(wallet: Address | undefined): Live<SeasonRow[]> {
  const cluster = useCluster();
  return useLive(`seasons ${wallet ?? ""}`, () => readSeasons(cluster, wallet), 30_000);
}

async function readSeasons(cluster: Cluster, wallet: Address | undefined): Promise<SeasonRow[]> {
  const [found, files, { now }] = await Promise.all([
    listSeasons(cluster.list),
    filesBySeason(cluster.config.airdrops ?? []),
    snapshot(cluster.read, []),
  ]);
  const rows = await Promise.all(
    found.map(async ({ address, season }): Promise<SeasonRow> => {
      const load = files.get(address);
      const entry = wallet && load ? await findAirdrop(load, wallet) : undefined;
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
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function wasClaimed({ read }: Cluster, season: Address, index: number): Promise<boolean> {
  const [account] = await read([await pageAddress(season, pageOf(index))]);
  if (!account?.exists) return false;
  return isClaimed(ioAirdrop.getPageDecoder().decode(account.data), index);
}

let known: Promise<ReadonlyMap<Address, LoadAirdropFile>> | undefined;

/** The files of each season that this site knows of; they never change, and are loaded once. */
function filesBySeason(folders: readonly string[]): Promise<ReadonlyMap<Address, LoadAirdropFile>> {
  known ??= (async () => {
    const loaded = await Promise.all(
      folders.map(async (folder) => {
        const load = airdropFiles(new URL(folder, document.baseURI).href);
        const manifest = await load("season.json").catch(() => undefined);
        return manifest ? ([(manifest as AirdropManifest).season, load] as const) : undefined;
      }),
    );
    return new Map(loaded.filter((each) => each !== undefined));
  })();
  return known;
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
