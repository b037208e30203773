/** The entry of `anchor migrate`: genesis with Anchor's provider and genesis.json. */

import type { AnchorProvider } from "@anchor-lang/core";
import { Transaction } from "@solana/web3.js";
import { existsSync, readFileSync } from "node:fs";
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

/** The bytecode of io_vesting, where `cargo xtask build` puts it. */
function builtVesting(): Buffer {
  const target = process.env["CARGO_TARGET_DIR"] ?? join(__dirname, "../target");
  const path = join(target, "deploy/io_vesting.so");
  if (!existsSync(path)) {
    throw new Error(
      `Genesis makes io_vesting final, for ever, and ${path} is not there to compare its code with: build ` +
        "it with `cargo xtask build`.",
    );
  }
  return readFileSync(path);
}

// Anchor calls what `require` returns and does not wait for it: hence `export =`, and the exit code
// here.
export = async function (provider: AnchorProvider): Promise<void> {
  try {
    const config = readConfig(join(__dirname, "genesis.json"));
    await genesis(chainOf(provider), provider.publicKey, config, builtVesting);
  } catch (error) {
    console.error(`Genesis stopped. ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
};
