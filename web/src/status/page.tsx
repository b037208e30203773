/** Status: whether everything is covered, what waits for a keeper, and how old the prices are. */

import {
  type BuybackView,
  canCrank,
  carriedUntil,
  type NetworkView,
  poolFigures,
  type SolvencyView,
} from "@io-economy/sdk";
import type { ReactElement } from "react";
import { useCluster, useHealth, useNow } from "../data/cluster.js";
import { useIndexStatus } from "../data/index-api.js";
import { useBuyback, useSolvency } from "../network/hooks.js";
import { offerNow, usdText } from "../network/offer.js";
import {
  Address,
  Amount,
  Badge,
  bpsText,
  type Column,
  Columns,
  Count,
  Facts,
  Figures,
  Loaded,
  Notice,
  Page,
  Section,
  spanText,
  Table,
  Time,
  Until,
} from "../ui/index.js";
import { SeasonVaults } from "./seasons.js";
import { Vaults, Verdict } from "./vaults.js";
import { crankRows, type CrankRow, pausedUntil, STALE_SECONDS, widthBps } from "./model.js";

export default function StatusPage(): ReactElement {
  const solvency = useSolvency();
  const buyback = useBuyback();
  return (
    <Page
      title="Status"
      lead="What every vault holds and owes, what waits for a keeper, how old the prices are."
    >
      <Loaded of={solvency} what="the vaults" lines={8}>
        {(view) => (
          <>
            <Verdict view={view} />
            <Vaults view={view} />
            <SeasonVaults />
            <Columns>
              <div className="column">
                <Ledgers view={view} />
                <Cranks view={view} buyback={buyback.data} />
                <Pools view={view.network} />
              </div>
              <div className="column">
                <Programs view={view.network} />
                <Section title="Prices" note="of the oracle, as the buyback takes them">
                  <Loaded of={buyback} what="the prices" lines={3}>
                    {(prices) => <Prices view={prices} />}
                  </Loaded>
                </Section>
                <Sources />
              </div>
            </Columns>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Ledgers({ view }: { view: SolvencyView }): ReactElement {
  const rows = (["IO", "USDC"] as const).map((unit) => ({
    unit,
    ...view.network.ledgers[unit],
    inOrders: view.inOrders[unit],
  }));
  type Row = (typeof rows)[number];
  const amount = (head: string, of: (row: Row) => bigint): Column<Row> => ({
    head,
    isNumber: true,
    cell: (row) => <Amount of={of(row)} unit={row.unit} decimals="fit" isBare />,
  });
  return (
    <Section isHalf title="Money of orders" note="by currency">
      <Table<Row>
        caption="Whose the money of orders is"
        rows={rows}
        keyOf={({ unit }) => unit}
        columns={[
          { head: "Currency", isName: true, cell: ({ unit }) => unit },
          amount("Escrowed", ({ escrowed }) => escrowed),
          amount("In orders", ({ inOrders }) => inOrders),
          amount("Unclaimed", ({ unclaimed }) => unclaimed),
          amount("Bonds", ({ bonds }) => bonds),
          amount("Fees", ({ fees }) => fees),
          amount("Swept", ({ swept }) => swept),
        ]}
      />
    </Section>
  );
}

function Programs({ view }: { view: NetworkView }): ReactElement {
  const now = useNow(view.now);
  const row = (label: string, pause: { began: bigint; until: bigint } | undefined) => {
    const until = pausedUntil(pause, now);
    return {
      label,
      value: !pause ? (
        <Badge>not set up</Badge>
      ) : until === undefined ? (
        <Badge tone="good">runs</Badge>
      ) : (
        <Badge tone="warn">paused</Badge>
      ),
      ...(until !== undefined && {
        note: (
          <>
            ends <Until at={until} /> at the latest; exits go on
          </>
        ),
      }),
    };
  };
  return (
    <Section isHalf title="Programs" note="a pause stops entry, never exit">
      <Facts
        of={[
          row("Staking", view.staking.pause),
          row("Orders", view.orders?.pause),
          row("Buyback", view.buyback?.pause),
          {
            label: "Emission, vesting, airdrops",
            value: <Badge tone="good">cannot be paused</Badge>,
          },
        ]}
      />
    </Section>
  );
}

function Cranks({ view, buyback }: { view: SolvencyView; buyback: BuybackView | undefined }): ReactElement {
  const now = useNow(view.network.now);
  const canOpen = buyback && offerNow(buyback, now);
  const opens = canOpen && "offer" in canOpen && canOpen.offer.isNew;
  const columns: readonly Column<CrankRow>[] = [
    { head: "What", isName: true, cell: ({ what }) => what },
    { head: "Waits", isNumber: true, cell: ({ waits }) => <Waits of={waits} /> },
    {
      head: "State",
      cell: ({ isDue, isLate }) =>
        isLate ? (
          <Badge tone="warn">late</Badge>
        ) : isDue ? (
          <Badge tone="info">due</Badge>
        ) : (
          <Badge tone="good">done</Badge>
        ),
    },
  ];
  const mint = canCrank(view.network.emission, now);
  return (
    <Section isHalf title="Keepers" note="anyone may run one; it does what is due">
      <Table
        caption="What waits for a keeper"
        columns={columns}
        rows={crankRows(view, now, { mint, opens: opens ?? false })}
        keyOf={({ what }) => what}
      />
    </Section>
  );
}

function Waits({ of }: { of: CrankRow["waits"] }): ReactElement {
  if ("orders" in of) return <Count of={of.orders} />;
  return (
    <span className="stack">
      {of.map(({ of: amount, unit }) => (
        <Amount key={unit} of={amount} unit={unit} decimals="fit" />
      ))}
    </span>
  );
}

function Prices({ view }: { view: BuybackView }): ReactElement {
  const now = useNow(view.now);
  const { auction, params } = view.config;
  const runs = now < auction.start + BigInt(auction.period);
  const { maxAge, maxConfBps } = runs ? auction : params;
  const figure = (label: string, price: BuybackView["io"]) => {
    const age = now > price.publishTime ? now - price.publishTime : 0n;
    return {
      label,
      value: usdText(price),
      note: `${spanText(age)} old, ${bpsText(widthBps(price))} wide`,
    };
  };
  const oldest = [view.io, view.usdc]
    .map(({ publishTime }) => now - publishTime)
    .sort((a, b) => Number(b - a))[0]!;
  return (
    <>
      <Figures of={[figure("IO", view.io), figure("USDC", view.usdc)]} />
      <p className="quiet">
        A fill takes a price of at most {maxAge} seconds and {bpsText(maxConfBps)} of width.
      </p>
      {oldest > STALE_SECONDS && (
        <Notice tone="warn" title="Nobody pushes these prices, so nothing buys.">
          Somebody has to run a price pusher for both feeds.
        </Notice>
      )}
    </>
  );
}

function Pools({ view }: { view: NetworkView }): ReactElement {
  return (
    <Section isHalf title="Pools of rewards" note="what is emitted while a pool is light is carried">
      {poolFigures(view).map(({ name, weight, fullWeight, carried }) => {
        const until = carriedUntil(view, name);
        return (
          <Facts
            key={name}
            of={[
              {
                label: `${name.toUpperCase()}: weight`,
                value: (
                  <>
                    <Count of={weight} /> of <Count of={fullWeight} />
                  </>
                ),
              },
              {
                label: `${name.toUpperCase()}: carried`,
                value: <Amount of={carried} unit="IO" decimals="all" />,
                note:
                  carried === 0n ? undefined : until === undefined ? (
                    "takes more than 100 years to pay out at today's weight"
                  ) : (
                    <>
                      paid out by <Time at={until} withTime={false} /> at today&apos;s weight
                    </>
                  ),
              },
            ]}
          />
        );
      })}
    </Section>
  );
}

function Sources(): ReactElement {
  const { config } = useCluster();
  const { genesis, now } = useHealth();
  const index = useIndexStatus();
  return (
    <Section isHalf title="Where this is from">
      <Facts
        of={[
          { label: "Cluster", value: config.cluster.name, note: config.cluster.rpc },
          genesis !== undefined && {
            label: "Genesis",
            value: <Address of={genesis} what="the genesis hash" />,
          },
          now > 0n && { label: "Time on chain", value: <Time at={now} /> },
          {
            label: "Index",
            value: config.index ?? "none",
            note: config.index ? undefined : "without history",
          },
          index.data && {
            label: "Index is at",
            value: <Time at={BigInt(index.data.time)} />,
            note: index.data.complete
              ? index.data.behind_seconds === null
                ? undefined
                : `${spanText(BigInt(index.data.behind_seconds))} behind the cluster`
              : "still reading the history: its figures are partial",
          },
          index.explanation && {
            label: "Index fails",
            value: <Badge tone="bad">{index.explanation.message}</Badge>,
            note: index.explanation.action,
          },
          index.standing === "otherCluster" && {
            label: "Index is of",
            value: <Badge tone="bad">another cluster</Badge>,
            note: "its figures are left out",
          },
        ]}
      />
    </Section>
  );
}
