/** A cluster's JSON-RPC over an embedded chain, which fails as it is told. */

import {
  type Address,
  getBase64Decoder,
  getBase64Encoder,
  getSignatureFromTransaction,
  getTransactionDecoder,
  type Transaction,
} from "@solana/kit";
import { FailedTransactionMetadata, type SimulatedTransactionInfo } from "litesvm";
import { IO_MINT, type LightRpc, USDC_MINT } from "../src/index.js";
import { tokenAccount } from "../src/token.js";
import { unwire } from "../src/wire.js";
import type { Chain } from "./chain.js";

/** What goes wrong, and how often still. */
export interface Faults {
  /** Transactions that are taken and never land; their blockhash expires. */
  lost: number;
  /** Calls that fail as if the line were dead, by method. */
  dead: Record<string, number>;
  /** Before a transaction is simulated the next time. */
  beforeSimulation: (() => Promise<void>)[];
  /** Before a transaction lands the next time. */
  beforeLanding: (() => Promise<void>)[];
}

interface Sent {
  err: unknown;
  meta: object;
}

/** An in-process cluster. */
export class Cluster {
  readonly faults: Faults = { lost: 0, dead: {}, beforeSimulation: [], beforeLanding: [] };
  /** The methods that were called, in order. */
  readonly calls: string[] = [];
  /** Priority fees of recent slots. */
  fees: bigint[] = [0n, 0n, 0n, 0n];
  height = 100n;
  private readonly landed = new Map<string, Sent>();

  constructor(private readonly chain: Chain) {}

  /** The client of it. */
  readonly rpc = new Proxy({} as LightRpc, {
    get:
      (_, method: string) =>
      (...params: never[]) => ({ send: () => this.call(method, params) }),
  });

  private async call(method: string, params: never[]): Promise<unknown> {
    this.calls.push(method);
    const dead = this.faults.dead[method] ?? 0;
    if (dead > 0) {
      this.faults.dead[method] = dead - 1;
      throw new TypeError("fetch failed");
    }
    return (this as unknown as Record<string, (...params: never[]) => unknown>)[method]!(...params);
  }

  protected async getMultipleAccounts(addresses: Address[]) {
    const accounts = await this.chain.read(addresses);
    const value = accounts.map((account) =>
      account.exists
        ? { ...account, owner: account.programAddress, data: [base64(account.data), "base64"] }
        : null,
    );
    return { value };
  }

  protected getLatestBlockhash() {
    const blockhash = this.chain.svm.latestBlockhash();
    return { value: { blockhash, lastValidBlockHeight: this.height + 150n } };
  }

  protected getBlockHeight() {
    return this.height;
  }

  protected getRecentPrioritizationFees() {
    return this.fees.map((prioritizationFee) => ({ prioritizationFee }));
  }

  protected async simulateTransaction(
    wire: string,
    { accounts: shown }: { accounts?: { addresses: readonly Address[] } } = {},
  ) {
    await this.faults.beforeSimulation.shift()?.();
    const { svm } = this.chain;
    svm.withSigverify(false).withBlockhashCheck(false);
    const result = svm.simulateTransaction(decoded(wire));
    svm.withSigverify(true).withBlockhashCheck(true);
    const failed = result instanceof FailedTransactionMetadata;
    const meta = result.meta();
    return {
      value: {
        err: failed ? errorOf(result) : null,
        logs: meta.logs(),
        unitsConsumed: meta.computeUnitsConsumed(),
        accounts: failed || !shown ? null : shown.addresses.map((address) => afterOf(result, address)),
      },
    };
  }

  protected async sendTransaction(wire: string) {
    const transaction = decoded(wire);
    const signature = getSignatureFromTransaction(transaction);
    if (this.landed.has(signature)) return signature;
    if (this.faults.lost > 0) {
      this.faults.lost -= 1;
      // Its blockhash is forgotten, and its last block is past.
      this.height += 200n;
      return signature;
    }
    await this.faults.beforeLanding.shift()?.();
    const owner = Object.keys(transaction.signatures)[0] as Address;
    const before = await this.balances(owner);
    // What others sent meanwhile has moved the embedded chain's blockhash on.
    this.chain.svm.withBlockhashCheck(false);
    const result = this.chain.svm.sendTransaction(transaction);
    this.chain.svm.withBlockhashCheck(true);
    const failed = result instanceof FailedTransactionMetadata;
    const after = await this.balances(owner);
    const meta = failed ? result.meta() : result;
    this.landed.set(signature, {
      err: failed ? errorOf(result) : null,
      meta: {
        err: failed ? errorOf(result) : null,
        fee: 5_000n,
        logMessages: meta.logs(),
        computeUnitsConsumed: meta.computeUnitsConsumed(),
        preBalances: [before.sol],
        postBalances: [after.sol],
        preTokenBalances: before.tokens,
        postTokenBalances: after.tokens,
      },
    });
    return signature;
  }

  private async balances(owner: Address) {
    const tokens = [];
    for (const mint of [IO_MINT, USDC_MINT]) {
      const found = this.chain.svm.getAccount(await this.chain.address(owner, mint));
      const token = tokenAccount(found as never);
      if (token) tokens.push({ mint, owner, uiTokenAmount: { amount: token.amount.toString() } });
    }
    return { sol: this.chain.svm.getBalance(owner) ?? 0n, tokens };
  }

  protected getSignatureStatuses(signatures: string[]) {
    const value = signatures.map((signature) => {
      const found = this.landed.get(signature);
      return found ? { confirmationStatus: "confirmed", err: found.err, slot: 7n } : null;
    });
    return { value };
  }

  protected getTransaction(signature: string) {
    const found = this.landed.get(signature);
    return found ? { slot: 7n, meta: found.meta } : null;
  }

  protected getProgramAccounts(
    program: Address,
    { filters }: { filters: { memcmp: { offset: bigint; bytes: string } }[] },
  ) {
    const { svm } = this.chain;
    return svm
      .getProgramAccounts(program)
      .filter(({ data }) =>
        filters.every(({ memcmp }) => {
          const bytes = Buffer.from(getBase58(memcmp.bytes));
          return bytes.equals(
            Buffer.from(data).subarray(Number(memcmp.offset), Number(memcmp.offset) + bytes.length),
          );
        }),
      )
      .map((account) => ({
        pubkey: account.address,
        account: { ...account, owner: account.programAddress, data: [base64(account.data), "base64"] },
      }));
  }
}

/** An account as a simulation leaves it. */
function afterOf(simulated: SimulatedTransactionInfo, address: Address) {
  const found = simulated.postAccounts().find((account) => account.address === address);
  if (!found || BigInt(found.lamports) === 0n) return null;
  const { programAddress: owner, lamports, executable } = found;
  return { owner, lamports, executable, data: [base64(found.data), "base64"] };
}

function getBase58(text: string): Uint8Array {
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let value = [...text].reduce((sum, letter) => sum * 58n + BigInt(alphabet.indexOf(letter)), 0n);
  const bytes = [];
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 0xffn));
  const zeros = /^1*/.exec(text)![0].length;
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes]);
}

function base64(bytes: Uint8Array | { readonly length: number }): string {
  return getBase64Decoder().decode(bytes as Uint8Array);
}

function decoded(wire: string): Transaction {
  const bytes = getBase64Encoder().encode(wire) as Uint8Array;
  unwire(bytes);
  return getTransactionDecoder().decode(bytes);
}

/** Names of the errors that tests meet, by LiteSVM's numbers for them. */
const TRANSACTION: Record<number, string> = {
  2: "AccountNotFound",
  4: "InsufficientFundsForFee",
  7: "BlockhashNotFound",
};
const INSTRUCTION: Record<number, string> = {
  3: "InvalidAccountData",
  6: "IncorrectProgramId",
  44: "InvalidAccountOwner",
  47: "IllegalOwner",
};

/** The error as a cluster has it. */
function errorOf(failed: FailedTransactionMetadata): unknown {
  const error = failed.err();
  if (typeof error === "number") return TRANSACTION[error] ?? `Number${error}`;
  if (!("err" in error)) return { InsufficientFundsForRent: { account_index: 0 } };
  const inside = error.err();
  const reason =
    typeof inside === "number"
      ? (INSTRUCTION[inside] ?? `Number${inside}`)
      : { Custom: (inside as { code: number }).code };
  return { InstructionError: [error.index, reason] };
}
