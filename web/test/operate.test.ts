/** Operate, as somebody does it who has hardware: registered, staked, offered, hired, left. */

import { describe, expect, test } from "vitest";
import {
  bookNodes,
  createOrder,
  endOrder,
  ioOrders,
  listNodes,
  listOrders,
  minimumStake,
  nextOrderId,
  orderAddress,
  parseIo,
  parseUsdc,
  pickNodes,
  quoteBooking,
  readMarket,
  readOrder,
} from "../../sdk/src/index.js";
import { audit, close, hasBrowser, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { confirmed, review, sign } from "./steps.js";
import { Owner } from "./wallet.js";

describe.skipIf(!hasBrowser)("operate", () => {
  const at = scene();

  test(
    "a newcomer registers a node, stakes to it and lets others stake",
    async () => {
      const { on } = at;
      const owner = new Owner(await on.wallet({ io: parseIo("10,000") }));
      const page = await at.visit("operate", { owner });
      await page.getByLabel("Hardware").selectOption("H100");
      await page.getByLabel("Processors").fill("1");
      await page.getByLabel("Your commission").fill("12.5");
      await says(page, "2,000.00 IO");
      await page.getByRole("button", { name: "Review" }).click();
      await says(page, /Register a node of 1 H100 processor; you keep 12.5% of your delegators' rewards/);
      await sign(page);
      await confirmed(page);
      const [mine] = await listNodes(on.list, { operator: owner.address });
      expect(mine!.node.ledger).toMatchObject({ processors: 1, commission: { bps: 1_250 } });
      expect(minimumStake(mine!.node.ledger)).toBe(parseIo("2,000"));

      await says(page, /Stake 2,000.00 IO more/);
      await page.getByRole("button", { name: "Stake", exact: true }).first().click();
      await page.getByRole("dialog").getByLabel("Amount").fill("2,000");
      await review(page);
      await sign(page);
      await confirmed(page);
      await says(page, /The oracle has to see the node|Offer the node to clients/);

      await page.getByRole("button", { name: "Offer stake to others" }).click();
      await page.getByRole("dialog").getByLabel("Others may stake in all").fill("1,000");
      await review(page);
      await says(page, /Let others stake up to 1,000 IO/);
      await sign(page);
      await confirmed(page);

      await page.getByRole("button", { name: "Commission", exact: true }).click();
      await page.getByRole("dialog").getByLabel("Commission").fill("20");
      await review(page);
      await says(page, /Raise your commission from 12.5% to 20%, from .*7 days to leave/);
      await sign(page);
      await confirmed(page);
      const [after] = await listNodes(on.list, { operator: owner.address });
      expect(after!.node.ledger).toMatchObject({
        offer: parseIo("1,000"),
        commission: { bps: 1_250, nextBps: 2_000 },
      });
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    3 * MINUTE,
  );

  test(
    "an operator offers a node, is hired, announces maintenance and gives notice",
    async () => {
      const { on } = at;
      const owner = new Owner(on.operator);
      const page = await at.visit("operate", { owner });
      await page
        .getByRole("button", { name: /^(Offer to clients|Change the offer)$/ })
        .first()
        .click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("USDC an hour").fill("3");
      await dialog.getByLabel("Notice").fill("24");
      await review(page);
      await says(page, /Offer 8 processors at 3 USDC .*an hour each, for 1 hour to 30 days/);
      await sign(page);
      await confirmed(page);

      const client = await on.wallet({ usdc: parseUsdc("10,000") });
      const view = await readMarket(on.list, on.read);
      const bill = quoteBooking(view, pickNodes(view, { nodes: [on.node], seconds: 864_000 }, 2), 864_000);
      const { clusters } = await bookNodes(on.read, { signer: client, bill });
      await on.send(client, clusters[0]!.instructions);

      await page.reload();
      await page.getByRole("button", { name: "Maintenance", exact: true }).click();
      await review(page);
      await says(page, /Announce maintenance from .* to /);
      await sign(page);
      await confirmed(page);

      const [listed] = await listOrders(on.list, { client: client.address });
      await page.getByRole("button", { name: `Give notice: order ${listed!.address}` }).click();
      await says(page, /the service ends on .*, after 24 hours/);
      await sign(page);
      await confirmed(page);
      const { order } = await readOrder(on.read, listed!.address);
      expect(order.escrow.notice).toBe(ioOrders.Notice.Given);
      expect(order.escrow.duration).toBeLessThan(2 * 86_400);
      await says(page, "operator leaves");

      await page.getByRole("button", { name: "Take the offer back" }).click();
      await sign(page);
      await confirmed(page);
      await says(page, "not offered");
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    3 * MINUTE,
  );

  test(
    "an operator accepts an order, and says whether its client may extend it",
    async () => {
      const { on } = at;
      const client = await on.wallet({ usdc: parseUsdc("1,000") });
      const id = await nextOrderId(on.read, client.address);
      const rate = parseUsdc("2");
      const terms = { processors: 1, rate, duration: 36_000, currency: "USDC" } as const;
      await on.send(client, () => createOrder(on.read, { signer: client, id, node: on.node, terms }));
      const page = await at.visit("operate", { owner: new Owner(on.operator) });
      const order = await orderAddress(client.address, id);
      await page.getByRole("button", { name: `Accept: order ${order}` }).click();
      await page.getByRole("dialog").getByLabel(/The client may extend it/).uncheck();
      await review(page);
      await says(page, /Accept the order: 1 processor for 10 hours.*The client cannot extend it\./);
      await sign(page);
      await confirmed(page);
      const { escrow } = (await readOrder(on.read, order)).order;
      expect(escrow).toMatchObject({ stage: ioOrders.Stage.Running, longest: 36_000 });

      // An hour is paid, once it is held back no more: before, nothing is offered that would be refused.
      await on.send(client, () => endOrder(on.read, { signer: client, order }));
      await page.reload();
      await says(page, "ended, being paid");
      await says(page, /all of it from/);
      const pay = page.getByRole("button", { name: `Get paid: order ${order}` });
      expect(await pay.count()).toBe(0);
      await on.pass(90_000n);
      await page.reload();
      await pay.click();
      await says(page, /Pay what is due in order/);
      await sign(page);
      await confirmed(page);
      await page.getByRole("button", { name: `Close: order ${order}` }).waitFor();
      expect((await readOrder(on.read, order)).order.escrow.stage).toBe(ioOrders.Stage.Settled);
      await close(page);
    },
    3 * MINUTE,
  );
});
