/** An embedded chain with the programs' bytecode. */

import {
  type Address,
  address,
  appendTransactionMessageInstructions,
  createTransactionMessage,
  generateKeyPairSigner,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  type KeyPairSigner,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  signTransactionMessageWithSigners,
} from "@solana/kit";
import {
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getMintEncoder,
  getMintToInstruction,
  getTokenDecoder,
  getTransferInstruction,
  TOKEN_PROGRAM_ADDRESS,
} from "@solana-program/token";
import { FailedTransactionMetadata, LiteSVM } from "litesvm";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { associatedAddress, IO_MINT, type LookupTable, type Read, USDC_MINT } from "../src/index.js";
import { PROGRAM_ERRORS } from "../src/generated/errors.js";

const DEPLOY = join(process.env["CARGO_TARGET_DIR"] ?? join(import.meta.dirname, "../../target"), "deploy");
const LOADER = address("BPFLoaderUpgradeab1e11111111111111111111111");
const LOOKUP_TABLES = address("AddressLookupTab1e1111111111111111111111111");
const SOL = 1_000_000_000n;
/** The hash of an earlier slot: any will do. */
const SLOT_HASH = LOADER;

/** A transaction that the chain refused. */
export class Refused extends Error {
  /** As kit's errors carry them. */
  readonly context: { logs: string[] };

  constructor(logs: string[]) {
    super(logs.join("\n"));
    this.context = { logs };
  }
}

/** What an accepted transaction left. */
export interface Receipt {
  logs: string[];
  units: bigint;
  /** The program of each instruction. */
  programs: Address[];
}

/** A chain on which every program is deployed. */
export class Chain {
  readonly svm = new LiteSVM();

  private constructor(
    /** Upgrade authority of every program. */
    readonly deployer: KeyPairSigner,
    /** Mints USDC. */
    readonly issuer: KeyPairSigner,
  ) {}

  static async create(now: bigint): Promise<Chain> {
    const chain = new Chain(await generateKeyPairSigner(), await generateKeyPairSigner());
    chain.setClock(now);
    chain.svm.setSlotHashes([{ slot: 1n, hash: SLOT_HASH }]);
    chain.svm.airdrop(chain.deployer.address, lamports(100n * SOL));
    for (const [program, { name }] of Object.entries(PROGRAM_ERRORS))
      await chain.deploy(address(program), name);
    chain.issueUsdc();
    return chain;
  }

  readonly read: Read = async (addresses) => addresses.map((key) => this.svm.getAccount(key));

  get now(): bigint {
    return this.svm.getClock().unixTimestamp;
  }

  setClock(now: bigint) {
    const clock = this.svm.getClock();
    clock.unixTimestamp = now;
    this.svm.setClock(clock);
  }

  pass(seconds: bigint) {
    this.setClock(this.now + seconds);
  }

  async wallet(): Promise<KeyPairSigner> {
    const key = await generateKeyPairSigner();
    this.svm.airdrop(key.address, lamports(10n * SOL));
    return key;
  }

  async send(payer: KeyPairSigner, instructions: Instruction[]): Promise<Receipt> {
    this.svm.expireBlockhash();
    const message = pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayerSigner(payer, message),
      (message) => this.svm.setTransactionMessageLifetimeUsingLatestBlockhash(message),
      (message) => appendTransactionMessageInstructions(instructions, message),
    );
    const result = this.svm.sendTransaction(await signTransactionMessageWithSigners(message));
    if (result instanceof FailedTransactionMetadata) throw new Refused(result.meta().logs());
    const programs = instructions.map(({ programAddress }) => programAddress);
    return { logs: result.logs(), units: result.computeUnitsConsumed(), programs };
  }

  /** The associated token account of a wallet, created if need be. */
  async account(owner: Address, mint: Address): Promise<Address> {
    const payer = this.deployer;
    await this.send(payer, [
      await getCreateAssociatedTokenIdempotentInstructionAsync({ payer, owner, mint }),
    ]);
    return associatedAddress(owner, mint);
  }

  /** The associated token account of a wallet, whether it is there or not. */
  address(owner: Address, mint: Address): Promise<Address> {
    return associatedAddress(owner, mint);
  }

  /** An address that a program derives. */
  async derived(programAddress: Address, seeds: (string | Uint8Array)[]): Promise<Address> {
    return (await getProgramDerivedAddress({ programAddress, seeds }))[0];
  }

  /** Writes a lookup table: header of 56 bytes (tag 1, never closed), then its addresses. */
  async table(addresses: readonly Address[]): Promise<LookupTable> {
    const { address } = await generateKeyPairSigner();
    const data = new Uint8Array(56 + 32 * addresses.length);
    data.set([1, 0, 0, 0, ...new Uint8Array(8).fill(255)]);
    addresses.forEach((key, i) => data.set(getAddressEncoder().encode(key), 56 + 32 * i));
    const account = { address, data, executable: false, lamports: lamports(SOL), space: BigInt(data.length) };
    this.svm.setAccount({ ...account, programAddress: LOOKUP_TABLES });
    return { address, addresses };
  }

  /** The 32 bytes of an address. */
  bytes(key: Address): Uint8Array {
    return new Uint8Array(getAddressEncoder().encode(key));
  }

  /** Base units in a wallet's associated token account. */
  async balance(owner: Address, mint: Address = IO_MINT): Promise<bigint> {
    return this.held(await associatedAddress(owner, mint));
  }

  /** Base units in a token account. */
  held(account: Address): bigint {
    const found = this.svm.getAccount(account);
    return found.exists ? getTokenDecoder().decode(found.data).amount : 0n;
  }

  async transfer(from: KeyPairSigner, to: Address, mint: Address, amount: bigint) {
    const source = await associatedAddress(from.address, mint);
    const destination = await this.account(to, mint);
    await this.send(from, [getTransferInstruction({ source, destination, authority: from, amount })]);
  }

  async mintUsdc(to: Address, amount: bigint) {
    const token = await this.account(to, USDC_MINT);
    const mint = getMintToInstruction({ mint: USDC_MINT, token, mintAuthority: this.issuer, amount });
    await this.send(this.deployer, [mint]);
  }

  /** Writes an empty token account of nobody's at an address. */
  createTokenAccount(address: Address, mint: Address) {
    const data = new Uint8Array(165);
    data.set(getAddressEncoder().encode(mint));
    data[108] = 1;
    const account = { address, data, executable: false, lamports: lamports(SOL), space: 165n };
    this.svm.setAccount({ ...account, programAddress: TOKEN_PROGRAM_ADDRESS });
  }

  private async deploy(program: Address, name: string) {
    const file = join(DEPLOY, `${name}.so`);
    if (!existsSync(file)) throw new Error(`${file} is not there: run \`cargo xtask build\` first.`);
    this.svm.addProgram(program, readFileSync(file));
    await this.setUpgradeAuthority(program);
  }

  /** The loader's layout: tag (4 bytes), slot (8), 1 if there is an authority (1), the authority (32). */
  async setUpgradeAuthority(program: Address, isThere = true) {
    const seeds = [getAddressEncoder().encode(program)];
    const [programData] = await getProgramDerivedAddress({ programAddress: LOADER, seeds });
    const account = this.svm.getAccount(programData);
    if (!account.exists) throw new Error(`${program} is not deployed`);
    const data = new Uint8Array(account.data);
    data.set(isThere ? [1, ...getAddressEncoder().encode(this.deployer.address)] : [0], 12);
    this.svm.setAccount({ ...account, data });
  }

  private issueUsdc() {
    const data = getMintEncoder().encode({
      mintAuthority: this.issuer.address,
      supply: 0n,
      decimals: 6,
      isInitialized: true,
      freezeAuthority: this.issuer.address,
    });
    this.svm.setAccount({
      address: USDC_MINT,
      data: new Uint8Array(data),
      executable: false,
      lamports: lamports(SOL),
      programAddress: TOKEN_PROGRAM_ADDRESS,
      space: BigInt(data.length),
    });
  }
}
