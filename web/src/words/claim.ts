/** What claims and releases say before they are signed. */

import { formatIo } from "@io-economy/sdk";
import { shortened } from "../ui/address.js";
import { countText } from "../ui/amount.js";
import { count } from "./common.js";

export function claimSentence(of: {
  season: bigint;
  amount: bigint;
  points: bigint;
  isOwn: boolean;
  wallet: string;
}): string {
  const { season, amount, points, isOwn, wallet } = of;
  const paid = formatIo(amount, { min: 2, max: 8 });
  const to = isOwn ? "your wallet" : `the wallet ${shortened(wallet)}`;
  return (
    `Claim ${paid} IO of season ${countText(season)} for ${countText(points)} points, paid to ${to}; ` +
    "each wallet claims a season once."
  );
}

export function releaseSentence(amount: bigint, grants: number, isOwn: boolean, left: number): string {
  const paid = formatIo(amount, { min: 2, max: 8 });
  const of = grants === 1 ? "a grant" : `${grants} grants`;
  const to = isOwn ? "your wallet" : "the beneficiary";
  const more = left > 0 ? ` ${count(left, "more grant")} do not fit: release again after it.` : "";
  return `Release ${paid} IO that have vested of ${of}, paid to ${to}; the rest unlocks by the month.${more}`;
}

export function proposeSentence(next: string): string {
  return (
    `Propose ${shortened(next)} as the beneficiary of this grant; nothing changes until that wallet ` +
    "accepts, and you can propose another one meanwhile."
  );
}

export function acceptSentence(amount: bigint): string {
  return `Take over a grant of ${formatIo(amount, 2)} IO: from now on it is released to your wallet.`;
}
