/** What waits for keepers. */

import { BUYBACK_IO_VAULT, BUYBACK_USDC_VAULT, ioOrders, type SolvencyView } from "@io-economy/sdk";
import { expect, test } from "vitest";
import { crankRows, pausedUntil, widthBps } from "./model.js";

function view(more: { fees?: bigint; waiting?: bigint; latestTs?: bigint } = {}): SolvencyView {
  const { fees = 0n, waiting = 0n, latestTs = 1_000n } = more;
  const balances = { escrowed: 0n, unclaimed: 0n, bonds: 0n, fees, swept: 0n };
  const escrow = (stage: ioOrders.Stage) => ({ stage, at: 0n, acceptSeconds: 3_600 });
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
      { order: { escrow: escrow(ioOrders.Stage.Open) } },
      { order: { escrow: escrow(ioOrders.Stage.Settled) } },
      { order: { escrow: escrow(ioOrders.Stage.Running) } },
    ],
  } as never;
}

const due = (rows: ReturnType<typeof crankRows>) => rows.filter(({ isDue }) => isDue).map(({ what }) => what);

test("nothing waits but what is over", () => {
  expect(due(crankRows(view(), 1_000n, { mint: false, opens: false }))).toEqual(["Close settled orders"]);
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
