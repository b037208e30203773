/** How often each flow, view and list asks the cluster: as README.md's table says. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import * as sdk from "../src/index.js";
import { parseIo, parseUsdc, type Read } from "../src/index.js";
import { DAY } from "../src/units.js";
import { found, opened } from "./airdrop-scene.js";
import { Cluster } from "./cluster.js";
import { marketCalls } from "./market-calls.js";
import { exportsOfAll, ROOT } from "./typescript.js";
import { granted } from "./vesting-scene.js";
import { io, PRICES, World } from "./world.js";

describe("as many requests as README.md says", () => {
  let world: World;
  let requests = 0;
  const read: Read = (addresses) => {
    requests += 1;
    return world.chain.read(addresses);
  };
  const list: sdk.List = (program, filters) => {
    requests += 1;
    return sdk.listFromRpc(new Cluster(world.chain).rpc)(program, filters);
  };
  /** The names in the table's rows of a count. */
  const row = (count: string) => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const rows = [...readme.matchAll(new RegExp(`^\\| ${count} \\| (.+) \\|$`, "gm"))];
    return rows.flatMap(([, names]) => [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
  };

  let calls: Record<string, () => unknown>;
  beforeAll(async () => {
    world = await World.create();
    const { chain } = world;
    const [signer, funder] = [await world.holder(io(1_000)), await world.holder(io(1_000))];
    const { season, load } = await opened({ world, funder, claimants: [signer, funder] });
    const grant = await granted(world, sdk.ioVesting.CategoryKind.Seed, 0, io(24), signer.address);
    // The season is open, and two tranches of the grant are unlocked.
    chain.pass(9n * DAY);
    const entry = await found(load, signer.address);
    const { operator, node } = await world.node(8);
    await chain.send(signer, await sdk.stake(chain.read, { signer, node, amount: io(10) }));
    await chain.mintUsdc(signer.address, parseUsdc("1,000"));
    await chain.mintUsdc(sdk.BUYBACK_CONFIG, parseUsdc("1,000"));
    const terms = { processors: 1, rate: parseUsdc("1"), duration: 5 * 86_400, currency: "USDC" } as const;
    const id = await sdk.nextOrderId(chain.read, signer.address);
    await chain.send(signer, await sdk.createOrder(chain.read, { signer, id, node, terms }));
    const order = await sdk.orderAddress(signer.address, id);
    const accept = { signer: operator, order, extendable: true };
    await chain.send(operator, await sdk.acceptOrder(chain.read, accept));
    // Past the holdback, so that a settlement pays.
    chain.pass(100_000n);
    await world.attest(node);
    world.postPrices(20_000_000n);
    await waits(signer.address);
    const later: Read = async (addresses) => {
      const [clock, ...accounts] = await read(addresses);
      const data = new Uint8Array(clock!.exists ? clock!.data : []);
      new DataView(data.buffer).setBigInt64(32, chain.now + 500n * DAY, true);
      return clock!.address.startsWith("Sysvar")
        ? [{ ...clock!, data } as never, ...accounts]
        : [clock!, ...accounts];
    };
    const [holder, step] = [
      { signer, node },
      { signer, order },
    ];
    const swap = { programAddress: node, accounts: [], data: new Uint8Array() };
    const claim = { signer, season, entry };
    const scene = { world, signer, operator, node, order, read, later, list };
    calls = {
      ...(await marketCalls(scene)),
      stake: () => sdk.stake(read, { ...holder, amount: 1n }),
      claim: () => sdk.claim(read, holder),
      claimMany: () => sdk.claimMany(read, { signer, nodes: [node] }),
      restake: () => sdk.restake(read, holder),
      unstake: () => sdk.unstake(read, holder),
      withdraw: () => sdk.withdraw(read, holder),
      claimAndStake: () => sdk.claimAndStake(read, { ...holder, amount: 1n }),
      closeStake: () => sdk.closeStake(holder),
      createOrder: () => sdk.createOrder(read, { signer, id: id + 1n, node, terms }),
      acceptOrder: () => sdk.acceptOrder(read, accept),
      extendOrder: () => sdk.extendOrder(read, { ...step, seconds: 60 }),
      disputeOrder: () => sdk.disputeOrder(read, step),
      closeOrder: () => sdk.closeOrder(read, step),
      cancelOrder: () => sdk.cancelOrder(read, step),
      endOrder: () => sdk.endOrder(read, step),
      settleOrder: () => sdk.settleOrder(read, step),
      nextOrderId: () => sdk.nextOrderId(read, signer.address),
      sweepFees: () => sdk.sweepFees(read, "USDC"),
      takeUnclaimed: () => sdk.takeUnclaimed(read, { signer, currency: "USDC" }),
      deliverUnclaimed: () => sdk.deliverUnclaimed(read, { signer, payee: signer.address, currency: "USDC" }),
      fill: () => sdk.fill(read, { signer, prices: PRICES, io: parseIo("1") }),
      burnFees: () => sdk.burnFees(),
      openAuction: () => sdk.openAuction(),
      swapAndBurn: () => sdk.swapAndBurn({ prices: PRICES, usdc: 1n, swap }),
      release: () => sdk.release(later, { signer, grants: [grant] }),
      proposeBeneficiary: () => sdk.proposeBeneficiary({ signer, grant: node, next: node }),
      acceptBeneficiary: () => sdk.acceptBeneficiary({ signer, grant: node }),
      claimAirdrop: () => sdk.claimAirdrop(read, claim),
      claimAirdropFor: () => sdk.claimAirdropFor(read, { ...claim, signer: operator }),
      claimAirdropAndStake: () => sdk.claimAirdropAndStake(read, { ...claim, node }),
      reportAvailability: () => sdk.reportAvailability({ signer, reports: [] }),
      crank: () => sdk.crank(),
      readStaking: () => sdk.readStaking(read, node, signer.address),
      readPositions: () =>
        sdk.readPositions(
          read,
          signer.address,
          Array.from({ length: 48 }, () => node),
        ),
      readOrder: () => sdk.readOrder(read, order),
      readBuyback: () => sdk.readBuyback(read, PRICES),
      readBalances: () => sdk.readBalances(read, signer.address),
      readRules: () => sdk.readRules(read),
      // Nobody has pushed a price here.
      readOrderPrices: () => expect(sdk.readOrderPrices(read)).rejects.toThrow("No price is posted"),
      readQuote: () => sdk.readQuote(read, signer.address, terms),
      readUnclaimed: () => sdk.readUnclaimed(read, signer.address),
      readGrant: () => sdk.readGrant(read, grant),
      readSeason: () => sdk.readSeason(read, season),
      readNetwork: () => sdk.readNetwork(read),
      readSolvency: () => sdk.readSolvency(read, list),
      snapshot: () => sdk.snapshot(read, [node]),
      supply: () => sdk.supply(read),
      listNodes: () => sdk.listNodes(list),
      listStakes: () => sdk.listStakes(list, signer.address),
      listOrders: () => sdk.listOrders(list),
      listAsks: () => sdk.listAsks(list),
      listGrants: () => sdk.listGrants(list),
      listSeasons: () => sdk.listSeasons(list),
    };
  });

  /** Writes a balance that waits for a payee. */
  async function waits(payee: Awaited<ReturnType<World["chain"]["wallet"]>>["address"]) {
    const address = await sdk.unclaimedAddress(payee, sdk.USDC_MINT);
    const fields = { payee, mint: sdk.USDC_MINT, opener: payee, amount: 5n, version: 1 };
    const encoder = sdk.ioOrders.getUnclaimedBalanceEncoder();
    const data = encoder.encode({ ...fields, padding: new Uint8Array(7) });
    const account = { address, data: new Uint8Array(data), executable: false, lamports: 5_000_000n as never };
    const programAddress = sdk.ioOrders.IO_ORDERS_PROGRAM_ADDRESS;
    world.chain.svm.setAccount({ ...account, space: BigInt(data.length), programAddress });
  }

  test("each", async () => {
    const counts = ["none", "one", "two", "three", "four", "five"].flatMap((count, i) =>
      row(count).map((name) => [name, i] as const),
    );
    const said = new Map(counts);
    for (const [name, call] of Object.entries(calls)) {
      requests = 0;
      await call();
      expect(requests, name).toBe(said.get(name) ?? 1);
    }
  });

  test("none is left out, and the table names none that is not there", () => {
    const asks = exportsOfAll().all.filter(({ declaration }) => {
      const [first] = ts.isFunctionDeclaration(declaration) ? declaration.parameters : [];
      return /^(Read|List)$/.test(first?.type?.getText() ?? "");
    });
    expect(asks.map(({ name }) => name).filter((name) => !(name in calls))).toEqual([]);
    const named = ["none", "two", "five"].flatMap(row);
    expect(named.filter((name) => !(name in calls))).toEqual([]);
  });

  test("more stakes than one request holds take another", async () => {
    const [found] = await sdk.listNodes(list);
    const { address } = found!;
    requests = 0;
    const views = await sdk.readPositions(
      read,
      address,
      Array.from({ length: 49 }, () => address),
    );
    expect([views.length, requests]).toEqual([49, 2]);
  });
});
