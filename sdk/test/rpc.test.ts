/**
 * The same over real JSON-RPC, on a cluster where genesis has run: `IO_RPC_URL=http://127.0.0.1:8899 npm test`. With
 * `IO_FAUCET`, a keypair file of a wallet with IO, a holder also stakes and unstakes.
 */

import {
  type Address,
  appendTransactionMessageInstructions,
  type Base58EncodedBytes,
  createKeyPairSignerFromBytes,
  createSolanaRpc,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase58Decoder,
  getBase64EncodedWireTransaction,
  type Instruction,
  type KeyPairSigner,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  type Signature,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import { getCreateAssociatedTokenIdempotentInstructionAsync, getTransferInstruction } from "@solana-program/token";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  associatedAddress,
  crank,
  cumulative,
  delegationRoom,
  EMISSION,
  eventsOf,
  explain,
  fromRpc,
  holding,
  HOUR_SECONDS,
  IO,
  IO_MINT,
  ioEmission,
  ioStaking,
  isDue,
  readStaking,
  stake,
  snapshot,
  supply,
  unstake,
} from "../src/index.js";

const URL = process.env["IO_RPC_URL"];
const FAUCET = process.env["IO_FAUCET"];
const MINUTE = 60_000;

if (!URL) console.log("The tests over RPC are skipped: set IO_RPC_URL to a cluster's JSON-RPC to run them.");
const rpc = createSolanaRpc(URL ?? "http://127.0.0.1:8899");
const read = fromRpc(rpc);

describe.skipIf(!URL)("over RPC", () => {
  let wallet: KeyPairSigner;

  beforeAll(async () => {
    wallet = await walletWithSol();
  }, MINUTE);

  test("the supply follows the schedule", async () => {
    const { total, minted, due, burned, toCome } = await supply(read);
    expect(total + burned).toBe(500_000_000n * IO + minted);
    expect(minted + toCome).toBe(300_000_000n * IO);
    expect(due).toBeGreaterThanOrEqual(0n);
  });

  test(
    "anyone cranks what is due, and is told if nothing is",
    async () => {
      const before = await emission();
      if (isDue(before.state, before.now)) {
        const logs = await send(wallet, [crank()]).catch((error: unknown) => expectNothingDue(error));
        if (logs) expect(eventsOf(logs).events).toMatchObject([{ program: "io_emission", name: "Emitted" }]);
      }
      const { state } = await emission();
      const hours = (state.latestTs - state.genesisTs) / HOUR_SECONDS;
      expect(state.minted).toBe(cumulative(hours * HOUR_SECONDS));
    },
    MINUTE,
  );

  test(
    "a wallet without IO is told so",
    async () => {
      const node = await nodeWithRoom(1n);
      if (!node) return;
      await send(wallet, [await createIoAccount(wallet)]);
      const refusal = await send(wallet, await stake(read, { owner: wallet, node, amount: 1n })).catch(
        (error: unknown) => error,
      );
      expect(explain(refusal)).toMatchObject({ program: "spl_token", name: "InsufficientFunds" });
    },
    MINUTE,
  );

  test.skipIf(!FAUCET)(
    "a holder stakes and unstakes",
    async () => {
      const node = await nodeWithRoom(100n * IO);
      if (!node) throw new Error("No node takes 100 IO: register one.");
      const owner = await walletWithSol();
      await fund(owner, 100n * IO);
      await send(owner, await stake(read, { owner, node, amount: 100n * IO }));
      expect(holding(await readStaking(read, node, owner.address)).staked).toBe(100n * IO);
      await send(owner, await unstake(read, { owner, node }));
      const { staked, cooling } = holding(await readStaking(read, node, owner.address));
      expect(staked).toBe(0n);
      expect(cooling).toMatchObject([{ amount: 100n * IO, isRipe: false }]);
    },
    2 * MINUTE,
  );
});

async function emission() {
  const { now, accounts } = await snapshot(read, [EMISSION]);
  const [account] = accounts;
  if (!account?.exists) throw new Error("Genesis has not run on this cluster.");
  return { now, state: ioEmission.decodeEmission(account).data };
}

/** Another crank may have come first. */
function expectNothingDue(error: unknown): undefined {
  expect(explain(error)).toMatchObject({ program: "io_emission", name: "NothingDue" });
}

/** A node to which so much can be delegated. */
async function nodeWithRoom(amount: bigint): Promise<Address | undefined> {
  const bytes = getBase58Decoder().decode(ioStaking.NODE_ACCOUNT_DISCRIMINATOR) as Base58EncodedBytes;
  const found = await rpc
    .getProgramAccounts(ioStaking.IO_STAKING_PROGRAM_ADDRESS, {
      encoding: "base64",
      filters: [{ memcmp: { offset: 0n, bytes, encoding: "base58" } }],
    })
    .send();
  for (const { pubkey, account } of found) {
    const node = ioStaking.getNodeDecoder().decode(Buffer.from(account.data[0], "base64"));
    if (!node.ledger.retired && delegationRoom(node.ledger) >= amount) return pubkey;
  }
  return undefined;
}

async function walletWithSol(): Promise<KeyPairSigner> {
  const key = await generateKeyPairSigner();
  await confirmed(await rpc.requestAirdrop(key.address, lamports(1_000_000_000n)).send());
  return key;
}

async function fund(owner: KeyPairSigner, amount: bigint) {
  const faucet = await createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(FAUCET!, "utf8"))));
  const [source, destination] = await Promise.all(
    [faucet, owner].map(({ address }) => associatedAddress(address, IO_MINT)),
  );
  await send(owner, [
    await createIoAccount(owner),
    getTransferInstruction({ source: source!, destination: destination!, authority: faucet, amount }),
  ]);
}

function createIoAccount(owner: KeyPairSigner): Promise<Instruction> {
  return getCreateAssociatedTokenIdempotentInstructionAsync({ payer: owner, owner: owner.address, mint: IO_MINT });
}

/** Sends a transaction and returns its logs. */
async function send(payer: KeyPairSigner, instructions: Instruction[]): Promise<readonly string[]> {
  const { value: blockhash } = await rpc.getLatestBlockhash({ commitment: "confirmed" }).send();
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(blockhash, message),
    (message) => appendTransactionMessageInstructions(instructions, message),
  );
  const transaction = getBase64EncodedWireTransaction(await signTransactionMessageWithSigners(message));
  const options = { encoding: "base64", preflightCommitment: "confirmed" } as const;
  const signature = await rpc.sendTransaction(transaction, options).send();
  await confirmed(signature);
  const sent = await rpc
    .getTransaction(signature, { commitment: "confirmed", encoding: "base64", maxSupportedTransactionVersion: 0 })
    .send();
  return sent?.meta?.logMessages ?? [];
}

/** Waits until a transaction is confirmed. */
async function confirmed(signature: Signature) {
  for (;;) {
    const { value } = await rpc.getSignatureStatuses([signature]).send();
    const [status] = value;
    if (status?.err) throw new Error(`${signature} failed: ${JSON.stringify(status.err)}`);
    if (status?.confirmationStatus === "confirmed" || status?.confirmationStatus === "finalized") return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
