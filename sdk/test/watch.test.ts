/** Views that stay up to date, through lost connections and failed looks. */

import type { Address, ReactiveStreamSource, ReactiveStreamStore } from "@solana/kit";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  holding,
  offerOf,
  ONE_USDC,
  type OrderView,
  type Read,
  stake,
  type StakingView,
  stakeAddress,
  type SubscriptionsForWatching,
  type Watch,
  watchAuction,
  watchOrder,
  watchStaking,
  BUYBACK_CONFIG,
} from "../src/index.js";
import { io, PRICES, World } from "./world.js";

/** Subscriptions that tell when they are told to, and break when they are told to. */
class Told implements SubscriptionsForWatching {
  /** Every subscription that was asked for, in order. */
  readonly asked: string[] = [];
  private readonly open = new Map<string, { tell: () => void; fail: () => void }>();

  accountNotifications(address: never) {
    this.asked.push(address);
    const subscribe = async ({ abortSignal }: { abortSignal: AbortSignal }) => {
      const waiting: ((step: "tell" | "fail" | "end") => void)[] = [];
      const next = () => new Promise<"tell" | "fail" | "end">((resolve) => waiting.push(resolve));
      const push = (step: "tell" | "fail" | "end") => waiting.splice(0).forEach((resolve) => resolve(step));
      abortSignal.addEventListener("abort", () => push("end"));
      this.open.set(address, { tell: () => push("tell"), fail: () => push("fail") });
      return (async function* () {
        for (;;) {
          const step = await next();
          if (step === "end") return;
          if (step === "fail") throw new Error("the socket closed");
          yield {};
        }
      })();
    };
    return { subscribe };
  }

  tell(address: Address) {
    this.open.get(address)?.tell();
  }

  fail(address: Address) {
    this.open.get(address)?.fail();
  }
}

let world: World;
let node: Address;
let looks: number;
let isDead: boolean;
const read: Read = async (addresses) => {
  looks += 1;
  if (isDead) throw new TypeError("fetch failed");
  return world.chain.read(addresses);
};
const watches: Watch<{ now: bigint }>[] = [];

beforeEach(async () => {
  world = await World.create();
  ({ node } = await world.node(8));
  [looks, isDead] = [0, false];
});
afterEach(() => {
  for (const watch of watches.splice(0)) watch.reset();
  vi.useRealTimers();
});

function started<T extends { now: bigint }>(watch: Watch<T>): Watch<T> {
  watches.push(watch);
  watch.connect();
  return watch;
}

/** Waits until a watch is as it should be. */
function until<T>(watch: Watch<T>, is: (state: ReturnType<Watch<T>["getState"]>) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const done = () => is(watch.getState()) && (end(), resolve());
    const end = watch.subscribe(done);
    done();
  });
}

test("it looks at once, and again when it is told", async () => {
  const owner = await world.holder(io(100));
  const told = new Told();
  const source = { read, subscriptions: told, intervalMs: 60_000 };
  const watch = started(watchStaking(source, node, owner.address));
  await until(watch, ({ status }) => status === "loaded");
  const account = await stakeAddress(node, owner.address);
  expect(told.asked.sort()).toEqual([node, account].sort());
  await vi.waitFor(() => expect(looks).toBeGreaterThan(1));
  const staking = { signer: owner, node, amount: io(40) };
  await world.chain.send(owner, await stake(world.chain.read, staking));
  const before = looks;
  told.tell(account);
  const staked = (view: StakingView | undefined) => (view ? holding(view).staked : 0n);
  await until(watch, ({ data }) => staked(data) === io(40));
  expect(looks).toBeGreaterThan(before);
  const same = watch.getState();
  expect(watch.getState()).toBe(same);
});

test("a connection that breaks is made again, and what changed meanwhile is seen", async () => {
  const told = new Told();
  const watch = started(watchStaking({ read, subscriptions: told, intervalMs: 60_000 }, node));
  await until(watch, ({ status }) => status === "loaded");
  await vi.waitFor(() => expect(told.asked).toEqual([node]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  told.fail(node);
  world.chain.pass(7n);
  await vi.waitFor(() => expect(told.asked).toEqual([node, node]), { timeout: 5_000 });
  await until(watch, ({ data }) => data?.now === world.chain.now);
});

test("a look that fails keeps what was seen, says why, and is repeated", async () => {
  const watch = started(watchStaking({ read, intervalMs: 50 }, node));
  await until(watch, ({ status }) => status === "loaded");
  isDead = true;
  await until(watch, ({ status }) => status === "error");
  const { data, error } = watch.getState();
  expect(data).toBeDefined();
  expect(error).toBeInstanceOf(TypeError);
  isDead = false;
  await until(watch, ({ status }) => status === "loaded");
});

test("an address that is none is told by the state", async () => {
  const source = { read, subscriptions: new Told(), intervalMs: 60_000 };
  const watch = started(watchStaking(source, node, "nobody" as Address));
  await until(watch, ({ status }) => status === "error");
  expect(watch.getState().error).toBeInstanceOf(RangeError);
});

test("its clock is the cluster's", async () => {
  const watch = watchStaking({ read, intervalMs: 60_000 }, node);
  expect(watch.now()).toBe(0n);
  started(watch);
  await until(watch, ({ status }) => status === "loaded");
  const { now } = world.chain;
  expect(watch.now()).toBe(now);
  vi.useFakeTimers({ now: Date.now() + 5_000, toFake: ["Date"] });
  expect(watch.now()).toBe(now + 5n);
});

test("reset and a signal end it; it starts anew", async () => {
  const watch = started(watchOrder({ read, intervalMs: 20 }, node));
  // A node is no order.
  await until(watch, ({ status }) => status === "error");
  watch.reset();
  expect(watch.getState()).toEqual({ status: "idle", data: undefined, error: undefined });
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(looks).toBe(before);
  const control = new AbortController();
  const other = watchStaking({ read, intervalMs: 20 }, node);
  watches.push(other);
  other.withSignal(control.signal).connect();
  await until(other, ({ status }) => status === "loaded");
  control.abort(new Error("enough"));
  expect(other.getState()).toMatchObject({ status: "error", error: { message: "enough" } });
  expect(other.reactiveStore()).toBe(other);
});

test("kit's own stores read it, and so do the hooks of its React package", () => {
  const watch = watchOrder({ read }, node);
  const store: ReactiveStreamStore<OrderView> = watch;
  const source: ReactiveStreamSource<OrderView> = watch;
  expect(source.reactiveStore()).toBe(store);
});

test("an auction's offer moves with the clock between two looks", async () => {
  await world.chain.mintUsdc(BUYBACK_CONFIG, 1_000n * ONE_USDC);
  world.postPrices(20_000_000n);
  const watch = started(watchAuction({ read, intervalMs: 60_000 }, PRICES));
  await until(watch, ({ status }) => status === "loaded");
  const view = watch.getState().data!;
  expect(offerOf(view, watch.now())).toMatchObject({ isNew: true, left: 1_000n * ONE_USDC });
});
