/** Grants of what is locked, against the programs' bytecode. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  acceptBeneficiary,
  CATEGORY_RULES,
  categoryAddress,
  eventsOf,
  explain,
  grantFigures,
  IO_MINT,
  ioVesting,
  listFromRpc,
  listGrants,
  MONTH_SECONDS,
  ONE_IO,
  proposeBeneficiary,
  readGrant,
  release,
  toJson,
} from "../src/index.js";
import { Cluster } from "./cluster.js";
import { granted as grantedIn } from "./vesting-scene.js";
import { io, START, World } from "./world.js";

const { CategoryKind } = ioVesting;

let world: World;
let beneficiary: KeyPairSigner;
beforeEach(async () => {
  world = await World.create();
  beneficiary = await world.chain.wallet();
});

const granted = (kind: ioVesting.CategoryKind, index: number, amount: bigint, to = beneficiary.address) =>
  grantedIn(world, kind, index, amount, to);

async function figures(grant: Address) {
  const view = await readGrant(world.chain.read, grant);
  return grantFigures(view.grant, view.category, view.now);
}

test("a grant vests by the month from month 13 on, and a release pays what was foretold", async () => {
  const { chain } = world;
  const amount = 1_000_000_007n;
  const grant = await granted(CategoryKind.Seed, 0, amount);
  expect(await figures(grant)).toEqual({
    amount,
    vested: 0n,
    released: 0n,
    releasable: 0n,
    nextUnlockAt: START + 13n * MONTH_SECONDS,
    doneAt: START + 36n * MONTH_SECONDS,
  });
  const early = await release(chain.read, { signer: beneficiary, grants: [grant] });
  expect(early).toEqual({ instructions: [], pays: [], waiting: [], rest: [] });
  let paid = 0n;
  for (const month of [13n, 14n, 20n, 35n, 36n, 50n]) {
    chain.setClock(START + month * MONTH_SECONDS);
    const { releasable, vested } = await figures(grant);
    const tranches = month - 12n < 24n ? month - 12n : 24n;
    expect(vested).toBe((amount * tranches) / 24n);
    const { instructions, pays } = await release(chain.read, { signer: beneficiary, grants: [grant] });
    if (releasable > 0n) {
      expect(pays).toEqual([{ grant, beneficiary: beneficiary.address, amount: releasable }]);
      const { logs } = await chain.send(beneficiary, instructions);
      expect(eventsOf(logs).events).toMatchObject([{ program: "io_vesting", name: "Released" }]);
      paid += releasable;
    } else {
      expect(instructions).toEqual([]);
    }
    expect(await chain.balance(beneficiary.address)).toBe(paid);
  }
  expect(paid).toBe(amount);
  expect(await figures(grant)).toMatchObject({ releasable: 0n, nextUnlockAt: undefined });
});

test("a second before its month nothing is released, whatever was asked", async () => {
  const { chain } = world;
  const grant = await granted(CategoryKind.SeriesA, 0, io(24));
  chain.setClock(START + 13n * MONTH_SECONDS);
  const { instructions } = await release(chain.read, { signer: beneficiary, grants: [grant] });
  chain.setClock(START + 13n * MONTH_SECONDS - 1n);
  const refusal = await chain.send(beneficiary, instructions).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ name: "NothingToRelease", kind: "tooEarly", retry: "later" });
});

test("a core grant counts from when it was made; revoked, it is what had vested", async () => {
  const { chain, manager } = world;
  chain.setClock(START + 18n * MONTH_SECONDS);
  const grant = await granted(CategoryKind.Core, 0, io(300));
  expect(await figures(grant)).toMatchObject({
    vested: 0n,
    nextUnlockAt: START + 19n * MONTH_SECONDS,
    doneAt: START + 48n * MONTH_SECONDS,
  });
  chain.setClock(START + 28n * MONTH_SECONDS);
  expect((await figures(grant)).vested).toBe(io(100));
  const revoke = ioVesting.getRevokeInstruction({
    manager,
    category: categoryAddress(CategoryKind.Core),
    grant,
  });
  await chain.send(manager, [revoke]);
  expect(await figures(grant)).toMatchObject({
    amount: io(100),
    releasable: io(100),
    nextUnlockAt: undefined,
  });
});

test("many at once: as many as fit, by category; those without an account wait", async () => {
  const { chain } = world;
  const other = await chain.wallet();
  await chain.account(other.address, IO_MINT);
  const poor = await chain.wallet();
  const grants: Address[] = [];
  for (let i = 0; i < 30; i++) {
    const kind = i % 2 === 0 ? CategoryKind.Seed : CategoryKind.Core;
    const to = i === 4 ? poor.address : i % 3 === 0 ? other.address : beneficiary.address;
    grants.push(await granted(kind, i, io(24 + i), to));
  }
  chain.setClock(START + 60n * MONTH_SECONDS);
  const all = await release(chain.read, { signer: beneficiary, grants });
  expect(all.waiting).toEqual([grants[4]]);
  expect(all.pays.length + all.rest.length).toBe(29);
  expect(all.pays.length).toBeGreaterThanOrEqual(11);
  await chain.send(beneficiary, all.instructions);
  const next = await release(chain.read, { signer: beneficiary, grants: all.rest });
  expect(next.rest).toEqual([]);
  await chain.send(beneficiary, next.instructions);
  const sum = (to: KeyPairSigner) =>
    [...all.pays, ...next.pays]
      .filter(({ beneficiary }) => beneficiary === to.address)
      .reduce((total, { amount }) => total + amount, 0n);
  for (const wallet of [other, beneficiary]) expect(await chain.balance(wallet.address)).toBe(sum(wallet));
});

test("a grant is handed over in two steps", async () => {
  const { chain } = world;
  const grant = await granted(CategoryKind.Seed, 0, io(24));
  const next = await chain.wallet();
  const early = chain.send(next, acceptBeneficiary({ signer: next, grant }));
  expect(explain(await early.catch((error: unknown) => error)).name).toBe("NotNextBeneficiary");
  const propose = proposeBeneficiary({ signer: beneficiary, grant, next: next.address });
  await chain.send(beneficiary, propose);
  await chain.send(next, acceptBeneficiary({ signer: next, grant }));
  expect((await readGrant(chain.read, grant)).grant.beneficiary).toBe(next.address);
  chain.setClock(START + 13n * MONTH_SECONDS);
  // Anybody releases, to the new one only.
  await chain.account(next.address, IO_MINT);
  const { instructions } = await release(chain.read, { signer: beneficiary, grants: [grant] });
  await chain.send(beneficiary, instructions);
  expect(await chain.balance(next.address)).toBe(io(1));
  expect(() => proposeBeneficiary({ signer: next, grant, next: next.address })).toThrow(RangeError);
});

test("lists by beneficiary and category; views go into JSON; bad input", async () => {
  const { chain } = world;
  const list = listFromRpc(new Cluster(chain).rpc);
  const other = await chain.wallet();
  const seed = await granted(CategoryKind.Seed, 0, io(1));
  const core = await granted(CategoryKind.Core, 0, io(2));
  const foreign = await granted(CategoryKind.Core, 1, io(3), other.address);
  const found = async (by: Parameters<typeof listGrants>[1]) =>
    (await listGrants(list, by)).map(({ address }) => address).sort();
  expect(await found({})).toEqual([seed, core, foreign].sort());
  expect(await found({ beneficiary: beneficiary.address })).toEqual([seed, core].sort());
  expect(await found({ category: CategoryKind.Core })).toEqual([core, foreign].sort());
  expect(await found({ category: CategoryKind.Core, beneficiary: other.address })).toEqual([foreign]);
  const view = JSON.parse(JSON.stringify(toJson(await readGrant(chain.read, core))));
  expect(view).toMatchObject({ grant: { ledger: { amount: io(2).toString() } } });
  for (const grants of [[], [seed, seed], ["x" as Address]]) {
    await expect(release(chain.read, { signer: beneficiary, grants })).rejects.toThrow(RangeError);
  }
  await expect(readGrant(chain.read, other.address)).rejects.toThrow(`${other.address} is no grant.`);
});

test("the locked parts are 272,000,000 IO", () => {
  const totals = Object.values(CATEGORY_RULES).map(({ total }) => total);
  expect(totals.reduce((sum, total) => sum + total)).toBe(272_000_000n * ONE_IO);
});
