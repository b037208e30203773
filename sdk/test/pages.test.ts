/**
 * The examples, built on the packed packages, and run: the pages in Chromium, the script in Node. On
 * an embedded chain; on a cluster if `IO_RPC_URL`, `IO_FAUCET`, `IO_CLIENT` and `IO_OPERATOR` name one.
 */

import type { KeyPairSigner } from "@solana/kit";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  acceptOrder,
  formatUsdc,
  fromRpc,
  holding,
  lightRpc,
  listFromRpc,
  listOrders,
  parseUsdc,
  quote,
  readBalances,
  readOrder,
  readRules,
  readStaking,
  sender,
  stake,
} from "../src/index.js";
import { DAY } from "../src/units.js";
import { hasBrowser, launched, opened, type Refusals, says } from "./browser.js";
import { Packed, ROOT, run, runBeside } from "./packed.js";
import { type Served, serveFiles } from "./rpc-server.js";
import { type Stage, stage } from "./stage.js";
import { io } from "./world.js";

const MINUTE = 60_000;
const EXAMPLES = join(ROOT, "examples");

let packed: Packed;
let hooks: string;
let on: Stage;
beforeAll(async () => {
  packed = new Packed();
  hooks = packed.hooks();
  on = await stage();
}, 5 * MINUTE);
afterAll(() => {
  packed.remove();
  on?.close();
});

const rpc = () => lightRpc(on.url);
const read: ReturnType<typeof fromRpc> = (addresses) => fromRpc(rpc())(addresses);

/** An example with the packed packages in place of the registry's; returns its folder. */
function installed(name: string): string {
  const packages = name === "react-page" ? [packed.sdk, hooks] : [packed.sdk];
  return packed.project(name, packages, join(EXAMPLES, name));
}

/** Lines that say something. */
function linesOf(file: string): number {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length;
}

describe.each(["staking-page", "react-page"])("%s", (name) => {
  let [browser, owner, files] = [] as never as [Browser, KeyPairSigner, Served];

  beforeAll(async () => {
    const folder = installed(name);
    run("npx", ["vite", "build"], folder);
    owner = await on.holder(io(1_000));
    files = await serveFiles(join(folder, "dist"));
    if (hasBrowser) browser = await launched();
  }, 5 * MINUTE);
  afterAll(async () => {
    files?.close();
    await browser?.close();
  });

  test("its own code is short", () => {
    const [file] = readdirSync(join(EXAMPLES, name)).filter((file) => /\.tsx?$/.test(file));
    expect(linesOf(join(EXAMPLES, name, file!))).toBeLessThanOrEqual(60);
  });

  async function connected(refuses: Refusals = {}): Promise<Page> {
    const query = new URLSearchParams({ node: on.node, rpc: on.url, chain: "solana:localnet" });
    const page = await opened(browser, `${files.url}/?${query}`, owner, refuses);
    await page.click("#connect");
    return page;
  }

  const staked = async () => holding(await readStaking(read, on.node, owner.address)).staked;

  test.skipIf(!hasBrowser)(
    "a holder stakes, claims and leaves",
    async () => {
      const page = await connected();
      await says(page, "The node is available.");
      await page.fill("#amount", "250");
      await page.click('button[value="stake"]');
      await says(page, "Done: -250");
      expect(await staked()).toBe(io(250));
      await says(page, "250.00 IO");
      await on.pass(DAY / 2n);
      const before = (await readBalances(read, owner.address)).io!;
      await page.click('button[value="claim"]');
      await page.waitForFunction(() => /Done: 0\.\d|Done: [1-9]/.test(document.body.innerText));
      expect((await readBalances(read, owner.address)).io!).toBeGreaterThan(before);
      await page.click('button[value="unstake"]');
      await says(page, "Done: 0");
      expect(await staked()).toBe(0n);
      // Too early to withdraw, too much to stake: it says why, and what to do.
      await page.click('button[value="withdraw"]');
      await says(page, "Wait until a ticket unlocks");
      await page.fill("#amount", "5,000");
      await page.click('button[value="stake"]');
      await says(page, "This wallet holds less IO than that.");
      await page.fill("#amount", "much");
      await page.click('button[value="stake"]');
      await says(page, "is no amount: write a number such as 1,234.5.");
      await page.close();
    },
    3 * MINUTE,
  );

  test.skipIf(!hasBrowser)(
    "a wallet that refuses, and a cluster that is gone, are told",
    async () => {
      const shut = await connected({ connecting: true });
      await says(shut, "The wallet did not sign.");
      await shut.close();
      const page = await connected({ signing: true });
      await says(page, "The node is available.");
      await page.click('button[value="stake"]');
      await says(page, "The wallet did not sign.");
      await page.route(`${on.url}/**`, (route) => route.abort());
      await page.click('button[value="stake"]');
      await says(page, "The RPC node does not answer.");
      await page.close();
    },
    2 * MINUTE,
  );

  test.skipIf(!hasBrowser)(
    "an owner who switches accounts sees that account's stake",
    async () => {
      const other = await on.holder(io(20));
      const staking = { signer: other, node: on.node, amount: io(7) };
      await sender({ rpc: rpc(), payer: other }).send(() => stake(read, staking));
      const page = await connected();
      await says(page, "0.00 IO");
      await switched(page, other.address);
      await says(page, "7.00 IO");
      await switched(page, undefined);
      await page.click('button[value="stake"]');
      await says(page, "Connect a wallet first.");
      await page.close();
    },
    2 * MINUTE,
  );
});

const switched = (page: Page, to: string | undefined) =>
  page.evaluate((to) => (window as never as { switchAccount(to: unknown): void }).switchAccount(to), to);

test(
  "the backend rents processors and sees the operator accept",
  async () => {
    const folder = installed("backend");
    const file = join(folder, "client.json");
    const client = await on.client(parseUsdc("100"), file);
    const script = runBeside("node", ["rent.mjs", on.url, file, on.node], folder);
    const list = listFromRpc(rpc());
    for (let tries = 0; tries < 300; tries++) {
      const [found] = await listOrders(list, { client: client.address, node: on.node });
      if (found) {
        const accept = { signer: on.operator, order: found.address, extendable: false };
        await sender({ rpc: rpc(), payer: on.operator }).send(() => acceptOrder(read, accept));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [created, running] = (await script)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const terms = { processors: 2, rate: parseUsdc("1.5"), duration: 86_400, currency: "USDC" } as const;
    const { total } = quote((await readRules(read)).rules, terms);
    expect(created).toMatchObject({ total: formatUsdc(total) });
    expect(running).toMatchObject({ stage: "running", held: total.toString() });
    const { order } = await readOrder(read, created.order);
    expect(order).toMatchObject({ client: client.address, node: on.node });
    expect(await readBalances(read, client.address)).toMatchObject({
      usdc: parseUsdc("100") - total,
      io: undefined,
    });
  },
  3 * MINUTE,
);
