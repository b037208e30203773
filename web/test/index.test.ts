/** An index that is good, down, behind, another cluster's, or wrong: the chain's figures stay. */

import type { Page, Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { audit, close, hasBrowser, opened, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";

const INDEX = "https://index.example.org";
const DEAD = /Failed to load resource|ERR_FAILED/;
const OTHER = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

describe.skipIf(!hasBrowser)("the index", () => {
  const at = scene(async () => ({ index: INDEX }));

  /** Network, beside an index that answers so, by path. */
  async function beside(answers: Record<string, unknown>): Promise<Page> {
    const answered = (route: Route) => {
      const { pathname } = new URL(route.request().url());
      const answer = answers[pathname];
      if (answer === undefined) return route.abort();
      const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
      return route.fulfill({ status: 200, headers, body: JSON.stringify(answer) });
    };
    const before = (page: Page) => page.route(`${INDEX}/**`, answered);
    const page = await opened(at.browser, at.site.of("network"), { before, mayLog: DEAD });
    await says(page, "Circulating");
    return page;
  }
  const status = (change: object = {}) => ({
    ...{ cluster: { genesis_hash: at.on.genesis }, slot: 7, time: 1_800_000_000 },
    ...{ behind_seconds: 3, complete: true, ...change },
  });
  const hours = () => {
    const hour = { hour: 1_800_000_000, minted: "500", burned: "1230000000", by: { emission: "500" } };
    return { items: [hour], next: null };
  };
  const good = () => ({
    "/v1/status": status(),
    "/v1/supply": { circulating: "1", treasury_total: "100000000", airdrops_total: "0" },
    "/v1/supply/hours": hours(),
    "/v1/prices/hours": { items: [], next: null },
  });

  test("one that is good adds days, prices, and the treasury", async () => {
    const page = await beside(good());
    await says(page, "Nothing was booked in USDC yet.");
    await says(page, "without locks, treasury, its airdrops");
    await page.getByText("As a table").last().click();
    await says(page, "12.30 IO");
    expect(await audit(page)).toEqual([]);
    await close(page);
  }, MINUTE);

  test("one that is down is told, and the chain is not blamed", async () => {
    const page = await beside({});
    await says(page, "The index does not answer.");
    await says(page, "What the chain says is here all the same.");
    await says(page, /a treasury is not taken off|no treasury is named/);
    expect(await page.getByText("The cluster does not answer").count()).toBe(0);
    await close(page);
  }, MINUTE);

  test("one of another cluster is left out", async () => {
    const page = await beside({ ...good(), "/v1/status": status({ cluster: { genesis_hash: OTHER } }) });
    await says(page, "The index is of another cluster: its figures are left out.");
    expect(await page.getByText("without locks, treasury").count()).toBe(0);
    await close(page);
  }, MINUTE);

  test("one that is behind, or partial, says so beside its figures", async () => {
    const late = await beside({ ...good(), "/v1/status": status({ behind_seconds: 7_300 }) });
    await says(late, "The index is 2 h 1 min behind the cluster.");
    await close(late);
    const partial = await beside({ ...good(), "/v1/status": status({ complete: false }) });
    await says(partial, /The index is still reading the history/);
    await close(partial);
  }, MINUTE);

  test("one that says what cannot be breaks nothing", async () => {
    const items = [{ hour: "yesterday", burned: -1, by: null }];
    const much = { circulating: "1", treasury_total: "9".repeat(30), airdrops_total: "0" };
    const page = await beside({ ...good(), "/v1/supply/hours": { items, next: null }, "/v1/supply": much });
    await says(page, "The index answers with something that this page cannot read.");
    await says(page, /no treasury is named/);
    expect(await page.getByText("This page has failed.").count()).toBe(0);
    await close(page);
  }, MINUTE);
});
