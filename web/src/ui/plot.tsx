/** Draws a chart by uPlot, in the colours of the theme. */

import { type ReactElement, useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dateText } from "./time.js";
import type { ChartProps } from "./chart.js";
import { DAYS, rangeOf, spanOf } from "./scale.js";

/** A chart; `Chart` loads it. */
export default function Plot(props: ChartProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const plot = useRef<uPlot>(undefined);
  const shape = JSON.stringify([props.series.map(({ label, color, isBars }) => [label, color, isBars])]);

  useEffect(() => {
    const { current } = box;
    if (!current) return undefined;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        optionsOf(latest, current.clientWidth || 300),
        dataOf(latest.current),
        current,
      );
    };
    draw();
    let width = current.clientWidth;
    const resized = new ResizeObserver(() => {
      if (current.clientWidth === width || current.clientWidth === 0) return;
      width = current.clientWidth;
      plot.current?.setSize({ width, height: latest.current.height ?? 220 });
    });
    resized.observe(current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    addEventListener("io:theme", draw);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", draw);
      removeEventListener("io:theme", draw);
      plot.current?.destroy();
    };
  }, [shape]);

  useEffect(() => {
    plot.current?.setData(dataOf(props));
  }, [props.x, props.series]);

  return <div ref={box} />;
}

function dataOf({ x, series }: ChartProps): uPlot.AlignedData {
  return [[...x], ...series.map(({ values }) => [...values])] as uPlot.AlignedData;
}

function optionsOf(latest: { current: ChartProps }, width: number): uPlot.Options {
  const { series, isTime = false, height = 220, isFromZero } = latest.current;
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const [text, line] = [color("--muted"), color("--line")];
  const font = `12px ${color("--font")}`;
  const formatX = (value: number) => {
    const { formatX: format } = latest.current;
    return format ? format(value) : isTime ? dateText(BigInt(Math.round(value))) : String(value);
  };
  const axis = { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const values = (_: uPlot, found: number[]) => found.map((value) => latest.current.format(value));
  return {
    width,
    height,
    padding: [8, 40, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_, low, high) => spanOf(latest.current, low, high) },
      y: { range: (_, low, high) => rangeOf(low, high, isFromZero) },
    },
    axes: [
      {
        ...axis,
        ...{ size: 30, grid: { show: false }, space: 90 },
        // Of days, so that no date stands twice.
        ...(isTime && { incrs: DAYS }),
        values: (_, found) => found.map(formatX),
      },
      { ...axis, size: sizeOf(font), values },
    ],
    series: [
      {},
      ...series.map(({ label, color: number, isBars, isDashed }) => ({
        label,
        stroke: color(`--series-${number}`),
        width: 2,
        // A line of a few days would not be seen.
        points: { show: !isBars && latest.current.x.length < 15, size: 6 },
        ...(isDashed && { dash: [5, 4] }),
        ...(isBars && {
          fill: color(`--series-${number}`),
          width: 0,
          paths: uPlot.paths.bars!({ size: [0.72, 64] }),
        }),
      })),
    ],
    hooks: {
      draw: [(plot) => mark(plot, latest.current.mark, color("--accent"))],
      ready: [tip(latest, formatX)],
    },
  };
}

/** The width of an axis: that of its widest text. */
function sizeOf(font: string) {
  return (plot: uPlot, values: string[] | null) => {
    plot.ctx.font = font;
    const widest = Math.max(0, ...(values ?? []).map((value) => value.length));
    return Math.max(36, Math.ceil(widest * 7) + 14);
  };
}

/** The line of now. */
function mark(plot: uPlot, at: number | undefined, stroke: string): void {
  if (at === undefined) return;
  const x = plot.valToPos(at, "x", true);
  const { left, top, width, height } = plot.bbox;
  if (x < left || x > left + width) return;
  plot.ctx.save();
  plot.ctx.strokeStyle = stroke;
  plot.ctx.lineWidth = devicePixelRatio;
  plot.ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  plot.ctx.beginPath();
  plot.ctx.moveTo(x, top);
  plot.ctx.lineTo(x, top + height);
  plot.ctx.stroke();
  plot.ctx.restore();
}

/** Says what is pointed at, in a line over the plot. */
function tip(latest: { current: ChartProps }, formatX: (value: number) => string) {
  return (plot: uPlot) => {
    const box = document.createElement("div");
    box.className = "tip";
    plot.over.appendChild(box);
    plot.over.addEventListener("mouseleave", () => (box.textContent = ""));
    plot.over.addEventListener("mousemove", () => {
      const { idx } = plot.cursor;
      if (idx == null) return;
      const { x, series, textAt } = latest.current;
      const of = series.map(({ label, values }, i) =>
        values[idx] == null ? "" : `${series.length > 1 ? `${label} ` : ""}${textAt(i, idx)}`,
      );
      box.textContent = [formatX(x[idx] ?? 0), ...of].filter(Boolean).join("  \u00b7  ");
    });
  };
}
