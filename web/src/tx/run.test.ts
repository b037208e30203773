/** The way of a transaction: each phase is told, and a failure is explained. */

import { generateKeyPairSigner } from "@solana/kit";
import { beforeEach, expect, test } from "vitest";
import { check, look, type Phase, run } from "./run.js";
import { tellingSigner } from "./telling.js";
import type { Action } from "./words.js";

let calls: string[];
let answers: Record<string, unknown>;
/** A cluster that takes everything. */
const rpc = new Proxy({} as never, {
  get: (_, method: string) => () => ({
    send: async () => {
      calls.push(method);
      const answer = answers[method];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  }),
});

beforeEach(() => {
  calls = [];
  answers = {
    simulateTransaction: { value: { err: null, logs: [], unitsConsumed: 1_000n } },
    getRecentPrioritizationFees: [],
    getLatestBlockhash: {
      value: { blockhash: "11111111111111111111111111111111", lastValidBlockHeight: 100n },
    },
    sendTransaction: "signature",
    getBlockHeight: 1n,
    getSignatureStatuses: { value: [{ confirmationStatus: "confirmed", err: null, slot: 1n }] },
    getTransaction: {
      slot: 1n,
      meta: {
        err: null,
        fee: 5_000n,
        logMessages: [],
        preBalances: [9n],
        postBalances: [4n],
        computeUnitsConsumed: 1_000n,
      },
    },
  };
});

const action: Action = { title: "Nothing", sentence: "Nothing is done.", make: () => [] };

test("it is simulated before anybody is asked", async () => {
  const signer = await generateKeyPairSigner();
  const phase = await check(rpc, signer, action);
  expect(phase).toMatchObject({ name: "ready", simulated: { units: 1_000n, fee: 5_000n } });
  expect(calls).not.toContain("sendTransaction");
});

test("what the chain refuses is explained, and nothing is sent", async () => {
  answers["simulateTransaction"] = { value: { err: "AccountNotFound", logs: [] } };
  const phase = await check(rpc, await generateKeyPairSigner(), action);
  expect(phase).toMatchObject({ name: "failed", signature: undefined });
  expect((phase as { explanation: { message: string } }).explanation.message).not.toBe("");
  expect(calls).not.toContain("sendTransaction");
});

test("it tells that the wallet signs, that it was sent with its signature, that it landed", async () => {
  const told: Phase[] = [];
  await run(rpc, await generateKeyPairSigner(), action, (phase) => told.push(phase));
  expect(told.map(({ name }) => name)).toEqual(["signing", "sending", "landed"]);
  const sent = told[1] as { signature?: string };
  expect(sent.signature).toMatch(/^[1-9A-HJ-NP-Za-km-z]{80,90}$/);
  expect(told[2]).toMatchObject({ landed: { signature: sent.signature, changes: { sol: -5n } } });
});

test("a wallet that refuses is told as that", async () => {
  const signer = await generateKeyPairSigner();
  const refuse = () => Promise.reject(Object.assign(new Error("User rejected the request."), { code: 4001 }));
  const told: Phase[] = [];
  await run(rpc, { ...signer, signTransactions: refuse } as never, action, (phase) => told.push(phase));
  expect(told.at(-1)).toMatchObject({ name: "failed", explanation: { kind: "refused" } });
});

test("a signer of any kind is told of, and is otherwise itself", async () => {
  const told: Phase[] = [];
  const own = { address: "A", signAndSendTransactions: async () => [new Uint8Array(64).fill(1)] };
  const signer = tellingSigner(own as never, (phase) => told.push(phase));
  expect(signer.address).toBe("A");
  expect("signTransactions" in signer).toBe(false);
  await (signer as never as typeof own).signAndSendTransactions();
  expect(told.map(({ name }) => name)).toEqual(["signing", "sending"]);
});

/** What a run tells, with a cluster that goes away once the transaction was sent. */
async function lost(): Promise<Extract<Phase, { name: "unknown" }>> {
  for (const method of ["getBlockHeight", "getSignatureStatuses", "sendTransaction"])
    answers[method] = new TypeError("fetch failed");
  const told: Phase[] = [];
  await run(rpc, await generateKeyPairSigner(), action, (phase) => told.push(phase));
  const last = told.at(-1)!;
  expect(last).toMatchObject({ name: "unknown", sent: { lastBlock: 100n } });
  return last as Extract<Phase, { name: "unknown" }>;
}

test("what became of a transaction is looked up, never sent again, if the cluster goes away", async () => {
  const unknown = await lost();
  expect(await look(rpc, unknown)).toMatchObject({ name: "unknown" });
  answers["getBlockHeight"] = 100n;
  answers["getSignatureStatuses"] = { value: [null] };
  expect(await look(rpc, unknown)).toMatchObject({ name: "unknown" });
  answers["getBlockHeight"] = 101n;
  expect(await look(rpc, unknown)).toMatchObject({ name: "failed", explanation: { kind: "expired" } });
  answers["getSignatureStatuses"] = { value: [{ confirmationStatus: "finalized", err: null, slot: 7n }] };
  const { signature } = unknown.sent;
  const landed = { signature, slot: 7n, isComplete: false };
  expect(await look(rpc, unknown)).toMatchObject({ name: "landed", landed });
  answers["getSignatureStatuses"] = {
    value: [{ confirmationStatus: "finalized", err: "InsufficientFundsForFee", slot: 7n }],
  };
  const failed = { name: "failed", signature, explanation: { kind: "noSol" } };
  expect(await look(rpc, unknown)).toMatchObject(failed);
  expect(calls.filter((method) => method === "getLatestBlockhash")).toHaveLength(1);
}, 60_000);

test("what the wallet signs after its owner has cancelled here is not sent", async () => {
  const signer = await generateKeyPairSigner();
  const stop = new AbortController();
  const late = async (transactions: never) => {
    stop.abort();
    return signer.signTransactions(transactions);
  };
  const told: Phase[] = [];
  const slow = { ...signer, signTransactions: late } as never;
  await run(rpc, slow, action, (phase) => told.push(phase), stop.signal);
  expect(calls).not.toContain("sendTransaction");
  expect(told.at(-1)!.name).not.toBe("landed");
});

test("a second signature says why it is asked for", async () => {
  let looks = 0;
  answers["getSignatureStatuses"] = { value: [null] };
  const passing = new Proxy({} as never, {
    get: (_, method: string) => () => ({
      send: async () => {
        if (method !== "getBlockHeight") return answers[method];
        looks += 1;
        if (looks > 1) answers["getSignatureStatuses"] = { value: [landedStatus] };
        return looks === 1 ? 101n : 1n;
      },
    }),
  });
  const landedStatus = { confirmationStatus: "confirmed", err: null, slot: 1n };
  const told: Phase[] = [];
  await run(passing, await generateKeyPairSigner(), action, (phase) => told.push(phase));
  const asked = told.filter((phase) => phase.name === "signing");
  expect(asked).toEqual([
    { name: "signing", isAgain: false },
    { name: "signing", isAgain: true },
  ]);
  expect(told.at(-1)!.name).toBe("landed");
});
