/** A client, a node and their orders, for tests against the programs' bytecode. */

import { type Address, type KeyPairSigner } from "@solana/kit";
import { getFreezeAccountInstruction } from "@solana-program/token";
import {
  acceptOrder,
  associatedAddress,
  createOrder,
  explain,
  HOUR,
  orderAddress,
  orderFigures,
  parseUsdc,
  quote,
  readOrder,
  type Terms,
  USDC_MINT,
} from "../src/index.js";
import { SYSTEM_PROGRAM } from "../src/token.js";
import { RULES, World } from "./world.js";

export { HOUR };
export const DAY = 24 * HOUR;
export const terms: Terms = { processors: 3, rate: 2_190_001n, duration: DAY + 7, currency: "USDC" };
export const { total: TOTAL, cost: COST } = quote(RULES, terms);

export let world: World;
export let client: KeyPairSigner;
export let operator: KeyPairSigner;
export let node: Address;

/** Begins anew: the chain, a client with USDC, and a node of eight processors. */
export async function setUp() {
  world = await World.create();
  ({ operator, node } = await world.node(8));
  client = await world.chain.wallet();
  await world.chain.mintUsdc(client.address, parseUsdc("10,000"));
  await world.chain.account(operator.address, USDC_MINT);
}

/** Creates an order; returns its address. */
export async function created(change: Partial<Terms> = {}): Promise<Address> {
  const { chain } = world;
  await chain.send(
    client,
    await createOrder(chain.read, { signer: client, id: 1n, node, terms: { ...terms, ...change } }),
  );
  return orderAddress(client.address, 1n);
}

/** Creates an order that is accepted. */
export async function running(change: Partial<Terms> = {}): Promise<Address> {
  const order = await created(change);
  const { chain } = world;
  await chain.send(operator, await acceptOrder(chain.read, { signer: operator, order, extendable: true }));
  return order;
}

export async function figures(order: Address) {
  const view = await readOrder(world.chain.read, order);
  return orderFigures(view);
}

/** What `step` adds to a wallet's tokens. */
export async function gain(
  wallet: Address,
  step: () => Promise<unknown>,
  mint: Address = USDC_MINT,
): Promise<bigint> {
  const before = await world.chain.balance(wallet, mint);
  await step();
  return (await world.chain.balance(wallet, mint)) - before;
}

export async function refusal(sent: Promise<unknown>) {
  return explain(
    await sent.then(
      () => undefined,
      (error: unknown) => error,
    ),
  )?.name;
}
/** Closes a wallet's USDC account, whatever it holds; returns its address. */
export async function closeAccount(wallet: KeyPairSigner): Promise<Address> {
  const { chain } = world;
  const account = await associatedAddress(wallet.address, USDC_MINT);
  const found = chain.svm.getAccount(account);
  if (found.exists) {
    const empty = {
      data: new Uint8Array(),
      lamports: 0n as never,
      programAddress: SYSTEM_PROGRAM,
      space: 0n,
    };
    chain.svm.setAccount({ ...found, ...empty });
  }
  return account;
}

/** USDC's issuer freezes an account. */
export async function freeze(account: Address) {
  const { chain } = world;
  const owner = chain.issuer;
  await chain.send(chain.deployer, [getFreezeAccountInstruction({ account, mint: USDC_MINT, owner })]);
}
