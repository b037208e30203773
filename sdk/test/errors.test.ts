import { getSolanaErrorFromJsonRpcError, getSolanaErrorFromTransactionError } from "@solana/kit";
import { TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { expect, test } from "vitest";
import { errorInLogs, explain, ioEmission, ioStaking, programError } from "../src/index.js";
import { PROGRAMS } from "../src/generated/programs.js";

const EMISSION = ioEmission.IO_EMISSION_PROGRAM_ADDRESS;
const STAKING = ioStaking.IO_STAKING_PROGRAM_ADDRESS;

test("every error has a name and a message that ends in no bare code", () => {
  for (const { messages } of Object.values(PROGRAMS)) {
    for (const [name, message] of Object.values(messages)) {
      expect(name).toMatch(/^[A-Z]\w+$/);
      expect(message.length).toBeGreaterThan(10);
    }
  }
});

test("the innermost program's error counts", () => {
  const logs = [
    `Program ${STAKING} invoke [1]`,
    `Program ${TOKEN_PROGRAM_ADDRESS} invoke [2]`,
    `Program ${TOKEN_PROGRAM_ADDRESS} failed: custom program error: 0x1`,
    `Program ${STAKING} failed: custom program error: 0x1`,
  ];
  expect(errorInLogs(logs)).toMatchObject({ program: "spl_token", name: "InsufficientFunds" });
});

/** What kit throws if a node refuses a transaction at preflight. */
function preflight(logs: string[] | null) {
  const err = { InstructionError: [1n, { Custom: 6014n }] };
  const data = { accounts: null, err, logs, unitsConsumed: 5n };
  return getSolanaErrorFromJsonRpcError({ code: -32002n, message: "Transaction simulation failed", data });
}

test("what Anchor refuses is told in its words", () => {
  const logs = [
    "Program log: AnchorError caused by account: stake. Error Code: AccountNotInitialized. Error Number: 3012. " +
      "Error Message: The program expected this account to be already initialized.",
    `Program ${STAKING} failed: custom program error: 0xbc4`,
  ];
  const message = "stake: The program expected this account to be already initialized";
  expect(errorInLogs(logs)).toEqual({ program: "io_staking", code: 3012, name: "AccountNotInitialized", message });
  expect(errorInLogs(logs.slice(1))).toBeUndefined();
  expect(errorInLogs([])).toBeUndefined();
});

test("an error is found in the logs of what kit throws, whatever is wrapped around it", () => {
  const logs = [`Program ${EMISSION} failed: custom program error: 0x177e`];
  const expected = { program: "io_emission", code: 6014, name: "NothingDue" };
  expect(explain(preflight(logs))).toMatchObject(expected);
  expect(explain(Object.assign(new Error("outer"), { cause: preflight(logs) }))).toMatchObject(expected);
});

test("without logs, by its code and the instruction that failed", () => {
  const transaction = { instructions: [{ programAddress: STAKING }, { programAddress: EMISSION }] };
  const message = "Nothing is due; crank again after the next full hour since genesis";
  expect(explain(preflight(null), transaction)?.message).toBe(message);
  const failed = getSolanaErrorFromTransactionError({ InstructionError: [1, { Custom: 6014 }] });
  expect(explain(failed, transaction)?.message).toBe(message);
  expect(explain(failed)).toBeUndefined();
  expect(explain(new Error("the line is dead"))).toBeUndefined();
});

test("what is unknown stays so", () => {
  expect(programError(EMISSION, 1)).toBeUndefined();
  expect(programError("11111111111111111111111111111111", 0)).toBeUndefined();
});
