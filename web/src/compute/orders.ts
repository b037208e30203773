/** A client's orders as the page shows them: money and time by the second; no React, no requests. */

import {
  costOf,
  currencyOf,
  disputeBond,
  ioOrders,
  type Listed,
  type OrderCurrency,
  type OrderFigures,
  orderFigures,
  type Quote,
  quoteExtension,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";

/** What a client can do with an order now. */
export type OrderAction = "cancel" | "extend" | "end" | "dispute" | "settle" | "close";

/** An order at a time. */
export interface OrderRow {
  address: Address;
  order: ioOrders.Order;
  currency: OrderCurrency;
  figures: OrderFigures;
  /** What the time that is left is worth, in base units: falls by the second. */
  left: bigint;
  /** Seconds by which it can still be extended. */
  extendable: number;
  /** The bond of a dispute now; 0 if nothing can be disputed. */
  bond: bigint;
  /** The operator has said that it leaves: the client may leave too, for free. */
  hasNotice: boolean;
  actions: OrderAction[];
}

/** An order as it stands at `now`; while orders are paused nothing is extended. */
export function orderRow(
  { address, order }: Listed<"order", ioOrders.Order>,
  now: bigint,
  isPaused = false,
): OrderRow {
  const { escrow } = order;
  const view = { order, now };
  const figures = orderFigures(view, now);
  const { stage, remainingSeconds } = figures;
  const hasNotice = escrow.notice !== ioOrders.Notice.None;
  const isRunning = stage === "running" && remainingSeconds > 0;
  const extendable = isRunning && !hasNotice && !isPaused ? Math.max(escrow.longest - escrow.duration, 0) : 0;
  const bond = disputeBond(view, now);
  return {
    address,
    order,
    currency: currencyOf(order.currency),
    figures,
    left: stage === "running" ? costOf(escrow, remainingSeconds) : 0n,
    extendable,
    bond,
    hasNotice,
    actions: actionsOf(figures, { extendable, bond }),
  };
}

function actionsOf(
  { stage, canSettle, canClose }: OrderFigures,
  of: { extendable: number; bond: bigint },
): OrderAction[] {
  const settle = canSettle ? (["settle"] as const) : [];
  switch (stage) {
    case "open":
      return ["cancel"];
    case "running":
      // A settlement pays nobody but the operator, whose list has it.
      return [
        ...(of.extendable > 0 ? (["extend"] as const) : []),
        "end",
        ...(of.bond > 0n ? (["dispute"] as const) : []),
      ];
    case "ended":
      return [...(of.bond > 0n ? (["dispute"] as const) : []), ...settle];
    case "disputed":
      return [...settle];
    case "settled":
      return canClose ? ["close"] : [];
  }
}

/** Orders at a time: those that run first, then by when they began, the newest first. */
export function orderRows(
  orders: readonly Listed<"order", ioOrders.Order>[],
  now: bigint,
  isPaused = false,
): OrderRow[] {
  const rank = { running: 0, open: 1, disputed: 2, ended: 3, settled: 4 };
  const began = ({ order }: OrderRow) => order.escrow.at;
  return orders
    .map((listed) => orderRow(listed, now, isPaused))
    .sort(
      (a, b) =>
        rank[a.figures.stage] - rank[b.figures.stage] ||
        (began(b) > began(a) ? 1 : began(b) < began(a) ? -1 : a.address < b.address ? -1 : 1),
    );
}

/** What more seconds of an order cost. */
export function extension({ order, currency }: Pick<OrderRow, "order" | "currency">, seconds: number): Quote {
  const { processors, rate, duration, fees } = order.escrow;
  return quoteExtension(fees, { processors, rate, duration, currency }, seconds);
}

/** Where an order stands, in a word or two. */
export function stageWord({ figures, hasNotice }: OrderRow): string {
  switch (figures.stage) {
    case "open":
      return "waits for the operator";
    case "running":
      return figures.remainingSeconds === 0 ? "time is over" : hasNotice ? "operator leaves" : "running";
    case "ended":
      return "ended, being paid";
    case "disputed":
      return "disputed";
    case "settled":
      return "settled";
  }
}
