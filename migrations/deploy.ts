/** The entry of `anchor migrate`: genesis with Anchor's provider and genesis.json. */

import type { AnchorProvider } from "@anchor-lang/core";
import { Transaction } from "@solana/web3.js";
import { join } from "node:path";
import { readConfig } from "./config";
import { type Chain, genesis } from "./steps";

/** Genesis is read, sent and verified at this commitment: a supermajority of the cluster voted for it. */
const COMMITMENT = "confirmed";

function chainOf(provider: AnchorProvider): Chain {
  return {
    getAccount: (address) => provider.connection.getAccountInfo(address, COMMITMENT),
    send: async (instructions) => {
      const options = { commitment: COMMITMENT, preflightCommitment: COMMITMENT } as const;
      await provider.sendAndConfirm(new Transaction().add(...instructions), [], options);
    },
  };
}

// Anchor calls what `require` returns and does not wait for it: hence `export =`, and the exit code
// here.
export = async function (provider: AnchorProvider): Promise<void> {
  try {
    await genesis(chainOf(provider), provider.publicKey, readConfig(join(__dirname, "genesis.json")));
  } catch (error) {
    console.error(`Genesis stopped. ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
};
