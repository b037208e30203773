/**
 * Nothing on Network and Status is a figure that the chain does not say: with the cluster's clock
 * stopped, every number on both pages is one that `io --json` prints, or follows from those here.
 * On a local network alone, with `IO_CLI` as the path of `io`.
 */

import { execFileSync } from "node:child_process";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { bookNodes, parseUsdc, pickNodes, quoteBooking, readMarket, setAsk } from "../../sdk/src/index.js";
import { close, hasBrowser, says, settled } from "./browser.js";
import { MINUTE, scene } from "./scene.js";

const CLI = process.env["IO_CLI"];
const URL = process.env["IO_RPC_URL"];

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What `io` prints. */
function io(...args: string[]): Record<string, Json> {
  return JSON.parse(execFileSync(CLI!, ["--json", "--url", URL!, ...args], { encoding: "utf8" }));
}

/** Every number in it, as digits. */
function numbersIn(value: Json): string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return /^-?\d+$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  return value === null || typeof value === "boolean" ? [] : Object.values(value).flatMap(numbersIn);
}

/** Stops the network's clock while `what` runs. */
async function atOneMoment(what: () => Promise<void>) {
  const call = (method: string) =>
    fetch(URL!, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }),
    });
  await call("surfnet_pauseClock");
  try {
    await what();
  } finally {
    await call("surfnet_resumeClock");
  }
}

/** What a page shows: amounts in base units, and every number in its other words. */
async function shown(page: Page): Promise<{ amounts: string[]; words: string[] }> {
  return page.evaluate(() => {
    const main = document.querySelector("main")!;
    const amounts = [...main.querySelectorAll("data.amount")].map((data) => (data as HTMLDataElement).value);
    const words: string[] = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const inside = node.parentElement!;
      // Times, addresses, and what a chart says beside its canvas.
      if (inside.closest("data.amount, time, .address, .plot, .tip, select, [role=status].hidden")) continue;
      // Spans that go on with the reader's clock, such as "2 s old".
      const text = node.textContent!.replace(/\d+ (d|h|min|s)\b/g, "");
      for (const [found] of text.matchAll(/\d[\d,]*(?:\.\d+)?%?/g)) words.push(found);
    }
    return { amounts, words };
  });
}

/** The amounts beside a label. */
async function beside(page: Page, label: string): Promise<string> {
  const row = page.locator("dl > div", { has: page.locator("dt", { hasText: new RegExp(`^${label}$`) }) });
  return (await row.first().locator("data.amount").first().getAttribute("value"))!;
}

const commas = (of: bigint | string) => String(of).replace(/\B(?=(\d{3})+$)/g, ",");

/** A share in percent with decimals, rounded down. */
function percent(part: bigint, whole: bigint, decimals = 2): string {
  const scaled = (part * 100n * 10n ** BigInt(decimals)) / whole;
  const text = scaled.toString().padStart(decimals + 1, "0");
  return decimals === 0 ? `${text}%` : `${commas(text.slice(0, -decimals))}.${text.slice(-decimals)}%`;
}

interface OfNode {
  address: string;
  class: string;
  processors: number;
  hired: number;
}

interface OfOrder {
  node: string;
  stage: string;
  currency: string;
  processors: number;
  rate: string;
}

/** What an hour of a processor costs in the orders that run in USDC, by class. */
function meanRates(orders: OfOrder[], nodes: OfNode[]): string[] {
  return [...new Set(nodes.map((node) => node.class))].flatMap((name) => {
    const of = new Set(nodes.filter((node) => node.class === name).map(({ address }) => address));
    const run = orders.filter(
      ({ node, stage, currency }) => of.has(node) && stage === "running" && currency === "USDC",
    );
    const processors = run.reduce((sum, order) => sum + BigInt(order.processors), 0n);
    const paid = run.reduce((sum, order) => sum + BigInt(order.rate) * BigInt(order.processors), 0n);
    return processors > 0n ? [String(paid / processors)] : [];
  });
}

interface Vault {
  vault: string;
  held: string;
}

describe.skipIf(!hasBrowser || !CLI || !URL)("the pages say what io says", () => {
  const at = scene(async (on) => {
    const ask = { node: on.node, rateUsdc: parseUsdc("2"), noticeHours: 24 };
    await on.send(on.operator, () => setAsk(on.read, { signer: on.operator, ...ask }));
    const client = await on.wallet({ usdc: parseUsdc("100") });
    const view = await readMarket(on.list, on.read);
    // The stories before may have left it full; their orders run then.
    if (view.offers.some(({ address, free }) => address === on.node && free > 0)) {
      const bill = quoteBooking(view, pickNodes(view, { nodes: [on.node], seconds: 36_000 }, 1), 36_000);
      const { clusters } = await bookNodes(on.read, { signer: client, bill });
      await on.send(client, clusters[0]!.instructions);
    }
    await on.feedBuyback(parseUsdc("50"));
    return {};
  });

  test(
    "on Network and Status",
    async () => {
      await at.on.pass(10_000n);
      // Whoever posts the prices follows.
      while (io("buyback", "status")["offer_usdc"] === null)
        await new Promise((wake) => setTimeout(wake, 500));
      await atOneMoment(async () => {
        const [supply, status, buyback] = [io("supply"), io("status"), io("buyback", "status")];
        const [market, nodes, schedule] = [io("market"), io("node", "list"), io("schedule", "--monthly")];
        const vaults = status["vaults"] as unknown as Vault[];
        const big = (of: Json) => BigInt(of as string);
        const cap = big(supply["hard_cap"]!);
        const locked = vaults
          .filter(({ vault }) => ["seed", "series-a", "core"].includes(vault))
          .reduce((sum, { held }) => sum + big(held), 0n);
        const [exists, toCome] = [big(supply["supply"]!), big(supply["still_to_come"]!)];
        const parts = [exists - locked, locked, big(supply["burned"]!), toCome, exists];
        const airdrops = io("airdrop", "status");
        const all = [supply, status, buyback, market, nodes, schedule, airdrops] as unknown as Json[];
        const orders = io("order", "list", "--all")["orders"] as unknown as OfOrder[];
        const known = new Set([
          ...meanRates(orders, nodes["nodes"] as unknown as OfNode[]),
          ...all.flatMap(numbersIn),
          ...parts.map(String),
        ]);

        const network = await at.visit("network");
        await settled(network);
        await says(network, "Utilisation");
        const onNetwork = await shown(network);
        expect(onNetwork.amounts.length).toBeGreaterThan(20);
        expect(onNetwork.amounts.filter((amount) => !known.has(amount))).toEqual([]);
        expect(await beside(network, "Exists")).toBe(supply["supply"]);
        expect(await beside(network, "Locked")).toBe(String(locked));
        expect(await beside(network, "Circulating")).toBe(String(exists - locked));
        expect(await beside(network, "Burned")).toBe(supply["burned"]);
        expect(await beside(network, "Still to come")).toBe(supply["still_to_come"]);
        expect(await beside(network, "Offer of the first fill")).toBe(buyback["offer_usdc"]);
        expect(await beside(network, "Bought and burned")).toBe(buyback["io_bought"]);

        const classes = new Map<string, { nodes: number; processors: number; hired: number }>();
        for (const { class: name, processors, hired } of nodes["nodes"] as unknown as OfNode[]) {
          const of = classes.get(name) ?? { nodes: 0, processors: 0, hired: 0 };
          classes.set(name, {
            nodes: of.nodes + 1,
            processors: of.processors + processors,
            hired: of.hired + hired,
          });
        }
        const used = [...classes].map(([, { hired, processors }]) =>
          percent(BigInt(hired), BigInt(processors), 1),
        );
        const pools = status["pools"] as unknown as { weight: string; full_weight: string }[];
        const shares = [
          ...parts.map((part) => percent(part, cap)),
          ...used,
          ...used.map((share) => share.replace(/\.0%$/, "%")),
          ...pools.map(({ weight, full_weight }) => percent(big(weight), big(full_weight), 1)),
        ];
        const prices = ["io_price", "usdc_price"].map((name) => {
          const { price, exponent } = buyback[name] as unknown as { price: string; exponent: number };
          const digits = price.padStart(1 - exponent, "0");
          return `${digits.slice(0, exponent)}.${digits.slice(exponent).replace(/0+$/, "").padEnd(2, "0")}`;
        });
        // Months passed, and rules that the chain never changes.
        const rules = ["240", "13", "1.02%", "95%", "5%"];
        const counts = [...classes.values()].flatMap((of) => Object.values(of).map(String));
        const months = Array.from({ length: 240 }, (_, month) => String(month + 1));
        const words = new Set([
          ...[...known].map(commas),
          ...counts.map(commas),
          ...shares,
          ...prices,
          ...rules,
          ...months,
          // Hardware's own names.
          ...[...classes.keys()].flatMap((name) => name.match(/\d+/g) ?? []),
        ]);
        expect(onNetwork.words.filter((word) => !words.has(word))).toEqual([]);
        await close(network);

        const page = await at.visit("status");
        await settled(page);
        const onStatus = await shown(page);
        expect(onStatus.amounts.length).toBeGreaterThan(25);
        expect(onStatus.amounts.filter((amount) => !known.has(amount))).toEqual([]);
        for (const { held, owed, currency, vault } of status["vaults"] as unknown as {
          vault: string;
          held: string;
          owed: string;
          currency: string;
        }[]) {
          const name = vault === "orders" || vault === "buyback" ? `${vault}, ${currency}` : vault;
          const row = page
            .getByRole("row")
            .filter({ has: page.getByRole("rowheader", { name, exact: true }) });
          const amounts = row.first().locator("data.amount");
          expect([name, await amounts.nth(0).getAttribute("value")]).toEqual([name, held]);
          expect([name, await amounts.nth(1).getAttribute("value")]).toEqual([name, owed]);
        }
        const time = page.locator("dl > div", { hasText: "Time on chain" }).locator("time");
        const shownAt = Date.parse((await time.getAttribute("datetime"))!) / 1_000;
        expect(shownAt).toBe(status["now"]);
        const waits = [supply["due"]!, buyback["io_waiting"]!].map(
          (amount) => `${commas(big(amount) / 10n ** 8n)}`,
        );
        for (const base of [supply["due"]!, buyback["io_waiting"]!, ...numbersIn(status["balances"]!)])
          for (const decimals of [8n, 6n]) {
            const cents = big(base) / 10n ** (decimals - 2n);
            waits.push(`${commas(cents / 100n)}.${(cents % 100n).toString().padStart(2, "0")}`);
          }
        const dollars = big(buyback["usdc_waiting"]!) / 10_000n;
        waits.push(`${commas(dollars / 100n)}.${(dollars % 100n).toString().padStart(2, "0")}`);
        const widths = ["io_price", "usdc_price"].map((name) => {
          const { width_bps } = buyback[name] as unknown as { width_bps: number };
          return percent(BigInt(width_bps), 10_000n).replace(/\.?0+%$/, "%");
        });
        const counted = [status["nodes"], status["orders"], vaults.length].map(String);
        // The rule of the buyback's prices, the cluster's address, and what the time to a pool's end says.
        const fixed = ["60", "1%", "100", ...(at.on.url.match(/\d+/g) ?? []), "127.0", "0.1"];
        const told = new Set([...words, ...waits, ...widths, ...counted.map(commas), ...fixed]);
        expect(onStatus.words.filter((word) => !told.has(word))).toEqual([]);
        await close(page);
      });
    },
    3 * MINUTE,
  );
});
