/** The sender, on a cluster that loses transactions, refuses them and does not answer. */

import { generateKeyPairSigner, type KeyPairSigner, type Address, lamports } from "@solana/kit";
import { beforeEach, describe, expect, test } from "vitest";
import {
  claim,
  claimMany,
  crank,
  eventsOf,
  explain,
  fromRpc,
  IO_MINT,
  ioAirdrop,
  ioVesting,
  isIoError,
  listFromRpc,
  listNodes,
  listAsks,
  listOrders,
  listStakes,
  restake,
  sender,
  type SenderOptions,
  stake,
  stakeAddress,
  unstake,
  withdraw,
} from "../src/index.js";
import { OFFSETS } from "../src/lists.js";
import * as ioOrders from "../src/generated/io_orders/index.js";
import * as ioStaking from "../src/generated/io_staking/index.js";
import { DAY } from "../src/units.js";
import { Cluster } from "./cluster.js";
import { io, World } from "./world.js";

let world: World;
let cluster: Cluster;
let node: Address;
let signer: KeyPairSigner;
beforeEach(async () => {
  world = await World.create();
  cluster = new Cluster(world.chain);
  ({ node } = await world.node(8));
  signer = await world.holder(io(1_000));
});

const read = (...args: Parameters<World["chain"]["read"]>) => fromRpc(cluster.rpc)(...args);
const send = (options: Partial<SenderOptions> = {}) =>
  sender({ rpc: cluster.rpc, payer: signer, pollMs: 1, ...options }).send;
const staking = () => stake(read, { signer, node, amount: io(100) });

async function failure(sent: Promise<unknown>) {
  const error = await sent.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { error, ...explain(error) };
}

test("it lands, and says what it did", async () => {
  const landed = await send()(staking);
  expect(landed).toMatchObject({
    slot: 7n,
    fee: 5_000n,
    isComplete: true,
    changes: { io: -io(100), usdc: 0n },
  });
  expect(landed.signature).toMatch(/^[1-9A-HJ-NP-Za-km-z]{80,90}$/);
  expect(landed.events.map(({ name }) => name)).toEqual(["StakeOpened", "Staked"]);
  expect(eventsOf(landed.logs).events).toEqual(landed.events);
  // Fee, and the rent of the stake.
  expect(landed.changes.sol).toBeLessThan(-1_000_000n);
  expect(landed.units).toBeGreaterThan(5_000n);
  expect(landed.units).toBeLessThan(60_000n);
});

test("a simulation says what it costs, and sends nothing", async () => {
  const { simulate } = sender({ rpc: cluster.rpc, payer: signer, pollMs: 1 });
  const before = world.chain.svm.getBalance(signer.address);
  const { fee, units, instructions, logs } = await simulate(staking);
  expect(instructions.length).toBeGreaterThan(0);
  expect(logs.length).toBeGreaterThan(0);
  expect(world.chain.svm.getBalance(signer.address)).toBe(before);
  const landed = await send()(staking);
  // A simulation names a price, which is an instruction of 150 units.
  expect([fee, units]).toEqual([landed.fee, landed.units + 150n]);
  const { kind } = await failure(simulate(() => withdraw(read, { signer, node })));
  expect(kind).toBe("tooEarly");
});

test("with what reads accounts, it says the rent of what it opens, to the lamport", async () => {
  const { chain } = world;
  const told = (of: Partial<SenderOptions> = { read }) =>
    sender({ rpc: cluster.rpc, payer: signer, pollMs: 1, ...of }).simulate(staking);
  expect((await told({})).rent).toBeUndefined();
  const { rent: whole } = await told();
  // What somebody has sent to the address before is not paid again.
  chain.svm.airdrop(await stakeAddress(node, signer.address), lamports(1_000_000n));
  const { rent } = await told();
  expect(rent).toBe(whole! - 1_000_000n);
  const landed = await send()(staking);
  expect(-landed.changes.sol).toBe(rent! + landed.fee);
  // The second one opens nothing.
  expect((await told()).rent).toBe(0n);
});

test("the price is that of three of four recent slots, up to the most", async () => {
  const priced = async (options: Partial<SenderOptions>) => {
    const before = world.chain.svm.getBalance(signer.address)!;
    const { units } = await send(options)(() => [crank()]);
    const paid = before - world.chain.svm.getBalance(signer.address)! - 5_000n;
    return { paid, limit: BigInt(Math.ceil(Number(units) * 1.1) + 2_000) };
  };
  cluster.fees = [0n, 1_000_000n, 2_000_000n, 9_000_000n];
  const hour = () => world.chain.pass(3_700n);
  hour();
  const recent = await priced({ maxPrice: 100_000_000n });
  expect(Number(recent.paid) / Number(recent.limit)).toBeCloseTo(9, 0);
  hour();
  const capped = await priced({});
  expect(Number(capped.paid) / Number(capped.limit)).toBeCloseTo(1, 1);
  hour();
  expect((await priced({ priority: 0n })).paid).toBe(0n);
});

test("one that is lost is made anew", async () => {
  cluster.faults.lost = 2;
  let made = 0;
  const landed = await send()(async () => {
    made += 1;
    world.chain.svm.expireBlockhash();
    return staking();
  });
  expect(made).toBe(3);
  expect(landed.changes.io).toBe(-io(100));
});

test("one that is lost too often says that it never will land", async () => {
  cluster.faults.lost = 9;
  const { error, kind, retry } = await failure(send({ retries: 1 })(staking));
  expect(isIoError(error, "expired")).toBe(true);
  expect({ kind, retry }).toEqual({ kind: "expired", retry: "now" });
  // Instructions that were made already cannot be made anew.
  cluster.faults.lost = 1;
  expect((await failure(send()(await staking()))).kind).toBe("expired");
});

describe("another crank comes first", () => {
  const rival = async () => {
    await world.chain.send(world.chain.deployer, [crank()]);
  };
  beforeEach(async () => {
    await send()(staking);
    world.chain.pass(DAY);
  });

  test("before the simulation", async () => {
    cluster.faults.beforeSimulation.push(rival);
    const landed = await send()(() => claim(read, { signer, node }));
    expect(landed.changes.io).toBeGreaterThan(0n);
    expect(landed.events.map(({ name }) => name)).toEqual(["Claimed"]);
  });

  test("before it lands: the first one fails on chain", async () => {
    cluster.faults.beforeLanding.push(rival);
    const landed = await send()(() => claim(read, { signer, node }));
    expect(landed.events.map(({ name }) => name)).toEqual(["Claimed"]);
  });

  test("again and again", async () => {
    cluster.faults.beforeSimulation.push(rival, rival, rival);
    const hourly = () => {
      world.chain.pass(3_600n);
      return claim(read, { signer, node });
    };
    const { name, retry } = await failure(send({ retries: 1 })(hourly));
    expect({ name, retry }).toEqual({ name: "NothingDue", retry: "now" });
  });
});

test("what the chain refuses is never sent", async () => {
  const { error, kind, message, name } = await failure(
    send()(() => stake(read, { signer, node, amount: io(2_000) })),
  );
  expect({ kind, name, message }).toEqual({
    kind: "insufficient",
    name: "InsufficientFunds",
    message: "This wallet holds less IO than that.",
  });
  expect(isIoError(error, "failed")).toBe(true);
  expect(cluster.calls).not.toContain("sendTransaction");
});

test("what fails on chain has its logs", async () => {
  const rich = await world.holder(io(1));
  cluster.faults.beforeLanding.push(async () => {
    await world.chain.transfer(signer, rich.address, IO_MINT, io(950));
  });
  const { error, kind } = await failure(send()(staking));
  expect(kind).toBe("insufficient");
  expect(isIoError(error) && error.details.signature).toMatch(/^\w{80,90}$/);
});

test("a wallet without SOL, without IO, and without a stake", async () => {
  const poor = await generateKeyPairSigner();
  const from = (who: KeyPairSigner) =>
    send({ payer: who })(() => stake(read, { signer: who, node, amount: 1n }));
  expect((await failure(from(poor))).kind).toBe("noSol");
  world.chain.svm.airdrop(poor.address, lamports(1_000_000n));
  expect((await failure(from(poor))).kind).toBe("noSol");
  world.chain.svm.airdrop(poor.address, lamports(100_000_000n));
  const { kind, message } = await failure(from(poor));
  expect({ kind, message }).toEqual({
    kind: "noAccount",
    message: "This wallet has no IO account: it holds no IO.",
  });
  for (const flow of [claim, restake, withdraw, unstake]) {
    const { kind, message } = await failure(flow(read, { signer: poor, node }));
    expect({ kind, message }).toEqual({
      kind: "noAccount",
      message: `This wallet has no stake in the node ${node}.`,
    });
  }
});

test("a line that is dead for a moment costs nothing, for good it says what is not known", async () => {
  cluster.faults.dead = { sendTransaction: 2, getSignatureStatuses: 3, getBlockHeight: 2 };
  expect((await send()(staking)).changes.io).toBe(-io(100));
  cluster.faults.dead = { getSignatureStatuses: 1_000 };
  const { error, kind, action } = await failure(send()(staking));
  expect(isIoError(error, "unconfirmed") && error.details.signature).toBeTruthy();
  expect({ kind, action }).toEqual({
    kind: "offline",
    action: expect.stringContaining("before you send it again"),
  });
  cluster.faults.dead = { simulateTransaction: 1 };
  expect((await failure(send()(staking))).kind).toBe("offline");
});

test("a node that confirmed it and does not show it", async () => {
  cluster.faults.dead = { getTransaction: 1_000 };
  expect(await send()(staking)).toMatchObject({ isComplete: false, events: [] });
});

test("one that is aborted", async () => {
  const { error } = await failure(send()(staking, { signal: AbortSignal.abort() }));
  expect(isIoError(error, "aborted")).toBe(true);
  const control = new AbortController();
  cluster.faults.lost = 1;
  cluster.faults.dead = { getBlockHeight: 5 };
  const sent = send({ pollMs: 20 })(staking, { signal: control.signal });
  setTimeout(() => control.abort(), 60);
  expect(isIoError((await failure(sent)).error, "unconfirmed")).toBe(true);
});

test("too much for one transaction, and a signer that is missing", async () => {
  const many = Array.from({ length: 40 }, () => staking());
  expect(isIoError((await failure(send()((await Promise.all(many)).flat()))).error, "tooLarge")).toBe(true);
  const [instruction] = await staking();
  const unsigned = {
    ...instruction!,
    accounts: instruction!.accounts!.map(({ address, role }) => ({ address, role })),
  };
  const other = await world.chain.wallet();
  const { kind, message } = await failure(send({ payer: other })([unsigned]));
  expect(kind).toBe("input");
  expect(message).toContain(signer.address);
});

test("claims from as many nodes as fit", async () => {
  const nodes = [node];
  for (let i = 0; i < 9; i++) nodes.push((await world.node(8)).node);
  for (const each of nodes) await send()(() => stake(read, { signer, node: each, amount: io(50) }));
  world.chain.pass(DAY);
  const before = cluster.calls.length;
  const { instructions, rest } = await claimMany(read, { signer, nodes });
  expect(cluster.calls.length - before).toBe(1);
  expect(instructions.length - 1 + rest.length).toBe(nodes.length);
  expect(instructions.length - 1).toBeGreaterThanOrEqual(6);
  const landed = await send()(instructions);
  expect(landed.events.filter(({ name }) => name === "Claimed")).toHaveLength(instructions.length - 1);
  const others = await claimMany(read, { signer, nodes: rest });
  expect(others.rest).toEqual([]);
  expect((await send()(others.instructions)).changes.io).toBeGreaterThan(0n);
});

test("the wrong network is told before anything is built", async () => {
  const none = async (addresses: readonly Address[]) => {
    const [clock, ...rest] = await world.chain.read(addresses);
    return [clock!, ...rest.map(({ address }) => ({ address, exists: false }) as const)];
  };
  const holder = { signer, node };
  const flows = [
    () => stake(none, { ...holder, amount: 1n }),
    ...[claim, unstake, withdraw, restake].map((flow) => () => flow(none, holder)),
  ];
  for (const flow of flows) await expect(flow()).rejects.toMatchObject({ code: "wrongNetwork" });
});

test("a node that nobody has reported takes no stake unasked, but for its operator's", async () => {
  const operator = await world.holder(io(4_000));
  const fresh = await world.register(operator, 1);
  await send({ payer: operator })(() => stake(read, { signer: operator, node: fresh, amount: io(2_000) }));
  const { kind, message } = await failure(stake(read, { signer, node: fresh, amount: io(1) }));
  expect({ kind, message }).toEqual({
    kind: "tooEarly",
    message: "Nobody has reported this node available yet.",
  });
  await send()(() => stake(read, { signer, node: fresh, amount: io(1), evenIfNotReady: true }));
});

test("lists of nodes, stakes and orders", async () => {
  const list = listFromRpc(cluster.rpc);
  await send()(staking);
  const other = await world.node(1);
  expect((await listNodes(list)).map(({ address }) => address).sort()).toEqual([node, other.node].sort());
  expect((await listNodes(list, { operator: other.operator.address })).map(({ address }) => address)).toEqual(
    [other.node],
  );
  const stakes = await listStakes(list, signer.address);
  expect(stakes.map(({ stake }) => stake.node)).toEqual([node]);
  expect(await listOrders(list)).toEqual([]);
  expect(await listAsks(list)).toEqual([]);
  await expect(listStakes(list, "x" as Address)).rejects.toThrow(RangeError);
});

test("lists filter where the accounts have their fields", () => {
  const mark = IO_MINT;
  const probe = (decoder: { decode(data: Uint8Array): object }, offset: number) => {
    const data = new Uint8Array(2_048);
    data.set(world.chain.bytes(mark), offset);
    const fields = Object.entries(decoder.decode(data)).filter(([, value]) => value === mark);
    return fields.map(([name]) => name);
  };
  expect(probe(ioStaking.getNodeDecoder(), OFFSETS.nodeOperator)).toEqual(["operator"]);
  expect(probe(ioStaking.getStakeDecoder(), OFFSETS.stakeOwner)).toEqual(["owner"]);
  expect(probe(ioStaking.getStakeDecoder(), OFFSETS.stakeNode)).toEqual(["node"]);
  expect(probe(ioOrders.getOrderDecoder(), OFFSETS.orderClient)).toEqual(["client"]);
  expect(probe(ioOrders.getOrderDecoder(), OFFSETS.orderNode)).toEqual(["node"]);
  expect(probe(ioOrders.getAttestationDecoder(), OFFSETS.attestationNode)).toEqual(["node"]);
  expect(probe(ioOrders.getAttestationDecoder(), OFFSETS.attestationAuditor)).toEqual(["auditor"]);
  expect(probe(ioOrders.getRequestDecoder(), OFFSETS.requestClient)).toEqual(["client"]);
  expect(probe(ioOrders.getRequestDecoder(), OFFSETS.requestClass)).toEqual(["class"]);
  expect(probe(ioOrders.getBidDecoder(), OFFSETS.bidRequest)).toEqual(["request"]);
  expect(probe(ioOrders.getBidDecoder(), OFFSETS.bidNode)).toEqual(["node"]);
  expect(probe(ioOrders.getBidDecoder(), OFFSETS.bidOperator)).toEqual(["operator"]);
  const order = new Uint8Array(2_048);
  order.set(world.chain.bytes(mark), OFFSETS.orderReference);
  order.fill(255, OFFSETS.orderSerial, OFFSETS.orderSerial + 8);
  const { reference, serial } = ioOrders.getOrderDecoder().decode(order);
  expect([[...reference], serial]).toEqual([[...world.chain.bytes(mark)], 2n ** 64n - 1n]);
  expect(probe(ioVesting.getGrantDecoder(), OFFSETS.grantBeneficiary)).toEqual(["beneficiary"]);
  expect(probe(ioAirdrop.getSeasonDecoder(), OFFSETS.seasonFunder)).toEqual(["funder"]);
});
