/**
 * The locked allocations: vaults, categories, io_vesting made final, and the start of the locks.
 *
 * Making a program final cannot be undone, and an allocation is for ever: whatever would lock the IO
 * elsewhere than genesis.json says is refused before.
 */

import { BorshAccountsCoder, BorshInstructionCoder, type IdlInstructionAccount } from "@anchor-lang/core";
import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { LOADER, LOCKS, MINT, VESTING_IDL, VESTING_PROGRAM, VESTING_PROGRAM_DATA } from "./addresses";
import { type Config, LOCKED, type Locked } from "./config";
import type { Chain } from "./steps";
import { createAssociated, readToken } from "./token";

/** How far the locks are. */
export interface Locks {
  hasVaults: boolean;
  hasCategories: boolean;
  /** Nobody can replace io_vesting any more. */
  isFinal: boolean;
  /** The clock of the locks runs. */
  isStarted: boolean;
}

/** What a category's account says, as far as genesis needs it. */
interface CategoryState {
  manager: PublicKey;
  ledger: { genesis: { isZero(): boolean } };
}

/** Reads how far the locks are; `isAllocated` skips the checks that only hold before. */
export async function readLocks(chain: Chain, { owners }: Config, isAllocated: boolean): Promise<Locks> {
  const code = await chain.getAccount(VESTING_PROGRAM_DATA);
  const locks = { hasVaults: true, hasCategories: true, isFinal: isFinal(code?.data), isStarted: true };
  for (const name of LOCKED) {
    const { category, vault } = LOCKS[name];
    const state = readCategory(await chain.getAccount(category));
    const token = readToken((await chain.getAccount(vault)) ?? undefined);
    if (!isAllocated) {
      if (state && !state.manager.equals(owners[name])) {
        throw new Error(
          `${name} is granted by ${state.manager}, genesis.json says ${owners[name]}: write that manager ` +
            "into it.",
        );
      }
      if (token && token.amount !== 0n) throw spoilt(`the vault of ${name} holds IO before genesis`);
    }
    if (token && !token.isAlone(category)) throw spoilt(`others can move what is in the vault of ${name}`);
    locks.hasCategories &&= state !== undefined;
    locks.hasVaults &&= token !== undefined;
    locks.isStarted &&= state !== undefined && !state.ledger.genesis.isZero();
  }
  if (locks.isFinal && !locks.hasCategories) throw spoilt("it was made final before its categories existed");
  return locks;
}

/** What is missing before the allocations: vaults, categories, and last that io_vesting becomes final. */
export function lockInstructions(done: Locks, deployer: PublicKey, { owners }: Config) {
  const calls: TransactionInstruction[] = [];
  if (!done.hasVaults)
    calls.push(...LOCKED.map((name) => createAssociated(deployer, LOCKS[name].category, MINT)));
  if (!done.hasCategories) {
    const [seed, series_a, core] = LOCKED.map((name) => owners[name]);
    calls.push(instruction("initialize", { deployer }, { managers: { seed, series_a, core } }));
  }
  if (!done.isFinal) calls.push(makeFinal(deployer));
  return calls;
}

/** Starts the clock of the locks; nobody signs but the fee payer. */
export function startInstruction(): TransactionInstruction {
  return instruction("start", {}, {});
}

/** Reads the bytecode of io_vesting as it was built. */
export type Built = () => Buffer;

/** Refuses an io_vesting that is not there, is not the one built, or that the deployer cannot make final. */
export async function checkVesting(
  chain: Chain,
  deployer: PublicKey,
  done: Locks,
  built: Built,
): Promise<void> {
  const code = await chain.getAccount(VESTING_PROGRAM_DATA);
  if (!code?.owner.equals(LOADER)) {
    throw new Error(`io_vesting is not deployed at ${VESTING_PROGRAM} on this cluster; deploy it first.`);
  }
  if (done.isFinal) return;
  const authority = new PublicKey(code.data.subarray(13, 45));
  if (!authority.equals(deployer)) {
    throw new Error(
      `Genesis makes io_vesting final: its upgrade authority is ${authority}, not ${deployer}.`,
    );
  }
  if (!isSame(code.data.subarray(LOADER_HEADER), built())) {
    throw new Error(
      "Genesis makes io_vesting final, for ever, and its code on this cluster is not the one built here: " +
        "build the commit that was deployed (`cargo xtask build`).",
    );
  }
}

/** Bytes before the code: tag (4), slot (8), authority (1 + 32). */
const LOADER_HEADER = 45;

/** The loader leaves zeros after the code. */
function isSame(deployed: Buffer, code: Buffer): boolean {
  return (
    code.length > 0 &&
    deployed.subarray(0, code.length).equals(code) &&
    deployed.subarray(code.length).every((byte) => byte === 0)
  );
}

/** After genesis: whose the locked IO is, and that nobody can open the locks. */
export async function verifyLocks(chain: Chain): Promise<Record<Locked, PublicKey>> {
  const code = await chain.getAccount(VESTING_PROGRAM_DATA);
  if (!isFinal(code?.data)) throw new Error("io_vesting can be replaced, so that its locks can be opened.");
  const managers = {} as Record<Locked, PublicKey>;
  for (const name of LOCKED) {
    const { category, vault } = LOCKS[name];
    const state = readCategory(await chain.getAccount(category));
    const token = readToken((await chain.getAccount(vault)) ?? undefined);
    if (!state || state.ledger.genesis.isZero()) throw new Error(`The lock of ${name} has not started.`);
    if (!token?.isAlone(category)) throw new Error(`The vault of ${name} is not its category's alone.`);
    managers[name] = state.manager;
  }
  return managers;
}

function readCategory(account: Awaited<ReturnType<Chain["getAccount"]>>): CategoryState | undefined {
  if (!account?.owner.equals(VESTING_PROGRAM)) return undefined;
  return new BorshAccountsCoder(VESTING_IDL).decode("Category", account.data) as CategoryState;
}

/** The loader's layout: tag 3 (4 bytes), slot (8), 0 if nobody can replace the program (1). */
function isFinal(code: Buffer | undefined): boolean {
  return code !== undefined && code.length >= 45 && code.readUInt32LE(0) === 3 && code[12] === 0;
}

/** The loader's `SetAuthority`: without a third account there is none any more. */
function makeFinal(deployer: PublicKey): TransactionInstruction {
  return new TransactionInstruction({
    programId: LOADER,
    keys: [
      { pubkey: VESTING_PROGRAM_DATA, isSigner: false, isWritable: true },
      { pubkey: deployer, isSigner: true, isWritable: false },
    ],
    data: Buffer.from([4, 0, 0, 0]),
  });
}

function instruction(
  name: string,
  accounts: Record<string, PublicKey>,
  args: object,
): TransactionInstruction {
  const metas = VESTING_IDL.instructions.find((candidate) => candidate.name === name)?.accounts;
  const [seed, series_a, core] = LOCKED.map((locked) => LOCKS[locked]);
  const known: Record<string, PublicKey> = {
    seed: seed!.category,
    series_a: series_a!.category,
    core: core!.category,
    seed_vault: seed!.vault,
    series_a_vault: series_a!.vault,
    core_vault: core!.vault,
    mint: MINT,
    ...accounts,
  };
  return new TransactionInstruction({
    programId: VESTING_PROGRAM,
    keys: (metas as IdlInstructionAccount[]).map(({ name, address, signer = false, writable = false }) => ({
      pubkey: new PublicKey(address ?? known[name]!),
      isSigner: signer,
      isWritable: writable,
    })),
    data: new BorshInstructionCoder(VESTING_IDL).encode(name, args),
  });
}

/** Other code ran at the address of io_vesting before. */
function spoilt(what: string): Error {
  return new Error(
    `Genesis cannot use this io_vesting: ${what}. Deploy it with a key of its own that was never used.`,
  );
}
