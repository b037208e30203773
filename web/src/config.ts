/** What the file `config.json` beside the page says. */

import type { Chain } from "@io-economy/sdk";
import { check } from "../scripts/check.mjs";

export interface Config {
  cluster: {
    /** Which of Solana's clusters it is, as wallets name it. */
    name: "mainnet" | "devnet" | "testnet" | "localnet";
    /** URL of JSON-RPC. */
    rpc: string;
    /** URL of WebSocket; without one the page asks again every few seconds. */
    ws?: string | null;
    /** Genesis hash; null on a localnet, whose cluster is not checked. */
    genesis: string | null;
  };
  /** URL of io-index; without one, history, lists of it and alerts are missing. */
  index?: string | null;
  /** A block explorer's URL with {kind} ("address" or "tx") and {id}. */
  explorer?: string | null;
  /** Folders of seasons' files, as `io airdrop build` writes them: URLs, or `./` beside the page. */
  airdrops?: readonly string[];
}

/** The chain as the wallet standard names it. */
export function chainOf({ cluster }: Config): Chain {
  return `solana:${cluster.name}`;
}

/** Loads it. `?config=` is not read: a link could make a page that one trusts send elsewhere. */
export async function loadConfig(): Promise<Config> {
  const response = await fetch("./config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`config.json is not beside the page: HTTP ${response.status}`);
  const config: unknown = await response.json().catch(() => ({}));
  return check(config ?? {}) as Config;
}
