/** Claim and Burn: an airdrop of one's own and somebody else's, and IO sold to the buyback. */

import { describe, expect, test } from "vitest";
import { parseIo, parseUsdc, readBalances } from "../../sdk/src/index.js";
import { audit, close, hasBrowser, says } from "./browser.js";
import type { Airdrop } from "./ground.js";
import { MINUTE, scene } from "./scene.js";
import { confirmed, sign } from "./steps.js";
import { Owner } from "./wallet.js";

describe.skipIf(!hasBrowser)("claim and burn", () => {
  let airdrop: Airdrop;
  const at = scene(async (on) => {
    airdrop = await on.airdrop();
    return { seasons: airdrop.seasons };
  });
  const ioOf = async (owner: Owner) => (await readBalances(at.on.read, owner.address)).io ?? 0n;

  test(
    "somebody who is on the list claims, once",
    async () => {
      const owner = new Owner(airdrop.claimant);
      const page = await at.visit("claim", { owner });
      const before = await ioOf(owner);
      const claims = page.getByRole("button", { name: /Claim season/ });
      await claims.first().waitFor();
      const open = await claims.count();
      await claims.first().click();
      await says(page, /Claim [\d,.]+ IO/);
      await sign(page);
      await confirmed(page);
      expect(await ioOf(owner)).toBeGreaterThan(before);
      await says(page, "claimed");
      await expect.poll(() => claims.count()).toBe(open - 1);
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "who is in several seasons claims them one after the other by one button",
    async () => {
      const owner = new Owner(airdrop.claimant);
      const page = await at.visit("claim", { owner });
      const claims = page.getByRole("button", { name: /Claim season/ });
      await claims.first().waitFor();
      const open = await claims.count();
      expect(open).toBeGreaterThan(1);
      await page.getByRole("button", { name: `Claim all ${open}, one after the other` }).click();
      for (let place = 1; place <= open; place += 1) {
        await page.getByRole("heading", { name: `Claim an airdrop: ${place} of ${open}` }).waitFor();
        await sign(page);
      }
      await confirmed(page);
      await expect.poll(() => claims.count()).toBe(0);
      expect(owner.signatures).toBe(open);
      await close(page);
    },
    3 * MINUTE,
  );

  test(
    "somebody else pays the fee of a claim, and the IO goes to its owner",
    async () => {
      const helper = new Owner(await at.on.wallet());
      const other = airdrop.other;
      const page = await at.visit("claim", { owner: helper });
      await page.getByLabel("Address of a wallet").fill(other);
      await page.getByRole("button", { name: "Look it up" }).click();
      const claims = page.getByRole("button", { name: /Claim season/ });
      const before = (await readBalances(at.on.read, other)).io ?? 0n;
      await claims.first().click();
      await sign(page);
      await confirmed(page);
      expect((await readBalances(at.on.read, other)).io).toBeGreaterThan(before);
      expect(await ioOf(helper)).toBe(0n);
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "an address that is on no list is told",
    async () => {
      const page = await at.visit("claim", { owner: new Owner(await at.on.wallet()) });
      await says(page, "not listed");
      await page.getByLabel("Address of a wallet").fill("no address");
      await says(page, "This is no address.");
      await close(page);
    },
    MINUTE,
  );

  test(
    "a holder sells IO to the buyback at the offer of the second",
    async () => {
      const { on } = at;
      await on.feedBuyback(parseUsdc("500"));
      const owner = new Owner(await on.wallet({ io: parseIo("100") }));
      const page = await at.visit("burn", { owner });
      await page.getByLabel("IO to burn").fill("40");
      await page.getByRole("button", { name: "Burn for USDC" }).click();
      await says(page, /Burn up to 40 IO/);
      await sign(page);
      await confirmed(page);
      const { io, usdc } = await readBalances(on.read, owner.address);
      expect(io).toBe(parseIo("60"));
      // 40 IO at 0.20 USDC, and up to 5% under it.
      expect(usdc).toBeGreaterThan(parseUsdc("7.5"));
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    2 * MINUTE,
  );

  test(
    "on a phone, what is sold comes before what was sold",
    async () => {
      const page = await at.visit("burn", { size: "phone" });
      const top = async (name: string) =>
        (await page.getByRole("heading", { name, exact: true }).boundingBox())!.y;
      await says(page, "Sell IO to it");
      const order = ["Auction", "Sell IO to it", "So far", "History"];
      const tops = await Promise.all(order.map(top));
      expect(tops).toEqual([...tops].sort((a, b) => a - b));
      await close(page);
    },
    MINUTE,
  );
});
