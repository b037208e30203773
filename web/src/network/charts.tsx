/** The emission by year and month, and what was minted and burned. */

import { type NetworkView, ONE_IO, supplyFigures } from "@io-economy/sdk";
import { type ReactElement, useMemo, useState } from "react";
import { useCluster } from "../data/cluster.js";
import { lastYear, type SupplyHour, useIndexAll } from "../data/index-api.js";
import { isSupplyHour } from "../data/index-shapes.js";
import {
  Amount,
  amountText,
  Chart,
  Choice,
  countText,
  dateText,
  Empty,
  Facts,
  FromIndex,
  Section,
  Table,
  Time,
} from "../ui/index.js";
import { type Day, daysOf, scaled, schedule, years } from "./model.js";

/** Whole IO with a letter for the axis: 37.9 M. */
function short(io: number): string {
  if (io >= 1e6) return `${(io / 1e6).toFixed(io >= 1e7 ? 0 : 1)} M`;
  if (io >= 1e3) return `${(io / 1e3).toFixed(io >= 1e4 ? 0 : 1)} k`;
  return io.toFixed(io >= 10 || io === 0 ? 0 : 2);
}

/** What the schedule emits, by month or year. */
export function Emission({ view }: { view: NetworkView }): ReactElement {
  const [by, setBy] = useState<"month" | "year">("month");
  const { genesisTs } = view.emission;
  const { month } = supplyFigures(view);
  const months = useMemo(() => schedule(genesisTs), [genesisTs]);
  const all = useMemo(() => years(), []);
  const values = by === "month" ? months : all;
  const series = useMemo(
    () => [
      {
        label: "Emitted",
        values: values.map(({ emitted }) => scaled(emitted)),
        color: 1,
        isBars: true,
      } as const,
    ],
    [values],
  );
  const x = useMemo(() => values.map((_, i) => i + 1), [values]);
  return (
    <Section
      isHalf
      title="Emission"
      note="the fixed schedule"
      actions={
        <Choice
          label="By"
          value={by}
          onChange={setBy}
          options={[
            ["month", "By month"],
            ["year", "By year"],
          ]}
        />
      }
    >
      <Chart
        label={`IO emitted in each ${by}; each month emits 1.02% less than the one before`}
        x={x}
        series={series}
        format={short}
        textAt={(_, at) => `${amountText(values[at]!.emitted, "IO")} IO`}
        formatX={(at) => `${by} ${Math.round(at)}`}
        mark={by === "month" ? month : Math.ceil(month / 12)}
        isFromZero
      >
        {by === "month" ? (
          <Table
            caption="Emission by month"
            rows={months}
            keyOf={({ month: of }) => String(of)}
            most={24}
            columns={[
              { head: "Month", isName: true, cell: ({ month: of }) => of },
              {
                head: "Begins",
                cell: ({ from }) => (from === undefined ? "" : <Time at={from} withTime={false} />),
              },
              {
                head: "Emits",
                isNumber: true,
                cell: ({ emitted }) => <Amount of={emitted} unit="IO" />,
              },
            ]}
          />
        ) : (
          <Table
            caption="Emission by year"
            rows={all}
            keyOf={({ year }) => String(year)}
            columns={[
              { head: "Year", isName: true, cell: ({ year }) => year },
              {
                head: "Emits",
                isNumber: true,
                cell: ({ emitted }) => <Amount of={emitted} unit="IO" />,
              },
              {
                head: "Supply at its end, without burns",
                isNumber: true,
                cell: ({ supply }) => <Amount of={supply} unit="IO" decimals={0} />,
              },
            ]}
          />
        )}
      </Chart>
      <p className="quiet">
        Month {month} emits <Amount of={months[month - 1]?.emitted ?? 0n} unit="IO" />; by the hour, to the
        nodes that are available and those who stake in them.
      </p>
    </Section>
  );
}

/** What was burned: the chain's totals, and by day from the index. */
export function Burned({ view }: { view: NetworkView }): ReactElement {
  const { index } = useCluster().config;
  const hours = useIndexAll<SupplyHour>("/v1/supply/hours", isSupplyHour, { from: lastYear(view.now) });
  const { burned } = supplyFigures(view);
  const totals = view.buyback?.totals;
  return (
    <Section isHalf title="Burned" note="by fees, the buyback, slashes and holders">
      {index ? (
        <FromIndex of={hours} what="the history" lines={5}>
          {(found) => <Days days={daysOf(found)} />}
        </FromIndex>
      ) : (
        <Empty title="Burns by day need an index.">
          This site names none in its config.json; the totals below are the chain&apos;s.
        </Empty>
      )}
      <Facts
        of={[
          { label: "In all", value: <Amount of={burned} unit="IO" /> },
          totals && {
            label: "Bought and burned",
            value: <Amount of={totals.ioBought} unit="IO" />,
            note: (
              <>
                for <Amount of={totals.usdcSpent} unit="USDC" />
              </>
            ),
          },
          totals && {
            label: "Fees paid in IO, burned",
            value: <Amount of={totals.ioBurned} unit="IO" />,
          },
        ]}
      />
    </Section>
  );
}

function Days({ days }: { days: readonly Day[] }): ReactElement {
  if (days.length === 0)
    return (
      <Empty title="Nothing was minted or burned yet.">The first crank mints, the first sweep burns.</Empty>
    );
  const last = days.slice(-366);
  if (last.every(({ burned }) => burned === 0n))
    return <Empty title="Nothing was burned yet.">Fees burn IO once they are swept to the buyback.</Empty>;
  return (
    <Chart
      label="IO burned by day"
      x={last.map(({ day }) => day)}
      isTime
      series={[
        {
          label: "Burned",
          values: last.map(({ burned }) => scaled(burned, ONE_IO)),
          color: 2,
          isBars: true,
        },
      ]}
      format={short}
      textAt={(_, at) => `${amountText(last[at]!.burned, "IO")} IO`}
      formatX={(at) => dateText(BigInt(Math.round(at)), false)}
      isFromZero
    >
      <Table
        caption="Minted and burned by day"
        rows={[...days].reverse()}
        keyOf={({ day }) => String(day)}
        most={14}
        columns={[
          {
            head: "Day",
            isName: true,
            cell: ({ day }) => <Time at={BigInt(day)} withTime={false} />,
          },
          {
            head: "Minted",
            isNumber: true,
            cell: ({ minted }) => <Amount of={minted} unit="IO" />,
          },
          {
            head: "Burned",
            isNumber: true,
            cell: ({ burned }) => <Amount of={burned} unit="IO" />,
          },
        ]}
        empty={<p>{countText(0)}</p>}
      />
    </Chart>
  );
}
