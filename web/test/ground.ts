/**
 * Where the stories play: on the local network that the environment names, or on an embedded chain
 * behind JSON-RPC, which starts in a second.
 */

import {
  AccountRole,
  type Address,
  generateKeyPairSigner,
  getProgramDerivedAddress,
  type Instruction,
  type KeyPairSigner,
} from "@solana/kit";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  associatedAddress,
  BUYBACK_CONFIG,
  BUYBACK_USDC_VAULT,
  fromRpc,
  IO_MINT,
  type Landed,
  lightRpc,
  listFromRpc,
  type List,
  ONE_IO,
  type Make,
  type Read,
  sender,
  snapshot,
  USDC_MINT,
} from "../../sdk/src/index.js";
import { opened as openSeason } from "../../sdk/test/airdrop-scene.js";
import type { Chain } from "../../sdk/test/chain.js";
import { Cluster } from "../../sdk/test/cluster.js";
import * as localnet from "../../sdk/test/localnet.js";
import { serveRpc } from "../../sdk/test/rpc-server.js";
import { PRICES, World } from "../../sdk/test/world.js";

/** What a wallet starts with, in base units; one SOL unless it is to have none. */
export interface Purse {
  sol?: boolean;
  io?: bigint;
  usdc?: bigint;
}

export interface Ground {
  /** Where it answers JSON-RPC. */
  url: string;
  /** Where it tells changes; undefined if it does not. */
  ws: string | undefined;
  genesis: string;
  read: Read;
  list: List;
  /** A node of eight H100s that is ready, and who runs it. */
  node: Address;
  operator: KeyPairSigner;
  /** So many more nodes of one processor that are ready; undefined where only an oracle makes them so. */
  more: ((nodes: number) => Promise<{ operator: KeyPairSigner; node: Address }[]>) | undefined;
  /** A wallet with that much. */
  wallet(purse?: Purse): Promise<KeyPairSigner>;
  /** Sends a transaction that the wallet pays. */
  send(payer: KeyPairSigner, make: Make): Promise<Landed>;
  /** The cluster's time. */
  now(): Promise<bigint>;
  /** Time passes; every node is reported available anew. */
  pass(seconds: bigint): Promise<void>;
  /** A season of an airdrop that is open. */
  airdrop(): Promise<Airdrop>;
  /** So many base units of USDC reach the buyback's vault. */
  feedBuyback(usdc: bigint): Promise<void>;
  close(): void;
}

/** Open seasons, and who is on their lists. */
export interface Airdrop {
  /** Folders of the seasons' files. */
  seasons: string[];
  claimant: KeyPairSigner;
  /** Another wallet that is on a list. */
  other: Address;
}

export function ground(): Promise<Ground> {
  return localnet.URL && localnet.FAUCET && localnet.CLIENT && localnet.OPERATOR ? network() : embedded();
}

/** Reading and sending, the same on both. */
function reach(url: string) {
  const rpc = lightRpc(url);
  const read = fromRpc(rpc);
  return {
    url,
    read,
    list: listFromRpc(rpc),
    send: (payer: KeyPairSigner, make: Make) => sender({ rpc, payer, pollMs: 100 }).send(make),
    now: async () => (await snapshot(read, [])).now,
  };
}

/** A cluster that answers what a page asks beside accounts and transactions. */
class PageCluster extends Cluster {
  constructor(private readonly on: Chain) {
    super(on);
  }

  /** A slot passes whenever something is read, so that what lookup tables hold comes to count. */
  protected override getMultipleAccounts(addresses: Address[]) {
    const { svm } = this.on;
    const clock = svm.getClock();
    clock.slot += 1n;
    svm.setClock(clock);
    const slots = Array.from({ length: 512 }, (_, i) => clock.slot - BigInt(i + 1));
    // Any 32 bytes are a hash.
    svm.setSlotHashes(slots.filter((slot) => slot >= 0n).map((slot) => ({ slot, hash: USDC_MINT })));
    return super.getMultipleAccounts(addresses);
  }

  protected getGenesisHash() {
    return EMBEDDED_GENESIS;
  }
  protected getSlot() {
    return 7;
  }
  protected getHealth() {
    return "ok";
  }
}

const EMBEDDED_GENESIS = "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY";

async function embedded(): Promise<Ground> {
  const world = await World.create();
  const { chain } = world;
  const { node, operator } = await world.node(8, 1_000);
  const { url, close } = await serveRpc(new PageCluster(chain));
  await postPrices(world);
  return {
    ...reach(url),
    ws: undefined,
    genesis: EMBEDDED_GENESIS,
    node,
    operator,
    close,
    async more(nodes) {
      const found = [];
      for (let i = 0; i < nodes; i += 1) found.push(await world.node(1));
      return found;
    },
    async wallet({ sol = true, io = 0n, usdc = 0n } = {}) {
      const key = sol ? await chain.wallet() : await generateKeyPairSigner();
      if (io > 0n) await chain.transfer(world.community, key.address, IO_MINT, io);
      if (usdc > 0n) await chain.mintUsdc(key.address, usdc);
      return key;
    },
    async pass(seconds) {
      chain.pass(seconds);
      await world.attest(node);
      await postPrices(world);
    },
    async airdrop() {
      const claimants = [await chain.wallet(), await chain.wallet()] as const;
      const seasons: string[] = [];
      for (let i = 0; i < 3; i += 1) {
        const funder = await world.holder(1_000n * ONE_IO);
        const { stored } = await openSeason({ world, funder, claimants });
        const folder = mkdtempSync(join(tmpdir(), "io-season-"));
        for (const [path, content] of Object.entries(stored)) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), JSON.stringify(content));
        }
        seasons.push(folder);
      }
      chain.pass(9n * DAY);
      await world.attest(node);
      await postPrices(world);
      return { seasons, claimant: claimants[0], other: claimants[1].address };
    },
    async feedBuyback(usdc) {
      const donor = await chain.wallet();
      await chain.mintUsdc(donor.address, usdc);
      await chain.transfer(donor, BUYBACK_CONFIG, USDC_MINT, usdc);
    },
  };
}

/** Pyth's program that keeps a feed's last price at an address of its own. */
const PUSH_ORACLE = "pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT" as Address;

/** An IO at 0.20 USD and a USDC at 1 USD, as of now, where a page looks for them. */
async function postPrices(world: World) {
  world.postPrices(20_000_000n);
  const { svm } = world.chain;
  for (const [address, fill] of [
    [PRICES.io, 1],
    [PRICES.usdc, 2],
  ] as const) {
    const seeds = [new Uint8Array(2), new Uint8Array(32).fill(fill)];
    const [at] = await getProgramDerivedAddress({ programAddress: PUSH_ORACLE, seeds });
    const posted = svm.getAccount(address);
    if (posted.exists) svm.setAccount({ ...posted, address: at });
  }
}

const DAY = 86_400n;

/** Somebody else on a season's list, by its files. */
function listed(season: string, but: Address): Address {
  for (const file of readdirSync(join(season, "proofs"))) {
    const { leaves } = JSON.parse(readFileSync(join(season, "proofs", file), "utf8")) as {
      leaves: [Address][];
    };
    const found = leaves.find(([wallet]) => wallet !== but);
    if (found) return found[0];
  }
  throw new Error(`Nobody else is on the list of ${season}.`);
}

/** SPL Token's transfer. */
function transfer(source: Address, destination: Address, from: KeyPairSigner, amount: bigint): Instruction {
  const data = new Uint8Array(9);
  data[0] = 3;
  new DataView(data.buffer).setBigUint64(1, amount, true);
  const authority = { address: from.address, role: AccountRole.READONLY_SIGNER, signer: from };
  const moved = [source, destination].map((address) => ({ address, role: AccountRole.WRITABLE }));
  return { programAddress: TOKEN_PROGRAM, accounts: [...moved, authority], data } as Instruction;
}

const TOKEN_PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA" as Address;

async function network(): Promise<Ground> {
  const url = localnet.URL!;
  const operator = await localnet.signerIn(localnet.OPERATOR!);
  const node = await localnet.nodeWithRoom(0n, operator.address);
  const at = new URL(url);
  const on = reach(url);
  return {
    ...on,
    ws: `ws://${at.hostname}:${Number(at.port) + 1}`,
    genesis: await localnet.rpc.getGenesisHash().send(),
    node,
    operator,
    close() {},
    more: undefined,
    async wallet({ sol = true, io = 0n, usdc = 0n } = {}) {
      const key = sol ? await localnet.walletWithSol() : await generateKeyPairSigner();
      if (io > 0n) await localnet.give(key, IO_MINT, io, localnet.FAUCET!);
      if (usdc > 0n) await localnet.give(key, USDC_MINT, usdc, localnet.CLIENT!);
      return key;
    },
    pass: (seconds) => localnet.pass(seconds, node),
    async airdrop() {
      const [state, holder] = [process.env["IO_SEASONS"], process.env["IO_HOLDER"]];
      if (!state || !holder)
        throw new Error("IO_SEASONS and IO_HOLDER name the seasons and who is on their lists.");
      await localnet.pass(8n * DAY, node);
      const seasons = Array.from({ length: 8 }, (_, i) => join(state, `season-${i + 1}`));
      const claimant = await localnet.signerIn(holder);
      return { seasons, claimant, other: listed(seasons[0]!, claimant.address) };
    },
    async feedBuyback(usdc) {
      const client = await localnet.signerIn(localnet.CLIENT!);
      const source = await associatedAddress(client.address, USDC_MINT);
      await on.send(client, [transfer(source, BUYBACK_USDC_VAULT, client, usdc)]);
    },
  };
}
