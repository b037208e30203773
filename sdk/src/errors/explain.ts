/** Why something failed, in words: whatever a program, the cluster, a wallet, the network or the SDK has thrown. */

import { IO_ESCROW_VAULT, STAKE_VAULT, USDC_ESCROW_VAULT, USDC_MINT } from "../generated/addresses.js";
import { ERROR_NAMES } from "../generated/names.js";
import { ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM } from "../token.js";
import { type Facts, factsOf, isObject, type TransactionError } from "./facts.js";
import { type IoError, type IoErrorCode, isIoError } from "./io-error.js";
import type { ProgramError } from "./program.js";

/** What sort of failure it is. */
export type ExplanationKind =
  /** A program refuses it. */
  | "program"
  /** The wallet has too little SOL for the fee or for rent. */
  | "noSol"
  /** An account is not there: a token account, a stake, an order. */
  | "noAccount"
  /** The wallet has too little of a token. */
  | "insufficient"
  /** The transaction did not land in time, and never will. */
  | "expired"
  /** The wallet, or its owner, did not sign. */
  | "refused"
  /** The cluster is another one than the programs are on. */
  | "network"
  /** The RPC node does not answer, or has no time. */
  | "offline"
  /** The program is paused. */
  | "paused"
  /** It is too early for it. */
  | "tooEarly"
  /** A value that was passed is not one that the programs take. */
  | "input"
  /** None of these. */
  | "unknown";

/** Why something failed, and what to do. */
export interface Explanation {
  kind: ExplanationKind;
  /** The error's own name, such as `NotOwner`. */
  name: string;
  /** One sentence for a person. */
  message: string;
  /** What to do about it; empty if the message says it. */
  action: string;
  /** Whether to make the transaction anew at once, later, or never in this form. */
  retry: "now" | "later" | "never";
  /** The program that refused, by name. */
  program?: string;
  /** The number that it gave. */
  code?: number;
}

/** An instruction, as far as it tells what failed. */
interface Sent {
  readonly programAddress: string;
  readonly accounts?: readonly { readonly address: string }[] | undefined;
}

/** More that helps to explain. */
export interface ExplainContext {
  /** What was sent. Without it, a missing token may not be named, and an error without logs may be of any program. */
  readonly instructions?: readonly Sent[];
  /** The SDK's `programError`: gives failures without logs their message, for 12 kB more in a bundle. */
  readonly programError?: (address: string, code: number) => ProgramError | undefined;
}

const FAILED = /^Program (\w+) failed: (.+)$/;
const ANCHOR =
  /^Program log: AnchorError (?:caused by account: (\w+)|.*?)\. Error Code: (\w+)\. Error Number: (\d+)\. Error Message: (.+?)\.?$/;

/** Refusals that pass with time. */
const EARLY =
  /^(NothingDue|FirstHour|AcceptWindowOpen|StillBooked|NotSettled|Disputed|NothingTo\w+|HeldBack|Hired|OwnStakeLocked|TicketsFull|Slash(NotOpen|TooSoon|Pending)|ReportFromFuture|\w*NotStarted|ExchangeTooEarly|PriceAhead|OverBudget)$/;

/** What to say if an account is not there, by its name in the instruction. */
const MISSING: Record<string, readonly [message: string, action: string]> = {
  stake: ["This wallet has no stake in this node.", "Stake first."],
  node: ["There is no such node.", "Check the node's address."],
  order: ["There is no such order; it may have been closed.", "Check the order's address."],
  unclaimed: ["Nothing waits for this wallet.", "It may have been taken already."],
  config: ["The IO programs are not set up on this cluster.", "Switch the network."],
};

/**
 * Explains whatever was thrown by a flow, by sending or simulating a transaction, by a wallet or by
 * the network. Also takes a transaction's `meta`, or the result of a simulation. It is never
 * undefined: what is unknown says so.
 *
 * @example
 * try {
 *   await send(() => stake(read, { signer, node, amount }));
 * } catch (error) {
 *   const { message, action, retry } = explain(error);
 *   show(message, action);
 * }
 */
export function explain(error: unknown, context: ExplainContext = {}): Explanation {
  const isOwn = isIoError(error);
  if (isOwn && !error.details.err && !error.details.logs) return own(error);
  const facts = factsOf(error);
  const sent = context.instructions ?? (isOwn ? error.details.instructions : undefined) ?? [];
  const failed = { ...context, sent };
  return (
    (facts.logs && byLogs(facts.logs, facts.err, failed)) ??
    (facts.err !== undefined ? byError(facts.err, failed) : undefined) ??
    byCodesAndWords(facts) ??
    unknown(error, facts)
  );
}

type Failed = ExplainContext & { sent: readonly Sent[] };

function explained(
  kind: ExplanationKind,
  name: string,
  message: string,
  action: string,
  retry: Explanation["retry"],
  more: { program?: string; code?: number } = {},
): Explanation {
  return { kind, name, message, action, retry, ...more };
}

/** The error in a failed transaction's logs: that of the innermost program, which the ones around it only pass on. */
function byLogs(logs: readonly string[], err: TransactionError | undefined, failed: Failed): Explanation | undefined {
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

function noTokenAccount(token: string): Explanation {
  const message = `This wallet has no ${token} account: it holds no ${token}.`;
  const action = `Get ${token} first; that creates the account.`;
  return explained("noAccount", "NoTokenAccount", message, action, "later", { program: "spl_token" });
}

/** What a program's number means. */
function byCode(address: string, code: number, logs: readonly string[], token: string, failed: Failed) {
  if (address === TOKEN_PROGRAM) return tokenError(code, token);
  if (address === SYSTEM_PROGRAM) {
    const [, has, wants] = last(logs, /insufficient lamports (\d+), need (\d+)/) ?? [];
    return code === 1 ? noSol(has && wants ? ` It has ${sol(has)} SOL, and needs ${sol(wants)} for rent.` : "") : undefined;
  }
  const [program, names] = ERROR_NAMES[address] ?? [];
  if (!program || !names) return undefined;
  const [, account, logged, number, text] = last(logs, ANCHOR) ?? [];
  const isLogged = Number(number) === code;
  const name = nameOf(names, code);
  if (name) {
    const message = (isLogged ? text : failed.programError?.(address, code)?.message) ?? `${inWords(name)}.`;
    return ofProgram(program, code, name, message);
  }
  if (code < 100 || code >= 6_000) return undefined;
  // Anchor refused an account before the program's own code ran.
  const isMissing = code === 3_012;
  const [message, action] = (isMissing && account && MISSING[account]) || [
    `The account ${account ?? "passed"} is not the one that ${program} expects.`,
    "Read the accounts again, or update the app.",
  ];
  const kind = isMissing ? "noAccount" : "program";
  return explained(kind, (isLogged && logged) || "AccountRefused", message, action, "never", { program, code });
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

function ofProgram(program: string, code: number, name: string, message: string): Explanation {
  // Somebody else's crank came between the look and the transaction, or this one's was left out.
  const isRace = name === "CrankFirst" || (program === "io_emission" && name === "NothingDue");
  const kind = isRace ? "program" : name === "Paused" ? "paused" : EARLY.test(name) ? "tooEarly" : "program";
  const [, what] = /^[^:]+: (.+)$/.exec(message) ?? [];
  const action = what ? `${what[0]!.toUpperCase()}${what.slice(1)}.` : "";
  return explained(kind, name, message, action, isRace ? "now" : kind === "program" ? "never" : "later", { program, code });
}

/** The errors of SPL Token that a wallet meets. */
function tokenError(code: number, token: string): Explanation | undefined {
  const from = { program: "spl_token", code };
  if (code === 1) {
    const action = `Name a smaller amount, or get more ${token}.`;
    return explained("insufficient", "InsufficientFunds", `This wallet holds less ${token} than that.`, action, "later", from);
  }
  if (code === 17) {
    const message = `The issuer of ${token} has frozen this account.`;
    return explained("program", "AccountFrozen", message, "Use another wallet, or ask the issuer.", "never", from);
  }
  if (code !== 4) return undefined;
  return explained("program", "OwnerMismatch", "The token account belongs to another wallet.", "", "never", from);
}

/** Which token an instruction moves, by the vaults and mints that it names. */
function tokenOf(program: string, sent: readonly Sent[], at: number | undefined): string {
  const failing = at === undefined || !sent[at] ? sent : [sent[at]];
  const named = (key: string) => failing.some(({ accounts }) => accounts?.some(({ address }) => address === key));
  if (named(USDC_ESCROW_VAULT)) return "USDC";
  if (named(IO_ESCROW_VAULT) || named(STAKE_VAULT)) return "IO";
  const [name] = ERROR_NAMES[program] ?? [];
  // A filler pays in IO; a staker has nothing else.
  if (name === "io_staking" || name === "io_buyback") return "IO";
  return named(USDC_MINT) ? "USDC" : "token";
}

/** The transaction's error alone, without logs. */
function byError(err: TransactionError, failed: Failed): Explanation | undefined {
  const name = typeof err === "string" ? err : Object.keys(err)[0]!;
  if (/^(AccountNotFound|InsufficientFundsForFee|InvalidAccountForFee)$/.test(name)) return noSol("");
  if (name === "InsufficientFundsForRent") return noSol(" What is left in an account would not cover its rent.");
  if (name === "BlockhashNotFound") return expired();
  if (/^(ProgramAccountNotFound|InvalidProgramForExecution)$/.test(name)) return wrongNetwork();
  if (/^(AccountInUse|ClusterMaintenance|WouldExceed\w+)$/.test(name)) return offline("The cluster is busy.");
  if (name === "AlreadyProcessed") {
    return explained("unknown", name, "This transaction has landed already.", "Read the accounts again.", "never");
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
  const isAccount = /^(InvalidAccountData|InvalidAccountOwner|IllegalOwner|IncorrectProgramId|UninitializedAccount)$/;
  if (isOurs && isAccount.test(String(reason))) return noTokenAccount(token);
  return reason === "UnsupportedProgramId" ? wrongNetwork() : undefined;
}

/** The number of the instruction that failed. */
function indexOf(err: TransactionError | undefined): number | undefined {
  const inside = isObject(err) ? err["InstructionError"] : undefined;
  return Array.isArray(inside) ? Number(inside[0]) : undefined;
}

/** What kit, wallets and browsers throw before anything reaches a program. */
function byCodesAndWords({ codes, words, status }: Facts): Explanation | undefined {
  const said = words.join(" ");
  const has = (...some: number[]) => codes.some((code) => some.includes(code));
  if (has(1) || /block ?height exceeded|blockhash not found|TransactionExpired/i.test(said)) return expired();
  if (has(4_001, 4_001_000) || /user (rejected|denied|declined|cancel)|request was rejected|rejected the request/i.test(said)) {
    return explained("refused", "Refused", "The wallet did not sign.", "Try again, and confirm in the wallet.", "now");
  }
  if (has(4_100, 4_900) || /WalletNotConnected|wallet.*(disconnected|not connected)/i.test(said)) {
    return explained("refused", "Refused", "The wallet is not connected.", "Connect the wallet.", "now");
  }
  if (status === 429 || has(429)) return offline("The RPC node refuses so many requests.");
  if (status !== undefined) return offline(`The RPC node answers with HTTP ${status}.`);
  const isBehind = has(-32_005, -32_004, -32_014, -32_016, 8_100_002);
  if (isBehind || codes.some((code) => code >= 8_190_000 && code < 8_191_000)) {
    return offline("The RPC node has lost the connection, or lags behind.");
  }
  if (/fetch failed|failed to fetch|networkerror|load failed|ECONN|ENOTFOUND|ETIMEDOUT|timed? ?out|socket/i.test(said)) {
    return offline("The RPC node does not answer.");
  }
  return /insufficient (funds|lamports) for|debit an account but found no record/i.test(said) ? noSol("") : undefined;
}

function noSol(more: string): Explanation {
  const message = `This wallet has too little SOL for the fee, or for rent.${more}`;
  return explained("noSol", "NoSol", message, "Send some SOL to the wallet.", "later");
}

function expired(): Explanation {
  const message = "The transaction did not land in time, and never will.";
  return explained("expired", "Expired", message, "Make it anew and send it again.", "now");
}

function wrongNetwork(): Explanation {
  const message = "The IO programs are not on this cluster.";
  return explained("network", "WrongNetwork", message, "Switch the network.", "never");
}

function offline(message: string): Explanation {
  return explained("offline", "Offline", message, "Try again, or use another RPC node.", "now");
}

const KINDS: Record<IoErrorCode, readonly [ExplanationKind, Explanation["retry"]]> = {
  badInput: ["input", "never"],
  notFound: ["noAccount", "never"],
  wrongAccount: ["input", "never"],
  newLayout: ["unknown", "never"],
  wrongNetwork: ["network", "never"],
  nodeNotReady: ["tooEarly", "later"],
  priceUnfit: ["tooEarly", "later"],
  tooLarge: ["input", "never"],
  failed: ["unknown", "never"],
  expired: ["expired", "now"],
  unconfirmed: ["offline", "later"],
  wallet: ["refused", "never"],
  aborted: ["refused", "now"],
};

/** The SDK's own errors say themselves what is wrong. */
function own({ code, message, action }: IoError): Explanation {
  const [kind, retry] = KINDS[code];
  return explained(kind, `${code[0]!.toUpperCase()}${code.slice(1)}`, message, action, retry);
}

function unknown(error: unknown, { err, words }: Facts): Explanation {
  const inside = isObject(err) ? JSON.stringify(err, (_, value) => (typeof value === "bigint" ? Number(value) : value)) : err;
  const said = inside ? `The transaction failed: ${inside}` : (words.find((word) => word.includes(" ")) || words[0]);
  const name = error instanceof Error && error.name ? error.name : "Unknown";
  return explained("unknown", name, said || "Something failed, and says no more.", "Look at the error itself.", "never");
}
