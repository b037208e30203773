/** Whatever is thrown is explained: one test for each sort of thing. */

import {
  address,
  getSolanaErrorFromJsonRpcError,
  getSolanaErrorFromTransactionError,
  SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  SolanaError,
} from "@solana/kit";
import { describe, expect, test } from "vitest";
import {
  explain,
  ioEmission,
  IoError,
  ioOrders,
  ioStaking,
  isIoError,
  programError,
  STAKE_VAULT,
  USDC_ESCROW_VAULT,
} from "../src/index.js";
import { PROGRAM_ERRORS } from "../src/generated/errors.js";
import { ERROR_NAMES } from "../src/generated/names.js";
import { ASSOCIATED_TOKEN_PROGRAM, SYSTEM_PROGRAM, TOKEN_PROGRAM } from "../src/token.js";

const EMISSION = ioEmission.IO_EMISSION_PROGRAM_ADDRESS;
const STAKING = ioStaking.IO_STAKING_PROGRAM_ADDRESS;
const ORDERS = ioOrders.IO_ORDERS_PROGRAM_ADDRESS;

test("every error has a name and a message that ends in no bare code", () => {
  for (const { messages } of Object.values(PROGRAM_ERRORS)) {
    for (const [name, message] of Object.values(messages)) {
      expect(name).toMatch(/^[A-Z]\w+$/);
      expect(message.length).toBeGreaterThan(10);
    }
  }
});

test("every error is named without its message too", () => {
  expect(Object.keys(ERROR_NAMES).sort()).toEqual(Object.keys(PROGRAM_ERRORS).sort());
  for (const [program, { name, messages }] of Object.entries(PROGRAM_ERRORS)) {
    for (const [code, [error]] of Object.entries(messages)) {
      const instructions = [{ programAddress: program }];
      const found = explain({ InstructionError: [0, { Custom: Number(code) }] }, { instructions });
      expect(found).toMatchObject({ program: name, code: Number(code), name: error });
      const told = explain(
        { InstructionError: [0, { Custom: Number(code) }] },
        { instructions, programError },
      );
      // What a wallet holds, and whether it has an account, is told in words of its own.
      const isOfWallet = /^(insufficient|noAccount)$/.test(found.kind);
      if (!isOfWallet) expect(told.message).toBe(messages[Number(code)]![1]);
    }
  }
});

/** What kit throws if a node refuses a transaction at preflight. */
function preflight(logs: string[] | null, err: unknown = { InstructionError: [1n, { Custom: 6014n }] }) {
  const data = { accounts: null, err, logs, unitsConsumed: 5n };
  return getSolanaErrorFromJsonRpcError({
    code: -32002n,
    message: "Transaction simulation failed",
    data,
  } as never);
}

const NOTHING_DUE = [
  `Program ${EMISSION} invoke [1]`,
  "Program log: AnchorError thrown in crank.rs:9. Error Code: NothingDue. Error Number: 6014. " +
    "Error Message: Nothing is due; crank again after the next full hour.",
  `Program ${EMISSION} failed: custom program error: 0x177e`,
];
const nothingDue = {
  program: "io_emission",
  code: 6014,
  name: "NothingDue",
  message: "Nothing is due; crank again after the next full hour",
};

describe("a program's refusal", () => {
  test("in the logs of what kit throws, whatever is wrapped around it", () => {
    expect(explain(preflight(NOTHING_DUE))).toMatchObject(nothingDue);
    expect(explain(Object.assign(new Error("outer"), { cause: preflight(NOTHING_DUE) }))).toMatchObject(
      nothingDue,
    );
  });

  test.each([
    ["on top, as web3.js has them", Object.assign(new Error("failed"), { logs: NOTHING_DUE })],
    ["in .error, as wallet adapters have them", { error: { logs: NOTHING_DUE } }],
    ["in .error.error", { error: { error: { logs: NOTHING_DUE } } }],
    [
      "in a transaction's meta",
      { meta: { err: { InstructionError: [0, { Custom: 6014 }] }, logMessages: NOTHING_DUE } },
    ],
    ["in a meta itself", { err: { InstructionError: [0, { Custom: 6014 }] }, logMessages: NOTHING_DUE }],
    ["in a simulation's result", { context: { slot: 5n }, value: { err: "x", logs: NOTHING_DUE } }],
    ["in a JSON-RPC error", { code: -32002, data: { logs: NOTHING_DUE } }],
  ])("%s", (_, error) => expect(explain(error)).toMatchObject(nothingDue));

  test("without logs, by its code and the instruction that failed", () => {
    const context = { instructions: [{ programAddress: STAKING }, { programAddress: EMISSION }] };
    expect(explain(preflight(null), context)).toMatchObject({ name: "NothingDue", message: "Nothing due." });
    const failed = getSolanaErrorFromTransactionError({ InstructionError: [1, { Custom: 6014 }] });
    expect(explain(failed, { ...context, programError }).message).toContain("Crank again");
    expect(explain(failed)).toMatchObject({ kind: "unknown" });
  });

  test("a crank that came first is made anew, what is too early is made later, the rest never", () => {
    const refused = (program: string, code: number) =>
      explain({ InstructionError: [0, { Custom: code }] }, { instructions: [{ programAddress: program }] });
    const of = (program: string, name: string) =>
      Number(Object.entries(PROGRAM_ERRORS[program]!.messages).find(([, [found]]) => found === name)![0]);
    expect(refused(EMISSION, of(EMISSION, "NothingDue"))).toMatchObject({ kind: "program", retry: "now" });
    expect(refused(STAKING, of(STAKING, "CrankFirst"))).toMatchObject({ kind: "program", retry: "now" });
    expect(refused(ORDERS, of(ORDERS, "FirstHour"))).toMatchObject({ kind: "tooEarly", retry: "later" });
    expect(refused(STAKING, of(STAKING, "Paused"))).toMatchObject({ kind: "paused", retry: "later" });
    expect(refused(STAKING, of(STAKING, "NotOwner"))).toMatchObject({ kind: "program", retry: "never" });
  });

  test("the innermost program's error counts", () => {
    const logs = [
      `Program ${STAKING} invoke [1]`,
      `Program ${TOKEN_PROGRAM} invoke [2]`,
      `Program ${TOKEN_PROGRAM} failed: custom program error: 0x1`,
      `Program ${STAKING} failed: custom program error: 0x1`,
    ];
    expect(explain({ logs })).toMatchObject({
      kind: "insufficient",
      program: "spl_token",
      name: "InsufficientFunds",
    });
  });

  test("one that a program passed on, without logs", () => {
    const instructions = [{ programAddress: STAKING, accounts: [{ address: STAKE_VAULT }] }];
    const landed = { err: { InstructionError: [0, { Custom: 1 }] } };
    expect(explain(landed, { instructions })).toMatchObject({
      kind: "insufficient",
      message: "This wallet holds less IO than that.",
    });
  });

  test("an account that is not there is told in words, not in the framework's", () => {
    const logs = [
      "Program log: AnchorError caused by account: stake. Error Code: AccountNotInitialized. " +
        "Error Number: 3012. Error Message: The program expected this account to be already initialized.",
      `Program ${STAKING} failed: custom program error: 0xbc4`,
    ];
    expect(explain({ logs })).toEqual({
      kind: "noAccount",
      name: "AccountNotInitialized",
      message: "This wallet has no stake in this node.",
      action: "Stake first.",
      retry: "never",
      program: "io_staking",
      code: 3012,
    });
    expect(explain({ logs: logs.slice(1) })).toMatchObject({ kind: "noAccount", program: "io_staking" });
  });
});

describe("a wallet without", () => {
  const inPreflight = (err: unknown) => preflight([], err);

  test.each([
    ["any SOL", inPreflight("AccountNotFound")],
    ["SOL for the fee", inPreflight("InsufficientFundsForFee")],
    ["SOL for rent", inPreflight({ InsufficientFundsForRent: { account_index: 0 } })],
    ["SOL, as kit throws it", getSolanaErrorFromTransactionError("InsufficientFundsForFee")],
    ["SOL, in words", new Error("Attempt to debit an account but found no record of a prior credit.")],
  ])("%s", (_, error) => expect(explain(error)).toMatchObject({ kind: "noSol", retry: "later" }));

  test("SOL for the rent of an account that is created", () => {
    const logs = [
      `Program ${STAKING} invoke [1]`,
      `Program ${SYSTEM_PROGRAM} invoke [2]`,
      "Transfer: insufficient lamports 1000, need 2895360",
      `Program ${SYSTEM_PROGRAM} failed: custom program error: 0x1`,
      `Program ${STAKING} failed: custom program error: 0x1`,
    ];
    const { kind, message } = explain({ logs });
    expect(kind).toBe("noSol");
    expect(message).toContain("It has 0.000001 SOL, and needs 0.00289536 for rent.");
  });

  test.each([
    ["IO", STAKING, STAKE_VAULT, "invalid account data for instruction"],
    ["USDC", ORDERS, USDC_ESCROW_VAULT, "invalid account data for instruction"],
    ["IO", STAKING, STAKE_VAULT, "Provided owner is not allowed"],
  ])("a token account of %s", (token, program, vault, reason) => {
    const logs = [
      `Program ${program} invoke [1]`,
      `Program ${TOKEN_PROGRAM} invoke [2]`,
      `Program ${TOKEN_PROGRAM} failed: ${reason}`,
      `Program ${program} failed: ${reason}`,
    ];
    const instructions = [{ programAddress: program, accounts: [{ address: vault }] }];
    const message = `This wallet has no ${token} account: it holds no ${token}.`;
    expect(explain({ logs }, { instructions })).toMatchObject({ kind: "noAccount", message });
    const landed = { err: { InstructionError: [0, "InvalidAccountData"] } };
    expect(explain(landed, { instructions })).toMatchObject({ kind: "noAccount", message });
  });

  test("an account that the associated token program cannot make", () => {
    const logs = [`Program ${ASSOCIATED_TOKEN_PROGRAM} failed: Provided owner is not allowed`];
    expect(explain({ logs }).kind).toBe("noAccount");
  });
});

describe("what never reaches a program", () => {
  test.each([
    ["a blockhash that expired, at preflight", preflight([], "BlockhashNotFound")],
    ["a block height, as kit throws it", heightExceeded()],
    [
      "as web3.js throws it",
      Object.assign(new Error("block height exceeded"), {
        name: "TransactionExpiredBlockheightExceededError",
      }),
    ],
  ])("expired: %s", (_, error) => expect(explain(error)).toMatchObject({ kind: "expired", retry: "now" }));

  test.each([
    ["as EIP-1193 numbers it", { code: 4001, message: "User rejected the request." }],
    [
      "as the wallet standard does",
      Object.assign(new Error("rejected"), { name: "WalletStandardError", code: 4001000 }),
    ],
    ["in words", new Error("User rejected the request.")],
    ["as adapters wrap it", { name: "WalletSignTransactionError", message: "", error: { code: 4001 } }],
    ["not connected", { name: "WalletNotConnectedError", message: "" }],
  ])("refused in the wallet: %s", (_, error) =>
    expect(explain(error)).toMatchObject({ kind: "refused", retry: "now" }),
  );

  test.each([
    ["the browser's fetch", new TypeError("Failed to fetch")],
    ["Node's fetch", Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } })],
    ["HTTP 503", new SolanaError(SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, httpError(503))],
    ["too many requests", new SolanaError(SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, httpError(429))],
    [
      "a node that lags",
      getSolanaErrorFromJsonRpcError({ code: -32016n, message: "m", data: { contextSlot: 1n } } as never),
    ],
  ])("offline: %s", (_, error) => expect(explain(error)).toMatchObject({ kind: "offline", retry: "now" }));

  test.each([
    ["a cluster without the programs", preflight([], "ProgramAccountNotFound")],
    ["a program that is no program there", { err: "InvalidProgramForExecution" }],
    ["the SDK's own", new IoError("wrongNetwork", "The emission is not there.")],
  ])("network: %s", (_, error) => expect(explain(error)).toMatchObject({ kind: "network", retry: "never" }));

  test("the SDK's own errors say what they are", () => {
    const error = new IoError("badInput", "Name the currency.", { action: "Write it." });
    expect(error).toBeInstanceOf(RangeError);
    expect(isIoError(error, "badInput")).toBe(true);
    expect(isIoError(new RangeError("x"))).toBe(false);
    expect(explain(error)).toEqual({
      kind: "input",
      name: "BadInput",
      message: "Name the currency.",
      action: "Write it.",
      retry: "never",
    });
  });

  test.each([
    [undefined],
    [null],
    [5],
    [""],
    [{}],
    [new Error()],
    [new Error("the line is dead")],
    [Symbol("x")],
  ])("what is unknown says so: %o", (error) => {
    const { kind, message, action } = explain(error);
    expect(kind).toBe("unknown");
    expect(message).not.toBe("");
    expect(action).not.toBe("");
  });

  test("an error that holds itself", () => {
    const error: { cause?: unknown } = {};
    error.cause = error;
    expect(explain(error).kind).toBe("unknown");
  });
});

test("what is unknown of a program stays so", () => {
  expect(programError(EMISSION, 1)).toBeUndefined();
  expect(programError(address(SYSTEM_PROGRAM), 0)).toBeUndefined();
});

function heightExceeded() {
  return new SolanaError(SOLANA_ERROR__BLOCK_HEIGHT_EXCEEDED, {
    currentBlockHeight: 5n,
    lastValidBlockHeight: 4n,
  });
}

function httpError(statusCode: number) {
  return { headers: new Headers(), message: "no", statusCode };
}
