/** Genesis of the mint and its locks: reads how far the chain is, checks, sends what is missing, verifies. */

import { BorshAccountsCoder, BorshInstructionCoder, type IdlInstructionAccount } from "@anchor-lang/core";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import {
  checkIds,
  EMISSION,
  IDL,
  IDLS,
  LOADER,
  LOCKS,
  METADATA,
  METADATA_PROGRAM,
  MINT,
  PROGRAM,
  PROGRAM_DATA,
  STAKING_CONFIG,
  VESTING_PROGRAM_DATA,
} from "./addresses";
import {
  ALLOCATIONS,
  CATEGORIES,
  type Category,
  type Config,
  DECIMALS,
  FREE,
  LOCKED,
  NAME,
  SYMBOL,
  TOTAL,
} from "./config";
import {
  type Built,
  checkVesting,
  type Locks,
  lockInstructions,
  readLocks,
  startInstruction,
  verifyLocks,
} from "./locks";
import {
  associatedAddress,
  createAssociated,
  readBalance,
  readMetadata,
  readMint,
  TOKEN_PROGRAM,
} from "./token";

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
  locks: Locks;
}

/**
 * Takes io_emission and io_vesting through genesis, from wherever they are. Sends nothing if a
 * check fails or if genesis is complete. `built` reads the bytecode with which io_vesting is
 * compared before it becomes final.
 */
export async function genesis(
  chain: Chain,
  deployer: PublicKey,
  config: Config,
  built: Built,
  log: (line: string) => void = console.log,
): Promise<void> {
  checkIds(IDLS);
  const before = await readProgress(chain, config);
  const missing = transactions(before, deployer, config).filter(
    ({ instructions }) => instructions.length > 0,
  );
  if (missing.length === 0) {
    log(`Genesis is complete since ${new Date(before.startedAt * 1000).toISOString()}; nothing to send.`);
  } else {
    await checkCluster(chain, deployer, before, built);
    await checkWallets(chain, config);
  }
  for (const { title, instructions } of missing) {
    log(`Sending: ${title} ...`);
    await chain.send(instructions);
  }
  await verify(chain, config, before.startedAt === 0, log);
}

async function readProgress(chain: Chain, config: Config): Promise<Progress> {
  // Anyone can send SOL to an address ahead; only its program gives it data.
  const [state, metadata] = await Promise.all([chain.getAccount(EMISSION), chain.getAccount(METADATA)]);
  const initialized = state !== null && state.owner.equals(PROGRAM);
  const startedAt = initialized ? readStart(state.data) : 0;
  const named = metadata !== null && metadata.owner.equals(METADATA_PROGRAM);
  if (named && startedAt === 0) checkName(metadata.data, config);
  return { initialized, named, startedAt, locks: await readLocks(chain, config, startedAt !== 0) };
}

/** Refuses a name that code which ran at the id of io_emission before has given the mint. */
function checkName(data: Buffer, { uri }: Config): void {
  const written = readMetadata(data);
  const isOurs =
    written?.isPlain &&
    written.authority.equals(EMISSION) &&
    written.mint.equals(MINT) &&
    written.name === NAME &&
    written.symbol === SYMBOL;
  if (!isOurs) {
    throw new Error(
      "Genesis cannot use this io_emission: the metadata of its mint has another name or authority, or " +
        "somebody can change it. Deploy it with a key of its own that was never used.",
    );
  }
  if (written.uri !== uri) {
    throw new Error(
      `The IO mint is described by ${written.uri}, genesis.json says ${uri}: the metadata is final, write ` +
        "that URI into it.",
    );
  }
}

/** The three transactions of genesis, without what is done. */
function transactions(done: Progress, deployer: PublicKey, config: Config) {
  const { owners, uri } = config;
  const first: TransactionInstruction[] = [];
  if (!done.initialized) first.push(instruction("initialize", { deployer }));
  if (!done.named) first.push(instruction("create_metadata", { deployer }, { uri }));

  const third: TransactionInstruction[] = [];
  if (done.startedAt === 0) {
    const [ecosystem, community] = FREE.map((name) => associatedAddress(owners[name], MINT));
    const holders = [...FREE.map((name) => owners[name]), STAKING_CONFIG];
    third.push(...holders.map((holder) => createAssociated(deployer, holder, MINT)));
    third.push(instruction("allocate", { deployer, ecosystem: ecosystem!, community: community! }));
  }
  if (!done.locks.isStarted) third.push(startInstruction());
  return [
    { title: "the mint and its metadata", instructions: first },
    {
      title: "the locks, and io_vesting made final",
      instructions: lockInstructions(done.locks, deployer, config),
    },
    { title: "token accounts, reward vault, allocations and the start of the locks", instructions: third },
  ];
}

/** Whether the programs are there, and whether `deployer` may run genesis. */
async function checkCluster(
  chain: Chain,
  deployer: PublicKey,
  done: Progress,
  built: Built,
): Promise<void> {
  if (!done.named || done.startedAt === 0) await checkEmission(chain, deployer);
  await checkVesting(chain, deployer, done.locks, built);
}

async function checkEmission(chain: Chain, deployer: PublicKey): Promise<void> {
  const programData = await chain.getAccount(PROGRAM_DATA);
  if (!programData?.owner.equals(LOADER)) {
    throw new Error(`io_emission is not deployed at ${PROGRAM} on this cluster; deploy it first.`);
  }
  const authority = readUpgradeAuthority(programData.data);
  if (!authority) {
    throw new Error(
      `io_emission at ${PROGRAM} is final: it has no upgrade authority, so nobody can run genesis.`,
    );
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
        `genesis.json: ${owners[category]}, the owner of ${category}, is a token account or a program, ` +
          "no wallet.",
      );
    }
  }
}

/**
 * Checks the mint for what must always hold and prints what each category has. `fresh`, right after
 * the allocations, also checks the amounts; later, owners move theirs and the schedule mints.
 */
async function verify(
  chain: Chain,
  { owners }: Config,
  fresh: boolean,
  log: (line: string) => void,
): Promise<void> {
  const account = await chain.getAccount(MINT);
  if (!account) throw new Error(`The mint ${MINT} is not there.`);
  const mint = readMint(account.data);
  ensure(mint.authority?.equals(EMISSION), `its mint authority is ${mint.authority}, not ${EMISSION}`);
  ensure(mint.freezeAuthority === null, `${mint.freezeAuthority} can freeze it`);
  ensure(mint.decimals === DECIMALS, `it has ${mint.decimals} decimals, not ${DECIMALS}`);
  ensure(!fresh || mint.supply === TOTAL, `its supply is ${inIo(mint.supply)} IO, not ${inIo(TOTAL)} IO`);

  log(`The IO mint is ${MINT}; only the program mints (${EMISSION}), nobody can freeze.`);
  log(row("allocation", "IO at genesis", "IO now", "token account"));
  const managers = await verifyLocks(chain);
  for (const category of CATEGORIES) {
    const address = accountOf(category, owners);
    const tokens = await chain.getAccount(address);
    const balance = tokens ? readBalance(tokens.data) : 0n;
    ensure(!fresh || balance === ALLOCATIONS[category], `${category} has ${inIo(balance)} IO in ${address}`);
    log(row(category, inIo(ALLOCATIONS[category]), inIo(balance), address.toBase58()));
  }
  log(row("supply", inIo(TOTAL), inIo(mint.supply), MINT.toBase58()));
  for (const name of LOCKED) log(`  ${name} is locked; ${managers[name]} makes its grants`);
}

/** The token account that an allocation goes to. */
export function accountOf(category: Category, owners: Config["owners"]): PublicKey {
  return category in LOCKS
    ? LOCKS[category as keyof typeof LOCKS].vault
    : associatedAddress(owners[category], MINT);
}

function ensure(holds: boolean | undefined, otherwise: string): void {
  if (!holds) throw new Error(`The IO mint ${MINT} is not as it must be: ${otherwise}.`);
}

/** An instruction of io_emission; the IDL has its discriminator, and the addresses that are constants. */
function instruction(
  name: string,
  accounts: Record<string, PublicKey>,
  args: object = {},
): TransactionInstruction {
  const metas = IDL.instructions.find((candidate) => candidate.name === name)
    ?.accounts as IdlInstructionAccount[];
  const known: Record<string, PublicKey> = {
    emission: EMISSION,
    mint: MINT,
    seed_investors: LOCKS.seed_investors.vault,
    series_a_investors: LOCKS.series_a_investors.vault,
    core_contributors: LOCKS.core_contributors.vault,
    seed_category: LOCKS.seed_investors.category,
    series_a_category: LOCKS.series_a_investors.category,
    core_category: LOCKS.core_contributors.category,
    vesting_program_data: VESTING_PROGRAM_DATA,
    ...accounts,
  };
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
