/** Wallets of the wallet standard that can sign for this cluster, and the one that is remembered. */

import type { Chain, StandardWallet } from "@io-economy/sdk";
import { getWallets } from "@wallet-standard/app";
import { useCallback, useEffect, useMemo, useState } from "react";

/** A wallet as the page lists it. */
export interface ListedWallet extends StandardWallet {
  readonly name: string;
  readonly icon: string;
  readonly chains: readonly string[];
}

const KEY = "io.wallet";

function canSign({ chains, features }: ListedWallet, chain: Chain): boolean {
  const signs = "solana:signTransaction" in features || "solana:signAndSendTransaction" in features;
  return signs && "standard:connect" in features && chains.includes(chain);
}

/** Wallets that are installed: those that can sign here, and the names of those of Solana that cannot. */
export interface Installed {
  wallets: readonly ListedWallet[];
  others: readonly string[];
}

/** Sorts out which wallets can sign on a chain. */
export function installedFor(found: readonly ListedWallet[], chain: Chain): Installed {
  const wallets = found.filter((wallet) => canSign(wallet, chain));
  const isOfSolana = ({ chains }: ListedWallet) => chains.some((each) => each.startsWith("solana:"));
  const others = found.filter((wallet) => !wallets.includes(wallet) && isOfSolana(wallet));
  return { wallets, others: others.map(({ name }) => name) };
}

/** The wallets that are installed; one that registers later appears too. */
export function useWallets(chain: Chain): Installed {
  const registered = useMemo(() => getWallets(), []);
  const [found, setFound] = useState(() => registered.get());
  useEffect(() => {
    const look = () => setFound(registered.get());
    const ends = [registered.on("register", look), registered.on("unregister", look)];
    look();
    return () => ends.forEach((end) => end());
  }, [registered]);
  return useMemo(() => installedFor(found as unknown as readonly ListedWallet[], chain), [found, chain]);
}

/** The name of the wallet that was connected last. */
export function remembered(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a wallet's name; undefined forgets it. */
export function useRemember(): (name: string | undefined) => void {
  return useCallback((name) => {
    try {
      if (name) localStorage.setItem(KEY, name);
      else localStorage.removeItem(KEY);
    } catch {
      // A browser that stores nothing asks again.
    }
  }, []);
}
