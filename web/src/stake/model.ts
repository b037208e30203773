/** What the page of stakes shows, computed from what the chain holds; no React, no requests. */

import {
  apr,
  COOLDOWN_SECONDS,
  delegatedStake,
  delegationRoom,
  type Holding,
  holding,
  ioStaking,
  isPaused,
  type Listed,
  lockedStake,
  minimumStake,
  type NodeStatus,
  nodeStatus,
  ONE_IO,
  ownStake,
  type StakingView,
  TICKETS,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { DAY } from "../spans.js";
import { shareText } from "../ui/amount.js";
import { className, type ClassNames } from "../words/common.js";

/** Days that stake cools down for. */
export const COOLDOWN_DAYS = Number(COOLDOWN_SECONDS) / DAY;

/** Claims that fit into one transaction with all that may go before: the rest follows in another. */
export const CLAIMS_AT_ONCE = 8;

/** A rate of 100% a year. */
const RATE_ONE = 1_000_000_000n;

/** A rate a year as `8.00%`, rounded down to two decimals, by integers. */
export function rateText(rate: bigint): string {
  return shareText(rate, RATE_ONE);
}

/** A node as somebody sees it who looks for one to stake to. */
export interface NodeRow {
  address: Address;
  node: ioStaking.Node;
  className: string;
  status: NodeStatus;
  /** Base units that others may still stake. */
  room: bigint;
  /** Base units that the operator has staked. */
  own: bigint;
  /** Base units that others have staked. */
  delegated: bigint;
  minimum: bigint;
  /** What a delegator earns in a year over its stake, in billionths: 80,000,000 is 8%. */
  rate: bigint;
  /** Nobody can stake now. */
  isPaused: boolean;
  /** What the amount that was asked about earns in a month, in base units; undefined if it has no room. */
  monthly: bigint | undefined;
}

/** Every node, the best for a new stake first: those that earn and have room, by what they pay. */
export function nodeRows(
  config: ioStaking.Config,
  nodes: readonly Listed<"node", ioStaking.Node>[],
  now: bigint,
  amount: bigint,
  classes: ClassNames,
): NodeRow[] {
  const paused = isPaused(config.pause, now);
  const rows = nodes
    .filter(({ node }) => !node.ledger.retired)
    .map(({ address, node }): NodeRow => {
      const { ledger } = node;
      const room = delegationRoom(ledger);
      const asked = amount > 0n && amount <= room ? amount : undefined;
      const year = apr(config, node, now, { by: "delegator", amount: asked ?? least(room) });
      return {
        address,
        node,
        className: className(classes, node.class),
        status: nodeStatus(node, now, config.epochs),
        room,
        isPaused: paused,
        own: ownStake(ledger),
        delegated: delegatedStake(ledger),
        minimum: minimumStake(ledger),
        rate: year.stake > 0n ? (year.rewards * RATE_ONE) / year.stake : 0n,
        monthly: asked === undefined ? undefined : year.rewards / 12n,
      };
    });
  return rows.sort(
    (a, b) =>
      Number(takes(b)) - Number(takes(a)) ||
      (a.rate !== b.rate ? (b.rate > a.rate ? 1 : -1) : a.address < b.address ? -1 : 1),
  );
}

/** A stake small enough for what is left, to compute a rate by. */
function least(room: bigint): bigint {
  return room > 0n && room < ONE_IO ? room : ONE_IO;
}

/** What somebody asks who wants to stake; nothing is paused unless it says so. */
type Asked = Pick<NodeRow, "status" | "room"> & Partial<Pick<NodeRow, "isPaused">>;

/** Whether a new stake in a node would be taken, and earn. */
export function takes({ status, room, isPaused }: Asked): boolean {
  return status.earns && !status.isSlashPending && room > 0n && !isPaused;
}

/** What an amount staked to a node earns in a month, in base units. */
export function monthly(
  { config, node, now }: Pick<StakingView, "config" | "node" | "now">,
  by: "operator" | "delegator",
  amount: bigint,
): bigint {
  if (amount <= 0n) return 0n;
  const { rewards } = apr(config, node, now, { by, amount });
  if (by === "delegator") return rewards / 12n;
  // Of the operator all stake is counted: what this part adds is the difference.
  const without = apr(config, node, now, { by, amount: 0n }).rewards;
  return (rewards > without ? rewards - without : 0n) / 12n;
}

/** A stake as its owner sees it. */
export interface PositionRow {
  address: Address;
  view: StakingView;
  holding: Holding;
  className: string;
  status: NodeStatus;
  isOperator: boolean;
  /** Base units of an operator's own stake that hires lock, and up to when at most, in Unix seconds. */
  locked: bigint;
  lockedUntil: bigint;
  /** Whether its rewards can be staked to the same node now. */
  canRestake: boolean;
}

/** The stakes of an owner at a time, the largest first. */
export function positionRows(
  views: readonly (StakingView & { address: Address })[],
  owner: Address,
  now: bigint,
  classes: ClassNames,
): PositionRow[] {
  const rows = views.map((view): PositionRow => {
    const { config, node } = view;
    const { ledger } = node;
    const held = holding(view, now);
    const status = nodeStatus(node, now, config.epochs);
    const isOperator = node.operator === owner;
    const isOpen = isOperator || (!status.isSlashPending && held.claimable <= delegationRoom(ledger));
    return {
      address: view.address,
      view,
      holding: held,
      className: className(classes, node.class),
      status,
      isOperator,
      locked: isOperator ? lockedStake(ledger, now) : 0n,
      lockedUntil: ledger.hiredUntil,
      canRestake: held.claimable > 0n && isOpen && !ledger.retired && !isPaused(config.pause, now),
    };
  });
  const size = ({ holding: { staked, claimable } }: PositionRow) => staked + claimable;
  return rows.sort((a, b) =>
    size(b) > size(a) ? 1 : size(b) < size(a) ? -1 : a.address < b.address ? -1 : 1,
  );
}

/** What all stakes of an owner come to. */
export interface Totals {
  staked: bigint;
  claimable: bigint;
  cooling: bigint;
  withdrawable: bigint;
  held: bigint;
}

/** Adds up stakes. */
export function totals(rows: readonly PositionRow[]): Totals {
  const sum = (of: (holding: Holding) => bigint) => rows.reduce((all, row) => all + of(row.holding), 0n);
  return {
    staked: sum(({ staked }) => staked),
    claimable: sum(({ claimable }) => claimable),
    cooling: sum(({ cooling }) => cooling.reduce((all, { amount }) => all + amount, 0n)),
    withdrawable: sum(({ withdrawable }) => withdrawable),
    held: sum(({ held }) => held),
  };
}

/** When what is unstaked now can be withdrawn, and whether that moves an older ticket's date too. */
export function leaving({ cooling }: Holding, now: bigint): { unlocksAt: bigint; movesNewest: boolean } {
  // Two that are unlocked become one, which makes room.
  const isFull = cooling.length >= TICKETS && cooling.filter(({ isUnlocked }) => isUnlocked).length < 2;
  return { unlocksAt: now + COOLDOWN_SECONDS, movesNewest: isFull };
}

/** Why an amount cannot be staked to a node, in a sentence; undefined if it can. */
export function whyNot(
  row: Asked,
  amount: bigint,
  balance: bigint | undefined,
  isOperator: boolean,
  format: (amount: bigint) => string,
): string | undefined {
  const { status, room, isPaused } = row;
  if (isPaused) return "Staking is paused, 14 days at most. What is staked can be taken out all the same.";
  if (amount === 0n) return "Name an amount above 0.";
  if (status.state === "retired") return status.message;
  if (status.isSlashPending && !isOperator)
    return "A slash of this node is proposed: nobody can stake to it now.";
  if (!isOperator && !status.earns) return `${status.message} A stake in it would earn nothing now.`;
  if (!isOperator && room === 0n) return "This node takes no more stake from others.";
  if (!isOperator && amount > room) return `This node takes ${format(room)} more from others.`;
  if (balance !== undefined && amount > balance) return `Your wallet holds ${format(balance)}.`;
  return undefined;
}
