/** Nothing is signed that releases less than was told. */

import type { Releases } from "@io-economy/sdk";
import { expect, test } from "vitest";
import { releaseSentence } from "../words/claim.js";
import { released } from "./release.js";

const made = (change: Partial<Releases>): Releases => ({
  instructions: [{ programAddress: "A" as never }],
  pays: [{ grant: "G", beneficiary: "B", amount: 1n }] as never,
  waiting: [],
  rest: [],
  ...change,
});

test("a release that pays is signed, one that would do nothing is told", () => {
  expect(released(made({}))).toHaveLength(1);
  const waits = made({ instructions: [], pays: [], waiting: ["G" as never] });
  expect(() => released(waits)).toThrow("no account for IO");
  expect(() => released(made({ rest: ["G" as never] }))).toThrow("do not fit");
  expect(() => released(made({ instructions: [], pays: [] }))).toThrow("Nothing has vested");
});

test("what does not fit is told", () => {
  expect(releaseSentence(100_000_000n, 1, true, 0)).toBe(
    "Release 1.00 IO that have vested of a grant, paid to your wallet; the rest unlocks by the month.",
  );
  const more = releaseSentence(100_000_000n, 8, true, 2);
  expect(more).toContain("2 more grants do not fit: release again after it.");
});
