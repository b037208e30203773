/** A line or bar chart. What draws it is loaded when the first one is seen. */

import { lazy, type ReactElement, type ReactNode, Suspense } from "react";
import { Loading } from "./notice.js";

export interface Series {
  label: string;
  /** Floats: for the eye only; what is read as a figure comes from `textAt` and the table. */
  values: readonly (number | null)[];
  color: 1 | 2 | 3 | 4 | 5;
  isBars?: boolean;
  isDashed?: boolean;
}

export interface ChartProps {
  /** What it shows, in a sentence, for those who hear it. */
  label: string;
  /** Unix seconds if `isTime`, else any numbers that rise. */
  x: readonly number[];
  series: readonly Series[];
  isTime?: boolean;
  /** A value as text, for the axis. */
  format: (value: number) => string;
  /** What is pointed at, of a series at a place, to the base unit. */
  textAt: (series: number, at: number) => string;
  formatX?: (value: number) => string;
  height?: number;
  /** A moment on the x axis, marked by a line. */
  mark?: number;
  /** Lowest value of the axis is 0. */
  isFromZero?: boolean;
}

const Plot = lazy(() => import("./plot.js"));

/** @param children The same figures as a table, which opens under it. */
export function Chart(props: ChartProps & { children?: ReactNode }): ReactElement {
  const { children, ...plot } = props;
  return (
    <figure className="chart">
      <div role="img" aria-label={plot.label} className="plot" data-height={plot.height ?? 220}>
        <Suspense fallback={<Loading what="the chart" lines={4} />}>
          <Plot {...plot} />
        </Suspense>
      </div>
      {plot.series.length > 1 && (
        <ul className="legend">
          {plot.series.map(({ label, color }, i) => (
            <li key={i}>
              <span className={`key series-${color}`} aria-hidden="true" />
              {label}
            </li>
          ))}
        </ul>
      )}
      {children && (
        <details>
          <summary>As a table</summary>
          {children}
        </details>
      )}
    </figure>
  );
}
