/** Compute, as a client does it: the bill, the booking, and every way that an order goes on from there. */

import { describe, expect, test } from "vitest";
import {
  bookNodes,
  endOrder,
  listOrders,
  orderFigures,
  parseIo,
  parseUsdc,
  pickNodes,
  quoteBooking,
  readBalances,
  readMarket,
  readOrder,
  setAsk,
} from "../../sdk/src/index.js";
import { audit, close, hasBrowser, says } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { confirmed, review, sign } from "./steps.js";
import { Owner } from "./wallet.js";

describe.skipIf(!hasBrowser)("compute", () => {
  const at = scene(async (on) => {
    const ask = { node: on.node, rateUsdc: parseUsdc("2"), rateIo: parseIo("5"), noticeHours: 24 };
    await on.send(on.operator, () => setAsk(on.read, { signer: on.operator, ...ask }));
    return {};
  });
  const orderOf = async (owner: Owner) => {
    const [found] = await listOrders(at.on.list, { client: owner.address });
    return readOrder(at.on.read, found!.address);
  };

  test(
    "a newcomer books, extends and ends",
    async () => {
      const { on } = at;
      const owner = new Owner(await on.wallet({ usdc: parseUsdc("1,000") }));
      const page = await at.visit("compute", { owner });
      await says(page, "You have booked nothing yet.");
      await page.getByLabel("Hardware").selectOption("H100");
      await page.getByRole("textbox", { name: "Processors" }).fill("2");
      await page.getByLabel("For", { exact: true }).fill("10");
      // 2 processors for 10 hours at 2 USDC are 40, and fees of 0.25% and 2% on top.
      await page.getByRole("button", { name: "Book for 40.9 USDC" }).click();
      await says(page, /Book 2 H100 processors on 1 node for 10 hours, from now. You pay 40.9 USDC/);
      await says(page, "Fee and rent");
      await says(page, /0\.00\d+ SOL of it is rent, which stays in what it opens/);
      await sign(page);
      await confirmed(page);
      expect((await readBalances(on.read, owner.address)).usdc).toBe(parseUsdc("959.1"));
      const booked = await orderOf(owner);
      expect(orderFigures(booked).held).toBe(parseUsdc("40.9"));

      await page.getByRole("button", { name: /Extend order/ }).click();
      await page.getByRole("dialog").getByLabel("By").fill("5");
      await review(page);
      await says(page, /Extend the order by 5 hours, to .*, for 20.45 USDC more/);
      await sign(page);
      await confirmed(page);
      expect((await orderOf(owner)).order.escrow.duration).toBe(15 * 3_600);

      await on.pass(7_200n);
      await page.reload();
      await page.getByRole("button", { name: /End order/ }).click();
      await says(page, /End the order now\. [\d.]+ USDC come back to you/);
      const before = (await readBalances(on.read, owner.address)).usdc!;
      await sign(page);
      await confirmed(page);
      // 13 hours of 2 processors at 2 USDC are 52.
      const back = (await readBalances(on.read, owner.address)).usdc! - before;
      expect(back).toBeGreaterThan(parseUsdc("51.9"));
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    3 * MINUTE,
  );

  test(
    "a client pays in IO and disputes",
    async () => {
      const { on } = at;
      const owner = new Owner(await on.wallet({ io: parseIo("1,000") }));
      const page = await at.visit("compute", { owner });
      await page.getByRole("radio", { name: "IO" }).check();
      await page.getByLabel("For", { exact: true }).fill("24");
      // 5 IO an hour, by the price that the oracle has posted.
      await says(page, /about \d+\.\d\d USD/);
      await says(page, /USD by the oracle's price of an IO, [\d.]+ USD, posted .* ago/);
      await page.getByRole("button", { name: /Book for 120.3 IO/ }).click();
      await sign(page);
      await confirmed(page);
      await on.pass(7_200n);
      await page.reload();
      await page.getByRole("button", { name: /Dispute order/ }).click();
      await says(page, /Stop the service and dispute .* You deposit [\d.]+ IO/);
      await sign(page);
      await confirmed(page);
      await says(page, "disputed");
      expect(orderFigures(await orderOf(owner)).stage).toBe("disputed");
      await close(page);
    },
    3 * MINUTE,
  );

  test(
    "a node that is hired while the client reads is told, and nothing is paid",
    async () => {
      const { on } = at;
      const owner = new Owner(await on.wallet({ usdc: parseUsdc("100") }));
      const rival = await on.wallet({ usdc: parseUsdc("100") });
      const page = await at.visit("compute", { owner });
      await page.getByLabel("For", { exact: true }).fill("1");
      await page.getByRole("button", { name: /Book for/ }).click();
      await page.getByRole("button", { name: "Sign in wallet" }).waitFor();
      const view = await readMarket(on.list, on.read);
      const { free } = view.offers.find(({ address }) => address === on.node)!;
      const picked = pickNodes(view, { nodes: [on.node], seconds: 3_600 }, free);
      const bill = quoteBooking(view, picked, 3_600);
      const { clusters } = await bookNodes(on.read, { signer: rival, bill });
      await on.send(rival, clusters[0]!.instructions);
      await sign(page);
      await says(page, /processors/);
      await page.getByRole("dialog").getByRole("alert").waitFor();
      expect(owner.signatures).toBe(0);
      expect((await readBalances(on.read, owner.address)).usdc).toBe(parseUsdc("100"));
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await close(page);
      // The next story finds the node free.
      for (const order of clusters[0]!.orders)
        await on.send(rival, () => endOrder(on.read, { signer: rival, order }));
    },
    3 * MINUTE,
  );

  test(
    "a cluster of six nodes is booked, all or none, with a lookup table before it",
    async (context) => {
      const { on } = at;
      if (!on.more) return context.skip();
      for (const { operator, node } of await on.more(6))
        await on.send(operator, () => setAsk(on.read, { signer: operator, node, rateUsdc: parseUsdc("1") }));
      const owner = new Owner(await on.wallet({ usdc: parseUsdc("1,000") }));
      const page = await at.visit("compute", { owner });
      await page.getByRole("textbox", { name: "Processors" }).fill("6");
      await says(page, "You pay now");
      await page.getByRole("button", { name: /Book for/ }).click();
      const dialog = page.getByRole("dialog");
      await says(page, /Make a lookup table of the nodes' accounts/);
      await sign(page);
      const next = dialog.getByRole("heading", { name: "Book a cluster: step 2" });
      const last = dialog.getByRole("heading", { name: "Book a cluster: last step" });
      await next.or(last).waitFor();
      if (await next.isVisible()) await sign(page);
      await last.waitFor();
      await says(
        page,
        /Book 6 H100 processors on 6 nodes for 1 day, from now.*All nodes are booked, or none/,
      );
      await sign(page);
      await confirmed(page);
      const orders = await listOrders(on.list, { client: owner.address });
      expect(orders).toHaveLength(6);
      await page.getByRole("button", { name: "Get its rent back" }).click();
      await sign(page);
      await confirmed(page);
      expect(await audit(page)).toEqual([]);
      await close(page);
    },
    3 * MINUTE,
  );
});
