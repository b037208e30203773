/**
 * Every page as it looks, light and dark, on a phone and a desktop: axe finds nothing, nothing is
 * wider than the screen, and a picture of each is in test/shots, to be looked at.
 */

import { describe, expect, test } from "vitest";
import {
  bookNodes,
  parseIo,
  parseUsdc,
  pickNodes,
  quoteBooking,
  readMarket,
  setAsk,
  stake,
  unstake,
} from "../../sdk/src/index.js";
import { audit, close, hasBrowser, isTooWide, type Scheme, settled, shot, type Size } from "./browser.js";
import { MINUTE, scene } from "./scene.js";
import { Owner } from "./wallet.js";

const PAGES = ["network", "stake", "compute", "operate", "claim", "burn", "status"];
const SCHEMES: Scheme[] = ["light", "dark"];
const LOOKS: [Scheme, Size][] = SCHEMES.flatMap((scheme) => [
  [scheme, "phone"],
  [scheme, "desktop"],
]);

describe.skipIf(!hasBrowser)("how pages look", () => {
  let someone: Owner;
  let operator: Owner;
  const at = scene(async (on) => {
    const ask = { node: on.node, rateUsdc: parseUsdc("2"), rateIo: parseIo("5"), noticeHours: 24 };
    await on.send(on.operator, () => setAsk(on.read, { signer: on.operator, ...ask }));
    const key = await on.wallet({ io: parseIo("5,000"), usdc: parseUsdc("5,000") });
    await on.send(key, () => stake(on.read, { signer: key, node: on.node, amount: parseIo("3,500") }));
    const view = await readMarket(on.list, on.read);
    const bill = quoteBooking(view, pickNodes(view, { nodes: [on.node], seconds: 864_000 }, 3), 864_000);
    const { clusters } = await bookNodes(on.read, { signer: key, bill });
    await on.send(key, clusters[0]!.instructions);
    await on.pass(80_000n);
    await on.send(key, () => unstake(on.read, { signer: key, node: on.node, amount: parseIo("500") }));
    await on.feedBuyback(parseUsdc("2,000"));
    someone = new Owner(key);
    operator = new Owner(on.operator);
    return {};
  });

  test.each(LOOKS)(
    "%s, %s",
    async (scheme, size) => {
      const found: string[] = [];
      for (const name of PAGES) {
        const owner = name === "operate" ? operator : someone;
        if (scheme === "light" && size === "phone") {
          const page = await at.visit(name, { scheme, size });
          await settled(page);
          found.push(...(await audit(page)).map((what) => `${name}, not connected: ${what}`));
          await close(page);
        }
        const connected = await at.visit(name, { scheme, size, owner });
        await settled(connected);
        if (await isTooWide(connected)) found.push(`${name}: wider than the screen`);
        found.push(...(await audit(connected)).map((what) => `${name}: ${what}`));
        await shot(connected, `${name}-${scheme}-${size}`);
        await close(connected);
      }
      expect(found).toEqual([]);
    },
    5 * MINUTE,
  );
});
