/** Where money of an order goes if its payee cannot take it. */

import { beforeEach, expect, test } from "vitest";
import {
  associatedAddress,
  cancelOrder,
  deliverUnclaimed,
  unclaimedAddress,
  endOrder,
  eventsOf,
  readUnclaimed,
  settleOrder,
  takeUnclaimed,
  USDC_MINT,
} from "../src/index.js";
import {
  DAY,
  HOUR,
  TOTAL,
  client,
  closeAccount,
  created,
  figures,
  freeze,
  operator,
  running,
  setUp,
  world,
} from "./order-scene.js";

beforeEach(setUp);

test("a refund to an account that is frozen waits for the client, who takes it elsewhere", async () => {
  const { chain } = world;
  const order = await created();
  await freeze(await associatedAddress(client.address, USDC_MINT));
  const { logs } = await chain.send(client, await cancelOrder(chain.read, { signer: client, order }));
  expect(eventsOf(logs).events.map(({ name }) => name)).toEqual([
    "UnclaimedOpened",
    "UnclaimedCredited",
    "OrderCancelled",
  ]);
  const other = await chain.account(world.admin.address, USDC_MINT);
  const taken = await takeUnclaimed(chain.read, { signer: client, currency: "USDC", destination: other });
  await chain.send(client, taken);
  expect(chain.held(other)).toBe(TOTAL);
  expect(chain.svm.getAccount(await unclaimedAddress(client.address, USDC_MINT)).exists).toBe(false);
});

test("a provider without a token account finds its pay unclaimed", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(DAY));
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  chain.pass(BigInt(HOUR));
  const settle = async () => chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  const { payable } = await figures(order);
  const account = await closeAccount(operator);
  const first = await settle();
  expect(eventsOf(first.logs).events.map(({ name }) => name)).toEqual([
    "UnclaimedOpened",
    "UnclaimedCredited",
    "OrderSettled",
  ]);
  // The rest goes there too, and nothing is created anew: a payee that closes its account takes
  // nobody's SOL.
  chain.pass(BigInt(DAY));
  const { payable: rest } = await figures(order);
  const second = await settle();
  expect(second.programs).toHaveLength(1);
  expect((await figures(order)).held).toBe(0n);
  expect(chain.svm.getAccount(account).exists).toBe(false);
  const sol = () => chain.svm.getBalance(client.address)!;
  const before = sol();
  // Without a destination, the payee's own account is made; the rent of what waited returns to its
  // opener.
  await chain.send(operator, await takeUnclaimed(chain.read, { signer: operator, currency: "USDC" }));
  expect(chain.held(account)).toBe(payable + rest);
  expect(sol()).toBeGreaterThan(before);
  const again = takeUnclaimed(chain.read, { signer: operator, currency: "USDC" });
  await expect(again).rejects.toThrow("No USDC waits for this wallet.");
});

test("what waits for a payee that cannot sign is delivered by anyone", async () => {
  const { chain } = world;
  const order = await running();
  chain.pass(BigInt(2 * DAY));
  await chain.send(client, await endOrder(chain.read, { signer: client, order }));
  const account = await closeAccount(operator);
  await chain.send(client, await settleOrder(chain.read, { signer: client, order }));
  const { usdc, io } = await readUnclaimed(chain.read, operator.address);
  expect(usdc).toBeGreaterThan(0n);
  expect(io).toBe(0n);
  const stranger = await chain.wallet();
  const deliver = { signer: stranger, payee: operator.address, currency: "USDC" } as const;
  const { logs } = await chain.send(stranger, await deliverUnclaimed(chain.read, deliver));
  expect(eventsOf(logs).events.map(({ name }) => name)).toEqual(["UnclaimedDelivered"]);
  expect(chain.held(account)).toBe(usdc);
  await expect(deliverUnclaimed(chain.read, deliver)).rejects.toThrow("No USDC waits for this wallet.");
});

test("a settlement creates nothing for a payee that gets nothing", async () => {
  const { chain } = world;
  const order = await running();
  await closeAccount(client);
  chain.pass(BigInt(DAY + 5));
  const { programs } = await chain.send(operator, await settleOrder(chain.read, { signer: operator, order }));
  expect(programs).toHaveLength(1);
});

test("a signer whose own account is missing gets one", async () => {
  const { chain } = world;
  const order = await created();
  const account = await closeAccount(client);
  await chain.send(client, await cancelOrder(chain.read, { signer: client, order }));
  expect(chain.held(account)).toBe(TOTAL);
});
