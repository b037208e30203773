/** Genesis of io_emission: reads how far the chain is, checks, sends what is missing, verifies. */

import { BorshAccountsCoder, BorshInstructionCoder, type IdlInstructionAccount } from "@anchor-lang/core";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import {
  checkIds,
  EMISSION,
  IDL,
  LOADER,
  METADATA,
  METADATA_PROGRAM,
  MINT,
  PROGRAM,
  PROGRAM_DATA,
  STAKING_CONFIG,
} from "./addresses";
import { ALLOCATIONS, CATEGORIES, type Config, DECIMALS, TOTAL } from "./config";
import { associatedAddress, createAssociated, readBalance, readMint, TOKEN_PROGRAM } from "./token";

/** What genesis needs of a cluster. */
export interface Chain {
  /** The account at an address; null if there is none. */
  getAccount(address: PublicKey): Promise<{ data: Buffer; owner: PublicKey } | null>;
  /** Sends one transaction that the deployer signs and pays; returns once the cluster confirmed it. */
  send(instructions: TransactionInstruction[]): Promise<void>;
}

/** How far the chain is. */
interface Progress {
  initialized: boolean;
  named: boolean;
  /** Unix seconds at which the emission started; 0 before. */
  startedAt: number;
}

/**
 * Takes io_emission through genesis, from wherever it is. Sends nothing if a check fails or if
 * genesis is complete.
 */
export async function genesis(
  chain: Chain,
  deployer: PublicKey,
  config: Config,
  log: (line: string) => void = console.log,
): Promise<void> {
  checkIds(IDL);
  const before = await readProgress(chain);
  const missing = transactions(before, deployer, config).filter(({ instructions }) => instructions.length > 0);
  if (missing.length === 0) {
    log(`Genesis is complete since ${new Date(before.startedAt * 1000).toISOString()}; nothing to send.`);
  } else {
    await checkCluster(chain, deployer);
    await checkWallets(chain, config);
  }
  for (const { title, instructions } of missing) {
    log(`Sending: ${title} ...`);
    await chain.send(instructions);
  }
  await verify(chain, config, before.startedAt === 0, log);
}

async function readProgress(chain: Chain): Promise<Progress> {
  // Anyone can send SOL to an address ahead; only its program gives it data.
  const [state, metadata] = await Promise.all([chain.getAccount(EMISSION), chain.getAccount(METADATA)]);
  const initialized = state !== null && state.owner.equals(PROGRAM);
  return {
    initialized,
    named: metadata !== null && metadata.owner.equals(METADATA_PROGRAM),
    startedAt: initialized ? readStart(state.data) : 0,
  };
}

/** The two transactions of genesis, without what is done. */
function transactions(done: Progress, deployer: PublicKey, { owners, uri }: Config) {
  const first: TransactionInstruction[] = [];
  if (!done.initialized) first.push(instruction("initialize", { deployer }));
  if (!done.named) first.push(instruction("create_metadata", { deployer }, { uri }));

  const second: TransactionInstruction[] = [];
  if (done.startedAt === 0) {
    const recipients = Object.fromEntries(CATEGORIES.map((name) => [name, associatedAddress(owners[name], MINT)]));
    const holders = [...CATEGORIES.map((name) => owners[name]), STAKING_CONFIG];
    second.push(...holders.map((holder) => createAssociated(deployer, holder, MINT)));
    second.push(instruction("allocate", { deployer, ...recipients }));
  }
  return [
    { title: "the mint and its metadata", instructions: first },
    { title: "token accounts, reward vault and allocations", instructions: second },
  ];
}

/** Whether the programs are there, and whether `deployer` may run genesis. */
async function checkCluster(chain: Chain, deployer: PublicKey): Promise<void> {
  const programData = await chain.getAccount(PROGRAM_DATA);
  if (!programData?.owner.equals(LOADER)) {
    throw new Error(`io_emission is not deployed at ${PROGRAM} on this cluster; deploy it first.`);
  }
  const authority = readUpgradeAuthority(programData.data);
  if (!authority) {
    throw new Error(`io_emission at ${PROGRAM} is final: it has no upgrade authority, so nobody can run genesis.`);
  }
  if (!authority.equals(deployer)) {
    throw new Error(`Genesis needs the upgrade authority ${authority}, the wallet is ${deployer}.`);
  }
  if (!(await chain.getAccount(METADATA_PROGRAM))) {
    throw new Error(
      `Metaplex token metadata is not at ${METADATA_PROGRAM} on this cluster; a local validator has to ` +
        "clone it (see README.md).",
    );
  }
}

/** Refuses owners that could never move their tokens: token accounts, mints and programs. */
async function checkWallets(chain: Chain, { owners }: Config): Promise<void> {
  for (const category of CATEGORIES) {
    const account = await chain.getAccount(owners[category]);
    if (account && [TOKEN_PROGRAM, LOADER].some((program) => account.owner.equals(program))) {
      throw new Error(
        `genesis.json: ${owners[category]}, the owner of ${category}, is a token account or a program, no wallet.`,
      );
    }
  }
}

/**
 * Checks the mint for what must always hold and prints what each category has. `fresh`, right after
 * the allocations, also checks the amounts; later, owners move theirs and the schedule mints.
 */
async function verify(chain: Chain, { owners }: Config, fresh: boolean, log: (line: string) => void): Promise<void> {
  const account = await chain.getAccount(MINT);
  if (!account) throw new Error(`The mint ${MINT} is not there.`);
  const mint = readMint(account.data);
  ensure(mint.authority?.equals(EMISSION), `its mint authority is ${mint.authority}, not ${EMISSION}`);
  ensure(mint.freezeAuthority === null, `${mint.freezeAuthority} can freeze it`);
  ensure(mint.decimals === DECIMALS, `it has ${mint.decimals} decimals, not ${DECIMALS}`);
  ensure(!fresh || mint.supply === TOTAL, `its supply is ${inIo(mint.supply)} IO, not ${inIo(TOTAL)} IO`);

  log(`The IO mint is ${MINT}; only the program mints (${EMISSION}), nobody can freeze.`);
  log(row("allocation", "IO at genesis", "IO now", "token account"));
  for (const category of CATEGORIES) {
    const address = associatedAddress(owners[category], MINT);
    const tokens = await chain.getAccount(address);
    const balance = tokens ? readBalance(tokens.data) : 0n;
    ensure(!fresh || balance === ALLOCATIONS[category], `${category} has ${inIo(balance)} IO in ${address}`);
    log(row(category, inIo(ALLOCATIONS[category]), inIo(balance), address.toBase58()));
  }
  log(row("supply", inIo(TOTAL), inIo(mint.supply), MINT.toBase58()));
}

function ensure(holds: boolean | undefined, otherwise: string): void {
  if (!holds) throw new Error(`The IO mint ${MINT} is not as it must be: ${otherwise}.`);
}

/** An instruction of io_emission; the IDL has its discriminator, and the addresses that are constants. */
function instruction(name: string, accounts: Record<string, PublicKey>, args: object = {}): TransactionInstruction {
  const metas = IDL.instructions.find((candidate) => candidate.name === name)?.accounts as IdlInstructionAccount[];
  const known: Record<string, PublicKey> = { emission: EMISSION, mint: MINT, ...accounts };
  return new TransactionInstruction({
    programId: PROGRAM,
    keys: metas.map(({ name, address, signer = false, writable = false }) => ({
      pubkey: new PublicKey(address ?? known[name]!),
      isSigner: signer,
      isWritable: writable,
    })),
    data: new BorshInstructionCoder(IDL).encode(name, args),
  });
}

/** Unix seconds at which the emission started, from the state's data; 0 before. */
function readStart(state: Buffer): number {
  return new BorshAccountsCoder(IDL).decode("Emission", state).genesis_ts.toNumber();
}

/** The loader's layout: tag (4 bytes), slot (8), 1 if there is an authority (1), the authority (32). */
function readUpgradeAuthority(programData: Buffer): PublicKey | null {
  return programData[12] === 1 ? new PublicKey(programData.subarray(13, 45)) : null;
}

/** Base units as IO, such as 81,600,000.00000000. */
function inIo(units: bigint): string {
  const one = 10n ** BigInt(DECIMALS);
  return `${(units / one).toLocaleString("en")}.${String(units % one).padStart(DECIMALS, "0")}`;
}

function row(name: string, genesis: string, now: string, address: string): string {
  return `  ${name.padEnd(19)}${genesis.padStart(21)}${now.padStart(21)}  ${address}`;
}
