/** Stakes as their owner sees them. */

import {
  crank,
  IO_MINT,
  ioStaking,
  MAX_TRANSACTION_BYTES,
  parseIo,
  type StakingView,
  transactionSize,
} from "@io-economy/sdk";
import { generateKeyPairSigner, type Instruction } from "@solana/kit";
import { expect, test } from "vitest";
import { createAssociated } from "../../../sdk/src/token.js";
import { io } from "../words/common.js";
import { CLAIMS_AT_ONCE, leaving, type PositionRow, rateText, takes, totals, whyNot } from "./model.js";

const ready = {
  state: "ready",
  earns: true,
  isSlashPending: false,
  message: "The node is available.",
} as never;
const lapsed = {
  state: "lapsed",
  earns: false,
  isSlashPending: false,
  message: "The report lapsed.",
} as never;
const ticket = (unlocksAt: bigint, isUnlocked = false) => ({ amount: parseIo("1"), unlocksAt, isUnlocked });

function held(change: object): PositionRow {
  const holding = { staked: 0n, claimable: 0n, cooling: [], withdrawable: 0n, held: 0n, ...change };
  return { holding, view: {} as StakingView } as unknown as PositionRow;
}

test("stakes add up", () => {
  const rows = [
    held({ staked: 5n, claimable: 2n, cooling: [ticket(9n)] }),
    held({ staked: 7n, claimable: 1n, withdrawable: 3n, held: 4n }),
  ];
  expect(totals(rows)).toEqual({
    staked: 12n,
    claimable: 3n,
    cooling: parseIo("1"),
    withdrawable: 3n,
    held: 4n,
  });
});

test("a fifth part that leaves joins the newest", () => {
  const { holding } = held({ cooling: [ticket(1n), ticket(2n), ticket(3n)] });
  expect(leaving(holding, 100n)).toEqual({ unlocksAt: 100n + 14n * 86_400n, movesNewest: false });
  const full = held({ cooling: [ticket(1n), ticket(2n), ticket(3n), ticket(4n)] });
  expect(leaving(full.holding, 0n).movesNewest).toBe(true);
  // One that is unlocked makes no room; two become one.
  const ripe = held({ cooling: [ticket(1n, true), ticket(2n), ticket(3n), ticket(4n)] });
  expect(leaving(ripe.holding, 0n).movesNewest).toBe(true);
  const two = held({ cooling: [ticket(1n, true), ticket(2n, true), ticket(3n), ticket(4n)] });
  expect(leaving(two.holding, 0n).movesNewest).toBe(false);
});

test("why an amount cannot be staked", () => {
  const why = (room: bigint, amount: bigint, balance?: bigint, isOperator = false, status = ready) =>
    whyNot({ status, room }, amount, balance, isOperator, io);
  expect(why(10n, 0n)).toBe("Name an amount above 0.");
  expect(why(0n, 1n)).toBe("This node takes no more stake from others.");
  expect(why(parseIo("5"), parseIo("6"))).toBe("This node takes 5 IO more from others.");
  expect(why(parseIo("9"), parseIo("6"), parseIo("2"))).toBe("Your wallet holds 2 IO.");
  expect(why(9n, 6n, 7n)).toBeUndefined();
  expect(why(9n, 6n, 7n, false, lapsed)).toMatch(/would earn nothing now/);
  // An operator brings its own node back, whatever it offers others.
  expect(why(0n, 6n, 7n, true, lapsed)).toBeUndefined();
  const paused = { status: ready, room: 9n, isPaused: true };
  expect(whyNot(paused, 6n, 7n, true, io)).toMatch(/Staking is paused/);
  expect(takes(paused)).toBe(false);
  expect(takes({ status: ready, room: 1n })).toBe(true);
  expect(takes({ status: lapsed, room: 1n })).toBe(false);
});

test("a rate is rounded down by integers: a float would make 57% of it 56.99%", () => {
  expect([570_000_000n, 80_000_000n, 12_345_678_901_234n, 99_999n, 0n].map(rateText)).toEqual([
    "57.00%",
    "8.00%",
    "1,234,567.89%",
    "0.00%",
    "0.00%",
  ]);
});

test("as many claims as are told fit into one transaction, and not one more", async () => {
  const owner = await generateKeyPairSigner();
  const some = async () => (await generateKeyPairSigner()).address;
  const destination = await some();
  const claims: Instruction[] = [];
  for (let i = 0; i <= CLAIMS_AT_ONCE; i += 1)
    claims.push(
      ioStaking.getClaimInstruction({ owner, node: await some(), stake: await some(), destination }),
    );
  const before = [crank(), await createAssociated(owner, owner.address, IO_MINT)];
  const size = (claimed: number) =>
    transactionSize([...before, ...claims.slice(0, claimed)], owner.address);
  expect(size(CLAIMS_AT_ONCE)).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES);
  expect(size(CLAIMS_AT_ONCE + 1)).toBeGreaterThan(MAX_TRANSACTION_BYTES);
});
