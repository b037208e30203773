/** A wallet of the wallet standard as a signer, for pages without React. */

import { type Address, getBase58Encoder, type TransactionSigner } from "@solana/kit";
import { IoError } from "./errors/io-error.js";
import { unwire, wire } from "./wire.js";

/** A wallet, as far as signing needs it. */
export interface StandardWallet {
  readonly name?: string;
  readonly features: Readonly<Record<string, unknown>>;
}

/** An account of a wallet. */
export interface StandardAccount {
  readonly address: string;
  readonly chains: readonly string[];
}

/** A wallet's feature `standard:connect`: asks its owner for accounts. */
export interface ConnectFeature {
  connect(): Promise<{ readonly accounts: readonly StandardAccount[] }>;
}

interface Input {
  readonly account: StandardAccount;
  readonly transaction: Uint8Array;
  readonly chain: string;
}

interface SignFeature {
  signTransaction(
    ...inputs: readonly Input[]
  ): Promise<readonly { readonly signedTransaction: Uint8Array }[]>;
}

interface SendFeature {
  signAndSendTransaction(...inputs: readonly Input[]): Promise<readonly { readonly signature: Uint8Array }[]>;
}

/** A chain of the wallet standard. */
export type Chain = "solana:mainnet" | "solana:devnet" | "solana:testnet" | "solana:localnet";

interface Transaction {
  readonly messageBytes: Uint8Array;
  readonly signatures: Readonly<Record<Address, Uint8Array | null>>;
  readonly lifetimeConstraint?: { readonly blockhash: string; readonly lastValidBlockHeight: bigint };
}

/**
 * A block that no chain reaches: what a wallet has given a blockhash of its own expires nobody
 * knows when.
 */
const NEVER = (1n << 64n) - 1n;

/**
 * An account of a wallet as a signer of transactions. A wallet that cannot sign without sending
 * sends itself.
 *
 * @example
 * const { accounts } = await wallet.features["standard:connect"].connect();
 * const signer = walletSigner(wallet, accounts[0], "solana:mainnet");
 * @throws {IoError} `wrongNetwork` if the account is not on this chain; `wallet` if it cannot sign
 * transactions.
 */
export function walletSigner(
  wallet: StandardWallet,
  account: StandardAccount,
  chain: Chain,
): TransactionSigner {
  const name = wallet.name ?? "This wallet";
  if (!account.chains.includes(chain)) {
    const action = `Switch the wallet to ${chain.replace("solana:", "")}.`;
    throw new IoError("wrongNetwork", `${name} is on another network than ${chain}.`, { action });
  }
  const address = account.address as Address;
  const input = ({ messageBytes, signatures }: Transaction) => {
    return { account, chain, transaction: wire(messageBytes, Object.values(signatures)) };
  };
  const sign = wallet.features["solana:signTransaction"] as SignFeature | undefined;
  if (sign) {
    const modifyAndSignTransactions = async (transactions: readonly Transaction[]) => {
      const signed = await sign.signTransaction(...transactions.map(input));
      return transactions.map((asked, i) => returned(asked, signed[i]!.signedTransaction));
    };
    return { address, modifyAndSignTransactions } as never as TransactionSigner;
  }
  const send = wallet.features["solana:signAndSendTransaction"] as SendFeature | undefined;
  if (send) {
    const signAndSendTransactions = async (transactions: readonly Transaction[]) => {
      const sent = await send.signAndSendTransaction(...transactions.map(input));
      // Some wallets return it as text.
      return sent.map(({ signature }) =>
        typeof signature === "string" ? getBase58Encoder().encode(signature) : signature,
      );
    };
    return { address, signAndSendTransactions } as never as TransactionSigner;
  }
  throw new IoError("wallet", `${name} cannot sign transactions.`, { action: "Use another wallet." });
}

/** The transaction that a wallet returned, which may have changed it. */
function returned(asked: Transaction, bytes: Uint8Array): Transaction {
  const { message, signatures, blockhash } = unwire(bytes);
  const lifetime = asked.lifetimeConstraint;
  const isSame = lifetime?.blockhash === blockhash;
  return {
    messageBytes: message,
    signatures,
    lifetimeConstraint: isSame ? lifetime : { blockhash, lastValidBlockHeight: NEVER },
  };
}
