/**
 * What a beneficiary does with a grant, as the instructions of one transaction. In every flow
 * `signer` signs, and pays for what is created; everything else is an address or a figure.
 */

import { AccountRole, type Address, type Instruction, type TransactionSigner } from "@solana/kit";
import { IO_MINT } from "../addresses.js";
import { emitsVesting } from "../emits.js";
import {
  CORE_CATEGORY,
  CORE_VAULT,
  SEED_CATEGORY,
  SEED_VAULT,
  SERIES_A_CATEGORY,
  SERIES_A_VAULT,
} from "../generated/addresses.js";
import { checkAddress } from "../check.js";
import { badInput, IoError } from "../errors/io-error.js";
import type { Category } from "../generated/io_vesting/accounts/category.js";
import type { Grant } from "../generated/io_vesting/accounts/grant.js";
import { getAcceptBeneficiaryInstruction } from "../generated/io_vesting/instructions/acceptBeneficiary.js";
import { getProposeBeneficiaryInstruction } from "../generated/io_vesting/instructions/proposeBeneficiary.js";
import { getReleaseInstruction } from "../generated/io_vesting/instructions/release.js";
import { CategoryKind } from "../generated/io_vesting/types/categoryKind.js";
import { CATEGORY, GRANT } from "../kinds.js";
import { type Read, readAccount, snapshot } from "../read.js";
import { createAssociated, tokenAccount } from "../token.js";
import { MAX_TRANSACTION_BYTES, transactionSize } from "../wire.js";
import { grantFigures } from "./figures.js";

/** A grant, its category, and the cluster's time at which both were read. */
export interface GrantView {
  /** The cluster's time, in Unix seconds. */
  now: bigint;
  grant: Grant;
  category: Category;
}

/** The accounts of each category. */
const ACCOUNTS: Readonly<Record<CategoryKind, { category: Address; vault: Address }>> = {
  [CategoryKind.Seed]: { category: SEED_CATEGORY, vault: SEED_VAULT },
  [CategoryKind.SeriesA]: { category: SERIES_A_CATEGORY, vault: SERIES_A_VAULT },
  [CategoryKind.Core]: { category: CORE_CATEGORY, vault: CORE_VAULT },
};
const KINDS = [CategoryKind.Seed, CategoryKind.SeriesA, CategoryKind.Core] as const;

/**
 * The address of a category's account.
 *
 * @example categoryAddress(ioVesting.CategoryKind.Core)
 */
export function categoryAddress(kind: CategoryKind): Address {
  return ACCOUNTS[kind].category;
}

async function readGrants(read: Read, addresses: readonly Address[]) {
  const categories = KINDS.map(categoryAddress);
  const { now, accounts } = await snapshot(read, [...categories, ...addresses]);
  const found = KINDS.map((_, i) => readAccount(accounts[i], CATEGORY));
  return addresses.map((address, i) => {
    const grant = readAccount(accounts[KINDS.length + i], GRANT);
    return { address, now, grant, category: found[grant.ledger.kind]! };
  });
}

/**
 * Reads a grant and its category, in one request.
 *
 * @example
 * const view = await readGrant(read, grant);
 * formatIo(grantFigures(view.grant, view.category, view.now).releasable);
 * @throws {IoError} `wrongNetwork`, `notFound`, `wrongAccount`.
 */
export async function readGrant(read: Read, grant: Address): Promise<GrantView> {
  const [{ now, grant: state, category }] = (await readGrants(read, [checkAddress(grant, "The grant")])) as [
    GrantView & { address: Address },
  ];
  return { now, grant: state, category };
}

/** What a release pays, and what it leaves out. */
export interface Releases {
  /** The instructions of one transaction; none if nothing has vested since the last release. */
  instructions: Instruction[];
  /** Base units that they pay to each beneficiary, by grant. */
  pays: { grant: Address; beneficiary: Address; amount: bigint }[];
  /** Grants whose beneficiary has no token account that takes IO: it has to create one first. */
  waiting: Address[];
  /** Grants that did not fit: release them in another transaction. */
  rest: Address[];
}

/** More grants than fit into a transaction. */
const MANY = 32;

/**
 * Pays out what has vested of grants, to the associated token account of each beneficiary: that of
 * the signer is created if it is missing. Anyone. Two requests: the grants, then the accounts.
 *
 * @example
 * const { instructions } = await release(read, { signer, grants: [grant] });
 * @throws {IoError} `badInput` without grants, or for one that is named twice; `wrongNetwork`, `notFound`,
 * `wrongAccount`.
 */
export async function release(
  read: Read,
  { signer, grants }: { signer: TransactionSigner; grants: readonly Address[] },
): Promise<Releases> {
  emitsVesting();
  if (grants.length === 0) throw badInput("Name at least one grant.");
  if (new Set(grants).size < grants.length) throw badInput("Name each grant once.");
  const views = await readGrants(
    read,
    grants.slice(0, MANY).map((grant) => checkAddress(grant, "The grant")),
  );
  const due = views
    .map((view) => ({ ...view, amount: grantFigures(view.grant, view.category, view.now).releasable }))
    .filter(({ amount }) => amount > 0n);
  const destinations = due.map(({ grant }) => grant.account);
  const accounts = due.length > 0 ? await read(destinations) : [];
  const found: Releases = { instructions: [], pays: [], waiting: [], rest: grants.slice(MANY) };
  const batches = new Map<CategoryKind, { grant: Address; destination: Address }[]>();
  let before: Instruction[] = [];
  for (const [i, { address: grant, grant: state, amount }] of due.entries()) {
    const [destination, beneficiary] = [destinations[i]!, state.beneficiary];
    const token = tokenAccount(accounts[i]);
    const isOwn = beneficiary === signer.address;
    if (!isOwn && (token?.owner !== beneficiary || token.isFrozen)) {
      found.waiting.push(grant);
      continue;
    }
    const { kind } = state.ledger;
    const earlier = batches.get(kind) ?? [];
    const create = token || before.length > 0 ? [] : [await createAssociated(signer, beneficiary, IO_MINT)];
    const next = new Map(batches).set(kind, [...earlier, { grant, destination }]);
    const instructions = [...before, ...create, ...releases(next)];
    if (transactionSize(instructions, signer.address) > MAX_TRANSACTION_BYTES) {
      found.rest.push(grant);
      continue;
    }
    before = [...before, ...create];
    batches.set(kind, next.get(kind)!);
    found.pays.push({ grant, beneficiary, amount });
    found.instructions = instructions;
  }
  return found;
}

function releases(
  batches: ReadonlyMap<CategoryKind, { grant: Address; destination: Address }[]>,
): Instruction[] {
  return [...batches].map(([kind, batch]) => {
    const instruction = getReleaseInstruction(ACCOUNTS[kind]);
    const pairs = batch
      .flatMap(({ grant, destination }) => [grant, destination])
      .map((address) => ({ address, role: AccountRole.WRITABLE }));
    return { ...instruction, accounts: [...instruction.accounts, ...pairs] };
  });
}

/**
 * Proposes another beneficiary of a grant, who has to accept. The beneficiary. No request.
 *
 * @example await send(proposeBeneficiary({ signer, grant, next }));
 * @throws {IoError} `badInput`.
 */
export function proposeBeneficiary({
  signer,
  grant,
  next,
}: {
  signer: TransactionSigner;
  grant: Address;
  next: Address;
}): Instruction[] {
  emitsVesting();
  if (checkAddress(next, "The next beneficiary") === signer.address) {
    throw new IoError("badInput", "The grant is this wallet's already: name another one.");
  }
  const named = { beneficiary: signer, grant: checkAddress(grant, "The grant") };
  return [getProposeBeneficiaryInstruction({ ...named, nextBeneficiary: next })];
}

/**
 * Takes over a grant. The proposed beneficiary. No request.
 *
 * @example await send(acceptBeneficiary({ signer, grant }));
 * @throws {IoError} `badInput`.
 */
export function acceptBeneficiary({
  signer,
  grant,
}: {
  signer: TransactionSigner;
  grant: Address;
}): Instruction[] {
  emitsVesting();
  return [
    getAcceptBeneficiaryInstruction({ nextBeneficiary: signer, grant: checkAddress(grant, "The grant") }),
  ];
}
