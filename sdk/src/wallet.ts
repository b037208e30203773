/** A wallet of the wallet standard: connected, as a signer, and followed when its owner switches accounts. */

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

interface ConnectFeature {
  connect(input?: { readonly silent?: boolean }): Promise<{ readonly accounts: readonly StandardAccount[] }>;
}

interface EventsFeature {
  on(
    event: "change",
    listener: (change: { readonly accounts?: readonly StandardAccount[] }) => void,
  ): () => void;
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
 * Connects a wallet: asks its owner for an account, and returns that as a signer. `getWallets` of
 * `@wallet-standard/app` finds the wallets that are installed.
 *
 * @param options `silent: true` asks nothing: it connects only a wallet that has let this page in
 * before, for a page that is loaded again.
 * @example
 * const wallet = getWallets().get().find(({ chains }) => chains.includes("solana:mainnet"));
 * const signer = await connectWallet(wallet, "solana:mainnet");
 * @throws {IoError} `wallet` if there is none, if it shares no account, or cannot connect or sign;
 * `wrongNetwork` if no account is on this chain. And whatever the wallet throws if its owner refuses.
 */
export async function connectWallet(
  wallet: StandardWallet | undefined,
  chain: Chain,
  { silent = false }: { silent?: boolean } = {},
): Promise<TransactionSigner> {
  if (!wallet) {
    const action = "Install a wallet, and load the page again.";
    throw new IoError("wallet", `No wallet for ${chain} is installed.`, { action });
  }
  const feature = wallet.features["standard:connect"] as ConnectFeature | undefined;
  if (!feature) throw unable(wallet, "cannot connect to pages");
  const { accounts } = await feature.connect(silent ? { silent } : undefined);
  const account = accountOn(accounts, chain);
  if (!account) throw unable(wallet, "shares no account with this page", "Connect an account in the wallet.");
  return walletSigner(wallet, account, chain);
}

/**
 * Calls back whenever the wallet's owner switches to another account, with its signer; with undefined
 * when it disconnects, or has no account on this chain. Returns what ends that.
 *
 * @example const stop = onAccountChange(wallet, "solana:mainnet", (signer) => follow(signer?.address));
 */
export function onAccountChange(
  wallet: StandardWallet,
  chain: Chain,
  listener: (signer: TransactionSigner | undefined) => void,
): () => void {
  const feature = wallet.features["standard:events"] as EventsFeature | undefined;
  const changed = (accounts: readonly StandardAccount[]) => {
    const account = accounts.find(({ chains }) => chains.includes(chain));
    listener(account && walletSigner(wallet, account, chain));
  };
  return feature?.on("change", ({ accounts }) => accounts && changed(accounts)) ?? (() => {});
}

/** An account on the chain; else any, which tells that the wallet is on another network. */
function accountOn(accounts: readonly StandardAccount[], chain: Chain): StandardAccount | undefined {
  return accounts.find(({ chains }) => chains.includes(chain)) ?? accounts[0];
}

function unable({ name = "This wallet" }: StandardWallet, what: string, action = "Use another wallet.") {
  return new IoError("wallet", `${name} ${what}.`, { action });
}

/**
 * An account of a wallet as a signer of transactions. A wallet that cannot sign without sending
 * sends itself.
 *
 * @example
 * const [account] = wallet.accounts;
 * if (account) walletSigner(wallet, account, "solana:mainnet");
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
  throw unable(wallet, "cannot sign transactions");
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
