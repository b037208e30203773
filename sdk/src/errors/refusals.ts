/** Why a program refused, from the logs, or from the transaction's error alone. */

import { IO_ESCROW_VAULT, STAKE_VAULT, USDC_ESCROW_VAULT, USDC_MINT } from "../generated/addresses.js";
import { ERROR_NAMES } from "../generated/names.js";
import { ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM } from "../token.js";
import { type Explanation, explained, type Failed, type Sent } from "./explanation.js";
import { isObject, type TransactionError } from "./facts.js";
import { expired, noSol, offline, wrongNetwork } from "./outside.js";

const FAILED = /^Program (\w+) failed: (.+)$/;
const ANCHOR = new RegExp(
  "^Program log: AnchorError (?:caused by account: (\\w+)|.*?)\\. Error Code: (\\w+)\\. " +
    "Error Number: (\\d+)\\. Error Message: (.+?)\\.?$",
);

/** Refusals that pass with time. */
const EARLY = new RegExp(
  "^(NothingDue|FirstHour|AcceptWindowOpen|Still(Booked|Hired|Open)|NotSettled|Disputed|NothingTo\\w+" +
    "|RequestOpen|HasBids|BidStands|AlreadyBest|BondNot(Due|Returned)" +
    "|HeldBack|Hired|OwnStakeLocked|Slash(NotOpen|TooSoon|Pending)|ReportFromFuture|\\w*NotStarted" +
    "|ExchangeTooEarly" +
    "|PriceAhead|OverBudget|OverAverage|AuctionRunning|NoAuction|BelowLeastBudget|PauseTooSoon|VaultFrozen" +
    "|\\w+CannotTake|NotOpen|NotFunded|NotOver|NotFunderYet|NoSlotHash)$",
);

/** What to say if an account is not there, by its name in the instruction. */
const MISSING: Record<string, readonly [message: string, action: string]> = {
  stake: ["This wallet has no stake in this node.", "Stake first."],
  attestation: ["The auditor has said nothing of this node.", "Ask that auditor first."],
  record: ["This node has no record.", "Open its record first."],
  unclaimed: ["Nothing waits for this wallet.", "It may have been taken already."],
  config: ["The IO programs are not set up on this cluster.", "Switch the network."],
};

/**
 * The error in a failed transaction's logs: that of the innermost program, which the ones around it
 * only pass on.
 */
export function byLogs(
  logs: readonly string[],
  err: TransactionError | undefined,
  failed: Failed,
): Explanation | undefined {
  const at = logs.findIndex((line) => FAILED.test(line));
  const [, address = "", reason = ""] = FAILED.exec(logs[at] ?? "") ?? [];
  if (at < 0) return undefined;
  const before = logs.slice(0, at);
  const outer = before.map((line) => /^Program (\w+) invoke \[1\]$/.exec(line)?.[1]).filter((found) => found);
  const token = tokenOf(outer[outer.length - 1] ?? address, failed.sent, indexOf(err));
  const code = /^custom program error: 0x([0-9a-f]+)$/.exec(reason)?.[1];
  if (code !== undefined) return byCode(address, parseInt(code, 16), before, token, failed);
  const isToken = address === TOKEN_PROGRAM || address === ASSOCIATED_TOKEN_PROGRAM;
  return isToken && /data|owner|program id|initialized/i.test(reason) ? noTokenAccount(token) : undefined;
}

/** The flows pass the wallet's own token account: where a program refuses it, it is not there. */
const NO_ACCOUNT = /^io_(staking NotOwnersTokenAccount|orders WrongSource|buyback NotOwner)$/;

/** Where a failure comes from. */
interface From {
  program: string;
  code?: number;
}

function insufficient(token: string, from: From, name = "InsufficientFunds"): Explanation {
  const message = `This wallet holds less ${token} than that.`;
  const action = `Name a smaller amount, or get more ${token}.`;
  return explained("insufficient", name, message, action, "later", from);
}

function noTokenAccount(
  token: string,
  from: From = { program: "spl_token" },
  name = "NoTokenAccount",
): Explanation {
  const message = `This wallet has no ${token} account: it holds no ${token}.`;
  const action = `Get ${token} first; that creates the account.`;
  return explained("noAccount", name, message, action, "later", from);
}

/** What a program's number means. */
function byCode(address: string, code: number, logs: readonly string[], token: string, failed: Failed) {
  if (address === TOKEN_PROGRAM) return tokenError(code, token);
  if (address === SYSTEM_PROGRAM) {
    const [, has, wants] = last(logs, /insufficient lamports (\d+), need (\d+)/) ?? [];
    return code === 1
      ? noSol(has && wants ? ` It has ${sol(has)} SOL, and needs ${sol(wants)} for rent.` : "")
      : undefined;
  }
  const [program, names] = ERROR_NAMES[address] ?? [];
  if (!program || !names) return undefined;
  const [, account, logged, number, text] = last(logs, ANCHOR) ?? [];
  const isLogged = Number(number) === code;
  const from = { program, code };
  const name = nameOf(names, code);
  if (name) {
    if (NO_ACCOUNT.test(`${program} ${name}`)) return noTokenAccount(token, from, name);
    if (name === "NotEnoughFunds") return insufficient(token, from, name);
    const message = (isLogged ? text : failed.programError?.(address, code)?.message) ?? `${inWords(name)}.`;
    return ofProgram(from, name, message);
  }
  if (code < 100 || code >= 6_000) return undefined;
  // Anchor refused an account before the program's own code ran.
  const isMissing = code === 3_012;
  const [message, action] =
    isMissing && account
      ? (MISSING[account] ?? [`There is no such ${account}; it may have been closed.`, "Check its address."])
      : [
          `The account ${account ?? "passed"} is not the one that ${program} expects.`,
          "Read the accounts again, or update the app.",
        ];
  const said = (isLogged && logged) || "AccountRefused";
  return explained(isMissing ? "noAccount" : "program", said, message, action, "never", from);
}

/** A number among the names is the code of the next one. */
function nameOf(names: string, code: number): string | undefined {
  let next = 0;
  for (const word of names.split(" ")) {
    if (/^\d/.test(word)) next = Number(word);
    else if (next++ === code) return word;
  }
  return undefined;
}

/** `NothingDue` as `Nothing due`. */
function inWords(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function last(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (let i = lines.length - 1; i >= 0; i--) {
    const found = pattern.exec(lines[i]!);
    if (found) return found;
  }
  return undefined;
}

function sol(lamports: string): string {
  const digits = lamports.padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9).replace(/0+$/, "") || "0"}`;
}

function ofProgram(from: From, name: string, message: string): Explanation {
  // Somebody else's crank came between the look and the transaction, or this one's was left out.
  const isRace = name === "CrankFirst" || (from.program === "io_emission" && name === "NothingDue");
  const kind = isRace ? "program" : name === "Paused" ? "paused" : EARLY.test(name) ? "tooEarly" : "program";
  const [, what] = /^[^:]+: (.+)$/.exec(message) ?? [];
  const action = what ? `${what[0]!.toUpperCase()}${what.slice(1)}.` : "";
  const retry = isRace ? "now" : kind === "program" ? "never" : "later";
  return explained(kind, name, message, action, retry, from);
}

/** The errors of SPL Token that a wallet meets. */
function tokenError(code: number, token: string): Explanation | undefined {
  const from = { program: "spl_token", code };
  if (code === 1) return insufficient(token, from);
  if (code === 17) {
    const [message, action] = [`${token}'s issuer has frozen this account.`, "Use another wallet."];
    return explained("program", "AccountFrozen", message, action, "never", from);
  }
  if (code !== 4) return undefined;
  const message = "The token account belongs to another wallet.";
  return explained("program", "OwnerMismatch", message, "", "never", from);
}

/** Which token an instruction moves, by the vaults and mints that it names. */
function tokenOf(program: string, sent: readonly Sent[], at: number | undefined): string {
  const failing = at === undefined || !sent[at] ? sent : [sent[at]];
  const named = (key: string) =>
    failing.some(({ accounts }) => accounts?.some(({ address }) => address === key));
  if (named(USDC_ESCROW_VAULT)) return "USDC";
  if (named(IO_ESCROW_VAULT) || named(STAKE_VAULT)) return "IO";
  const [name] = ERROR_NAMES[program] ?? [];
  // A filler pays in IO; a staker has nothing else.
  if (name === "io_staking" || name === "io_buyback") return "IO";
  return named(USDC_MINT) ? "USDC" : "token";
}

/** The transaction's error alone, without logs. */
export function byError(err: TransactionError, failed: Failed): Explanation | undefined {
  const name = typeof err === "string" ? err : Object.keys(err)[0]!;
  if (/^(AccountNotFound|InsufficientFundsForFee|InvalidAccountForFee)$/.test(name)) return noSol("");
  if (name === "InsufficientFundsForRent")
    return noSol(" What is left in an account would not cover its rent.");
  if (name === "BlockhashNotFound") return expired();
  if (/^(ProgramAccountNotFound|InvalidProgramForExecution)$/.test(name)) return wrongNetwork();
  if (/^(AccountInUse|ClusterMaintenance|WouldExceed\w+)$/.test(name)) return offline("The cluster is busy.");
  if (name === "AlreadyProcessed") {
    const message = "This transaction has landed already.";
    return explained("unknown", name, message, "Read the accounts again.", "never");
  }
  return name === "InstructionError" ? byInstruction(err, failed) : undefined;
}

function byInstruction(err: TransactionError, failed: Failed): Explanation | undefined {
  const at = indexOf(err);
  const [, reason] = (err as { InstructionError: [unknown, unknown] }).InstructionError;
  const program = (at === undefined ? undefined : failed.sent[at]?.programAddress) ?? "";
  const token = tokenOf(program, failed.sent, at);
  if (isObject(reason) && "Custom" in reason) {
    const code = Number(reason["Custom"]);
    // Programs of the suite count from 6,000: a smaller number was passed on from a program that
    // they called.
    return byCode(program in ERROR_NAMES && code < 100 ? TOKEN_PROGRAM : program, code, [], token, failed);
  }
  const isOurs = program in ERROR_NAMES || program === TOKEN_PROGRAM;
  if (reason === "InsufficientFunds" && isOurs) return tokenError(1, token);
  const isAccount =
    /^(InvalidAccountData|InvalidAccountOwner|IllegalOwner|IncorrectProgramId|UninitializedAccount)$/;
  if (isOurs && isAccount.test(String(reason))) return noTokenAccount(token);
  return reason === "UnsupportedProgramId" ? wrongNetwork() : undefined;
}

/** The number of the instruction that failed. */
function indexOf(err: TransactionError | undefined): number | undefined {
  const inside = isObject(err) ? err["InstructionError"] : undefined;
  return Array.isArray(inside) ? Number(inside[0]) : undefined;
}
