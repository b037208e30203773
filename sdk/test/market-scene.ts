/** Nodes that are offered, a client that books them, and the lists of an embedded chain. */

import type { Address, KeyPairSigner } from "@solana/kit";
import {
  HOUR,
  type List,
  listFromRpc,
  type MarketView,
  type NewAsk,
  parseUsdc,
  readMarket,
  setAsk,
  USDC_MINT,
} from "../src/index.js";
import { Cluster } from "./cluster.js";
import { PRICES, World } from "./world.js";

export { HOUR };
export const DAY = 24 * HOUR;

/** A node that is offered, and who runs it. */
export interface Offered {
  operator: KeyPairSigner;
  node: Address;
}

export let world: World;
export let cluster: Cluster;
export let list: List;
export let client: KeyPairSigner;

/** Begins anew: the chain, and a client with USDC. */
export async function setUp() {
  world = await World.create();
  cluster = new Cluster(world.chain);
  list = listFromRpc(cluster.rpc);
  client = await world.chain.wallet();
  await world.chain.mintUsdc(client.address, parseUsdc("100,000"));
}

/** A node with so many processors that is offered like that. */
export async function offered(processors: number, ask: Omit<NewAsk, "signer" | "node">): Promise<Offered> {
  const { operator, node } = await world.node(processors);
  await world.chain.account(operator.address, USDC_MINT);
  await offerAnew({ operator, node }, ask);
  return { operator, node };
}

/** Sets a node's ask. */
export async function offerAnew({ operator, node }: Offered, ask: Omit<NewAsk, "signer" | "node">) {
  const { chain } = world;
  await chain.send(operator, await setAsk(chain.read, { signer: operator, node, ...ask }));
}

/** The market, by the prices of this world. */
export function market(): Promise<MarketView> {
  return readMarket(list, world.chain.read, { prices: PRICES });
}

/** Base units that a step takes from a wallet. */
export async function paid(wallet: Address, step: () => Promise<unknown>, mint = USDC_MINT): Promise<bigint> {
  const before = await world.chain.balance(wallet, mint);
  await step();
  return before - (await world.chain.balance(wallet, mint));
}
