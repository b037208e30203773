/** The axes of a chart. */

import { DAY } from "../spans.js";
import type { ChartProps } from "./chart.js";

/** Steps between dates, in seconds. */
export const DAYS = [1, 2, 5, 7, 14, 30, 60, 91, 182, 365].map((days) => days * DAY);

/** The x axis; with bars half a step wider, so that the first and the last are whole. */
export function spanOf(
  { x, series, isTime }: Pick<ChartProps, "x" | "series" | "isTime">,
  low: number,
  high: number,
): [number, number] {
  const [first] = x;
  const alone = isTime ? DAY : 1;
  // Of one place alone uPlot makes a scale from 0 on.
  if (x.length === 1 && first !== undefined) return [first - alone, first + alone];
  if (!series.some(({ isBars }) => isBars)) return [low, high];
  const steps = x.slice(1).map((at, i) => at - x[i]!);
  const step = steps.length > 0 ? Math.min(...steps) : alone;
  return [low - step / 2, high + step / 2];
}

/** The y axis, with room over what is drawn. */
export function rangeOf(low: number, high: number, isFromZero: boolean | undefined): [number, number] {
  if (low === null || high === null) return [0, 1];
  const from = isFromZero ? 0 : low;
  const room = (high - from || Math.abs(high) || 1) * 0.08;
  return [isFromZero ? 0 : from - room, high + room];
}
