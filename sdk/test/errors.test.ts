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

test("an error is found behind its causes, by logs or by the instruction that failed", () => {
  const logs = [`Program ${EMISSION} failed: custom program error: 0x177e`];
  const nested = Object.assign(new Error("outer"), { cause: Object.assign(new Error("inner"), { context: { logs } }) });
  expect(explain(nested)).toMatchObject({ program: "io_emission", code: 6014, name: "NothingDue" });
  const byCode = { cause: { context: { code: 6014, index: 1 } } };
  const transaction = { instructions: [{ programAddress: STAKING }, { programAddress: EMISSION }] };
  expect(explain(byCode, transaction)?.message).toBe(
    "Nothing is due; crank again after the next full hour since genesis",
  );
  expect(explain(byCode)).toBeUndefined();
  expect(explain(new Error("the line is dead"))).toBeUndefined();
});

test("what is unknown stays so", () => {
  expect(programError(EMISSION, 1)).toBeUndefined();
  expect(programError("11111111111111111111111111111111", 0)).toBeUndefined();
});
