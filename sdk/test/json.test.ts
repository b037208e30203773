/** Every view, and what follows from it, goes into JSON and says the same there. */

import { expect, test } from "vitest";
import * as sdk from "../src/index.js";
import { opened } from "./airdrop-scene.js";
import { created, client, node, setUp, terms, world } from "./order-scene.js";
import { granted } from "./vesting-scene.js";
import { io, PRICES, RULES } from "./world.js";

test("toJson takes every view", async () => {
  await setUp();
  const { chain } = world;
  const { read } = chain;
  const owner = await world.holder(io(100));
  await chain.send(owner, await sdk.stake(read, { signer: owner, node, amount: io(10) }));
  await chain.mintUsdc(sdk.BUYBACK_CONFIG, 500n * sdk.ONE_USDC);
  world.postPrices(20_000_000n);
  const order = await created();
  const grant = await granted(world, sdk.ioVesting.CategoryKind.Core, 0, io(36), owner.address);
  const funder = await world.holder(io(1_000));
  const { season } = await opened({ world, funder, claimants: [owner, client] });
  const staking = await sdk.readStaking(read, node, owner.address);
  const [orderView, auction] = [await sdk.readOrder(read, order), await sdk.readBuyback(read, PRICES)];
  const [grantView, seasonView] = [await sdk.readGrant(read, grant), await sdk.readSeason(read, season)];
  const views = {
    staking,
    holding: sdk.holding(staking),
    status: sdk.nodeStatus(staking.node, staking.now),
    apr: sdk.apr(staking.config, staking.node, staking.now),
    order: orderView,
    orderFigures: sdk.orderFigures(orderView),
    quote: sdk.quote(RULES, terms),
    quoteView: await sdk.readQuote(read, client.address, terms),
    rules: await sdk.readRules(read),
    balances: await sdk.readBalances(read, owner.address),
    unclaimed: await sdk.readUnclaimed(read, owner.address),
    auction,
    offer: sdk.offerOf(auction),
    grant: grantView,
    grantFigures: sdk.grantFigures(grantView.grant, grantView.category, grantView.now),
    season: seasonView,
    seasonFigures: sdk.seasonFigures(seasonView),
    supply: await sdk.supply(read),
    explanation: sdk.explain(new Error("x")),
  };
  for (const [name, view] of Object.entries(views)) {
    const text = JSON.stringify(sdk.toJson(view));
    // Every field that is there is there, none is empty, and none is a class's own way to print itself.
    const fields = Object.entries(view).filter(([, value]) => value !== undefined);
    expect(Object.keys(JSON.parse(text)), name).toEqual(fields.map(([field]) => field));
    expect(text, name).not.toMatch(/\[object|undefined|"\{\}"/);
  }
  const { holding, order: seen } = JSON.parse(JSON.stringify(sdk.toJson(views)));
  expect(holding).toMatchObject({ staked: io(10).toString(), cooling: [] });
  expect(seen.order.escrow.rate).toBe(terms.rate.toString());
});
