/** Wallets of the wallet standard: connected, as signers, and with what they refuse. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import {
  connectWallet,
  explain,
  fromRpc,
  onAccountChange,
  sender,
  stake,
  type StandardWallet,
  walletSigner,
} from "../src/index.js";
import { unwire, wire } from "../src/wire.js";
import { Cluster } from "./cluster.js";
import { io, World } from "./world.js";

let cluster: Cluster;
let node: Address;
let signer: KeyPairSigner;
beforeEach(async () => {
  const world = await World.create();
  cluster = new Cluster(world.chain);
  ({ node } = await world.node(8));
  signer = await world.holder(io(1_000));
});

const read = (...args: Parameters<World["chain"]["read"]>) => fromRpc(cluster.rpc)(...args);
const send = ({ payer }: { payer: ReturnType<typeof walletSigner> }) =>
  sender({ rpc: cluster.rpc, payer, pollMs: 1 }).send;

const chain = "solana:localnet" as const;
const signed = async (message: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(
    await crypto.subtle.sign("Ed25519", signer.keyPair.privateKey, message as Uint8Array<ArrayBuffer>),
  );

test("that signs", async () => {
  const asked: string[] = [];
  const account = { address: signer.address, chains: [chain] };
  const wallet = {
    name: "Test",
    features: {
      "solana:signTransaction": {
        signTransaction: async (...inputs: { transaction: Uint8Array; chain: string }[]) =>
          Promise.all(
            inputs.map(async ({ transaction, chain }) => {
              asked.push(chain);
              const { message } = unwire(transaction);
              return { signedTransaction: wire(message, [await signed(message)]) };
            }),
          ),
      },
    },
  };
  const payer = walletSigner(wallet, account, chain);
  const landed = await send({ payer })(() => stake(read, { signer: payer, node, amount: io(100) }));
  expect(landed.changes.io).toBe(-io(100));
  expect(asked).toEqual([chain]);
  expect(() => walletSigner(wallet, account, "solana:mainnet")).toThrow("another network");
  expect(() => walletSigner({ features: {} }, account, chain)).toThrow("cannot sign transactions");
});

test("that sends", async () => {
  const wallet = {
    features: {
      "solana:signAndSendTransaction": {
        signAndSendTransaction: async ({ transaction }: { transaction: Uint8Array }) => {
          const { message } = unwire(transaction);
          const signature = await signed(message);
          const bytes = wire(message, [signature]);
          await cluster.rpc
            .sendTransaction(Buffer.from(bytes).toString("base64") as never, {} as never)
            .send();
          return [{ signature }];
        },
      },
    },
  };
  const payer = walletSigner(wallet, { address: signer.address, chains: [chain] }, chain);
  const make = () => stake(read, { signer: payer, node, amount: io(100) });
  const landed = await send({ payer })(make);
  expect(landed.changes.io).toBe(-io(100));
  // It may have changed what it sent: nobody knows when that expires, and it is not asked for twice.
  cluster.faults.lost = 1;
  const lost = await send({ payer })(make).catch((error: unknown) => error);
  expect(lost).toMatchObject({ code: "unconfirmed", details: { signature: expect.any(String) } });
});

test("that connects, and one that cannot", async () => {
  const account = { address: signer.address, chains: [chain] };
  const asked: unknown[] = [];
  const connecting = (accounts: readonly object[]) => ({
    "standard:connect": { connect: async (input?: object) => (asked.push(input), { accounts }) },
    "solana:signTransaction": { signTransaction: async () => [] },
  });
  const wallet = { name: "Test", features: connecting([{ ...account, chains: [] }, account]) };
  expect((await connectWallet(wallet, chain)).address).toBe(signer.address);
  await connectWallet(wallet, chain, { silent: true });
  expect(asked).toEqual([undefined, { silent: true }]);
  const refused = async (wallet: StandardWallet | undefined) =>
    connectWallet(wallet, chain).catch((error: unknown) => error);
  for (const wallet of [undefined, { features: {} }, { features: connecting([]) }]) {
    expect(await refused(wallet)).toMatchObject({ code: "wallet" });
  }
  const elsewhere = connecting([{ ...account, chains: ["solana:mainnet"] }]);
  expect(await refused({ features: elsewhere })).toMatchObject({ code: "wrongNetwork" });
  expect(explain(await refused(undefined)).message).toBe("No wallet for solana:localnet is installed.");
  // A wallet that tells of nothing is followed in vain, and ends as one that does.
  onAccountChange(wallet, chain, () => expect.fail())();
});

test("whose owner says no", async () => {
  const refuse = async () => {
    throw Object.assign(new Error("User rejected the request."), { code: 4001 });
  };
  const wallet = { features: { "solana:signTransaction": { signTransaction: refuse } } };
  const payer = walletSigner(wallet, { address: signer.address, chains: [chain] }, chain);
  const sent = send({ payer })(() => stake(read, { signer: payer, node, amount: io(1) }));
  const { kind, retry } = explain(await sent.catch((error: unknown) => error));
  expect({ kind, retry }).toEqual({ kind: "refused", retry: "now" });
});
