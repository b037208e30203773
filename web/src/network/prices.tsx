/** What bookings cost, by class and day, from the index. */

import { ONE_USDC } from "@io-economy/sdk";
import { type ReactElement, useMemo } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { lastYear, type PriceHour, useIndexAll } from "../data/index-api.js";
import { isPriceHour } from "../data/index-shapes.js";
import {
  Amount,
  amountText,
  Chart,
  dateText,
  Empty,
  FromIndex,
  Loading,
  Section,
  Table,
  Time,
} from "../ui/index.js";
import { useMarketAndNames } from "./hooks.js";
import { pricesByDay, scaled } from "./model.js";

/** Colours for classes; those with fewer bookings have none left. */
const COLORS = [1, 2, 3, 4, 5] as const;

export function PriceHistory(): ReactElement {
  const { index } = useCluster().config;
  const from = lastYear(useNow());
  const path = from === undefined ? undefined : "/v1/prices/hours";
  const hours = useIndexAll<PriceHour>(path, isPriceHour, { kind: "booking", from });
  const names = useMarketAndNames().data?.names as ReadonlyMap<string, string> | undefined;
  return (
    <Section title="Prices of bookings" note="USDC per processor and hour, by day">
      {!index ? (
        <Empty title="Prices by day need an index.">
          This site names none in its config.json; today&apos;s asks are in the table of compute.
        </Empty>
      ) : (
        <FromIndex of={hours} what="the prices" lines={4}>
          {(found) => (names ? <Prices hours={found} names={names} /> : <Loading what="the classes" />)}
        </FromIndex>
      )}
    </Section>
  );
}

function Prices({
  hours,
  names,
}: {
  hours: readonly PriceHour[];
  names: ReadonlyMap<string, string>;
}): ReactElement {
  const { days, classes, rows } = useMemo(() => pricesByDay(hours), [hours]);
  if (rows.length === 0)
    return <Empty title="Nothing was booked in USDC yet.">The first booking sets the first price.</Empty>;
  const nameOf = (key: string) => names.get(key) ?? "other class";
  const shown = classes.slice(0, COLORS.length);
  const meanAt = (key: string, day: number) =>
    rows.find((row) => row.day === day && row.key === key)?.average;
  const series = shown.map((key, i) => ({
    label: nameOf(key),
    color: COLORS[i]!,
    values: days.map((day) => {
      const mean = meanAt(key, day);
      return mean === undefined ? null : scaled(mean, ONE_USDC);
    }),
  }));
  return (
    <Chart
      label="Mean rate of bookings by class and day"
      x={days}
      isTime
      series={series}
      format={(value) => value.toFixed(2)}
      textAt={(of, at) => `${amountText(meanAt(shown[of]!, days[at]!) ?? 0n, "USDC")} USDC`}
      formatX={(at) => dateText(BigInt(Math.round(at)), false)}
      height={160}
      isFromZero
    >
      <Table
        caption="Rates of bookings by class and day"
        rows={[...rows].reverse()}
        keyOf={({ key, day }) => `${key} ${day}`}
        most={20}
        columns={[
          {
            head: "Day",
            isName: true,
            cell: ({ day }) => <Time at={BigInt(day)} withTime={false} />,
          },
          { head: "Class", cell: ({ key }) => nameOf(key) },
          {
            head: "Lowest",
            isNumber: true,
            cell: ({ low }) => <Amount of={low} unit="USDC" isBare />,
          },
          {
            head: "Mean",
            isNumber: true,
            cell: ({ average }) => <Amount of={average} unit="USDC" isBare />,
          },
          {
            head: "Highest",
            isNumber: true,
            cell: ({ high }) => <Amount of={high} unit="USDC" isBare />,
          },
        ]}
      />
    </Chart>
  );
}
