/**
 * Claiming from a season, as the instructions of one transaction. In every flow `signer` signs, and
 * pays for what is created; everything else is an address or a figure.
 */

import {
  type Address,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { associatedAddress, IO_MINT } from "../addresses.js";
import { emitsAirdrop } from "../emits.js";
import { checkAddress, checkAmount, checkBytes, checkWhole } from "../check.js";
import { badInput, IoError } from "../errors/io-error.js";
import type { Season } from "../generated/io_airdrop/accounts/season.js";
import { getClaimForInstruction } from "../generated/io_airdrop/instructions/claimFor.js";
import { getClaimInstruction } from "../generated/io_airdrop/instructions/claim.js";
import { getOpenPageInstruction } from "../generated/io_airdrop/instructions/openPage.js";
import { PAGE, SEASON } from "../kinds.js";
import { type Read, readAccount, readIfThere, snapshot } from "../read.js";
import { stake } from "../staking/flows.js";
import { ASSOCIATED_TOKEN_PROGRAM, createAssociated, TOKEN_PROGRAM, tokenAccount } from "../token.js";
import { isClaimed, pageAddress, pageOf, payout, seasonFigures } from "./season.js";
import { type AirdropEntry, climb, depthOf, isSame, leafHash } from "./tree.js";

/** A claim: whose leaf, of which season. */
export interface AirdropClaim {
  /** Signs and pays the fee; for `claimAirdrop` the wallet that the leaf names. */
  signer: TransactionSigner;
  season: Address;
  /** The leaf with its proof, as `findAirdrop` finds it. */
  entry: AirdropEntry;
}

/** Why a season pays nothing now. */
const CLOSED = {
  announced: ["This season is not open yet.", "Wait for its opening."],
  waitsForFunds: ["This season is not funded in full yet.", "It opens once it is."],
  closed: ["This season is closed: nothing is paid any more.", "Nothing can be done."],
  over: ["This season is over: what nobody claimed was burned or returned.", "Nothing can be done."],
} as const;

/**
 * Pays a leaf's IO to the associated token account of the signer, which is created if it is missing.
 * The proof is checked before. If nobody has opened the leaf's page, the signer does, and gets the
 * rent back when the season is over. One request.
 *
 * @example
 * const entry = await findAirdrop(airdropFiles(url), signer.address);
 * if (entry) await send(() => claimAirdrop(read, { signer, season, entry }));
 * @throws {IoError} `badInput` for a proof that is not of this season, or another wallet's;
 * `notClaimable` if it is not open, or was claimed; `notFound`, `wrongAccount` for the season.
 */
export async function claimAirdrop(read: Read, claim: AirdropClaim): Promise<Instruction[]> {
  emitsAirdrop();
  return (await claimed(read, claim)).instructions;
}

/**
 * The same for a wallet that does not sign: to its associated token account, which the signer
 * creates if it is missing. Anyone. One request.
 *
 * @example await send(() => claimAirdropFor(read, { signer, season, entry }));
 * @throws {IoError} as {@link claimAirdrop}.
 */
export async function claimAirdropFor(read: Read, claim: AirdropClaim): Promise<Instruction[]> {
  emitsAirdrop();
  const { index, points, wallet } = claim.entry;
  const { before, accounts, proof } = await prepared(read, claim);
  const seeds = [wallet, TOKEN_PROGRAM, IO_MINT].map((key) => getAddressEncoder().encode(key));
  const [, bump] = await getProgramDerivedAddress({ programAddress: ASSOCIATED_TOKEN_PROGRAM, seeds });
  const named = { wallet, ...accounts, index, points, accountBump: bump, proof };
  return [...before, getClaimForInstruction(named)];
}

/**
 * Claims, and stakes `amount` base units to a node, all that the leaf is worth unless given, in one
 * transaction. The proof of a large season does not leave room for it in 1,232 bytes: give the
 * `sender` a lookup table then, by `lookupTables`. Two requests.
 *
 * @example await send(() => claimAirdropAndStake(read, { signer, season, entry, node }));
 * @throws {IoError} as {@link claimAirdrop} and `stake`.
 */
export async function claimAirdropAndStake(
  read: Read,
  claim: AirdropClaim & { node: Address; amount?: bigint; evenIfNotReady?: boolean },
): Promise<Instruction[]> {
  emitsAirdrop();
  const { signer, node, evenIfNotReady } = claim;
  checkAddress(node, "The node");
  if (claim.amount !== undefined) checkAmount(claim.amount, "The stake", 1n);
  const { instructions, worth } = await claimed(read, claim);
  const staking = { signer, node, amount: claim.amount ?? worth };
  const options = evenIfNotReady === undefined ? {} : { evenIfNotReady };
  return [...instructions, ...(await stake(read, { ...staking, ...options }))];
}

async function claimed(read: Read, claim: AirdropClaim) {
  const { signer, entry } = claim;
  if (entry.wallet !== signer.address) {
    throw badInput(`The leaf is of the wallet ${entry.wallet}: sign with that one.`);
  }
  const { before, accounts, proof, worth } = await prepared(read, claim);
  const { index, points } = entry;
  const instruction = getClaimInstruction({ wallet: signer, ...accounts, index, points, proof });
  return { instructions: [...before, instruction], worth };
}

/** Reads what a claim needs, and checks it as the program will. */
async function prepared(read: Read, { signer, season, entry }: AirdropClaim) {
  checkEntry(entry);
  const number = pageOf(entry.index);
  const [page, destination] = await Promise.all([
    pageAddress(season, number),
    associatedAddress(entry.wallet, IO_MINT),
  ]);
  const { now, accounts } = await snapshot(read, [season, page, destination]);
  const state = readAccount(accounts[0], SEASON);
  await checkProof(state, season, entry);
  const { stage } = seasonFigures({ season: state, now });
  if (stage !== "open") {
    const [message, action] = CLOSED[stage];
    throw new IoError("notClaimable", message, { action });
  }
  const marked = readIfThere(accounts[1], PAGE);
  if (marked && isClaimed(marked, entry.index)) {
    throw new IoError("notClaimable", "This wallet has claimed from this season.", {
      action: "Nothing is left to claim.",
    });
  }
  const worth = payout(state, entry.points);
  if (worth === 0n) {
    throw new IoError("notClaimable", "These points are worth less than a base unit of IO.");
  }
  return {
    before: [
      ...(tokenAccount(accounts[2]) ? [] : [await createAssociated(signer, entry.wallet, IO_MINT)]),
      ...(marked ? [] : [getOpenPageInstruction({ opener: signer, season, page, number })]),
    ],
    accounts: { season, page, vault: state.vault, destination },
    proof: Uint8Array.from(entry.proof.flatMap((sibling) => [...sibling])),
    worth,
  };
}

function checkEntry({ index, wallet, points, proof }: AirdropEntry): void {
  checkWhole(index, "The leaf's place", 0, 0xf_ffff);
  checkAddress(wallet, "The leaf's wallet");
  checkAmount(points, "The points", 1n);
  for (const sibling of proof) checkBytes(sibling, "Each hash of the proof", 32);
}

async function checkProof({ root, domain, ledger }: Season, season: Address, entry: AirdropEntry) {
  const isDeep = entry.proof.length === depthOf(ledger.leaves) && entry.index < ledger.leaves;
  const reached =
    isDeep && (await climb(await leafHash({ season, domain }, entry), entry.index, entry.proof));
  if (!reached || !isSame(reached, root)) {
    const action = "Take the proof that was published for this season, wallet and cluster.";
    throw new IoError("badInput", "The proof does not lead from this leaf to the season's root.", { action });
  }
}
