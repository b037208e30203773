/** Transactions as bytes, against kit's own decoders and signers. */

import {
  type Address,
  AccountRole,
  appendTransactionMessageInstructions,
  compileTransaction,
  createTransactionMessage,
  decompileTransactionMessage,
  generateKeyPairSigner,
  getAddressDecoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
  type Instruction,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import { expect, test } from "vitest";
import { transactionSize } from "../src/index.js";
import { compile, signersOf, unwire, wire } from "../src/wire.js";

const BLOCKHASH = "EETubP5AKHgjPAhzPAFcb8BAY1hMH639CWCFTqi3hq1k";
const key = (fill: number) => getAddressDecoder().decode(new Uint8Array(32).fill(fill));

/** Instructions of random accounts, among few keys, so that roles meet. */
function random(seed: number): Instruction[] {
  let state = seed;
  const roll = (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >> 8) % sides;
  };
  return Array.from({ length: 1 + roll(4) }, () => ({
    programAddress: key(200 + roll(3)),
    accounts: Array.from({ length: roll(20) }, () => {
      const at = 1 + roll(40);
      // A few keys sign: a transaction has at most 12 signatures.
      return { address: key(at), role: (at < 9 ? roll(4) : roll(2)) as AccountRole };
    }),
    data: new Uint8Array(roll(200)).fill(roll(256)),
  }));
}

test("kit reads what is written as it would write it", () => {
  const payer = key(7);
  for (let seed = 1; seed < 400; seed++) {
    const instructions = random(seed);
    const { message, signers } = compile(instructions, payer, BLOCKHASH);
    const ours = decompileTransactionMessage(getCompiledTransactionMessageDecoder().decode(message) as never);
    const theirs = pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayer(payer, message),
      (message) =>
        setTransactionMessageLifetimeUsingBlockhash(
          { blockhash: BLOCKHASH as never, lastValidBlockHeight: 0n },
          message,
        ),
      (message) => appendTransactionMessageInstructions(instructions, message),
    );
    const compiled = compileTransaction(theirs);
    const again = decompileTransactionMessage(
      getCompiledTransactionMessageDecoder().decode(compiled.messageBytes) as never,
    );
    expect(plain(ours)).toEqual(plain(again));
    expect(signers.slice().sort()).toEqual(Object.keys(compiled.signatures).sort());
    expect(signers[0]).toBe(payer);
    expect(message.length).toBe(compiled.messageBytes.length);
  }
});

function plain(message: object) {
  const { instructions, feePayer, version } = message as never as {
    instructions: Instruction[];
    feePayer: { address: Address };
    version: number;
  };
  const calls = instructions.map(({ programAddress, accounts = [], data = new Uint8Array() }) => ({
    programAddress,
    accounts: accounts.map(({ address, role }) => [address, role]),
    data: [...data],
  }));
  return { calls, feePayer, version };
}

test("over the wire and back", () => {
  const { message, signers } = compile(random(5), key(7), BLOCKHASH);
  const signatures = signers.map((_, i) => (i === 0 ? null : new Uint8Array(64).fill(i)));
  const bytes = wire(message, signatures);
  const kit = getTransactionDecoder().decode(bytes);
  expect([...kit.messageBytes]).toEqual([...message]);
  expect(Object.keys(kit.signatures)).toEqual(signers);
  const back = unwire(bytes);
  expect(back.blockhash).toBe(BLOCKHASH);
  expect([...back.message]).toEqual([...message]);
  expect(Object.keys(back.signatures)).toEqual(signers);
  expect(Object.values(back.signatures).map((one) => one && [...one])).toEqual(
    signatures.map((one) => one && [...one]),
  );
});

test("a transaction's size has room for a compute limit and a price", () => {
  const [instructions, payer] = [random(9), key(7)];
  const budget = (bytes: number) => ({ programAddress: key(99), accounts: [], data: new Uint8Array(bytes) });
  const { message, signers } = compile([budget(5), budget(9), ...instructions], payer, BLOCKHASH);
  expect(transactionSize(instructions, payer)).toBeGreaterThanOrEqual(
    wire(
      message,
      signers.map(() => null),
    ).length,
  );
  expect(transactionSize(instructions, payer) - message.length).toBeLessThan(64 * signers.length + 8);
});

test("signers are found in the instructions", async () => {
  const [payer, other] = [await generateKeyPairSigner(), await generateKeyPairSigner()];
  const account = { address: other.address, role: AccountRole.READONLY_SIGNER, signer: other };
  const found = signersOf([{ programAddress: key(1), accounts: [account] }], payer);
  expect([...found.keys()]).toEqual([payer.address, other.address]);
});
