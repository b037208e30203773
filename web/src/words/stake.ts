/** What each step of a stake does, in a sentence, before it is signed. */

import { COOLDOWN_DAYS } from "../stake/model.js";
import { about, count, io, short } from "./common.js";

interface OfNode {
  node: string;
  className: string;
}

export const named = ({ node, className }: OfNode) => `node ${short(node)} (${className})`;

export function staking(
  of: OfNode & { amount: bigint; monthly: bigint; earns: boolean; isOperator: boolean },
) {
  const { amount, monthly, earns, isOperator } = of;
  const earning = !earns
    ? "It earns nothing until the node is available and has its minimum stake."
    : monthly === 0n && isOperator
      ? "The node has its minimum stake already: this earns no more, and covers a slash."
      : `From now it earns ${about(monthly)} a month at today's rates.`;
  return (
    `Stake ${io(amount)} to ${named(of)}. ${earning} Leaving takes ${COOLDOWN_DAYS} days; if the node is ` +
    "slashed, a part of your stake is burned."
  );
}

export function claiming(of: { amount: bigint; nodes: number; rest: number }): string {
  const { amount, nodes, rest } = of;
  const more = rest > 0 ? ` ${count(rest, "more stake")} do not fit: claim again after it.` : "";
  return `Claim ${about(amount)} of rewards from ${count(nodes, "node")} to your wallet.${more}`;
}

export function restaking(of: OfNode & { amount: bigint }): string {
  return (
    `Add ${about(of.amount)} of rewards to your stake in ${named(of)}. Leaving takes ` +
    `${COOLDOWN_DAYS} days.`
  );
}

export function unstaking(of: OfNode & { amount: bigint; until: string; movesNewest: boolean }): string {
  const moves = of.movesNewest
    ? " Your four tickets are in use: it joins the newest one, whose 14 days begin again."
    : "";
  const leaves = `Take ${io(of.amount)} out of ${named(of)}.`;
  return `${leaves} It stops earning now, and you can withdraw it from ${of.until}.${moves}`;
}

export function withdrawing(of: OfNode & { amount: bigint; held: bigint }): string {
  const held = of.held > 0n ? ` ${io(of.held)} stays held back for a proposed slash.` : "";
  if (of.amount === 0n && of.held === 0n)
    return `Clear what a slash has taken of your stake in ${named(of)}: then the stake can be closed.`;
  return `Withdraw ${io(of.amount)} from ${named(of)} to your wallet.${held}`;
}

export function closing(of: OfNode): string {
  return `Close your empty stake in ${named(of)}: what it locks of SOL returns to your wallet.`;
}
