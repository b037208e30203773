/** The network: supply, emission, burns, the buyback's auction, utilisation and prices. */

import { HARD_CAP, type NetworkView, poolFigures, supplyFigures } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { type IndexSupply, useIndex } from "../data/index-api.js";
import { Link } from "../router.js";
import {
  Amount,
  Columns,
  countText,
  Empty,
  Facts,
  Figures,
  Loaded,
  Meter,
  Page,
  Parts,
  Section,
  shareText,
  type Column,
  Table,
  Until,
  byAmount,
} from "../ui/index.js";
import { Burned, Emission } from "./charts.js";
import { PriceHistory } from "./prices.js";
import { useBuyback, useMarketAndNames, useNetwork, useSolvency } from "./hooks.js";
import { type ClassFigures, classesOf } from "./model.js";
import { OfferFigures } from "./offer.js";

export default function NetworkPage(): ReactElement {
  const network = useNetwork();
  const buyback = useBuyback();
  return (
    <Page
      title="Network"
      lead="What exists, what is emitted and burned, and what compute costs, as the chain has it now."
    >
      <Loaded of={network} what="the supply" lines={6}>
        {(view) => (
          <>
            <Supply view={view} />
            <Columns>
              <Emission view={view} />
              <Burned view={view} />
            </Columns>
          </>
        )}
      </Loaded>
      <Utilisation />
      <Columns>
        <Section
          title="Buyback"
          note="fees buy IO and burn it"
          actions={
            <Link to="/burn" className="button small">
              Sell to it
            </Link>
          }
        >
          <Loaded of={buyback} what="the auction" lines={5}>
            {(view) => <OfferFigures view={view} />}
          </Loaded>
        </Section>
        <div className="column">
          <PriceHistory />
          <Section title="Pools of rewards" note="95% to GPUs, 5% to CPUs">
            <Loaded of={network} what="the pools" lines={4}>
              {(view) => <Pools view={view} />}
            </Loaded>
          </Section>
        </div>
      </Columns>
    </Page>
  );
}

function Supply({ view }: { view: NetworkView }): ReactElement {
  const { index } = useCluster().config;
  const counted = useIndex<IndexSupply>("/v1/supply").data;
  const figures = supplyFigures(view);
  const { supply, burned, lockedTotal, unlocked, toCome, month, monthEndsAt, due } = figures;
  // An index that was given the treasury's wallets knows what really circulates.
  const ofTreasury = counted ? BigInt(counted.treasury_total) + BigInt(counted.airdrops_total) : 0n;
  const circulating = counted && ofTreasury > 0n ? unlocked - ofTreasury : unlocked;
  return (
    <Section
      title="Supply"
      note={
        <>
          hard cap <Amount of={HARD_CAP} unit="IO" decimals={0} />
        </>
      }
    >
      <Figures
        of={[
          {
            label: "Exists",
            value: <Amount of={supply} unit="IO" decimals={0} />,
            note: `${shareText(supply, HARD_CAP)} of the cap`,
          },
          {
            label: "Circulating",
            value: <Amount of={circulating} unit="IO" decimals={0} />,
            note:
              ofTreasury > 0n
                ? "without locks, treasury, its airdrops"
                : index
                  ? "not locked; no treasury is named"
                  : "not locked; a treasury is not taken off",
          },
          {
            label: "Locked",
            value: <Amount of={lockedTotal} unit="IO" decimals={0} />,
            note: "released by the month from month 13",
          },
          {
            label: "Burned",
            value: <Amount of={burned} unit="IO" />,
            note: "since genesis",
          },
          {
            label: "Still to come",
            value: <Amount of={toCome} unit="IO" decimals={0} />,
            note: (
              <>
                month {month} of 240
                {monthEndsAt !== undefined && (
                  <>
                    , ends <Until at={monthEndsAt} />
                  </>
                )}
              </>
            ),
          },
        ]}
      />
      <Parts
        label="Parts of the hard cap"
        of={[
          part("Circulating", circulating, 1),
          ...(ofTreasury > 0n ? [part("Treasury and its airdrops", ofTreasury, 4)] : []),
          part("Locked", lockedTotal, 3),
          part("Burned", burned, 2),
          part("Still to come", toCome, 5),
        ]}
      />
      {due > 0n && (
        <p className="quiet">
          <Amount of={due} unit="IO" decimals="fit" /> are due: whoever cranks next mints them to the rewards.
        </p>
      )}
    </Section>
  );
}

function part(label: string, amount: bigint, color: 1 | 2 | 3 | 4 | 5) {
  const value = (
    <>
      <Amount of={amount} unit="IO" decimals={0} />{" "}
      <span className="quiet">{shareText(amount, HARD_CAP)}</span>
    </>
  );
  return { label, amount, color, value };
}

function Pools({ view }: { view: NetworkView }): ReactElement {
  const names = { gpu: "GPUs", cpu: "CPUs" };
  return (
    <>
      {poolFigures(view).map(({ name, weight, fullWeight, carried }) => (
        <div key={name}>
          <Facts
            of={[
              {
                label: `${names[name]}: weight of ${countText(fullWeight)}`,
                value: `${countText(weight)}, ${shareText(weight, fullWeight, 1)}`,
              },
            ]}
          />
          <Meter part={weight} whole={fullWeight} label={`Weight of the pool of ${names[name]}`} />
          <p className="quiet small">
            <Amount of={carried} unit="IO" /> carried: emitted while the pool was light, paid out later.
          </p>
        </div>
      ))}
    </>
  );
}

function Utilisation(): ReactElement {
  const solvency = useSolvency();
  const market = useMarketAndNames();
  return (
    <Section
      title="Compute"
      note="utilisation and prices by class, per processor and hour"
      actions={
        <Link to="/compute" className="button small">
          Book
        </Link>
      }
    >
      <Loaded of={market} what="the market" lines={4}>
        {({ market: view, orders, names }) => (
          <Loaded of={solvency} what="the nodes" lines={4}>
            {({ nodes }) => <Classes rows={classesOf(nodes, orders, view, names)} />}
          </Loaded>
        )}
      </Loaded>
    </Section>
  );
}

const CLASS_COLUMNS: readonly Column<ClassFigures>[] = [
  {
    head: "Class",
    isName: true,
    cell: ({ name }) => name,
    compare: (a, b) => a.name.localeCompare(b.name),
  },
  {
    head: "Nodes",
    isNumber: true,
    cell: ({ nodes }) => countText(nodes),
    compare: byAmount(({ nodes }) => BigInt(nodes)),
  },
  {
    head: "Processors",
    isNumber: true,
    cell: ({ processors }) => countText(processors),
    compare: byAmount(({ processors }) => processors),
  },
  {
    head: "Hired",
    isNumber: true,
    cell: ({ hired }) => countText(hired),
    compare: byAmount(({ hired }) => hired),
  },
  {
    head: "Utilisation",
    isNumber: true,
    cell: ({ hired, processors }) => shareText(hired, processors, 1),
    compare: byAmount(({ hired, processors }) => (processors > 0n ? (hired * 10_000n) / processors : 0n)),
  },
  {
    head: "Free to book",
    isNumber: true,
    cell: ({ free }) => countText(free),
    compare: byAmount(({ free }) => free),
  },
  {
    head: "Asked",
    isNumber: true,
    cell: ({ asked }) =>
      asked ? (
        <>
          <Amount of={asked.least} unit="USDC" isBare={asked.greatest !== asked.least} />
          {asked.greatest !== asked.least && (
            <>
              {" to "}
              <Amount of={asked.greatest} unit="USDC" />
            </>
          )}
        </>
      ) : (
        "nothing"
      ),
    compare: byAmount(({ asked }) => asked?.least ?? 0n),
  },
  {
    head: "Running orders pay",
    isNumber: true,
    cell: ({ paid }) => (paid === undefined ? "none runs" : <Amount of={paid} unit="USDC" />),
    compare: byAmount(({ paid }) => paid ?? 0n),
  },
];

function Classes({ rows }: { rows: readonly ClassFigures[] }): ReactElement {
  return (
    <Table
      caption="Utilisation and prices by hardware class"
      columns={CLASS_COLUMNS}
      rows={rows}
      keyOf={({ address }) => address}
      sortedBy="-Processors"
      empty={
        <Empty title="No node is registered yet.">
          An operator registers one on the page Operate; then its class stands here.
        </Empty>
      }
    />
  );
}
