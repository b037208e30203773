/** What operators and auditors do, against the programs' bytecode. */

import type { KeyPairSigner } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  announceCommission,
  announceMaintenance,
  attest,
  bookNodes,
  claimCommission,
  commissionOwed,
  endOrder,
  formatUsdc,
  giveNotice,
  listAttestations,
  listRecords,
  nextNodeId,
  nodeAddress,
  openRecord,
  orderFigures,
  parseIo,
  parseUsdc,
  pickNodes,
  processorHours,
  quote,
  quoteBooking,
  readMarket,
  readOrder,
  readRecord,
  readStaking,
  recordFigures,
  registerNode,
  retireNode,
  revokeAttestation,
  setOffer,
  setPayout,
  settleOrder,
  stake,
  updateHardware,
  WINDOW_SECONDS,
} from "../src/index.js";
import { client, DAY, HOUR, list, offered, paid, setUp, world } from "./market-scene.js";
import { refusal } from "./order-scene.js";
import { H100, io, RULES } from "./world.js";

beforeEach(setUp);

/** Books a node for a day; the order's address. */
async function booked(processors: number, seconds: number) {
  const { chain } = world;
  const view = await readMarket(list, chain.read);
  const bill = quoteBooking(view, pickNodes(view, { seconds }, processors), seconds);
  const { clusters } = await bookNodes(chain.read, { signer: client, bill });
  await chain.send(client, clusters[0]!.instructions);
  return clusters[0]!.orders[0]!;
}

test("a node is registered, offered to delegators, changed and retired", async () => {
  const { chain } = world;
  const signer = await world.holder(io(100_000));
  const payout = await chain.wallet();
  expect(await nextNodeId(chain.read, signer.address)).toBe(0);
  const fresh = { signer, class: H100.id, processors: 4, commissionBps: 500 };
  const register = async (id: number, more: object = {}) =>
    chain.send(signer, await registerNode(chain.read, { ...fresh, id, ...more }));
  await register(0);
  await register(1, { payout: payout.address, offer: parseIo("4,000"), class: "h-100" });
  expect(await nextNodeId(chain.read, signer.address)).toBe(2);
  const node = await nodeAddress(signer.address, 1);
  const state = () => world.readNode(node);
  const ledger = { offer: io(4_000), processors: 4 };
  expect(await state()).toMatchObject({ payout: payout.address, ledger });
  await chain.send(signer, [
    setOffer({ signer, node, amount: io(1_000) }),
    announceCommission({ signer, node, bps: 300 }),
    setPayout({ signer, node, payout: signer.address }),
    ...(await updateHardware({ signer, node, class: "H100", processors: 6 })),
  ]);
  expect(await state()).toMatchObject({
    payout: signer.address,
    revision: 1,
    ledger: { offer: io(1_000), processors: 6, commission: { bps: 300 } },
  });
  await chain.send(signer, [announceCommission({ signer, node, bps: 5_000 })]);
  expect((await state()).ledger.commission).toMatchObject({ bps: 300, nextBps: 5_000 });
  await chain.send(signer, [retireNode({ signer, node })]);
  expect((await state()).ledger.retired).toBe(true);
  for (const wrong of [{ processors: 0 }, { commissionBps: 5_001 }, { class: "B100" }, { id: -1 }])
    await expect(registerNode(chain.read, { ...fresh, id: 3, ...wrong })).rejects.toThrow(RangeError);
});

test("the commission is paid as foretold, to the payout wallet, whoever sends it", async () => {
  const { chain } = world;
  const { operator, node } = await world.node(8, 2_000);
  const payout = await chain.wallet();
  await chain.send(operator, [setPayout({ signer: operator, node, payout: payout.address })]);
  const holder = await world.holder(io(5_000));
  await chain.send(holder, await stake(chain.read, { signer: holder, node, amount: io(5_000) }));
  chain.pass(40_000n);
  await world.attest(node);
  const { config, node: state, now } = await readStaking(chain.read, node);
  const owed = commissionOwed(config, state, now);
  expect(owed).toBeGreaterThan(0n);
  await chain.send(holder, await claimCommission(chain.read, { signer: holder, node }));
  expect(await chain.balance(payout.address)).toBe(owed);
  const again = await claimCommission(chain.read, { signer: holder, node });
  expect(await refusal(chain.send(holder, again))).toBe("NothingToClaim");
});

test("a record in figures and words, window by window", async () => {
  const { chain } = world;
  const { operator, node } = await offered(8, { rateUsdc: parseUsdc("2"), noticeHours: 24 });
  const figures = async () => recordFigures(await readRecord(chain.read, node));
  expect((await figures()).words).toBe("None of its orders was settled in the last 90 to 180 days.");
  const seconds = 2 * DAY;
  const order = await booked(3, seconds);
  const terms = { processors: 3, rate: parseUsdc("2"), duration: seconds, currency: "USDC" } as const;
  const { cost, total } = quote(RULES, terms);
  chain.pass(BigInt(seconds));
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  chain.pass(BigInt(DAY));
  await chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  const fees = total - cost + (cost * 25n + 9_999n) / 10_000n;
  expect(await figures()).toEqual({
    ...{ isOpen: true, feesIo: 0n, feesUsdc: fees, orders: 1, out: 0n, outBps: 0 },
    served: BigInt(3 * seconds),
    ...{ leftEarly: 0, noticesGiven: 0, noticesBroken: 0, disputesLost: 0, maintenanceSeconds: 0 },
    maintenance: undefined,
    words:
      `In the last 90 to 180 days 1 order paid ${formatUsdc(fees, { min: 0 })} USDC in fees; 144.0 ` +
      "processor-hours were served; no outages; the operator ended none early.",
  });
  await world.attest(node);
  const early = await booked(1, seconds);
  chain.pass(BigInt(2 * HOUR));
  await chain.send(operator, await endOrder(chain.read, { signer: operator, order: early }));
  chain.pass(BigInt(DAY + HOUR));
  await chain.send(client, await settleOrder(chain.read, { signer: client, order: early }));
  const { words } = await figures();
  expect(words).toContain("the operator ended 1 order early; 1 notice broken.");
  // What the market shows is the same.
  const { offers } = await readMarket(list, chain.read);
  expect(offers[0]!.record).toEqual(await figures());
  const { record } = await readRecord(chain.read, node);
  const later = (windows: bigint) =>
    recordFigures({ record, now: chain.now + windows * WINDOW_SECONDS }).orders;
  expect([0n, 1n, 2n].map(later)).toEqual([2, 2, 0]);
  expect(await listRecords(list)).toHaveLength(1);
  expect(processorHours(3_600n * 1_234n + 1_800n)).toBe("1,234.5 processor-hours");
  expect(recordFigures({ record: undefined, now: 0n }).words).toContain("no record yet");
});

test("notice caps the time, and what is left returns to the client at once", async () => {
  const { chain } = world;
  const { operator } = await offered(8, { rateUsdc: parseUsdc("2"), noticeHours: 12 });
  const order = await booked(8, 3 * DAY);
  chain.pass(BigInt(6 * HOUR));
  const give = async (signer: KeyPairSigner) =>
    chain.send(signer, await giveNotice(chain.read, { signer, order }));
  expect(await refusal(give(client))).toBe("NotOperator");
  const total = (duration: number) =>
    quote(RULES, { processors: 8, rate: parseUsdc("2"), duration, currency: "USDC" }).total;
  expect(await paid(client.address, () => give(operator))).toBe(total(18 * HOUR) - total(3 * DAY));
  const { remainingSeconds } = orderFigures(await readOrder(chain.read, order));
  expect(remainingSeconds).toBe(12 * HOUR);
  expect(await refusal(give(operator))).toBe("NoticeGiven");
});

test("maintenance is announced a day ahead, and shown", async () => {
  const { chain } = world;
  const { operator: signer, node } = await world.node(1);
  const [from, to] = [chain.now + 90_000n, chain.now + 97_200n];
  const announce = (change: object = {}) =>
    announceMaintenance(chain.read, { signer, node, from, to, ...change });
  for (const wrong of [{ from: to }, { from: chain.now + 86_399n }, { to: from + 86_401n }, { from: 1 }])
    await expect(announce(wrong)).rejects.toThrow(RangeError);
  expect(await announce()).toHaveLength(2);
  await chain.send(signer, await announce());
  const view = await readRecord(chain.read, node);
  expect(recordFigures(view)).toMatchObject({ maintenanceSeconds: 7_200, maintenance: { from, to } });
  expect(recordFigures(view, to).maintenance).toBeUndefined();
  expect(await announce()).toHaveLength(1);
});

test("a record is opened by anyone; an attestation is said and taken back by its auditor", async () => {
  const { chain } = world;
  const { node } = await world.node(1);
  const signer = await chain.wallet();
  await chain.send(signer, await openRecord({ signer, node }));
  await chain.send(signer, await openRecord({ signer, node }));
  expect((await readRecord(chain.read, node)).record?.node).toBe(node);
  const say = (change: object) => attest(chain.read, { signer, node, attributes: {}, ...change });
  await chain.send(signer, await say({ evidence: new Uint8Array(32).fill(9), validSeconds: DAY }));
  const [found] = await listAttestations(list, { node, auditor: signer.address });
  expect(found?.attestation).toMatchObject({ revision: 0, expiresAt: chain.now + BigInt(DAY) });
  expect(await listAttestations(list, { auditor: node })).toEqual([]);
  expect(await refusal(say({ revision: 1 }).then((made) => chain.send(signer, made)))).toBe("NodeChanged");
  for (const wrong of [
    { attributes: { region: "de" } },
    { attributes: { region: "GERMANY" } },
    { attributes: { bandwidth: 256 } },
    { attributes: { storage: -1 } },
    { attributes: { isConfidential: 1 } },
    { evidence: new Uint8Array(31) },
    { validSeconds: 367 * DAY },
    { revision: -1 },
  ])
    await expect(say(wrong), JSON.stringify(wrong)).rejects.toThrow(RangeError);
  await chain.send(signer, await revokeAttestation({ signer, node }));
  expect(await listAttestations(list)).toEqual([]);
});
