/** A wallet of the wallet standard, in the page, whose owner is the test. */

import { getAddressEncoder, type KeyPairSigner } from "@solana/kit";
import type { Page } from "playwright-core";
import { unwire, wire } from "../../sdk/src/wire.js";

/** What the page asks the owner, and what the owner answers. */
interface Asked {
  kind: "connect" | "sign";
  /** The transaction, to sign. */
  bytes: number[];
}

/** Somebody with a wallet: what they say yes and no to can change at any time. */
export class Owner {
  /** The owner closes the wallet's window instead of connecting. */
  refusesToConnect = false;
  /** The owner rejects what the wallet shows. */
  refusesToSign = false;
  /** What happens in the world while the owner reads what is to be signed; once. */
  whileReading: (() => Promise<unknown>) | undefined;
  /** How often the owner has signed. */
  signatures = 0;

  constructor(readonly key: KeyPairSigner) {}

  get address() {
    return this.key.address;
  }

  /** Puts the wallet into a page, before the page's own code runs. */
  async enter(page: Page, { chain = "solana:localnet", name = "Test wallet" } = {}) {
    await page.exposeFunction("askOwner", (asked: Asked) => this.answer(asked));
    const publicKey = [...getAddressEncoder().encode(this.address)];
    const account = JSON.stringify({ address: this.address, publicKey, chain, name });
    await page.addInitScript(`(${install})(${account})`);
  }

  private async answer({ kind, bytes }: Asked): Promise<number[] | null> {
    if (kind === "connect") return this.refusesToConnect ? null : [];
    await this.whileReading?.();
    this.whileReading = undefined;
    if (this.refusesToSign) return null;
    const { message } = unwire(Uint8Array.from(bytes));
    const { privateKey } = this.key.keyPair;
    const signature = await crypto.subtle.sign("Ed25519", privateKey, message as Uint8Array<ArrayBuffer>);
    this.signatures += 1;
    return Array.from(wire(message, [new Uint8Array(signature)]));
  }
}

/** Tells the page that the owner has switched to another account, or to none. Runs in the test. */
export function switchAccount(page: Page, to: string | undefined) {
  return page.evaluate(
    (to) => (window as never as { switchAccount(to: unknown): void }).switchAccount(to),
    to,
  );
}

/** Registers the wallet. Runs in the page, without anything around it. */
function install(owner: { address: string; publicKey: number[]; chain: string; name: string }) {
  type Ask = (asked: { kind: string; bytes: number[] }) => Promise<number[] | null>;
  const ask: Ask = (asked) => (window as never as { askOwner: Ask }).askOwner(asked);
  const trusted = "test-wallet-trusts-this-page";
  const account = {
    address: owner.address,
    publicKey: Uint8Array.from(owner.publicKey),
    chains: [owner.chain],
    features: ["solana:signTransaction"],
  };
  type Account = typeof account;
  let accounts: Account[] = [];
  const listeners = new Set<(change: { accounts: Account[] }) => void>();
  const tell = (now: Account[]) => {
    accounts = now;
    listeners.forEach((listener) => listener({ accounts }));
  };
  const refuse = () => {
    throw Object.assign(new Error("User rejected the request."), { code: 4001 });
  };
  const connect = async ({ silent = false } = {}) => {
    const trusts = localStorage.getItem(trusted) === "yes";
    if (silent && !trusts) return { accounts: [] };
    if (!silent && (await ask({ kind: "connect", bytes: [] })) === null) refuse();
    localStorage.setItem(trusted, "yes");
    tell([account]);
    return { accounts };
  };
  const disconnect = async () => {
    localStorage.removeItem(trusted);
    tell([]);
  };
  const signTransaction = (...inputs: { transaction: Uint8Array }[]) =>
    Promise.all(
      inputs.map(async ({ transaction }) => {
        const signed = await ask({ kind: "sign", bytes: Array.from(transaction) });
        return { signedTransaction: Uint8Array.from(signed ?? refuse()!) };
      }),
    );
  const on = (_: string, listener: (change: { accounts: Account[] }) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const wallet = {
    version: "1.0.0",
    name: owner.name,
    icon: "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
    chains: [owner.chain],
    get accounts() {
      return accounts;
    },
    features: {
      "standard:connect": { version: "1.0.0", connect },
      "standard:disconnect": { version: "1.0.0", disconnect },
      "standard:events": { version: "1.0.0", on },
      "solana:signTransaction": { version: "1.0.0", supportedTransactionVersions: [0], signTransaction },
    },
  };
  Object.assign(window, {
    switchAccount: (to: string | undefined) => tell(to ? [{ ...account, address: to }] : []),
  });
  const register = (api: { register(wallet: unknown): void }) => api.register(wallet);
  window.addEventListener("wallet-standard:app-ready", ((event: CustomEvent) =>
    register(event.detail)) as never);
  window.dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: register }));
}
