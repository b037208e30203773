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
  ioBuyback,
  ioForUsdc,
  offerOf,
  openAuction,
  readBuyback,
  supply,
  SWAPPER,
  swapAndBurn,
  ONE_USDC,
  saleOf,
  USDC_MINT,
  usdcForIo,
} from "../src/index.js";
import { HOUR } from "../src/units.js";
import { io, PRICES, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.create();
  await world.chain.mintUsdc(BUYBACK_CONFIG, 1_000n * ONE_USDC);
});

async function offer() {
  return offerOf(await readBuyback(world.chain.read, PRICES));
}

test("a fill pays what was foretold in every minute of an auction, and burns the IO", async () => {
  const { chain } = world;
  const filler = await world.holder(io(10_000));
  let before = 0n;
  for (let minute = 0; minute < 62; minute += 3) {
    world.postPrices(20_012_345n);
    const now = await offer();
    expect(now.isNew).toBe(minute === 0 || minute === 60);
    const foretold = usdcForIo(now, io(7));
    const { total } = await supply(chain.read);
    const fills = await fill(chain.read, { signer: filler, prices: PRICES, io: io(7) });
    const { logs } = await chain.send(filler, fills);
    expect((await chain.balance(filler.address, USDC_MINT)) - before).toBe(foretold);
    expect(total - (await supply(chain.read)).total).toBe(io(7));
    const data = { filler: filler.address, io: io(7), usdc: foretold, auction: now.opensAt };
    expect(eventsOf(logs).events.filter(({ name }) => name === "Filled")).toMatchObject([{ data }]);
    expect((await offer()).left).toBe(now.left - foretold);
    before += foretold;
    chain.pass(180n);
  }
});

test("no more than the auction's budget; what comes later waits for the next one", async () => {
  const { chain } = world;
  const filler = await world.holder(io(100_000));
  world.postPrices(20_000_000n);
  const { logs } = await chain.send(chain.deployer, [openAuction()]);
  expect(eventsOf(logs).events).toMatchObject([
    { name: "AuctionOpened", data: { budget: 1_000n * ONE_USDC, period: 3_600 } },
  ]);
  const now = await offer();
  expect(now).toMatchObject({ left: 1_000n * ONE_USDC, isNew: false });
  const sell = async (amount: bigint, minUsdc?: bigint) =>
    chain.send(filler, await fill(chain.read, { signer: filler, prices: PRICES, io: amount, minUsdc }));
  const refused = async (sent: Promise<unknown>) => explain(await sent.catch((error: unknown) => error));
  const tooMuch = ioForUsdc(now, 1_000n * ONE_USDC + 1n) + 100n;
  // By default all is sold or nothing.
  expect(await refused(sell(tooMuch))).toMatchObject({ name: "BelowLimit" });
  await sell(ioForUsdc(now, 999n * ONE_USDC));
  const rest = await offer();
  const { logs: sold } = await sell(tooMuch, rest.left);
  const { io: part, usdc } = saleOf(rest, tooMuch);
  expect(part).toBeLessThan(tooMuch);
  expect(eventsOf(sold).events).toMatchObject([{ name: "Filled", data: { io: part, usdc } }]);
  expect(await refused(sell(tooMuch, 0n))).toMatchObject({ name: "OverBudget", kind: "tooEarly" });
  await chain.mintUsdc(BUYBACK_CONFIG, 500n * ONE_USDC);
  expect((await offer()).left).toBeLessThanOrEqual(ONE_USDC);
  const early = chain.send(chain.deployer, [openAuction()]);
  expect(await refused(early)).toMatchObject({ name: "AuctionRunning", retry: "later" });
  chain.pass(HOUR);
  world.postPrices(20_000_000n);
  expect(await offer()).toMatchObject({ isNew: true });
  expect((await offer()).left).toBeGreaterThanOrEqual(500n * ONE_USDC);
});

test("a vault with too little, a pause, and a price far over its average are told", async () => {
  const { chain, admin } = world;
  const filler = await world.holder(io(10_000));
  const sell = async () =>
    chain.send(filler, await fill(chain.read, { signer: filler, prices: PRICES, io: io(2_400) }));
  world.postPrices(20_000_000n, 100_000_000n, 17_000_000n);
  await expect(sell()).rejects.toMatchObject({ code: "priceUnfit" });
  world.postPrices(20_000_000n);
  await sell();
  chain.pass(HOUR);
  world.postPrices(20_000_000n);
  const rest = await offer();
  expect(rest.left).toBeLessThan(100n * ONE_USDC + 1_000n * ONE_USDC);
  await chain.send(admin, [ioBuyback.getSetPausedInstruction({ admin, paused: true })]);
  await expect(offer()).rejects.toMatchObject({ code: "paused" });
  await chain.send(admin, [ioBuyback.getSetPausedInstruction({ admin, paused: false })]);
  await expect(offer()).resolves.toMatchObject({ isNew: true });
});

test("a filler without an IO account is told so", async () => {
  const { chain } = world;
  world.postPrices(20_000_000n);
  const poor = await chain.wallet();
  const fills = await fill(chain.read, { signer: poor, prices: PRICES, io: io(1) });
  const refusal = await chain.send(poor, fills).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({
    kind: "noAccount",
    message: "This wallet has no IO account: it holds no IO.",
  });
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
  await chain.send(chain.deployer, [openAuction()]);
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
  expect(instruction.accounts?.slice(-2).map(({ role }) => role)).toEqual([
    AccountRole.READONLY,
    AccountRole.WRITABLE,
  ]);
  const refusal = await chain.send(chain.deployer, [instruction]).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ program: "io_buyback", name: "ExchangeNotAllowed" });
});
