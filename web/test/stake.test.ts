/** Stake, as somebody with a wallet does it: from connecting to a confirmed transaction. */

import { describe, expect, test } from "vitest";
import { holding, parseIo, readBalances, readStaking } from "../../sdk/src/index.js";
import { audit, close, hasBrowser, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { confirmed, review, sign } from "./steps.js";
import { Owner } from "./wallet.js";

const DAY = 86_400n;

describe.skipIf(!hasBrowser)("stake", () => {
  const at = scene();
  const held = async (owner: Owner) => holding(await readStaking(at.on.read, at.on.node, owner.address));

  test(
    "a newcomer stakes, claims, restakes and leaves",
    async () => {
      const { on } = at;
      const owner = new Owner(await on.wallet({ io: parseIo("2,000") }));
      const page = await at.visit("stake", { owner });
      await says(page, "You have no stake yet.");

      await page.getByRole("button", { name: `Stake to node ${on.node}` }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Amount").fill("1,000");
      await review(page);
      await says(page, /Stake 1,000 IO to node .*From now it earns about [\d.,]+ IO a month/);
      await says(page, /Leaving takes 14 days/);
      await sign(page);
      await confirmed(page);
      expect((await held(owner)).staked).toBe(parseIo("1,000"));
      expect(owner.signatures).toBe(1);
      await says(page, "Your stakes");

      await on.pass(DAY / 2n);
      await page.reload();
      const before = (await readBalances(on.read, owner.address)).io!;
      await page.getByRole("button", { name: "Claim all rewards" }).click();
      await says(page, /Claim about [\d.,]+ IO of rewards from 1 node/);
      await sign(page);
      await confirmed(page);
      expect((await readBalances(on.read, owner.address)).io!).toBeGreaterThan(before);

      await on.pass(DAY / 4n);
      await page.reload();
      await page.getByRole("button", { name: `Restake the rewards of node ${on.node}` }).click();
      await sign(page);
      await confirmed(page);
      expect((await held(owner)).staked).toBeGreaterThan(parseIo("1,000"));

      await page.getByRole("button", { name: `Unstake from node ${on.node}` }).click();
      await page.getByRole("dialog").getByLabel("Amount").fill("400");
      await review(page);
      await says(page, /Take 400 IO out of node .*you can withdraw it from/);
      await sign(page);
      await confirmed(page);
      await says(page, "Leaving");
      expect(await page.getByRole("button", { name: "Withdraw" }).isDisabled()).toBe(true);

      await on.pass(15n * DAY);
      await page.reload();
      await page.getByRole("button", { name: "Withdraw" }).click();
      await says(page, /Withdraw 400 IO/);
      await sign(page);
      await confirmed(page);
      expect((await held(owner)).cooling).toEqual([]);
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    5 * MINUTE,
  );

  test("a link names a node", async () => {
    const page = await at.visit("stake?node=" + at.on.node);
    await says(page, "The node that the link names.");
    await page.getByRole("link", { name: "Show all nodes" }).click();
    await says(page, /take stake now/);
    await page.getByText("The node that the link names.").waitFor({ state: "detached" });
    await close(page);
  });
});
