/**
 * The same over real JSON-RPC, on a cluster where genesis has run:
 * `IO_RPC_URL=http://127.0.0.1:8899 npm test`. With
 * `IO_FAUCET`, a keypair file of a wallet with IO, a holder also stakes and unstakes. On a local
 * network, where time can be
 * moved, it also earns and claims; and with `IO_CLIENT` and `IO_OPERATOR`, those of a client with
 * USDC and of the operator of a
 * node, an order is lived through.
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
import {
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getTransferInstruction,
} from "@solana-program/token";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  acceptOrder,
  apr,
  associatedAddress,
  claim,
  claimAndStake,
  closeOrder,
  costOf,
  crank,
  createOrder,
  cumulative,
  delegationRoom,
  EMISSION,
  endOrder,
  eventsOf,
  explain,
  formatIo,
  fromRpc,
  holding,
  HOUR_SECONDS,
  ONE_IO,
  IO_MINT,
  ioEmission,
  ioOrders,
  ioStaking,
  canCrank,
  orderAddress,
  orderFigures,
  ORDERS_CONFIG,
  parseUsdc,
  quote,
  readOrder,
  readStaking,
  settleOrder,
  stake,
  snapshot,
  supply,
  type Terms,
  unstake,
  USDC_MINT,
  YEAR_SECONDS,
} from "../src/index.js";

const URL = process.env["IO_RPC_URL"];
const FAUCET = process.env["IO_FAUCET"];
const [CLIENT, OPERATOR] = [process.env["IO_CLIENT"], process.env["IO_OPERATOR"]];
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
    const { total, minted, mintable, burned, toCome } = await supply(read);
    expect(total + burned).toBe(500_000_000n * ONE_IO + minted);
    expect(minted + toCome).toBe(300_000_000n * ONE_IO);
    expect(mintable).toBeGreaterThanOrEqual(0n);
  });

  test(
    "anyone cranks what is due, and is told if nothing is",
    async () => {
      const before = await emission();
      if (canCrank(before.state, before.now)) {
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
      await send(wallet, [await createIoAccount(wallet)]);
      const refusal = await send(wallet, await stake(read, { signer: wallet, node, amount: 1n })).catch(
        (error: unknown) => error,
      );
      expect(explain(refusal)).toMatchObject({ program: "spl_token", name: "InsufficientFunds" });
    },
    MINUTE,
  );

  test.skipIf(!FAUCET)(
    "a holder stakes and unstakes",
    async () => {
      const { signer: owner, node } = await holder();
      expect(holding(await readStaking(read, node, owner.address)).staked).toBe(100n * ONE_IO);
      await send(owner, await unstake(read, { signer: owner, node }));
      const { staked, cooling } = holding(await readStaking(read, node, owner.address));
      expect(staked).toBe(0n);
      expect(cooling).toMatchObject([{ amount: 100n * ONE_IO, isUnlocked: false }]);
    },
    2 * MINUTE,
  );

  test.skipIf(!FAUCET || !CLIENT)(
    "a stake earns what its APR foretells; a claim pays it, and stakes it again",
    async () => {
      const { signer: owner, node } = await holder();
      // Rewards follow an hour behind: in its first one a cluster has none.
      await pass(2n * HOUR_SECONDS, node);
      const start = await readStaking(read, node, owner.address);
      const { rate } = apr(start.config, start.node, start.now);
      await pass(20n * HOUR_SECONDS, node);
      const { claimable, now } = await holdingOf(owner, node);
      const earned = Number(claimable - holding(start).claimable);
      const foretold = (Number(STAKE) * rate * Number(now - start.now)) / Number(YEAR_SECONDS);
      // The rate is that of a whole year, in which the emission falls by a ninth.
      expect(earned / foretold).toBeGreaterThan(0.99);
      expect(earned / foretold).toBeLessThan(1.1);

      await send(owner, await claim(read, { signer: owner, node }));
      const paid = await balance(owner.address, IO_MINT);
      expect(paid).toBeGreaterThanOrEqual(claimable);
      expect(paid).toBeLessThan(claimable + claimable / 100n);

      await pass(20n * HOUR_SECONDS, node);
      const { claimable: more } = await holdingOf(owner, node);
      expect(more).toBeGreaterThan(0n);
      await send(owner, await claimAndStake(read, { signer: owner, node, amount: paid + more }));
      expect((await holdingOf(owner, node)).staked).toBe(STAKE + paid + more);
    },
    3 * MINUTE,
  );

  test.skipIf(!CLIENT || !OPERATOR)(
    "an order costs what was quoted, and pays for the time that was served",
    async () => {
      const [client, operator] = await Promise.all([signerIn(CLIENT!), signerIn(OPERATOR!)]);
      const node = await nodeWithRoom(0n, operator.address);
      const terms: Terms = { processors: 2, rate: parseUsdc("1.5"), duration: 2 * 86_400, currency: "USDC" };
      // A minute of it: what may pass between a look and what is sent after it.
      const slack = costOf(terms, 60);
      const id = BigInt(Date.now());
      const order = await orderAddress(client.address, id);
      const { total } = quote(await orderRules(), terms);
      const create = async () => send(client, await createOrder(read, { signer: client, id, node, terms }));
      expect(await gain(client.address, create)).toBe(-total);
      await send(operator, await acceptOrder(read, { signer: operator, order, extendable: false }));

      await pass(20n * HOUR_SECONDS, node);
      await pass(20n * HOUR_SECONDS, node);
      const { payable, refund } = await figures(order);
      const settle = async () => send(client, await settleOrder(read, { signer: client, order }));
      const paid = await gain(operator.address, settle);
      expect(payable).toBeGreaterThan(costOf(terms, 15 * 3_600));
      expect(paid).toBeGreaterThanOrEqual(payable);
      expect(paid).toBeLessThan(payable + slack);
      const end = async () => send(client, await endOrder(read, { signer: client, order }));
      const returned = await gain(client.address, end);
      expect(returned).toBeLessThanOrEqual(refund);
      expect(returned).toBeGreaterThan(refund - slack);

      await pass(20n * HOUR_SECONDS, node);
      await pass(5n * HOUR_SECONDS, node);
      const rest = await figures(order);
      expect(await gain(operator.address, settle)).toBe(rest.payable);
      expect((await figures(order)).held).toBe(0n);
      await send(client, await closeOrder(read, { order }));
      await expect(readOrder(read, order)).rejects.toThrow("The order is not there");
    },
    3 * MINUTE,
  );
});

/** What a holder stakes. */
const STAKE = 100n * ONE_IO;

/** A holder, with a stake in a node and nothing else. */
async function holder() {
  const node = await nodeWithRoom(STAKE);
  const owner = await walletWithSol();
  await fund(owner, STAKE);
  await send(owner, await stake(read, { signer: owner, node, amount: STAKE }));
  return { signer: owner, node };
}

async function holdingOf(owner: KeyPairSigner, node: Address) {
  const view = await readStaking(read, node, owner.address);
  return { ...holding(view), now: view.now };
}

async function figures(order: Address) {
  const view = await readOrder(read, order);
  return orderFigures(view);
}

async function orderRules() {
  const [config] = await read([ORDERS_CONFIG]);
  if (!config?.exists) throw new Error("Orders are not set up on this cluster.");
  return ioOrders.decodeConfig(config).data.rules;
}

/** Base units in a wallet's token account. */
async function balance(wallet: Address, mint: Address): Promise<bigint> {
  const account = await associatedAddress(wallet, mint);
  const { value } = await rpc.getTokenAccountBalance(account, { commitment: "confirmed" }).send();
  return BigInt(value.amount);
}

/** What `step` adds to a wallet's USDC. */
async function gain(wallet: Address, step: () => Promise<unknown>): Promise<bigint> {
  const before = await balance(wallet, USDC_MINT);
  await step();
  return (await balance(wallet, USDC_MINT)) - before;
}

/**
 * Moves the clock of a local network ahead, by less than a report of availability holds, and waits
 * for the next report.
 */
async function pass(seconds: bigint, node: Address) {
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
    const [account] = await read([node]);
    if (account?.exists && ioStaking.decodeNode(account).data.ledger.availability.reportedAt >= to) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

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

/** A node to which so much can be delegated, of this operator or any. */
async function nodeWithRoom(amount: bigint, operator?: Address): Promise<Address> {
  const bytes = getBase58Decoder().decode(ioStaking.NODE_ACCOUNT_DISCRIMINATOR) as Base58EncodedBytes;
  const found = await rpc
    .getProgramAccounts(ioStaking.IO_STAKING_PROGRAM_ADDRESS, {
      encoding: "base64",
      filters: [{ memcmp: { offset: 0n, bytes, encoding: "base58" } }],
    })
    .send();
  for (const { pubkey, account } of found) {
    const node = ioStaking.getNodeDecoder().decode(Buffer.from(account.data[0], "base64"));
    if (operator && node.operator !== operator) continue;
    if (!node.ledger.retired && delegationRoom(node.ledger) >= amount) return pubkey;
  }
  throw new Error(`No node takes ${formatIo(amount)} IO: register one.`);
}

async function walletWithSol(): Promise<KeyPairSigner> {
  const key = await generateKeyPairSigner();
  await confirmed(await rpc.requestAirdrop(key.address, lamports(1_000_000_000n)).send());
  return key;
}

async function fund(owner: KeyPairSigner, amount: bigint) {
  const faucet = await signerIn(FAUCET!);
  const [source, destination] = await Promise.all(
    [faucet, owner].map(({ address }) => associatedAddress(address, IO_MINT)),
  );
  await send(owner, [
    await createIoAccount(owner),
    getTransferInstruction({ source: source!, destination: destination!, authority: faucet, amount }),
  ]);
}

/** The key in a file as Solana's tools write it. */
function signerIn(file: string): Promise<KeyPairSigner> {
  return createKeyPairSignerFromBytes(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));
}

function createIoAccount(owner: KeyPairSigner): Promise<Instruction> {
  return getCreateAssociatedTokenIdempotentInstructionAsync({
    payer: owner,
    owner: owner.address,
    mint: IO_MINT,
  });
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
    .getTransaction(signature, {
      commitment: "confirmed",
      encoding: "base64",
      maxSupportedTransactionVersion: 0,
    })
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
