/**
 * Where the examples run: on an embedded chain behind JSON-RPC, or on the cluster that the
 * environment names.
 */

import {
  type Address,
  createKeyPairSignerFromPrivateKeyBytes,
  getAddressEncoder,
  type KeyPairSigner,
} from "@solana/kit";
import { writeFileSync } from "node:fs";
import { IO_MINT, USDC_MINT } from "../src/index.js";
import { Cluster } from "./cluster.js";
import * as localnet from "./localnet.js";
import { serveRpc } from "./rpc-server.js";
import { io, World } from "./world.js";

export interface Stage {
  /** Where it answers JSON-RPC. */
  url: string;
  /** A node that is ready, and who runs it. */
  node: Address;
  operator: KeyPairSigner;
  /** A wallet with SOL, and so many base units of IO. */
  holder(amount: bigint): Promise<KeyPairSigner>;
  /** A wallet with SOL and so many base units of USDC; its key is written to a file. */
  client(amount: bigint, file: string): Promise<KeyPairSigner>;
  /** Time passes, less than a day, and the node is reported available anew. */
  pass(seconds: bigint): Promise<void>;
  close(): void;
}

/** The cluster of `IO_RPC_URL`, if the keys of its people are named too; else an embedded chain. */
export function stage(): Promise<Stage> {
  return localnet.URL && localnet.FAUCET && localnet.CLIENT && localnet.OPERATOR ? ofCluster() : embedded();
}

async function embedded(): Promise<Stage> {
  const world = await World.create();
  const { chain } = world;
  const { node, operator } = await world.node(8);
  const { url, close } = await serveRpc(new Cluster(chain));
  return {
    url,
    node,
    operator,
    close,
    holder: (amount) => world.holder(amount),
    async client(amount, file) {
      const signer = await keyIn(file);
      chain.svm.airdrop(signer.address, 1_000_000_000n as never);
      await chain.mintUsdc(signer.address, amount);
      return signer;
    },
    async pass(seconds) {
      chain.pass(seconds);
      await world.attest(node);
    },
  };
}

async function ofCluster(): Promise<Stage> {
  const operator = await localnet.signerIn(localnet.OPERATOR!);
  const node = await localnet.nodeWithRoom(io(300), operator.address);
  return {
    url: localnet.URL!,
    node,
    operator,
    close() {},
    async holder(amount) {
      const signer = await localnet.walletWithSol();
      await localnet.give(signer, IO_MINT, amount, localnet.FAUCET!);
      return signer;
    },
    async client(amount, file) {
      const signer = await keyIn(file);
      await localnet.giveSol(signer.address);
      await localnet.give(signer, USDC_MINT, amount, localnet.CLIENT!);
      return signer;
    },
    pass: (seconds) => localnet.pass(seconds, node),
  };
}

/** Makes a key and writes it to a file as Solana's tools do. */
async function keyIn(file: string): Promise<KeyPairSigner> {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const signer = await createKeyPairSignerFromPrivateKeyBytes(secret);
  writeFileSync(file, JSON.stringify([...secret, ...getAddressEncoder().encode(signer.address)]));
  return signer;
}
