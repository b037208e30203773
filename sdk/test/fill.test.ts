/** Buyback against the programs' bytecode. */

import { AccountRole, address } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  BUYBACK_CONFIG,
  BUYBACK_IO_VAULT,
  burnFees,
  eventsOf,
  explain,
  fill,
  IO_MINT,
  ioForUsdc,
  offerOf,
  readBuyback,
  supply,
  SWAPPER,
  swapAndBurn,
  ONE_USDC,
  USDC_MINT,
  usdcForIo,
} from "../src/index.js";
import { io, PRICES, World } from "./world.js";

const DAY = 86_400n;

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.chain.mintUsdc(BUYBACK_CONFIG, 1_000n * ONE_USDC);
});

async function offer() {
  return offerOf(await readBuyback(world.chain.read, PRICES));
}

test("a fill pays what was foretold at every hour of a day, and burns the IO", async () => {
  const { chain } = world;
  const filler = await world.holder(io(10_000));
  let before = 0n;
  for (let hour = 0; hour < 24; hour++) {
    world.postPrices(20_012_345n);
    const now = await offer();
    const foretold = usdcForIo(now, io(7));
    const { total } = await supply(chain.read);
    const receipt = await chain.send(filler, await fill(chain.read, { signer: filler, prices: PRICES, io: io(7) }));
    expect((await chain.balance(filler.address, USDC_MINT)) - before).toBe(foretold);
    expect(total - (await supply(chain.read)).total).toBe(io(7));
    expect(eventsOf(receipt.logs).events).toMatchObject([
      { program: "io_buyback", name: "Filled", data: { filler: filler.address, io: io(7), usdc: foretold } },
    ]);
    expect((await offer()).left).toBe(now.left - foretold);
    before += foretold;
    chain.pass(3_600n);
  }
});

test("no more than the day's budget; the next day has its own", async () => {
  const { chain } = world;
  const filler = await world.holder(io(100_000));
  world.postPrices(20_000_000n);
  const now = await offer();
  expect(now.left).toBe(1_000n * ONE_USDC);
  const sell = async (amount: bigint) =>
    chain.send(filler, await fill(chain.read, { signer: filler, prices: PRICES, io: amount }));
  const tooMuch = await sell(ioForUsdc(now, 1_000n * ONE_USDC + 1n) + 100n).catch((error: unknown) => error);
  expect(explain(tooMuch)).toMatchObject({ program: "io_buyback", name: "OverBudget" });
  await sell(ioForUsdc(now, 999n * ONE_USDC));
  await chain.mintUsdc(BUYBACK_CONFIG, 500n * ONE_USDC);
  expect((await offer()).left).toBeLessThanOrEqual(ONE_USDC);
  chain.pass(DAY);
  world.postPrices(20_000_000n);
  expect((await offer()).left).toBeGreaterThanOrEqual(500n * ONE_USDC);
});

test("a filler's limit holds if the price falls meanwhile", async () => {
  const { chain } = world;
  const filler = await world.holder(io(100));
  world.postPrices(20_000_000n);
  const instructions = await fill(chain.read, { signer: filler, prices: PRICES, io: io(100) });
  chain.pass(1n);
  world.postPrices(19_000_000n);
  const refusal = await chain.send(filler, instructions).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ program: "io_buyback", name: "BelowLimit" });
});

test("prices that are old, swapped or not there are told apart", async () => {
  const { chain } = world;
  world.postPrices(20_000_000n);
  const swapped = { io: PRICES.usdc, usdc: PRICES.io };
  await expect(readBuyback(chain.read, swapped)).rejects.toThrow("IO/USD first");
  await expect(readBuyback(chain.read, { ...PRICES, io: SWAPPER })).rejects.toThrow("No price is posted");
  chain.pass(61n);
  await expect(offer()).rejects.toThrow("too old");
});

test("fees paid in IO are burned", async () => {
  const { chain } = world;
  await chain.transfer(world.community, BUYBACK_CONFIG, IO_MINT, io(12));
  expect(chain.held(BUYBACK_IO_VAULT)).toBe(io(12));
  const { logs } = await chain.send(chain.deployer, [burnFees()]);
  expect(eventsOf(logs).events).toHaveLength(1);
  expect((await supply(chain.read)).burned).toBe(io(12));
});

test("a swap passes the exchange's accounts on, without the swapper's signature", async () => {
  const { chain } = world;
  world.postPrices(20_000_000n);
  const exchange = address("11111111111111111111111111111111");
  const swap = {
    programAddress: exchange,
    accounts: [
      { address: SWAPPER, role: AccountRole.READONLY_SIGNER },
      { address: PRICES.io, role: AccountRole.WRITABLE },
    ],
    data: new Uint8Array([1, 2, 3]),
  };
  const instruction = swapAndBurn({ prices: PRICES, usdc: ONE_USDC, swap });
  expect(instruction.accounts?.slice(-2).map(({ role }) => role)).toEqual([AccountRole.READONLY, AccountRole.WRITABLE]);
  const refusal = await chain.send(chain.deployer, [instruction]).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ program: "io_buyback", name: "ExchangeNotAllowed" });
});
