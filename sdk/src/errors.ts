/** Why a transaction failed, in the program's own words. */

import { TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { PROGRAMS } from "./generated/programs.js";

/** An error of a program. */
export interface ProgramError {
  /** The program's name. */
  program: string;
  /** The code it returned. */
  code: number;
  /** The error's name. */
  name: string;
  /** What it means, and what to do next. */
  message: string;
}

/** The errors of SPL Token that a holder meets. */
const TOKEN_MESSAGES: Record<number, readonly [string, string]> = {
  1: ["InsufficientFunds", "The wallet's token account holds less than that: name a smaller amount"],
  17: ["AccountFrozen", "The token's issuer has frozen the account"],
};

const FAILED = /^Program (\w+) failed: custom program error: 0x([0-9a-f]+)$/;
const ANCHOR =
  /^Program log: AnchorError (?:caused by account: (\w+)|.*?)\. Error Code: (\w+)\. Error Number: (\d+)\. Error Message: (.+?)\.?$/;

/** The error of a program by its address and code; undefined if it is unknown. */
export function programError(address: string, code: number): ProgramError | undefined {
  const known = PROGRAMS[address];
  const isToken = address === TOKEN_PROGRAM_ADDRESS;
  const found = isToken ? TOKEN_MESSAGES[code] : known?.messages[code];
  if (!found) return undefined;
  return { program: isToken ? "spl_token" : known!.name, code, name: found[0], message: found[1] };
}

/**
 * The error in a failed transaction's logs: that of the innermost program, which the ones around it only pass on. One that
 * Anchor found, such as an account that is not there, is told in Anchor's words.
 */
export function errorInLogs(logs: readonly string[]): ProgramError | undefined {
  const at = logs.findIndex((line) => FAILED.test(line));
  const [, address = "", hex = ""] = FAILED.exec(logs[at] ?? "") ?? [];
  return programError(address, parseInt(hex, 16)) ?? anchorError(address, logs.slice(0, Math.max(at, 0)));
}

function anchorError(address: string, logs: readonly string[]): ProgramError | undefined {
  const program = PROGRAMS[address]?.name;
  const found = logs.map((line) => ANCHOR.exec(line)).filter((match) => match !== null).at(-1);
  if (!program || !found) return undefined;
  const [, account, name = "", code = "", message = ""] = found;
  return { program, code: Number(code), name, message: account ? `${account}: ${message}` : message };
}

/**
 * The program's error behind whatever sending or simulating a transaction has thrown: from the logs that it carries, else
 * from its code and the instruction that failed. Undefined if it is no error of a known program.
 */
export function explain(
  error: unknown,
  transaction?: { instructions: readonly { programAddress: string }[] },
): ProgramError | undefined {
  for (let at: unknown = error; isObject(at); at = at["cause"]) {
    const context = isObject(at["context"]) ? at["context"] : {};
    const found = isStrings(context["logs"]) ? errorInLogs(context["logs"]) : byCode(context, transaction);
    if (found) return found;
  }
  return undefined;
}

function byCode(
  context: Record<string, unknown>,
  transaction?: { instructions: readonly { programAddress: string }[] },
) {
  const { code, index } = context;
  if (typeof code !== "number" || typeof index !== "number") return undefined;
  const program = transaction?.instructions[index]?.programAddress;
  return program === undefined ? undefined : programError(program, code);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
