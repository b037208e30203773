/**
 * What goes wrong, told on the page: no SOL, no IO, no wallet's yes, a transaction that expires, a
 * cluster that is slow, down or another one. And everything once without a mouse.
 */

import type { Page, Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { holding, parseIo, readStaking } from "../../sdk/src/index.js";
import { audit, close, hasBrowser, opened, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { confirmed, connect, landed, review, sign } from "./steps.js";
import { serve } from "./site.js";
import { Owner } from "./wallet.js";

/** The browser itself logs requests that fail. */
const DEAD = /Failed to load resource|ERR_FAILED/;

describe.skipIf(!hasBrowser)("failures", () => {
  const at = scene();

  /** Opens the form of a stake, and goes on to the transaction. */
  async function offer(page: Page, amount: string) {
    await page.getByRole("button", { name: `Stake to node ${at.on.node}` }).click();
    await page.getByRole("dialog").getByLabel("Amount").fill(amount);
    await review(page);
  }
  const staked = async (owner: Owner) =>
    holding(await readStaking(at.on.read, at.on.node, owner.address)).staked;

  test(
    "a wallet without SOL is told before it signs",
    async () => {
      const owner = new Owner(await at.on.wallet({ sol: false }));
      const page = await at.visit("operate", { owner });
      await page.getByRole("button", { name: "Review" }).click();
      await says(page, /too little SOL/);
      await says(page, /Send some SOL to the wallet/);
      expect(owner.signatures).toBe(0);
      await close(page);
    },
    MINUTE,
  );

  test(
    "a wallet without IO is told in the form",
    async () => {
      const owner = new Owner(await at.on.wallet());
      const page = await at.visit("stake", { owner });
      await page.getByRole("button", { name: `Stake to node ${at.on.node}` }).click();
      await page.getByRole("dialog").getByLabel("Amount").fill("100");
      await says(page, "Your wallet holds 0 IO.");
      expect(await page.getByRole("button", { name: "Review" }).isDisabled()).toBe(true);
      for (const [text, said] of [
        ["much", /is no amount: write a number such as 1,234.5/],
        ["0", "Name an amount above 0."],
        ["1.123456789", /IO has 8 decimals/],
      ] as const) {
        await page.getByRole("dialog").getByLabel("Amount").fill(text);
        await says(page, said);
      }
      await close(page);
    },
    MINUTE,
  );

  test(
    "an owner who closes the wallet's window is asked again, and nothing happens",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await opened(at.browser, at.site.of("stake"), { owner });
      owner.refusesToConnect = true;
      await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
      await says(page, "The wallet did not connect.");
      owner.refusesToConnect = false;
      await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
      await page
        .getByRole("banner")
        .getByLabel(/Your account/)
        .waitFor();

      await offer(page, "50");
      owner.refusesToSign = true;
      await sign(page);
      await says(page, "The wallet did not sign.");
      expect(await staked(owner)).toBe(0n);
      owner.refusesToSign = false;
      await page.getByRole("dialog").getByRole("button", { name: "Try again" }).click();
      await sign(page);
      await confirmed(page);
      expect(await staked(owner)).toBe(parseIo("50"));
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "a transaction that never lands is told as that",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await at.visit("stake", { owner });
      let isLost = true;
      await page.route(`${at.on.url}/**`, (route) => (isLost ? losing(route) : route.continue()));
      await offer(page, "50");
      await sign(page);
      await says(page, "The transaction did not land in time, and never will.");
      expect(await staked(owner)).toBe(0n);
      isLost = false;
      await page.getByRole("dialog").getByRole("button", { name: "Try again" }).click();
      await sign(page);
      await confirmed(page);
      expect(await staked(owner)).toBe(parseIo("50"));
      await close(page);
    },
    3 * MINUTE,
  );

  test(
    "a cluster that goes down leaves the figures, and says of when they are",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await at.visit("stake", { owner, mayLog: DEAD });
      await says(page, "takes stake");
      await page.route(`${at.on.url}/**`, (route) => route.abort());
      await says(page, /The cluster does not answer; figures are of \d\d:\d\d/);
      await says(page, "takes stake");
      expect(await audit(page)).toEqual([]);
      await page.unroute(`${at.on.url}/**`);
      await page.getByText("The cluster does not answer").waitFor({ state: "detached" });
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "a cluster that is slow is told",
    async () => {
      const page = await opened(at.browser, at.site.of("status"), {
        before: (page) =>
          page.route(`${at.on.url}/**`, async (route) => {
            await new Promise((resolve) => setTimeout(resolve, 4_000));
            await route.continue();
          }),
      });
      await says(page, /The cluster answers slowly/);
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await close(page);
    },
    MINUTE,
  );

  test(
    "a cluster of another genesis is told, and nothing is signed there",
    async () => {
      const other = await serve(at.on, { genesis: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" });
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await opened(at.browser, other.of("stake"), { owner });
      await says(page, /is another cluster than localnet/);
      await connect(page);
      await offer(page, "50");
      await says(page, "Nothing is signed here.");
      expect(await page.getByRole("button", { name: "Sign in wallet" }).isDisabled()).toBe(true);
      await close(page);
      other.close();
    },
    2 * MINUTE,
  );

  test(
    "who has no mouse connects, stakes and reads what became of it",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await opened(at.browser, at.site.of("stake"), { owner });
      await says(page, "takes stake");
      const press = async (name: string | RegExp, role: "button" | "link" = "button") => {
        await tabTo(page, page.getByRole(role, { name, exact: true }).last());
        await page.keyboard.press("Enter");
      };
      await press("Connect");
      await press("Test wallet");
      await page
        .getByRole("banner")
        .getByLabel(/Your account/)
        .waitFor();
      await press(`Stake to node ${at.on.node}`);
      await tabTo(page, page.getByRole("dialog").getByLabel("Amount"));
      await page.keyboard.press("Control+A");
      await page.keyboard.type("60");
      // Enter in the field goes on to the transaction, and the dialog puts the focus on what comes next.
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Sign in wallet" }).and(page.locator(":focus")).waitFor();
      await page.keyboard.press("Enter");
      await landed(page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      // The focus is where it was before the form and the transaction.
      const stake = page.getByRole("button", { name: `Stake to node ${at.on.node}`, exact: true });
      await stake.and(page.locator(":focus")).waitFor();
      expect(await staked(owner)).toBe(parseIo("60"));
      await close(page);
    },
    2 * MINUTE,
  );
});

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, target: ReturnType<Page["locator"]>) {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** A cluster that takes transactions, loses them, and whose blocks pass fast. */
async function losing(route: Route) {
  const request = route.request().postDataJSON() as { id: unknown; method: string } | null;
  const answer = (result: unknown) =>
    route.fulfill({
      status: 200,
      headers: { "access-control-allow-origin": "*", "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: request?.id, result }),
    });
  if (request?.method === "sendTransaction") return answer("1".repeat(64));
  if (request?.method === "getBlockHeight") return answer(10 ** 12);
  if (request?.method === "getSignatureStatuses") return answer({ context: { slot: 1 }, value: [null] });
  return route.continue();
}
