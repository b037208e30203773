/** What waits for keepers, and since when. */

import type { Unit } from "../ui/amount.js";
import {
  HOUR_SECONDS,
  ioAirdrop,
  ioOrders,
  isPaused,
  mintable,
  orderFigures,
  type PythPrice,
  type SolvencyView,
} from "@io-economy/sdk";
import type { Address, MaybeEncodedAccount } from "@solana/kit";

/** A price that is older than this is stale, in seconds: nobody pushes it. */
export const STALE_SECONDS = 600n;

/** Until when a program is paused; undefined if it is not. */
export function pausedUntil(
  pause: { began: bigint; until: bigint } | undefined,
  now: bigint,
): bigint | undefined {
  return pause && isPaused(pause, now) ? pause.until : undefined;
}

/** A price's confidence in bps of it, rounded up. */
export function widthBps({ price, conf }: Pick<PythPrice, "price" | "conf">): bigint {
  return price > 0n ? (conf * 10_000n + price - 1n) / price : 0n;
}

/** Something that anyone may do once it is due. */
export interface CrankRow {
  what: string;
  /** Amounts that wait, or how many orders. */
  waits: readonly { of: bigint; unit: Unit }[] | { orders: number };
  isDue: boolean;
  /** Whether no keeper has done it for long. */
  isLate: boolean;
}

/** A keeper that looks every few minutes has minted after this, in seconds. */
const LATE_MINT = 2n * HOUR_SECONDS;

/** Orders that anyone may cancel, since nobody accepted, or close, since all is paid. */
function orderRows({ orders }: SolvencyView, now: bigint): CrankRow[] {
  const overdue = orders.filter(({ order: { escrow } }) => {
    return escrow.stage === ioOrders.Stage.Open && now > escrow.at + BigInt(escrow.acceptSeconds);
  });
  const settled = orders.filter(({ order }) => orderFigures({ order, now }).canClose);
  const row = (what: string, count: number): CrankRow => ({
    what,
    waits: { orders: count },
    isDue: count > 0,
    isLate: false,
  });
  return [
    row("Cancel orders that nobody accepted", overdue.length),
    row("Close settled orders", settled.length),
  ];
}

/** What anyone may do now. */
export function crankRows(
  view: SolvencyView,
  now: bigint,
  { mint, opens }: { mint: boolean; opens: boolean },
): CrankRow[] {
  const { emission, ledgers, held } = view.network;
  const vault = (at: number) => view.vaults.filter(({ name }) => name === "buyback")[at];
  const waiting = held.get(vault(0)!.address) ?? 0n;
  const fees = ledgers.IO.fees > 0n || ledgers.USDC.fees > 0n;
  const since = now - emission.latestTs;
  return [
    {
      what: "Mint the emission",
      waits: [{ of: mintable(emission, now), unit: "IO" }],
      isDue: mint,
      isLate: mint && since > LATE_MINT,
    },
    {
      what: "Sweep fees to the buyback",
      waits: [
        { of: ledgers.IO.fees, unit: "IO" },
        { of: ledgers.USDC.fees, unit: "USDC" },
      ],
      isDue: fees,
      isLate: false,
    },
    {
      what: "Burn fees paid in IO",
      waits: [{ of: waiting, unit: "IO" }],
      isDue: waiting > 0n,
      isLate: false,
    },
    {
      what: "Open an auction",
      waits: [{ of: held.get(vault(1)!.address) ?? 0n, unit: "USDC" }],
      isDue: opens,
      isLate: false,
    },
    ...orderRows(view, now),
  ];
}

/** What a season's vault holds and owes, in base units of IO. */
export interface SeasonVault {
  address: Address;
  id: bigint;
  held: bigint;
  /** What it was funded with and has not paid. */
  owed: bigint;
}

/** SPL Token's program, and where its accounts have their amount. */
const TOKEN_PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const [TOKEN_BYTES, AMOUNT_AT] = [165, 64];

/** A season and its vault, read at one moment; undefined if the season is gone or over. */
export function seasonVault(
  account: MaybeEncodedAccount | undefined,
  vault: MaybeEncodedAccount | undefined,
): SeasonVault | undefined {
  if (!account?.exists || account.programAddress !== ioAirdrop.IO_AIRDROP_PROGRAM_ADDRESS) return undefined;
  const { id, ledger } = ioAirdrop.decodeSeason(account).data;
  if (ledger.over) return undefined;
  const owed = ledger.funded > ledger.paid ? ledger.funded - ledger.paid : 0n;
  return { address: account.address, id, held: amountIn(vault), owed };
}

function amountIn(account: MaybeEncodedAccount | undefined): bigint {
  if (!account?.exists || account.programAddress !== TOKEN_PROGRAM) return 0n;
  const { data } = account;
  if (data.length !== TOKEN_BYTES) return 0n;
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getBigUint64(AMOUNT_AT, true);
}
