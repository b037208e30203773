/**
 * What the page guards against while a transaction is on its way: another account, a second click, a
 * dialog that goes away, a cluster that does, and another cluster that comes back in its place.
 */

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { holding, parseIo, readStaking } from "../../sdk/src/index.js";
import { close, hasBrowser, opened, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { serve } from "./site.js";
import { confirmed, connect, landed, review, sign } from "./steps.js";
import { Owner, switchAccount } from "./wallet.js";

const DEAD = /Failed to load resource|ERR_FAILED/;

describe.skipIf(!hasBrowser)("guards", () => {
  const at = scene();
  const staked = async (owner: Owner) =>
    holding(await readStaking(at.on.read, at.on.node, owner.address)).staked;

  /** Goes up to the transaction of a stake. */
  async function offer(page: Page, amount: string) {
    await page.getByRole("button", { name: `Stake to node ${at.on.node}` }).click();
    await page.getByRole("dialog").getByLabel("Amount").fill(amount);
    await review(page);
  }
  const button = (page: Page) => page.getByRole("dialog").getByRole("button", { name: "Sign in wallet" });
  const ready = (page: Page) => expect.poll(() => button(page).isEnabled(), { timeout: 20_000 }).toBe(true);

  test(
    "what was told to one account is not signed by another",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const other = await at.on.wallet();
      const page = await at.visit("stake", { owner });
      await offer(page, "50");
      await ready(page);
      await switchAccount(page, other.address);
      await says(page, "The wallet has switched to another account.");
      expect(await button(page).isDisabled()).toBe(true);
      await switchAccount(page, owner.address);
      await ready(page);
      await sign(page);
      await confirmed(page);
      expect([owner.signatures, await staked(owner)]).toEqual([1, parseIo("50")]);

      await switchAccount(page, undefined);
      await says(page, "Test wallet shares no account on localnet now.");
      await switchAccount(page, owner.address);
      await page
        .getByRole("banner")
        .getByLabel(/Your account/)
        .waitFor();
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "two clicks at once sign once, and Escape hides nothing that is on its way",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await at.visit("stake", { owner });
      await offer(page, "30");
      await ready(page);
      owner.whileReading = async () => {
        for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("Escape");
        await says(page, "Your wallet asks you to sign.");
      };
      await button(page).evaluate((element) => {
        (element as HTMLButtonElement).click();
        (element as HTMLButtonElement).click();
      });
      await confirmed(page);
      expect([owner.signatures, await staked(owner)]).toEqual([1, parseIo("30")]);
      // The next one is shown as the first one was.
      await offer(page, "20");
      await ready(page);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "what is signed after it was cancelled here is not sent",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await at.visit("stake", { owner });
      const sent: string[] = [];
      page.on("request", (request) => sent.push(request.postData() ?? ""));
      await offer(page, "30");
      await ready(page);
      owner.whileReading = async () => {
        await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      };
      await sign(page);
      await expect.poll(() => owner.signatures).toBe(1);
      await page.waitForTimeout(1_000);
      expect(sent.filter((body) => body.includes('"sendTransaction"'))).toEqual([]);
      expect(await staked(owner)).toBe(0n);
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "a cluster that goes away after it was sent: the page looks again, and sends nothing twice",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await at.visit("stake", { owner, mayLog: DEAD });
      await offer(page, "40");
      await ready(page);
      await page.route(`${at.on.url}/**`, (route) => {
        const { method } = (route.request().postDataJSON() ?? {}) as { method?: string };
        const isLooked = method === "getSignatureStatuses" || method === "getBlockHeight";
        return isLooked ? route.abort() : route.continue();
      });
      await sign(page);
      await says(page, "It was sent, and nobody knows yet what became of it.");
      await page.unroute(`${at.on.url}/**`);
      await page.getByRole("dialog").getByRole("button", { name: "Look again" }).click();
      await landed(page);
      expect([owner.signatures, await staked(owner)]).toEqual([1, parseIo("40")]);
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "a cluster of another genesis that is slow, too, signs nothing",
    async () => {
      const other = await serve(at.on, { genesis: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" });
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await opened(at.browser, other.of("stake"), { owner });
      await says(page, /is another cluster than localnet/);
      await connect(page);
      await offer(page, "50");
      await says(page, "Nothing is signed here.");
      await page.route(`${at.on.url}/**`, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 5_000));
        await route.continue();
      });
      // Longer than two looks at its clock, of which each is slow.
      for (let seconds = 0; seconds < 16; seconds += 1) {
        await page.waitForTimeout(1_000);
        expect(await button(page).isDisabled()).toBe(true);
      }
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await close(page);
      other.close();
    },
    2 * MINUTE,
  );
});
