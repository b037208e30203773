/** Which wallets can sign on a cluster. */

import { expect, test } from "vitest";
import { installedFor, type ListedWallet } from "./wallets.js";

const wallet = (name: string, chains: string[], ...features: string[]): ListedWallet => ({
  ...{ name, chains, icon: "" },
  features: Object.fromEntries(["standard:connect", ...features].map((feature) => [feature, {}])),
});

test("a wallet of another network is named, one of another chain is not", () => {
  const here = wallet("Here", ["solana:mainnet", "solana:localnet"], "solana:signTransaction");
  const sends = wallet("Sends", ["solana:localnet"], "solana:signAndSendTransaction");
  const mainnet = wallet("Mainnet", ["solana:mainnet"], "solana:signTransaction");
  const watches = wallet("Watches", ["solana:localnet"]);
  const foreign = wallet("Foreign", ["eip155:1"], "eip155:sign");
  expect(installedFor([here, sends, mainnet, watches, foreign], "solana:localnet")).toEqual({
    wallets: [here, sends],
    others: ["Mainnet", "Watches"],
  });
});
