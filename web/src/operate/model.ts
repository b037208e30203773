/** What an operator's page shows, computed from what the chain holds; no React, no requests. */

import {
  countedStake,
  delegatedStake,
  delegationRoom,
  ioOrders,
  ioStaking,
  type Listed,
  minimumStake,
  type NodeStatus,
  nodeStatus,
  ownStake,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { type OrderRow, orderRow } from "../compute/orders.js";
import { className, type ClassNames } from "../words/common.js";

/** How long a rise of the commission is announced before, in seconds. */
export const COMMISSION_NOTICE_SECONDS = 7n * 86_400n;
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
  /** Commission at its last sync, in base units: a claim pays at least this. */
  commissionOwed: bigint;
  /** A commission that was announced and does not hold yet. */
  nextCommission: { bps: number; at: bigint } | undefined;
  /** What is asked for it; undefined if nothing is, or no more. */
  ask: ioOrders.Ask | undefined;
  /** Why nobody books at the ask, though there is one. */
  askIsOver: string | undefined;
  /** Orders on it that are not settled. */
  orders: OrderRow[];
}

/** The operator's nodes at a time, those that work first, by their numbers. */
export function ownNodes(
  nodes: readonly Listed<"node", ioStaking.Node>[],
  asks: readonly ioOrders.Ask[],
  orders: readonly Listed<"order", ioOrders.Order>[],
  now: bigint,
  names: ClassNames,
): OwnNode[] {
  const askOf = new Map(asks.map((ask) => [ask.node, ask]));
  const rows = nodes.map(({ address, node }): OwnNode => {
    const { ledger } = node;
    const { commission } = ledger;
    const ask = askOf.get(address);
    const isAsked = ask !== undefined && (ask.terms.rateUsdc > 0n || ask.terms.rateIo > 0n);
    const isAnnounced = commission.nextBps !== commission.bps && now < commission.nextAt;
    return {
      address,
      node,
      className: className(names, node.class),
      status: nodeStatus(node, now),
      minimum: minimumStake(ledger),
      counted: countedStake(ledger),
      own: ownStake(ledger),
      delegated: delegatedStake(ledger),
      room: delegationRoom(ledger),
      commissionOwed: ledger.commissionOwed >> 64n,
      nextCommission: isAnnounced ? { bps: commission.nextBps, at: commission.nextAt } : undefined,
      ask: isAsked ? ask : undefined,
      askIsOver: isAsked ? overWhy(ask, node, now) : undefined,
      orders: orders.filter(({ order }) => order.node === address).map((listed) => orderRow(listed, now)),
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

/** What an operator can do with an order on its node. */
export type OperatorAction = "accept" | "notice" | "end" | "settle" | "close";

/** The actions for an order now. */
export function operatorActions({ figures, order, hasNotice }: OrderRow, now: bigint): OperatorAction[] {
  const { stage, remainingSeconds, cancellableFrom, payable } = figures;
  switch (stage) {
    case "open":
      return cancellableFrom !== undefined && now < cancellableFrom ? ["accept"] : [];
    case "running": {
      const canNotify = order.escrow.noticeHours > 0 && !hasNotice && remainingSeconds > 0;
      return [
        ...(canNotify ? (["notice"] as const) : []),
        ...(payable > 0n ? (["settle"] as const) : []),
        "end",
      ];
    }
    case "ended":
      return ["settle"];
    case "disputed":
      return payable > 0n ? ["settle"] : [];
    case "settled":
      return ["close"];
  }
}

/** Basis points of a share entered in percent, such as `12.5`; undefined unless it is one. */
export function bpsOf(text: string, most: number): number | undefined {
  const match = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text);
  if (!match) return undefined;
  const bps = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return bps <= most ? bps : undefined;
}
