/** What each season of an airdrop holds against what it owes. */

import { listSeasons } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { Address, Amount, Badge, countText, Loaded, Section, Table } from "../ui/index.js";
import { type SeasonVault, seasonVault } from "./model.js";

/** Seasons whose account and vault one request reads, so that they are of one moment. */
const AT_ONCE = 49;

/** The seasons that are not over, with what their vaults hold. */
function useSeasonVaults(): Live<SeasonVault[]> {
  const { read, list } = useCluster();
  return useLive(
    "season vaults",
    async () => {
      const found = await listSeasons(list);
      const owing = found.filter(({ season }) => !season.ledger.over);
      const vaults: SeasonVault[] = [];
      for (let first = 0; first < owing.length; first += AT_ONCE) {
        const some = owing.slice(first, first + AT_ONCE);
        const accounts = await read(some.flatMap(({ address, season }) => [address, season.vault]));
        for (let i = 0; i < some.length; i += 1) {
          const vault = seasonVault(accounts[2 * i], accounts[2 * i + 1]);
          if (vault) vaults.push(vault);
        }
      }
      return vaults.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    30_000,
  );
}

export function SeasonVaults(): ReactElement | null {
  const vaults = useSeasonVaults();
  if (vaults.data?.length === 0) return null;
  return (
    <Section title="Airdrops" note="each season pays from a vault of its own">
      <Loaded of={vaults} what="the seasons" lines={3}>
        {(rows) => (
          <Table
            caption="What each season holds and owes"
            rows={rows}
            keyOf={({ address }) => address}
            most={12}
            columns={[
              {
                head: "Season",
                isName: true,
                cell: ({ id, address }) => (
                  <>
                    {countText(id)} <Address of={address} what="the season's address" />
                  </>
                ),
              },
              {
                head: "Holds",
                isNumber: true,
                cell: ({ held }) => <Amount of={held} unit="IO" decimals="all" />,
              },
              {
                head: "Owes",
                isNumber: true,
                cell: ({ owed }) => <Amount of={owed} unit="IO" decimals="all" />,
              },
              {
                head: "State",
                cell: ({ held, owed }) =>
                  held < owed ? <Badge tone="bad">short</Badge> : <Badge tone="good">covered</Badge>,
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
