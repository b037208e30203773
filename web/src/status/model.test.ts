/** What waits for keepers. */

import {
  BUYBACK_IO_VAULT,
  BUYBACK_USDC_VAULT,
  ioAirdrop,
  ioOrders,
  type SolvencyView,
} from "@io-economy/sdk";
import { expect, test } from "vitest";
import { crankRows, pausedUntil, seasonVault, widthBps } from "./model.js";

function view(more: { fees?: bigint; waiting?: bigint; latestTs?: bigint } = {}): SolvencyView {
  const { fees = 0n, waiting = 0n, latestTs = 1_000n } = more;
  const balances = { escrowed: 0n, unclaimed: 0n, bonds: 0n, fees, swept: 0n };
  const empty = ioOrders.getOrderDecoder().decode(new Uint8Array(ioOrders.getOrderDecoder().fixedSize));
  const order = (stage: ioOrders.Stage, bonded = false) => ({
    order: { ...empty, bonded, escrow: { ...empty.escrow, stage, acceptSeconds: 3_600 } },
  });
  return {
    network: {
      emission: { genesisTs: 1_000n, latestTs, minted: 0n },
      ledgers: { IO: balances, USDC: balances },
      held: new Map([
        [BUYBACK_IO_VAULT, waiting],
        [BUYBACK_USDC_VAULT, 0n],
      ]),
    },
    vaults: [
      { name: "buyback", address: BUYBACK_IO_VAULT },
      { name: "buyback", address: BUYBACK_USDC_VAULT },
    ],
    orders: [
      order(ioOrders.Stage.Open),
      order(ioOrders.Stage.Settled),
      order(ioOrders.Stage.Settled, true),
      order(ioOrders.Stage.Running),
    ],
  } as never;
}

const due = (rows: ReturnType<typeof crankRows>) => rows.filter(({ isDue }) => isDue).map(({ what }) => what);

test("nothing waits but what is over", () => {
  const rows = crankRows(view(), 1_000n, { mint: false, opens: false });
  expect(due(rows)).toEqual(["Close settled orders"]);
  // One that waits for a bid's bond is not closed.
  expect(rows.at(-1)!.waits).toEqual({ orders: 1 });
});

test("everything that waits is told", () => {
  const rows = crankRows(view({ fees: 1n, waiting: 5n }), 9_000n, { mint: true, opens: true });
  expect(due(rows)).toEqual([
    "Mint the emission",
    "Sweep fees to the buyback",
    "Burn fees paid in IO",
    "Open an auction",
    "Cancel orders that nobody accepted",
    "Close settled orders",
  ]);
  expect(rows[0]!.isLate).toBe(true);
});

test("a pause ends, and a price has a width", () => {
  expect(pausedUntil({ began: 0n, until: 100n }, 99n)).toBe(100n);
  expect(pausedUntil({ began: 0n, until: 100n }, 100n)).toBeUndefined();
  expect(widthBps({ price: 20_000_000n, conf: 10_001n })).toBe(6n);
  expect(widthBps({ price: 0n, conf: 1n })).toBe(0n);
});

test("a season owes what it was funded with and has not paid", () => {
  const season = (over: boolean) => {
    const zeros = new Uint8Array(ioAirdrop.getSeasonDecoder().fixedSize);
    const { ledger, ...rest } = ioAirdrop.getSeasonDecoder().decode(zeros);
    const state = { ...rest, id: 3n, ledger: { ...ledger, funded: 100n, paid: 40n, over } };
    const data = ioAirdrop.getSeasonEncoder().encode(state);
    const programAddress = ioAirdrop.IO_AIRDROP_PROGRAM_ADDRESS;
    return { address: "S", exists: true, programAddress, data } as never;
  };
  const token = new Uint8Array(165);
  token[64] = 59;
  const programAddress = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
  const vault = { address: "V", exists: true, programAddress, data: token } as never;
  expect(seasonVault(season(false), vault)).toEqual({ address: "S", id: 3n, held: 59n, owed: 60n });
  expect(seasonVault(season(false), { address: "V", exists: false } as never)).toMatchObject({ held: 0n });
  expect(seasonVault(season(true), vault)).toBeUndefined();
  expect(seasonVault({ address: "S", exists: false } as never, vault)).toBeUndefined();
});
