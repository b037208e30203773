/** A cluster over real JSON-RPC, named by the environment: who has money on it, and how its time passes. */

import {
  type Address,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  generateKeyPairSigner,
  type KeyPairSigner,
  lamports,
} from "@solana/kit";
import {
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getTransferInstruction,
} from "@solana-program/token";
import { readFileSync } from "node:fs";
import {
  associatedAddress,
  delegationRoom,
  formatIo,
  fromRpc,
  type Landed,
  listFromRpc,
  listNodes,
  type Make,
  readBalances,
  readStaking,
  sender,
  snapshot,
} from "../src/index.js";

export const URL = process.env["IO_RPC_URL"];
/** Keypair files: of a wallet with IO, of a client with USDC, of the operator of a node. */
export const [FAUCET, CLIENT, OPERATOR] = [
  process.env["IO_FAUCET"],
  process.env["IO_CLIENT"],
  process.env["IO_OPERATOR"],
];

const DEFAULT = "http://127.0.0.1:8899";

export const rpc = createSolanaRpc(URL ?? DEFAULT);
export const read = fromRpc(rpc);
export const list = listFromRpc(rpc);

/** Subscriptions of the cluster: at the port that follows, as Solana's tools expect. */
export function subscriptions() {
  const at = new globalThis.URL(URL ?? DEFAULT);
  return createSolanaRpcSubscriptions(`ws://${at.hostname}:${Number(at.port) + 1}`);
}

export function send(payer: KeyPairSigner, make: Make): Promise<Landed> {
  return sender({ rpc, payer, pollMs: 100 }).send(make);
}

/** The key in a file as Solana's tools write it. */
export function signerIn(file: string): Promise<KeyPairSigner> {
  return createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));
}

/** Gives a wallet one SOL. */
export async function giveSol(to: Address) {
  await rpc.requestAirdrop(to, lamports(1_000_000_000n)).send();
  while ((await readBalances(read, to)).sol === 0n) await new Promise((resolve) => setTimeout(resolve, 100));
}

export async function walletWithSol(): Promise<KeyPairSigner> {
  const key = await generateKeyPairSigner();
  await giveSol(key.address);
  return key;
}

/** Gives a wallet tokens of the one whose key is in a file; the wallet pays. */
export async function give(owner: KeyPairSigner, mint: Address, amount: bigint, file: string) {
  const authority = await signerIn(file);
  const [source, destination] = await Promise.all(
    [authority, owner].map(({ address }) => associatedAddress(address, mint)),
  );
  const named = { payer: owner, owner: owner.address, mint };
  await send(owner, [
    await getCreateAssociatedTokenIdempotentInstructionAsync(named),
    getTransferInstruction({ source: source!, destination: destination!, authority, amount }),
  ]);
}

/** A node to which so much can be delegated, of this operator or any. */
export async function nodeWithRoom(amount: bigint, operator?: Address): Promise<Address> {
  const nodes = await listNodes(list, operator ? { operator } : {});
  const found = nodes.find(({ node: { ledger } }) => !ledger.retired && delegationRoom(ledger) >= amount);
  if (!found) throw new Error(`No node takes ${formatIo(amount)} IO: register one.`);
  return found.address;
}

/**
 * Moves the clock of a local network ahead, by less than a report of availability holds, and waits
 * for the next report.
 */
export async function pass(seconds: bigint, node: Address) {
  const { now } = await snapshot(read, []);
  const to = now + seconds;
  const call = {
    jsonrpc: "2.0",
    id: 1,
    method: "surfnet_timeTravel",
    params: [{ absoluteTimestamp: Number(to) * 1_000 }],
  };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(URL!, { method: "POST", headers, body: JSON.stringify(call) });
  const { error } = (await answer.json()) as { error?: unknown };
  if (error) throw new Error(`Only a local network lets time be moved: ${JSON.stringify(error)}`);
  for (;;) {
    if ((await readStaking(read, node)).node.ledger.availability.reportedAt >= to) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
