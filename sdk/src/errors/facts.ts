/** What can be found in whatever was thrown: logs, the transaction's error, codes and words. */

/** A transaction's error as the cluster has it: a name, or an object with one key. */
export type TransactionError = string | { readonly [name: string]: unknown };

/** What is known of a failure. */
export interface Facts {
  logs?: readonly string[];
  err?: TransactionError;
  /** Codes of kit's errors and of wallets, the outermost first. */
  codes: number[];
  /** Names and messages of errors, the outermost first. */
  words: string[];
  /** The HTTP status of an RPC node's answer. */
  status?: number;
}

/** Where one error keeps another, or what it is about. */
const INSIDE = ["context", "cause", "error", "value", "meta", "data", "details", "result"] as const;

/** kit's numbers of transaction errors start here, in the order of the runtime's list. */
const TRANSACTION_ERRORS = 7_050_000;
const NAMES: Record<number, string> = {
  1: "AccountInUse",
  3: "AccountNotFound",
  4: "ProgramAccountNotFound",
  5: "InsufficientFundsForFee",
  6: "InvalidAccountForFee",
  7: "AlreadyProcessed",
  8: "BlockhashNotFound",
  13: "InvalidProgramForExecution",
  15: "ClusterMaintenance",
  17: "WouldExceedMaxBlockCostLimit",
  20: "WouldExceedMaxAccountCostLimit",
  31: "InsufficientFundsForRent",
};
/** kit's numbers of instruction errors: from here, fewer than this many. */
const [INSTRUCTION_ERRORS, MANY, CUSTOM] = [4_615_000, 1_000, 26];
const INSTRUCTION_NAMES: Record<number, string> = {
  4: "InvalidAccountData",
  6: "InsufficientFunds",
  7: "IncorrectProgramId",
  8: "MissingRequiredSignature",
  10: "UninitializedAccount",
  47: "InvalidAccountOwner",
  50: "IllegalOwner",
};

/** Looks through an error and all that it holds. */
export function factsOf(error: unknown): Facts {
  const facts: Facts = { codes: [], words: [] };
  const queue = [error];
  // As wide as any library nests them, and never in a circle.
  for (let seen = 0; queue.length > 0 && seen < 32; seen++) {
    const at = queue.shift();
    if (typeof at === "string") facts.words.push(at);
    if (!isObject(at)) continue;
    read(at, facts);
    for (const name of INSIDE) if (isObject(at[name]) || (name === "error" && at[name])) queue.push(at[name]);
  }
  return facts;
}

function read(at: Record<string, unknown>, facts: Facts) {
  for (const name of ["logs", "logMessages"]) {
    const found = at[name];
    if (isStrings(found) && found.length > 0) facts.logs ??= found;
  }
  for (const name of ["err", "transactionError"]) {
    const found = at[name];
    if (found && (typeof found === "string" || isObject(found))) facts.err ??= found as TransactionError;
  }
  if ("InstructionError" in at) facts.err ??= at;
  for (const name of ["name", "message"]) {
    if (typeof at[name] === "string" && at[name]) facts.words.push(at[name]);
  }
  if (typeof at["statusCode"] === "number") facts.status ??= at["statusCode"];
  const code = at["__code"] ?? at["code"];
  if (typeof code === "number") {
    facts.codes.push(code);
    facts.err ??= errorOf(code, at);
  }
}

/** The transaction's error behind a code of kit. */
function errorOf(code: number, { index, ...rest }: Record<string, unknown>): TransactionError | undefined {
  const name = NAMES[code - TRANSACTION_ERRORS];
  if (name) return name;
  const instruction = code - INSTRUCTION_ERRORS;
  if (instruction < 0 || instruction >= MANY || typeof index !== "number") {
    // Older versions of kit have the number of a program's error and of its instruction side by
    // side.
    const isBare = typeof index === "number" && !("__code" in rest);
    return isBare ? { InstructionError: [index, { Custom: code }] } : undefined;
  }
  const custom = { Custom: rest["code"] };
  return { InstructionError: [index, instruction === CUSTOM ? custom : INSTRUCTION_NAMES[instruction]] };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
