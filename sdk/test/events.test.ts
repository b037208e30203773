import { getBase64Decoder } from "@solana/kit";
import { expect, test } from "vitest";
import { eventsOf, ioEmission, ioStaking } from "../src/index.js";

const [EMISSION, STAKING] = [ioEmission.IO_EMISSION_PROGRAM_ADDRESS, ioStaking.IO_STAKING_PROGRAM_ADDRESS];
const OTHER = "11111111111111111111111111111111";

const fields = { amount: 5n, minted: 7n, now: 3_600n };
const bytes = Uint8Array.from([
  ...Buffer.from("e3b9dcfd8d6049b2", "hex"),
  ...ioEmission.getEmittedEventEncoder().encode(fields),
]);
const data = `Program data: ${getBase64Decoder().decode(bytes)}`;

test("an event counts for the program that was running", () => {
  const logs = [
    `Program ${STAKING} invoke [1]`,
    `Program ${EMISSION} invoke [2]`,
    data,
    `Program ${EMISSION} success`,
    data,
    `Program ${STAKING} success`,
  ];
  const { events, truncated } = eventsOf(logs);
  expect(truncated).toBe(false);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ program: "io_emission", name: "Emitted", data: fields });
});

test("no other program can forge one", () => {
  const logs = [
    `Program ${EMISSION} invoke [1]`,
    `Program ${EMISSION} success`,
    `Program ${OTHER} invoke [1]`,
    data,
    `Program log: Program ${EMISSION} invoke [2]`,
    data,
    `Program ${OTHER} success`,
    data,
  ];
  expect(eventsOf(logs).events).toEqual([]);
});

test("logs that were cut off say so", () => {
  expect(eventsOf([`Program ${EMISSION} invoke [1]`, "Log truncated"])).toEqual({
    events: [],
    truncated: true,
    failed: false,
  });
});

test("a transaction that failed has no events: it was rolled back", () => {
  const logs = [`Program ${EMISSION} invoke [1]`, data, `Program ${EMISSION} success`];
  const failing = [
    `Program ${STAKING} invoke [1]`,
    `Program ${STAKING} failed: custom program error: 0x1770`,
  ];
  expect(eventsOf(logs).events).toHaveLength(1);
  expect(eventsOf([...logs, ...failing])).toEqual({ events: [], truncated: false, failed: true });
  // Logs that were cut off do not say so; the transaction's error does.
  expect(eventsOf([...logs, "Log truncated"], { InstructionError: [1, { Custom: 6000 }] }).events).toEqual(
    [],
  );
  expect(eventsOf(logs, null).events).toHaveLength(1);
  // Words of another program are none of the runtime's.
  expect(eventsOf([...logs, `Program log: Program ${STAKING} failed: x`]).events).toHaveLength(1);
});
