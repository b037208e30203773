/** A page in Chromium, with a wallet of the wallet standard whose owner is the test. */

import { type Address, getAddressEncoder, type KeyPairSigner } from "@solana/kit";
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { unwire, wire } from "../src/wire.js";

const CHROMIUM = process.env["IO_CHROMIUM"] ?? "/usr/bin/chromium";
export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) console.log(`The pages are built and not opened: there is no ${CHROMIUM} (IO_CHROMIUM).`);

export function launched(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

/** What a wallet's owner says no to. */
export interface Refusals {
  connecting?: boolean;
  signing?: boolean;
}

/** Opens a page beside a wallet that belongs to `owner`; what the page throws fails the test. */
export async function opened(
  browser: Browser,
  url: string,
  owner: KeyPairSigner,
  refuses: Refusals = {},
): Promise<Page> {
  const page = await browser.newPage();
  page.on("pageerror", (error) => expect.fail(`the page throws: ${error}`));
  await page.exposeFunction("signBytes", async (bytes: number[]) => {
    const { message } = unwire(Uint8Array.from(bytes));
    const key = owner.keyPair.privateKey;
    const signature = await crypto.subtle.sign("Ed25519", key, message as Uint8Array<ArrayBuffer>);
    return Array.from(wire(message, [new Uint8Array(signature)]));
  });
  const publicKey = [...getAddressEncoder().encode(owner.address)];
  await page.addInitScript(`(${wallet})("${owner.address}", [${publicKey}], ${JSON.stringify(refuses)})`);
  await page.goto(url);
  return page;
}

/** Waits until a page shows a text. */
export function says(page: Page, text: string) {
  return page.waitForFunction((text) => document.body.innerText.includes(text), text, { timeout: 30_000 });
}

/** A wallet of the wallet standard, which asks the test to sign. Runs in the page. */
function wallet(address: Address, publicKey: number[], refuses: Refusals) {
  const chains = ["solana:localnet"];
  const account = { address, publicKey: Uint8Array.from(publicKey), chains, features: [] };
  const sign = (window as never as { signBytes(bytes: number[]): Promise<number[]> }).signBytes;
  const refuse = () => {
    throw Object.assign(new Error("User rejected the request."), { code: 4001 });
  };
  const signTransaction = async (...inputs: { transaction: Uint8Array }[]) => {
    if (refuses.signing) refuse();
    return Promise.all(
      inputs.map(async ({ transaction }) => {
        return { signedTransaction: Uint8Array.from(await sign(Array.from(transaction))) };
      }),
    );
  };
  const connect = async () => (refuses.connecting ? refuse() : { accounts: [account] });
  const listeners = new Set<(change: { accounts: (typeof account)[] }) => void>();
  // The test switches accounts by it.
  Object.assign(window, {
    switchAccount: (to: string | undefined) =>
      listeners.forEach((listener) =>
        listener({ accounts: to ? [{ ...account, address: to as never }] : [] }),
      ),
  });
  const on = (_: string, listener: (change: { accounts: (typeof account)[] }) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const features = {
    "standard:connect": { version: "1.0.0", connect },
    "standard:events": { version: "1.0.0", on },
    "solana:signTransaction": { version: "1.0.0", supportedTransactionVersions: [0], signTransaction },
  };
  const icon = "data:image/svg+xml;base64,";
  const found = { version: "1.0.0", name: "Test", icon, chains, accounts: [account], features };
  const register = (api: { register(wallet: unknown): void }) => api.register(found);
  window.addEventListener("wallet-standard:app-ready", ((event: CustomEvent) =>
    register(event.detail)) as never);
  window.dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: register }));
}
