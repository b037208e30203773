/** Genesis against the programs' bytecode, in an embedded SVM. */

import { Keypair, PublicKey, Transaction, type TransactionInstruction } from "@solana/web3.js";
import { type Address, getTransactionDecoder, lamports } from "@solana/kit";
import { FailedTransactionMetadata, LiteSVM } from "litesvm";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import {
  EMISSION,
  LOCKS,
  METADATA,
  METADATA_PROGRAM,
  MINT,
  PROGRAM,
  PROGRAM_DATA,
  REWARD_VAULT,
  VESTING_PROGRAM,
  VESTING_PROGRAM_DATA,
} from "./addresses";
import { ALLOCATIONS, CATEGORIES, type Config, LOCKED, parseConfig, TOTAL } from "./config";
import { accountOf, type Chain, genesis } from "./steps";
import { associatedAddress, readBalance, readMint, readToken, TOKEN_PROGRAM } from "./token";

const BYTECODE = join(process.env["CARGO_TARGET_DIR"] ?? join(__dirname, "../target"), "deploy");
const START = 1_750_000_000n;
const SOL = 1_000_000_000n;

/** A cluster on which io_emission, io_vesting and the metadata program are deployed. */
class World implements Chain {
  readonly svm = new LiteSVM();
  readonly deployer = Keypair.generate();
  readonly log: string[] = [];
  /** Instructions of each transaction that was accepted. */
  readonly sent: number[] = [];
  /** Called before each transaction; may throw, or change what is sent. */
  before = (instructions: TransactionInstruction[]) => instructions;

  constructor() {
    this.svm.airdrop(at(this.deployer.publicKey), lamports(10n * SOL));
    const clock = this.svm.getClock();
    clock.unixTimestamp = START;
    this.svm.setClock(clock);
    this.deploy(PROGRAM, "io_emission");
    this.svm.setSlotHashes([{ slot: 1n, hash: METADATA_PROGRAM.toBase58() }]);
    this.deploy(VESTING_PROGRAM, "io_vesting");
    this.deploy(METADATA_PROGRAM, "mpl_token_metadata");
    for (const program of [PROGRAM_DATA, VESTING_PROGRAM_DATA]) {
      this.setUpgradeAuthority(this.deployer.publicKey, program);
    }
  }

  deploy(program: PublicKey, name: string) {
    this.svm.addProgram(at(program), readFileSync(join(BYTECODE, `${name}.so`)));
  }

  setUpgradeAuthority(authority: PublicKey | null, programData = PROGRAM_DATA) {
    this.change(programData, (data) => data.set([authority ? 1 : 0, ...(authority?.toBytes() ?? [])], 12));
  }

  change(address: PublicKey, edit: (data: Uint8Array) => void) {
    const account = this.svm.getAccount(at(address));
    if (!account.exists) throw new Error(`${address} is not there`);
    const data = new Uint8Array(account.data);
    edit(data);
    this.svm.setAccount({ ...account, data });
  }

  remove(address: PublicKey) {
    const nothing = { data: new Uint8Array(), executable: false, lamports: lamports(0n), space: 0n };
    this.svm.setAccount({ ...nothing, address: at(address), programAddress: at(PublicKey.default) });
  }

  async getAccount(address: PublicKey) {
    const account = this.svm.getAccount(at(address));
    if (!account.exists) return null;
    return { data: Buffer.from(account.data), owner: new PublicKey(account.programAddress) };
  }

  async send(instructions: TransactionInstruction[]) {
    const transaction = new Transaction().add(...this.before(instructions));
    transaction.feePayer = this.deployer.publicKey;
    transaction.recentBlockhash = this.svm.latestBlockhash();
    transaction.sign(this.deployer);
    const result = this.svm.sendTransaction(getTransactionDecoder().decode(transaction.serialize()));
    if (result instanceof FailedTransactionMetadata) throw new Error(result.meta().logs().join("\n"));
    this.sent.push(transaction.instructions.length);
  }

  genesis(deployer = this.deployer.publicKey) {
    this.log.length = 0;
    const built = () => readFileSync(join(BYTECODE, "io_vesting.so"));
    return genesis(this, deployer, config, built, (line) => this.log.push(line));
  }

  async balance(account: PublicKey) {
    return readBalance((await this.getAccount(account))!.data);
  }

  /** Genesis is complete, whichever way it got there. */
  async expectComplete() {
    const mint = readMint((await this.getAccount(MINT))!.data);
    expect(mint).toEqual({ authority: EMISSION, supply: TOTAL, decimals: 8, freezeAuthority: null });
    for (const category of CATEGORIES) {
      expect(await this.balance(accountOf(category, config.owners))).toBe(ALLOCATIONS[category]);
    }
    for (const name of LOCKED) {
      const vault = readToken((await this.getAccount(LOCKS[name].vault))!);
      expect(vault?.isAlone(LOCKS[name].category)).toBe(true);
    }
    expect((await this.getAccount(VESTING_PROGRAM_DATA))!.data[12], "final").toBe(0);
    expect(await this.balance(REWARD_VAULT)).toBe(0n);
    expect((await this.getAccount(METADATA))!.data.toString()).toContain(config.uri);
  }
}

const at = (key: PublicKey) => key.toBase58() as Address;
const fresh = () => Keypair.generate().publicKey;
const json = () => ({
  uri: "https://example.org/io.json",
  owners: Object.fromEntries(CATEGORIES.map((category) => [category, fresh().toBase58()])),
  full_weight: { gpu: 10_000_000_000, cpu: 1_000_000_000 },
});

let world: World;
let config: Config;

beforeEach(() => {
  world = new World();
  config = parseConfig(json());
});

test("genesis takes three transactions and prints what everyone has", async () => {
  await world.genesis();
  expect(world.sent).toEqual([2, 5, 5]);
  await world.expectComplete();
  const table = world.log.join("\n");
  for (const amount of ["100,000,000", "81,600,000", "90,400,000", "128,000,000", "500,000,000"]) {
    expect(table).toMatch(new RegExp(`${amount}\\.00000000 +${amount}\\.00000000`));
  }
  const spent = 10n * SOL - world.svm.getBalance(at(world.deployer.publicKey))!;
  expect(spent, "lamports, as README.md says").toBe(36_957_160n);
});

test("a second run says so and sends nothing, whoever runs it", async () => {
  await world.genesis();
  world.sent.length = 0;
  await world.genesis(fresh());
  expect(world.sent).toEqual([]);
  expect(world.log[0]).toBe("Genesis is complete since 2025-06-15T15:06:40.000Z; nothing to send.");
});

test.each([1, 2, 3])("it resumes if it stops before transaction %i", async (transaction) => {
  let count = 0;
  world.before = (instructions) => {
    count += 1;
    if (count === transaction) throw new Error("the line is dead");
    return instructions;
  };
  await expect(world.genesis()).rejects.toThrow("the line is dead");
  await world.genesis();
  expect(world.sent).toEqual([2, 5, 5]);
  await world.expectComplete();
});

test.each([1, 2, 3])("it resumes if it loses the answer to transaction %i", async (transaction) => {
  const send = world.send.bind(world);
  world.send = async (instructions) => {
    await send(instructions);
    if (world.sent.length === transaction) throw new Error("no answer");
  };
  await expect(world.genesis()).rejects.toThrow("no answer");
  world.send = send;
  await world.genesis();
  expect(world.sent).toEqual([2, 5, 5]);
  await world.expectComplete();
});

test("it resumes between initialize and metadata", async () => {
  world.before = (instructions) => {
    if (world.sent.length === 1) throw new Error("the line is dead");
    return instructions.slice(0, 1);
  };
  await expect(world.genesis()).rejects.toThrow("the line is dead");
  world.before = (instructions) => instructions;
  await world.genesis();
  expect(world.sent).toEqual([1, 1, 5, 5]);
  await world.expectComplete();
});

test("it resumes if only the metadata is missing", async () => {
  world.before = (instructions) => (world.sent.length === 0 ? instructions.slice(0, 1) : instructions);
  await world.genesis();
  world.before = (instructions) => instructions;
  await world.genesis();
  expect(world.sent).toEqual([1, 5, 5, 1]);
  await world.expectComplete();
});

test("a mint that other code has named is refused", async () => {
  world.before = (instructions) => {
    if (world.sent.length === 1) throw new Error("the line is dead");
    return instructions;
  };
  await expect(world.genesis()).rejects.toThrow("the line is dead");
  world.before = (instructions) => instructions;
  // Authority, mint, name, symbol, length of the URI, fee, creators, whether somebody can change it.
  for (const place of [1, 33, 69, 105, 115, 319, 321, 323]) {
    world.change(METADATA, (data) => data.set([data[place]! ^ 1], place));
    await expect(world.genesis()).rejects.toThrow("has another name or authority, or somebody can change it");
    world.change(METADATA, (data) => data.set([data[place]! ^ 1], place));
  }
  const written = config.uri;
  config.uri = "https://else.where/io.json";
  await expect(world.genesis()).rejects.toThrow(`described by ${written}, genesis.json says ${config.uri}`);
  config.uri = written;
  await world.genesis();
  expect(world.sent).toEqual([2, 5, 5]);
  await world.expectComplete();
  // Afterwards it is final, whatever genesis.json says.
  config.uri = "https://else.where/io.json";
  await world.genesis();
});

test("SOL sent ahead to the singletons changes nothing", async () => {
  for (const address of [EMISSION, MINT, METADATA, REWARD_VAULT]) {
    world.svm.airdrop(at(address), lamports(SOL));
  }
  await world.genesis();
  await world.expectComplete();
});

test("another wallet is told which key is needed", async () => {
  const stranger = fresh();
  await expect(world.genesis(stranger)).rejects.toThrow(
    `Genesis needs the upgrade authority ${world.deployer.publicKey}, the wallet is ${stranger}.`,
  );
  expect(world.sent).toEqual([]);
});

test("a final program is refused", async () => {
  world.setUpgradeAuthority(null);
  await expect(world.genesis()).rejects.toThrow("is final");
  expect(world.sent).toEqual([]);
});

test("a cluster without the program is refused", async () => {
  world.remove(PROGRAM_DATA);
  await expect(world.genesis()).rejects.toThrow(`io_emission is not deployed at ${PROGRAM}`);
  expect(world.sent).toEqual([]);
});

test("a cluster without the metadata program is refused", async () => {
  world.remove(METADATA_PROGRAM);
  await expect(world.genesis()).rejects.toThrow("Metaplex token metadata is not at");
  expect(world.sent).toEqual([]);
});

describe("the locks", () => {
  /** Sends the first two transactions. */
  async function locked() {
    world.before = (instructions) => {
      if (world.sent.length === 2) throw new Error("the line is dead");
      return instructions;
    };
    await expect(world.genesis()).rejects.toThrow("the line is dead");
    world.before = (instructions) => instructions;
  }

  test("without io_vesting nothing is sent", async () => {
    world.remove(VESTING_PROGRAM_DATA);
    await expect(world.genesis()).rejects.toThrow(`io_vesting is not deployed at ${VESTING_PROGRAM}`);
    expect(world.sent).toEqual([]);
  });

  test("an io_vesting that the deployer cannot make final is refused", async () => {
    const other = fresh();
    world.setUpgradeAuthority(other, VESTING_PROGRAM_DATA);
    const message = `Genesis makes io_vesting final: its upgrade authority is ${other}`;
    await expect(world.genesis()).rejects.toThrow(message);
    expect(world.sent).toEqual([]);
  });

  test("other code than was built is not made final", async () => {
    const account = await world.getAccount(VESTING_PROGRAM_DATA);
    const last = account!.data.length - 1;
    for (const place of [45, 46, last]) {
      world.change(VESTING_PROGRAM_DATA, (data) => data.set([data[place]! ^ 1], place));
      await expect(world.genesis()).rejects.toThrow("its code on this cluster is not the one built here");
      world.change(VESTING_PROGRAM_DATA, (data) => data.set([data[place]! ^ 1], place));
    }
    expect(world.sent).toEqual([]);
    await world.genesis();
    await world.expectComplete();
    // Once it is final nothing is left to compare: `io verify` does.
    world.change(VESTING_PROGRAM_DATA, (data) => data.set([data[last]! ^ 1], last));
    await world.genesis();
  });

  test("one that was made final before its categories existed is refused", async () => {
    world.setUpgradeAuthority(null, VESTING_PROGRAM_DATA);
    await expect(world.genesis()).rejects.toThrow("it was made final before its categories existed");
    expect(world.sent).toEqual([]);
  });

  test("a vault with a delegate, or with IO, is refused", async () => {
    await locked();
    world.change(LOCKS.seed_investors.vault, (data) => data.set([1, 0, 0, 0], 72));
    const message = "others can move what is in the vault of seed_investors";
    await expect(world.genesis()).rejects.toThrow(message);
    world.change(LOCKS.seed_investors.vault, (data) => data.set([0, 0, 0, 0], 72));
    world.change(LOCKS.core_contributors.vault, (data) => data.set([1], 64));
    await expect(world.genesis()).rejects.toThrow("the vault of core_contributors holds IO before genesis");
    expect(world.sent).toEqual([2, 5]);
  });

  test("another manager than genesis.json names is refused", async () => {
    await locked();
    const manager = config.owners.series_a_investors;
    config.owners.series_a_investors = fresh();
    const message = `series_a_investors is granted by ${manager}, genesis.json says`;
    await expect(world.genesis()).rejects.toThrow(message);
  });

  test("a start that somebody has left out is sent, by any wallet", async () => {
    world.before = (instructions) => (world.sent.length < 2 ? instructions : instructions.slice(0, 4));
    await expect(world.genesis()).rejects.toThrow("The lock of seed_investors has not started.");
    world.before = (instructions) => instructions;
    await world.genesis();
    expect(world.sent).toEqual([2, 5, 4, 1]);
    await world.expectComplete();
  });
});

test("an owner that is a token account or a program is refused", async () => {
  const tokenAccount = associatedAddress(config.owners.community, MINT);
  world.svm.setAccount({
    address: at(tokenAccount),
    data: new Uint8Array(165),
    executable: false,
    lamports: lamports(SOL),
    programAddress: at(TOKEN_PROGRAM),
    space: 165n,
  });
  for (const owner of [tokenAccount, PROGRAM]) {
    config.owners.community = owner;
    await expect(world.genesis()).rejects.toThrow(
      `${owner}, the owner of community, is a token account or a program`,
    );
  }
  expect(world.sent).toEqual([]);
});

test("amounts that did not arrive are reported", async () => {
  world.before = (instructions) => (world.sent.length < 2 ? instructions : instructions.slice(0, 3));
  await expect(world.genesis()).rejects.toThrow("its supply is 0.00000000 IO, not 500,000,000.00000000 IO");
});

test("a mint that is not as it must be is reported", async () => {
  await world.genesis();
  world.change(MINT, (data) => data.set([1, 0, 0, 0], 46));
  await expect(world.genesis()).rejects.toThrow("can freeze it");
});
