/** Claims from a season, against the programs' bytecode, by the files that `io airdrop build` writes. */

import { type Address, getAddressDecoder, getAddressEncoder, type KeyPairSigner } from "@solana/kit";
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
  IO_MINT,
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
  seasonAddress,
  seasonFigures,
  sender,
  transactionSize,
} from "../src/index.js";
import { leafHash, levelsOf, siblingsOf } from "../src/airdrop/tree.js";
import { Cluster } from "./cluster.js";
import { io, World } from "./world.js";

const DAY = 86_400n;
const DOMAIN = new Uint8Array(32).fill(7);
const POOL = io(900);

let world: World;
let funder: KeyPairSigner;
let claimants: KeyPairSigner[];
beforeEach(async () => {
  world = await World.create();
  funder = await world.holder(io(1_000));
  claimants = await Promise.all(Array.from({ length: 3 }, () => world.chain.wallet()));
});

/** The files of a season over rows that are in the order of the wallets' bytes. */
async function files(season: Address, wallets: readonly Address[], points: (i: number) => bigint, deep = 0) {
  const order = (key: Address) => Buffer.from(getAddressEncoder().encode(key));
  const rows = [...wallets]
    .sort((a, b) => Buffer.compare(order(a), order(b)))
    .map((wallet, index) => ({ index, wallet, points: points(index) }));
  const depth = Math.max(Math.ceil(Math.log2(rows.length)), deep);
  const leaves = deep > 0 ? 2 ** deep : rows.length;
  const hashes = await Promise.all(rows.map((row) => leafHash({ season, domain: DOMAIN }, row)));
  const size = 2 ** Math.max(depth - 8, 0);
  const parts = await Promise.all(
    Array.from({ length: Math.ceil(rows.length / size) }, (_, i) =>
      levelsOf(hashes.slice(i * size, (i + 1) * size), size),
    ),
  );
  const empty = (await levelsOf([], size)).at(-1)![0]!;
  const tops = parts.map((levels) => levels.at(-1)![0]!);
  const fileCount = 2 ** Math.min(depth, 8);
  const above = await levelsOf(
    [...tops, ...Array.from({ length: fileCount - tops.length }, () => empty)],
    fileCount,
  );
  const root = above.at(-1)![0]!;
  const hex = (bytes: ArrayLike<number>) => Buffer.from(Uint8Array.from(Array.from(bytes))).toString("hex");
  const all = rows.reduce((sum, { points }) => sum + points, 0n);
  const stored: Record<string, unknown> = {
    "season.json": {
      version: 1,
      season,
      funder: funder.address,
      id: "1",
      domain: getAddressDecoder().decode(DOMAIN),
      root: hex(root),
      leaves,
      points: all.toString(),
      pool: POOL.toString(),
      leaves_per_file: size,
      first_wallets: rows.filter((_, i) => i % size === 0).map(({ wallet }) => wallet),
    },
  };
  for (const [file] of parts.entries()) {
    stored[`proofs/${file.toString(16).padStart(2, "0")}.json`] = {
      first_index: file * size,
      leaves: rows.slice(file * size, (file + 1) * size).map(({ wallet, points }) => [wallet, `${points}`]),
      path: siblingsOf(above, file).map(hex),
    };
  }
  const load = async (path: string) => {
    if (!(path in stored)) throw new Error(`${path} is not there`);
    return stored[path];
  };
  return { stored, load, root: new Uint8Array(root), leaves, points: all, rows };
}

/** Publishes a season over `rest` and the claimants, funds it, and waits until it is open. */
async function opened(others = 0, deep = 0) {
  const { chain } = world;
  const season = await seasonAddress(funder.address, 1n);
  const wallets = claimants.map(({ address }) => address);
  for (let i = 0; i < others; i++) wallets.push((await chain.wallet()).address);
  const built = await files(season, wallets, (i) => BigInt(100 + i), deep);
  const vault = await chain.account(season, IO_MINT);
  const terms = {
    root: built.root,
    domain: DOMAIN,
    leaves: built.leaves,
    points: built.points,
    pool: POOL,
    opensAt: chain.now + 8n * DAY,
    openSeconds: Number(100n * DAY),
  };
  const rest = ioAirdrop.Rest.Return;
  const create = ioAirdrop.getCreateSeasonInstruction({ funder, season, vault, id: 1n, rest, terms });
  await chain.send(funder, [create]);
  const source = await chain.address(funder.address, IO_MINT);
  const fund = ioAirdrop.getFundInstruction({ payer: funder, season, source, vault, amount: POOL });
  await chain.send(funder, [fund]);
  return { season, ...built };
}

async function found(load: (path: string) => Promise<unknown>, wallet: Address): Promise<AirdropEntry> {
  const entry = await findAirdrop(load, wallet);
  if (!entry) throw new Error("the wallet is not on the list");
  return entry;
}

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
