/** The browser's back button: it closes what is open, keeps what was entered, and leaves no page behind. */

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { holding, parseIo, readStaking } from "../../sdk/src/index.js";
import { audit, close, hasBrowser, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { confirmed, landed, review, sign } from "./steps.js";
import { Owner } from "./wallet.js";

describe.skipIf(!hasBrowser)("the back button", () => {
  const at = scene();
  const staked = async (owner: Owner) =>
    holding(await readStaking(at.on.read, at.on.node, owner.address)).staked;

  const dialog = (page: Page) => page.getByRole("dialog");
  const amount = (page: Page) => dialog(page).getByLabel("Amount");
  const gone = (page: Page) => dialog(page).waitFor({ state: "hidden" });
  const button = (page: Page) => dialog(page).getByRole("button", { name: "Sign in wallet" });
  const ready = (page: Page) => expect.poll(() => button(page).isEnabled(), { timeout: 20_000 }).toBe(true);
  const stakeButton = (page: Page) => page.getByRole("button", { name: `Stake to node ${at.on.node}` });
  /** Opens the form of a stake, and enters an amount. */
  async function enter(page: Page, text: string) {
    await stakeButton(page).click();
    await amount(page).fill(text);
  }
  const addressOf = (page: Page) => new URL(page.url()).hash;

  test(
    "it closes a dialog, on a page that a link has opened, and forward opens none",
    async () => {
      const page = await at.visit(`stake?node=${at.on.node}`);
      const link = addressOf(page);
      await page.getByRole("navigation").getByRole("link", { name: "Burn" }).click();
      await page.goBack();
      await enter(page, "40");
      expect(addressOf(page)).toBe(link);
      await page.goBack();
      await gone(page);
      expect(addressOf(page)).toBe(link);
      await says(page, "The node that the link names.");
      await stakeButton(page).and(page.locator(":focus")).waitFor();
      await page.goForward();
      await page.waitForTimeout(300);
      expect(await dialog(page).isVisible()).toBe(false);
      expect(addressOf(page)).toBe(link);
      // One that is opened again closes as the first one did.
      await enter(page, "41");
      await page.goBack();
      await gone(page);
      expect(addressOf(page)).toBe(link);
      await close(page);
    },
    MINUTE,
  );

  test(
    "a dialog that was closed leaves nothing to go back to",
    async () => {
      const page = await at.visit("network");
      const nav = page.getByRole("navigation");
      await nav.getByRole("link", { name: "Stake" }).click();
      for (const shut of ["Escape", "Cancel", "reload"]) {
        await enter(page, "40");
        if (shut === "Escape") await page.keyboard.press("Escape");
        else if (shut === "Cancel") await dialog(page).getByRole("button", { name: "Cancel" }).click();
        else await page.reload();
        await gone(page);
        await stakeButton(page).waitFor();
        await page.waitForTimeout(300);
      }
      expect(addressOf(page)).toBe("#/stake");
      await page.goBack();
      await says(page, "Circulating");
      expect(addressOf(page)).toBe("#/network");
      await close(page);
    },
    MINUTE,
  );

  test(
    "it goes from a transaction to the form with what was entered, refused or not, and hides nothing sent",
    async () => {
      const owner = new Owner(await at.on.wallet({ io: parseIo("100") }));
      const page = await at.visit("stake", { owner });
      await enter(page, "30");
      await review(page);
      await ready(page);
      await page.goBack();
      await expect.poll(() => amount(page).inputValue()).toBe("30");

      await review(page);
      owner.refusesToSign = true;
      await sign(page);
      await says(page, "The wallet did not sign.");
      await page.goBack();
      await expect.poll(() => amount(page).inputValue()).toBe("30");
      // The same for whoever cancels after the refusal.
      await review(page);
      await sign(page);
      await says(page, "The wallet did not sign.");
      await dialog(page).getByRole("button", { name: "Cancel" }).click();
      await expect.poll(() => amount(page).inputValue()).toBe("30");
      expect(await audit(page)).toEqual([]);

      owner.refusesToSign = false;
      owner.whileReading = async () => {
        for (let times = 0; times < 2; times += 1) await page.goBack();
        await says(page, "Your wallet asks you to sign.");
      };
      await review(page);
      await sign(page);
      await landed(page);
      await page.goBack();
      await gone(page);
      expect(addressOf(page)).toBe("#/stake");
      expect(await staked(owner)).toBe(parseIo("30"));
      // The form ended with the transaction: the next one begins empty of it.
      await enter(page, "20");
      await review(page);
      await sign(page);
      await confirmed(page);
      await gone(page);
      expect(await staked(owner)).toBe(parseIo("50"));
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "it closes the list of wallets",
    async () => {
      const page = await at.visit("claim");
      await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
      await dialog(page).waitFor();
      await page.goBack();
      await gone(page);
      expect(addressOf(page)).toBe("#/claim");
      await close(page);
    },
    MINUTE,
  );
});
