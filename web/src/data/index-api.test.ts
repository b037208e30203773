/** The index, as a page that does not trust it asks it. */

import { IoError } from "@io-economy/sdk";
import { afterEach, expect, test, vi } from "vitest";
import { askAll, askIndex, type IndexStatus, standingOf } from "./index-api.js";
import { isHistoryItem, isPriceHour, isStatus, isSupply, isSupplyHour } from "./index-shapes.js";

const BASE = "https://index.example.org/";
afterEach(() => vi.unstubAllGlobals());

/** An index that answers so, page after page. */
function answering(...bodies: [status: number, body: unknown][]) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: URL) => {
    const [status, body] = bodies[Math.min(asked.length, bodies.length - 1)]!;
    asked.push(String(url));
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  });
  return asked;
}

const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => expect.unreachable(),
    (error: unknown) => error as IoError,
  );

test("one that is down is told as that: the cluster's node is not to blame", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const error = await failure(askIndex(BASE, "/v1/supply", {}, isSupply));
  expect([error.message, error.action]).toEqual([
    "The index does not answer.",
    "What the chain says is here all the same. The page asks again by itself.",
  ]);
});

test("one that hangs is asked no longer", async () => {
  let signal: AbortSignal | undefined;
  vi.stubGlobal("fetch", (_: URL, init: RequestInit) => {
    signal = init.signal!;
    return Promise.reject(signal.reason);
  });
  await failure(askIndex(BASE, "/v1/supply", {}, isSupply));
  expect(signal).toBeInstanceOf(AbortSignal);
});

test("its own words are passed on, and nothing else of an answer that failed", async () => {
  answering(
    [503, { error: { message: "It reads.", action: "Wait." } }],
    [500, "<html>"],
    [500, { error: { message: {} } }],
  );
  const said = async () => (await failure(askIndex(BASE, "/v1/supply", {}, isSupply))).message;
  expect(await said()).toBe("It reads.");
  expect(await said()).toBe("The index answers with HTTP 500.");
  expect(await said()).toBe("The index answers with HTTP 500.");
});

test("what is no answer to the question breaks nothing", async () => {
  answering([200, { treasury_total: "1.5", airdrops_total: "0" }], [200, []], [200, "no json"]);
  for (let i = 0; i < 3; i += 1)
    expect((await failure(askIndex(BASE, "/v1/supply", {}, isSupply))).message).toContain("cannot read");
});

test("a list is read to its end, and one without an end is left", async () => {
  const item = { hour: 3_600, minted: "1", burned: "0", by: { emission: "1" } };
  const asked = answering([200, { items: [item], next: "a b" }], [200, { items: [item], next: null }]);
  expect(await askAll(BASE, "/v1/supply/hours", {}, isSupplyHour)).toEqual([item, item]);
  expect(asked[1]).toBe("https://index.example.org/v1/supply/hours?limit=1000&cursor=a+b");
  const endless = answering([200, { items: [], next: "again" }]);
  expect(await askAll(BASE, "/v1/supply/hours", {}, isSupplyHour, 1_000)).toEqual([]);
  expect(endless).toHaveLength(10);
});

test("what items must be", () => {
  const price = {
    ...{ hour: 0, kind: "booking", key: "K", currency: "USDC" },
    ...{ low: "1", high: "2", average: "1", volume: "3" },
  };
  const prices = [price, { ...price, low: "-1" }, { ...price, hour: "0" }];
  expect(prices.map(isPriceHour)).toEqual([true, false, false]);
  const event = { id: "1.0.0", signature: "S", name: "Filled", time: 5, data: {} };
  const events = [event, { ...event, time: 1e18 }, null];
  expect(events.map(isHistoryItem)).toEqual([true, false, false]);
});

test("how an index stands", () => {
  const status = (change: object): IndexStatus => {
    const good = { cluster: { genesis_hash: "A" }, slot: 1, time: 1, behind_seconds: 2, complete: true };
    return { ...good, ...change };
  };
  expect(isStatus(status({}))).toBe(true);
  expect(standingOf(undefined, "A")).toBe("unknown");
  expect(standingOf(status({ cluster: { genesis_hash: null } }), "A")).toBe("unknown");
  expect(standingOf(status({}), "A")).toBe("good");
  expect(standingOf(status({}), "B")).toBe("otherCluster");
  expect(standingOf(status({ complete: false }), "A")).toBe("partial");
  expect(standingOf(status({ behind_seconds: 601 }), "A")).toBe("behind");
});
