/** What an operator's page shows, computed from what the chain holds; no React, no requests. */

import {
  commissionAt,
  commissionOwed,
  countedStake,
  delegatedStake,
  delegationRoom,
  ioOrders,
  ioStaking,
  maintenanceLeft,
  minimumStake,
  type NodeStatus,
  nodeStatus,
  ownStake,
  whyNotHired,
  WINDOW_SECONDS,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { type OrderRow, orderRow } from "../compute/orders.js";
import { className, type ClassNames } from "../words/common.js";
import type { OperatorView } from "./hooks.js";

type Epochs = ioStaking.Config["epochs"];

/** What is the same for all nodes. */
export interface Circumstances {
  names: ClassNames;
  areOrdersPaused: boolean;
  isStakingPaused: boolean;
}

/** A hardware class that nodes can be registered for. */
export interface HardwareClass {
  address: Address;
  id: number;
  name: string;
  /** In hundredths, now. */
  multiplier: number;
  pool: ioStaking.PoolKind;
}

/** The classes that are not retired, the greatest multiplier first. */
export function classesAt(
  classes: readonly { address: Address; class: ioStaking.HardwareClass }[],
  now: bigint,
  names: ClassNames,
): HardwareClass[] {
  return classes
    .map(({ address, class: state }) => ({
      address,
      id: state.id,
      name: className(names, address),
      multiplier: now >= state.nextAt ? state.nextMultiplier : state.multiplier,
      pool: state.pool,
    }))
    .filter(({ multiplier }) => multiplier > 0)
    .sort((a, b) => b.multiplier - a.multiplier || a.id - b.id);
}

/** A node of the operator's. */
export interface OwnNode {
  address: Address;
  node: ioStaking.Node;
  className: string;
  status: NodeStatus;
  minimum: bigint;
  counted: bigint;
  own: bigint;
  delegated: bigint;
  /** What others may still stake. */
  room: bigint;
  /** The commission in force, in bps. */
  commission: number;
  /** Commission that a claim pays now, in base units. */
  commissionOwed: bigint;
  /** A commission that was announced and does not hold yet. */
  nextCommission: { bps: number; at: bigint } | undefined;
  /** What is asked for it; undefined if nothing is, or no more. */
  ask: ioOrders.Ask | undefined;
  /** Why nobody books at the ask, though there is one. */
  askIsOver: string | undefined;
  /** Whether its ask has an account, whose rent returns when the node is retired. */
  hasAskAccount: boolean;
  /** Seconds of maintenance that can still be announced, and from when there are 24 hours again. */
  maintenanceLeft: bigint;
  maintenanceFrom: bigint;
  /** Orders on it that are not settled. */
  orders: OwnOrder[];
}

/** An order on a node of the operator's. */
export interface OwnOrder extends OrderRow {
  /** Why it cannot be accepted, if it waits for that; undefined if it can. */
  whyNotAccepted: string | undefined;
}

/** The operator's nodes at a time, those that work first, by their numbers. */
export function ownNodes(view: Omit<OperatorView, "names">, now: bigint, of: Circumstances): OwnNode[] {
  const { nodes, config, asks, records, orders } = view;
  const askOf = new Map(asks.map((ask) => [ask.node, ask]));
  const recordOf = new Map(records.map((record) => [record.node, record]));
  const rows = nodes.map(({ address, node }): OwnNode => {
    const { ledger } = node;
    const { commission } = ledger;
    const ask = askOf.get(address);
    const isAsked = ask !== undefined && (ask.terms.rateUsdc > 0n || ask.terms.rateIo > 0n);
    const isAnnounced = commission.nextBps !== commission.bps && now < commission.nextAt;
    const own = orders.filter(({ order }) => order.node === address);
    const record = recordOf.get(address);
    return {
      address,
      node,
      className: className(of.names, node.class),
      status: nodeStatus(node, now, config?.epochs),
      minimum: minimumStake(ledger),
      counted: countedStake(ledger),
      own: ownStake(ledger),
      delegated: delegatedStake(ledger),
      room: delegationRoom(ledger),
      commission: commissionAt(commission, now),
      commissionOwed: config ? commissionOwed(config, node, now) : ledger.commissionOwed >> 64n,
      nextCommission: isAnnounced ? { bps: commission.nextBps, at: commission.nextAt } : undefined,
      ask: isAsked ? ask : undefined,
      askIsOver: isAsked ? overWhy(ask, node, now) : undefined,
      hasAskAccount: ask !== undefined,
      maintenanceLeft: maintenanceLeft({ record, now }),
      maintenanceFrom: (now / WINDOW_SECONDS + 1n) * WINDOW_SECONDS,
      orders: own.map((listed) => {
        const row = orderRow(listed, now);
        return { ...row, whyNotAccepted: whyNotAccepted(row, node, now, { ...of, epochs: config?.epochs }) };
      }),
    };
  });
  return rows.sort(
    (a, b) => Number(a.node.ledger.retired) - Number(b.node.ledger.retired) || a.node.id - b.node.id,
  );
}

function overWhy(ask: ioOrders.Ask, node: ioStaking.Node, now: bigint): string | undefined {
  if (now >= ask.terms.validUntil) return "The ask is over: offer the node anew.";
  if (ask.revision !== node.revision) return "The hardware has changed since: offer the node anew.";
  return undefined;
}

/** Why an order that waits cannot be accepted now, in a sentence; undefined if it can. */
export function whyNotAccepted(
  { order, figures }: Pick<OrderRow, "order" | "figures">,
  node: ioStaking.Node,
  now: bigint,
  of: Pick<Circumstances, "areOrdersPaused" | "isStakingPaused"> & { epochs: Epochs | undefined },
): string | undefined {
  const { cancellableFrom } = figures;
  if (cancellableFrom === undefined || now >= cancellableFrom) return "The time to accept it is over.";
  if (of.areOrdersPaused || of.isStakingPaused) return "Nothing is accepted while orders are paused.";
  if (order.revision !== node.revision) return "The node's hardware has changed since it was ordered.";
  const free = node.ledger.processors - node.ledger.hired;
  const isShort = free < order.escrow.processors;
  const short = isShort ? `Only ${free} of its processors are free.` : undefined;
  return whyNotHired(node, now, of.epochs) ?? short;
}

/** What an operator can do with an order on its node. */
export type OperatorAction = "accept" | "notice" | "end" | "settle" | "close";

/** The actions for an order now. */
export function operatorActions({ figures, order, hasNotice, whyNotAccepted }: OwnOrder): OperatorAction[] {
  const { stage, remainingSeconds, canSettle, canClose } = figures;
  const settle = canSettle ? (["settle"] as const) : [];
  switch (stage) {
    case "open":
      return whyNotAccepted === undefined ? ["accept"] : [];
    case "running": {
      const canNotify = order.escrow.noticeHours > 0 && !hasNotice && remainingSeconds > 0;
      return [...(canNotify ? (["notice"] as const) : []), ...settle, "end"];
    }
    case "ended":
    case "disputed":
      return [...settle];
    case "settled":
      return canClose ? ["close"] : [];
  }
}

/** Basis points of a share entered in percent, such as `12.5`; undefined unless it is one. */
export function bpsOf(text: string, most: number): number | undefined {
  const match = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text);
  if (!match) return undefined;
  const bps = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return bps <= most ? bps : undefined;
}
