/** A holder's life against the programs' bytecode. */

import { lamports } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  apr,
  associatedAddress,
  claim,
  claimAndStake,
  claimable,
  closeStake,
  crank,
  delegationRoom,
  eventsOf,
  explain,
  holding,
  IO_MINT,
  ioEmission,
  ioStaking,
  readStaking,
  restake,
  stake,
  STAKE_VAULT,
  stakeAddress,
  supply,
  unstake,
  withdraw,
  YEAR_SECONDS,
} from "../src/index.js";
import { DAY } from "../src/units.js";
import { io, World } from "./world.js";

const [EMISSION, STAKING] = [ioEmission.IO_EMISSION_PROGRAM_ADDRESS, ioStaking.IO_STAKING_PROGRAM_ADDRESS];

let world: World;
beforeEach(async () => {
  world = await World.create();
});

test("the first stake opens it, the next does not", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const owner = await world.holder(io(1_000));
  const first = await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(600) }));
  expect(eventsOf(first.logs).events.map(({ name }) => name)).toEqual(["StakeOpened", "Staked"]);
  const second = await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(400) }));
  expect(eventsOf(second.logs).events).toMatchObject([
    { program: "io_staking", name: "Staked", data: { node, owner: owner.address, amount: io(400) } },
  ]);
  const view = await readStaking(chain.read, node, owner.address);
  expect(holding(view)).toEqual({
    staked: io(1_000),
    claimable: 0n,
    cooling: [],
    withdrawable: 0n,
    held: 0n,
    holdsBack: 0n,
    canWithdraw: false,
    canClose: false,
  });
  expect(chain.held(STAKE_VAULT)).toBe(io(17_000));
});

test("a claim cranks first where the hour is past, and pays what was foretold", async () => {
  const { chain } = world;
  const { node } = await world.node(8, 1_000);
  const owner = await world.holder(io(5_000));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(5_000) }));
  for (const [seconds, programs] of [
    [7_300n, [EMISSION, STAKING]],
    [600n, [STAKING]],
    [36_000n, [EMISSION, STAKING]],
    [3n * DAY, [EMISSION, STAKING]],
  ] as const) {
    chain.pass(seconds);
    const foretold = holding(await readStaking(chain.read, node, owner.address)).claimable;
    const before = await chain.balance(owner.address);
    const receipt = await chain.send(owner, await claim(chain.read, { signer: owner, node }));
    expect(receipt.programs).toEqual(programs);
    expect((await chain.balance(owner.address)) - before).toBe(foretold);
    expect(foretold).toBeGreaterThan(0n);
  }
});

test("what a stake will have earned by a later time, if nobody changes anything", async () => {
  const { chain } = world;
  const { node } = await world.node(8, 1_000);
  const owner = await world.holder(io(500));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(500) }));
  const view = await readStaking(chain.read, node, owner.address);
  for (const seconds of [3_700n, 36_000n, 80_000n]) {
    const then = view.now + seconds;
    chain.setClock(then);
    // Without another look: from the view alone.
    const foretold = holding(view, then).claimable;
    expect(foretold).toBe(holding(await readStaking(chain.read, node, owner.address)).claimable);
    expect(foretold).toBeGreaterThan(holding(view, then - 3_600n).claimable);
  }
  const { claimable: last } = holding(view, chain.now);
  const before = await chain.balance(owner.address);
  await chain.send(owner, await claim(chain.read, { signer: owner, node }));
  expect((await chain.balance(owner.address)) - before).toBe(last);
});

test("a claim opens the owner's token account if it is gone", async () => {
  const { chain } = world;
  const { node } = await world.node(1);
  const owner = await world.holder(io(100));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(100) }));
  const account = chain.svm.getAccount(await associatedAddress(owner.address, IO_MINT));
  if (account.exists) chain.svm.setAccount({ ...account, lamports: 0n as never, data: new Uint8Array() });
  chain.pass(DAY);
  await chain.send(owner, await claim(chain.read, { signer: owner, node }));
  expect(await chain.balance(owner.address)).toBeGreaterThan(0n);
});

test("two who crank at once: the second is told, and asks again", async () => {
  const { chain } = world;
  const { node } = await world.node(1);
  const owner = await world.holder(io(100));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(100) }));
  chain.pass(DAY);
  const late = await claim(chain.read, { signer: owner, node });
  await chain.send(chain.deployer, [crank()]);
  const refusal = await chain.send(owner, late).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ program: "io_emission", name: "NothingDue" });
  const again = await chain.send(owner, await claim(chain.read, { signer: owner, node }));
  expect(again.programs).toEqual([STAKING]);
});

test("SOL that somebody sent ahead blocks no stake", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const owner = await world.holder(io(100));
  chain.svm.airdrop(await stakeAddress(node, owner.address), lamports(1_000_000n));
  expect((await readStaking(chain.read, node, owner.address)).stake).toBeUndefined();
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(100) }));
  expect(holding(await readStaking(chain.read, node, owner.address)).staked).toBe(io(100));
});

test("crank, claim and stake go in one transaction", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const owner = await world.holder(io(100));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(100) }));
  chain.pass(DAY);
  const { claimable } = holding(await readStaking(chain.read, node, owner.address));
  await world.attest(node);
  // All that it has is what the claim pays.
  const both = await claimAndStake(chain.read, { signer: owner, node, amount: claimable });
  const receipt = await chain.send(owner, both);
  expect(receipt.programs).toEqual([EMISSION, STAKING, STAKING]);
  expect(holding(await readStaking(chain.read, node, owner.address)).staked).toBe(io(100) + claimable);
  expect(await chain.balance(owner.address)).toBe(0n);
});

test("rewards can be staked", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const owner = await world.holder(io(100));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(100) }));
  chain.pass(DAY);
  const { claimable: rewards } = holding(await readStaking(chain.read, node, owner.address));
  await chain.send(owner, await restake(chain.read, { signer: owner, node }));
  expect(holding(await readStaking(chain.read, node, owner.address)).staked).toBe(io(100) + rewards);
});

test("the way out: two unstakes, 14 days, a withdrawal, a closed account", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const owner = await world.holder(io(1_000));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(1_000) }));
  await chain.send(owner, await unstake(chain.read, { signer: owner, node, amount: io(250) }));
  chain.pass(DAY);
  await chain.send(owner, await unstake(chain.read, { signer: owner, node }));
  chain.pass(13n * DAY);
  const view = await readStaking(chain.read, node, owner.address);
  expect(holding(view)).toMatchObject({
    staked: 0n,
    cooling: [
      { amount: io(250), unlocksAt: view.now, isUnlocked: true },
      { amount: io(750), unlocksAt: view.now + DAY, isUnlocked: false },
    ],
  });
  await chain.send(owner, await withdraw(chain.read, { signer: owner, node }));
  expect(await chain.balance(owner.address)).toBe(io(250));
  const early = await chain
    .send(owner, await withdraw(chain.read, { signer: owner, node }))
    .catch((error: unknown) => error);
  expect(explain(early)).toMatchObject({ name: "NothingToWithdraw", message: "Wait until a ticket unlocks" });
  chain.pass(DAY);
  await chain.send(owner, await withdraw(chain.read, { signer: owner, node }));
  await chain.send(owner, await claim(chain.read, { signer: owner, node }));
  expect(await chain.balance(owner.address)).toBeGreaterThan(io(1_000));
  await chain.send(owner, await closeStake({ signer: owner, node }));
  expect((await readStaking(chain.read, node, owner.address)).stake).toBeUndefined();
});

test("a wallet with too little IO is told so", async () => {
  const { chain } = world;
  const { node } = await world.node(8);
  const owner = await world.holder(io(1));
  const tooMuch = await stake(chain.read, { signer: owner, node, amount: io(2) });
  const refusal = await chain.send(owner, tooMuch).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ program: "spl_token", name: "InsufficientFunds" });
});

test("delegations go up to the offer, and to half of the minimum", async () => {
  const { chain } = world;
  const { operator, node } = await world.node(1);
  expect(delegationRoom((await world.readNode(node)).ledger)).toBe(io(1_000));
  const owner = await world.holder(io(3_000));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(400) }));
  await chain.send(operator, [ioStaking.getSetOfferInstruction({ operator, node, amount: io(500) })]);
  expect(delegationRoom((await world.readNode(node)).ledger)).toBe(io(100));
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: io(100) }));
  expect(delegationRoom((await world.readNode(node)).ledger)).toBe(0n);
  const more = await stake(chain.read, { signer: owner, node, amount: 1n });
  const refusal = await chain.send(owner, more).catch((error: unknown) => error);
  expect(explain(refusal)).toMatchObject({ program: "io_staking", name: "DelegationLimit" });
});

test("the APR is what a year then pays, with other nodes, a commission and its announced rise", async () => {
  const { chain } = world;
  const { operator, node } = await world.node(8, 500);
  await world.node(4);
  const owner = await world.holder(io(4_000));
  chain.pass(DAY / 2n);
  const rise = ioStaking.getAnnounceCommissionInstruction({ operator, node, bps: 2_000 });
  await chain.send(operator, [rise]);
  const added = { by: "delegator", amount: io(4_000) } as const;
  const foretold = apr(await world.readConfig(), await world.readNode(node), chain.now, added);
  await chain.send(owner, await stake(chain.read, { signer: owner, node, amount: added.amount }));
  await keepAvailable(node);
  const view = await readStaking(chain.read, node, owner.address);
  const earned = claimable(view.config, view.node, view.stake!, view.now);
  // Each of 366 syncs rounds down to a base unit at most.
  expect(foretold.rewards - earned).toBeGreaterThanOrEqual(0n);
  expect(foretold.rewards - earned).toBeLessThan(400n);
  expect(foretold.rate).toBeCloseTo(Number(earned) / Number(added.amount), 6);
});

test("a node that is offline, or below its minimum, earns nothing", async () => {
  const { chain } = world;
  const { operator, node } = await world.node(1);
  const read = async () => apr(await world.readConfig(), await world.readNode(node), chain.now);
  expect((await read()).rate).toBeGreaterThan(0);
  await chain.send(operator, await unstake(chain.read, { signer: operator, node, amount: 1n }));
  expect((await read()).rate).toBe(0);
  const back = { by: "operator", amount: 1n } as const;
  expect(apr(await world.readConfig(), await world.readNode(node), chain.now, back).rate).toBeGreaterThan(0);
  await chain.send(operator, await stake(chain.read, { signer: operator, node, amount: 1n }));
  expect((await read()).rate).toBeGreaterThan(0);
  chain.pass(DAY + 1n);
  expect((await read()).rate).toBe(0);
});

test("the supply", async () => {
  const { chain } = world;
  expect(await supply(chain.read)).toMatchObject({
    total: io(500_000_000),
    minted: 0n,
    mintable: 0n,
    burned: 0n,
  });
  chain.pass(30n * DAY);
  const { mintable: due } = await supply(chain.read);
  await chain.send(chain.deployer, [crank()]);
  const after = await supply(chain.read);
  expect(after).toMatchObject({
    total: io(500_000_000) + due,
    minted: due,
    mintable: 0n,
    toCome: io(300_000_000) - due,
  });
});

/**
 * Reports the node once a day, for a year. Other nodes lapse, but keep their weight since nobody
 * syncs them.
 */
async function keepAvailable(node: Awaited<ReturnType<World["node"]>>["node"]) {
  const { chain } = world;
  const end = chain.now + YEAR_SECONDS;
  await world.attest(node);
  while (chain.now < end) {
    chain.pass(chain.now + DAY < end ? DAY : end - chain.now);
    await world.attest(node);
  }
}
