/** Claims from a season, against the programs' bytecode, by the files that `io airdrop build` writes. */

import type { KeyPairSigner } from "@solana/kit";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type AirdropEntry,
  claimAirdrop,
  claimAirdropAndStake,
  claimAirdropFor,
  eventsOf,
  explain,
  findAirdrop,
  holding,
  ioAirdrop,
  isClaimed,
  listFromRpc,
  listSeasons,
  lookupTables,
  MAX_TRANSACTION_BYTES,
  pageAddress,
  payout,
  readSeason,
  readStaking,
  seasonFigures,
  sender,
  transactionSize,
} from "../src/index.js";
import { DAY } from "../src/units.js";
import { found, opened as openedIn, POOL } from "./airdrop-scene.js";
import { Cluster } from "./cluster.js";
import { io, World } from "./world.js";

let world: World;
let funder: KeyPairSigner;
let claimants: KeyPairSigner[];
beforeEach(async () => {
  world = await World.create();
  funder = await world.holder(io(1_000));
  claimants = await Promise.all(Array.from({ length: 3 }, () => world.chain.wallet()));
});

const opened = (others = 0, deep = 0) => openedIn({ world, funder, claimants }, others, deep);

test("a season's life: announced, open, claimed once, closed", async () => {
  const { chain } = world;
  const { season, load, points } = await opened();
  const [one, two, three] = claimants as [KeyPairSigner, KeyPairSigner, KeyPairSigner];
  expect(seasonFigures(await readSeason(chain.read, season))).toMatchObject({
    stage: "announced",
    missing: 0n,
  });
  const entry = await found(load, one.address);
  const claim = { signer: one, season, entry };
  await expect(claimAirdrop(chain.read, claim)).rejects.toThrow("This season is not open yet.");
  chain.pass(8n * DAY);
  const view = await readSeason(chain.read, season);
  expect(seasonFigures(view).stage).toBe("open");
  const due = payout(view.season, entry.points);
  expect(due).toBe((entry.points * POOL) / points);
  // The first one opens the page, and its own token account.
  const first = await claimAirdrop(chain.read, claim);
  const { logs } = await chain.send(one, first);
  const names = eventsOf(logs).events.map(({ name }) => name);
  expect(names).toEqual(["PageOpened", "Claimed"]);
  expect(await chain.balance(one.address)).toBe(due);
  const page = chain.svm.getAccount(await pageAddress(season, 0));
  if (!page.exists) throw new Error("the page is not there");
  const { bits } = ioAirdrop.decodePage(page).data;
  expect([0, 1, 2].filter((i) => isClaimed({ bits }, i))).toEqual([entry.index]);
  await expect(claimAirdrop(chain.read, claim)).rejects.toMatchObject({ code: "notClaimable" });
  const again = chain.send(one, first.slice(-1)).catch((error: unknown) => error);
  expect(explain(await again)).toMatchObject({
    program: "io_airdrop",
    name: "AlreadyClaimed",
    retry: "never",
  });
  // Anyone claims for another, to its own account alone.
  const others = await found(load, two.address);
  await chain.send(one, await claimAirdropFor(chain.read, { signer: one, season, entry: others }));
  expect(await chain.balance(two.address)).toBe(payout(view.season, others.points));
  chain.pass(100n * DAY);
  const late = claimAirdrop(chain.read, { signer: three, season, entry: await found(load, three.address) });
  await expect(late).rejects.toThrow("This season is closed");
});

test("claimed and staked in one transaction", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const { season, load } = await opened();
  chain.pass(8n * DAY);
  await world.attest(node);
  const [one] = claimants as [KeyPairSigner];
  const entry = await found(load, one.address);
  const claim = { signer: one, season, entry, node };
  const instructions = await claimAirdropAndStake(chain.read, claim);
  expect(transactionSize(instructions, one.address)).toBeLessThan(MAX_TRANSACTION_BYTES);
  await chain.send(one, instructions);
  const { season: state } = await readSeason(chain.read, season);
  const { staked } = holding(await readStaking(chain.read, node, one.address));
  expect(staked).toBe(payout(state, entry.points));
  expect(await chain.balance(one.address)).toBe(0n);
});

test("the proof of a large season goes through a lookup table", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  // A million leaves: 20 hashes.
  const { season, load } = await opened(0, 20);
  chain.pass(8n * DAY);
  await world.attest(node);
  const [one] = claimants as [KeyPairSigner];
  const entry = await found(load, one.address);
  expect(entry.proof).toHaveLength(20);
  const make = () => claimAirdropAndStake(chain.read, { signer: one, season, entry, node });
  const cluster = new Cluster(chain);
  const options = { rpc: cluster.rpc, payer: one, pollMs: 1 };
  await expect(sender(options).send(make)).rejects.toMatchObject({ code: "tooLarge" });
  // The claim alone fits.
  const alone = await claimAirdrop(chain.read, { signer: one, season, entry });
  expect(transactionSize(alone, one.address)).toBeLessThan(MAX_TRANSACTION_BYTES);
  const addresses = (await make())
    .flatMap(({ accounts = [] }) => accounts.map(({ address }) => address))
    .filter((address) => address !== one.address);
  const table = await chain.table([...new Set(addresses)]);
  const landed = await sender({ ...options, lookups: lookupTables([table]) }).send(make);
  expect(landed.events.map(({ name }) => name)).toContain("Staked");
});

describe("a proof that is not this season's", () => {
  test("with any part changed", async () => {
    const { chain } = world;
    const { season, load } = await opened(6);
    chain.pass(8n * DAY);
    const [one, two] = claimants as [KeyPairSigner, KeyPairSigner];
    const entry = await found(load, one.address);
    const flipped = entry.proof.map((hash, i) => (i === 1 ? hash.map((byte) => byte ^ 1) : hash));
    const wrong = [
      { proof: flipped },
      { proof: entry.proof.slice(1) },
      { index: entry.index ^ 1 },
      { index: 2 ** 20 - 1 },
      { points: entry.points + 1n },
    ];
    for (const change of wrong) {
      const claim = { signer: one, season, entry: { ...entry, ...change } as AirdropEntry };
      await expect(claimAirdrop(chain.read, claim)).rejects.toThrow("does not lead from this leaf");
    }
    const stolen = claimAirdrop(chain.read, { signer: two, season, entry });
    await expect(stolen).rejects.toThrow(`The leaf is of the wallet ${one.address}`);
    const short = { ...entry, proof: [new Uint8Array(31)] };
    await expect(claimAirdrop(chain.read, { signer: one, season, entry: short })).rejects.toThrow(RangeError);
    await expect(readSeason(chain.read, one.address)).rejects.toThrow(`${one.address} is no season.`);
  });

  test("in files that were changed", async () => {
    const { stored, load } = await opened(6);
    const [one] = claimants as [KeyPairSigner];
    expect(await findAirdrop(load, (await world.chain.wallet()).address)).toBeUndefined();
    const changed = (path: string, change: object) => async (asked: string) =>
      asked === path ? { ...(stored[path] as object), ...change } : load(asked);
    const message = "is not what the season has published";
    for (const change of [{ version: 2 }, { leaves_per_file: 2 }]) {
      await expect(findAirdrop(changed("season.json", change), one.address)).rejects.toThrow(message);
    }
    const other = changed("season.json", { root: "00".repeat(32) });
    await expect(findAirdrop(other, one.address)).rejects.toThrow(message);
  });
});

test("lists of seasons", async () => {
  const { season } = await opened();
  const list = listFromRpc(new Cluster(world.chain).rpc);
  expect((await listSeasons(list)).map(({ address }) => address)).toEqual([season]);
  expect(await listSeasons(list, { funder: funder.address })).toHaveLength(1);
  expect(await listSeasons(list, { funder: season })).toEqual([]);
});
