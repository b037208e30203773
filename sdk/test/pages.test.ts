/** The examples, built on the packed packages, and run: the pages in Chromium, the script in Node. */

import {
  createKeyPairSignerFromPrivateKeyBytes,
  getAddressEncoder,
  type KeyPairSigner,
  type Address,
} from "@solana/kit";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  acceptOrder,
  holding,
  IO_MINT,
  listFromRpc,
  listOrders,
  orderAddress,
  parseUsdc,
  readBalances,
  readOrder,
  readStaking,
  USDC_MINT,
} from "../src/index.js";
import { unwire, wire } from "../src/wire.js";
import { Cluster } from "./cluster.js";
import { Packed, ROOT, run, runBeside } from "./packed.js";
import { type Served, serveFiles, serveRpc } from "./rpc-server.js";
import { io, World } from "./world.js";

const MINUTE = 60_000;
const DAY = 86_400n;
const CHROMIUM = process.env["IO_CHROMIUM"] ?? "/usr/bin/chromium";
const EXAMPLES = join(ROOT, "examples");
const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) console.log(`The pages are built and not opened: there is no ${CHROMIUM} (IO_CHROMIUM).`);

let packed: Packed;
let hooks: string;
beforeAll(() => {
  packed = new Packed();
  hooks = packed.hooks();
}, 5 * MINUTE);
afterAll(() => packed.remove());

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

/** A wallet of the wallet standard, which asks the test to sign. */
function wallet(address: Address, publicKey: number[], refuses: boolean) {
  const chains = ["solana:localnet"];
  const account = { address, publicKey: Uint8Array.from(publicKey), chains, features: [] };
  const sign = (window as never as { signBytes(bytes: number[]): Promise<number[]> }).signBytes;
  const signTransaction = async (...inputs: { transaction: Uint8Array }[]) => {
    if (refuses) throw Object.assign(new Error("User rejected the request."), { code: 4001 });
    return Promise.all(
      inputs.map(async ({ transaction }) => {
        return { signedTransaction: Uint8Array.from(await sign(Array.from(transaction))) };
      }),
    );
  };
  const features = {
    "standard:connect": { version: "1.0.0", connect: async () => ({ accounts: [account] }) },
    "standard:events": { version: "1.0.0", on: () => () => {} },
    "solana:signTransaction": { version: "1.0.0", supportedTransactionVersions: [0], signTransaction },
  };
  const icon = "data:image/svg+xml;base64,";
  const found = { version: "1.0.0", name: "Test", icon, chains, accounts: [account], features };
  const register = (api: { register(wallet: unknown): void }) => api.register(found);
  window.addEventListener("wallet-standard:app-ready", ((event: CustomEvent) =>
    register(event.detail)) as never);
  window.dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: register }));
}

describe.each(["staking-page", "react-page"])("%s", (name) => {
  let [world, browser, owner, node] = [] as never as [World, Browser, KeyPairSigner, Address];
  let served: Served[] = [];

  beforeAll(async () => {
    const folder = installed(name);
    run("npx", ["vite", "build"], folder);
    world = await World.create();
    ({ node } = await world.node(8));
    owner = await world.holder(io(1_000));
    served = [await serveRpc(new Cluster(world.chain)), await serveFiles(join(folder, "dist"))];
    if (hasBrowser) browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  }, 5 * MINUTE);
  afterAll(async () => {
    for (const { close } of served) close();
    await browser?.close();
  });

  test("its own code is short", () => {
    const [file] = readdirSync(join(EXAMPLES, name)).filter((file) => /\.tsx?$/.test(file));
    expect(linesOf(join(EXAMPLES, name, file!))).toBeLessThanOrEqual(60);
  });

  async function opened(refuses = false): Promise<Page> {
    const page = await browser.newPage();
    page.on("pageerror", (error) => expect.fail(`the page throws: ${error}`));
    await page.exposeFunction("signBytes", async (bytes: number[]) => {
      const { message } = unwire(Uint8Array.from(bytes));
      const key = owner.keyPair.privateKey;
      const signature = await crypto.subtle.sign("Ed25519", key, message as Uint8Array<ArrayBuffer>);
      return Array.from(wire(message, [new Uint8Array(signature)]));
    });
    const publicKey = [...getAddressEncoder().encode(owner.address)];
    await page.addInitScript(`(${wallet})("${owner.address}", [${publicKey}], ${refuses})`);
    const [rpc, files] = served as [Served, Served];
    const query = new URLSearchParams({ node, rpc: rpc.url, chain: "solana:localnet" });
    await page.goto(`${files.url}/?${query}`);
    await page.click("#connect");
    return page;
  }

  const says = (page: Page, text: string) =>
    page.waitForFunction((text) => document.body.innerText.includes(text), text, { timeout: 20_000 });
  const staked = async () => holding(await readStaking(world.chain.read, node, owner.address)).staked;

  test.skipIf(!hasBrowser)(
    "a holder stakes, claims and leaves",
    async () => {
      const { chain } = world;
      const page = await opened();
      await says(page, "The node is available.");
      await page.fill("#amount", "250");
      await page.click('button[value="stake"]');
      await says(page, "Done: -250");
      expect(await staked()).toBe(io(250));
      await says(page, "250.00 IO");
      chain.pass(DAY / 2n);
      await world.attest(node);
      const before = (await readBalances(chain.read, owner.address)).io!;
      await page.click('button[value="claim"]');
      await page.waitForFunction(() => /Done: 0\.\d|Done: [1-9]/.test(document.body.innerText));
      expect((await readBalances(chain.read, owner.address)).io!).toBeGreaterThan(before);
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
    2 * MINUTE,
  );

  test.skipIf(!hasBrowser)(
    "a wallet that refuses, and a cluster that is gone, are told",
    async () => {
      const page = await opened(true);
      await says(page, "The node is available.");
      await page.click('button[value="stake"]');
      await says(page, "The wallet did not sign.");
      await page.route(`${served[0]!.url}/**`, (route) => route.abort());
      await page.click('button[value="stake"]');
      await says(page, "The RPC node does not answer.");
      await page.close();
    },
    2 * MINUTE,
  );
});

test(
  "the backend rents processors and sees the operator accept",
  async () => {
    const folder = installed("backend");
    const world = await World.create();
    const { chain } = world;
    const { operator, node } = await world.node(8);
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const client = await createKeyPairSignerFromPrivateKeyBytes(secret);
    chain.svm.airdrop(client.address, 1_000_000_000n as never);
    await chain.mintUsdc(client.address, parseUsdc("100"));
    const file = join(folder, "client.json");
    writeFileSync(file, JSON.stringify([...secret, ...getAddressEncoder().encode(client.address)]));
    const cluster = new Cluster(chain);
    const { url, close } = await serveRpc(cluster);
    const script = runBeside("node", ["rent.mjs", url, file, node], folder);
    const list = listFromRpc(cluster.rpc);
    for (let tries = 0; tries < 200; tries++) {
      const [found] = await listOrders(list, { client: client.address, node });
      if (found) {
        const accept = { signer: operator, order: found.address, extendable: false };
        await chain.send(operator, await acceptOrder(chain.read, accept));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [created, running] = (await script)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    close();
    expect(created).toMatchObject({ total: "73.620000" });
    expect(running).toMatchObject({ stage: "running", held: parseUsdc("73.62").toString() });
    const { order } = await readOrder(chain.read, created.order);
    expect(created.order).toBe(
      await orderAddress(client.address, (await readOrder(chain.read, created.order)).now),
    );
    expect(order.client).toBe(client.address);
    expect(await chain.balance(client.address, USDC_MINT)).toBe(parseUsdc("26.38"));
    expect(await chain.balance(client.address, IO_MINT)).toBe(0n);
  },
  3 * MINUTE,
);
