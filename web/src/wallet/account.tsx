/** The wallet's account that the page acts for. */

import {
  connectWallet,
  explain,
  type Explanation,
  onAccountChange,
  readBalances,
  type Balances,
} from "@io-economy/sdk";
import type { Address, TransactionSigner } from "@solana/kit";
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { type ListedWallet, remembered, useRemember, useWallets } from "./wallets.js";
import { WalletDialog } from "./wallet-dialog.js";

/** Who uses the page. */
export interface Account {
  /** Signs, if a wallet is connected. */
  signer: TransactionSigner | undefined;
  /** The account's address, if a wallet is connected. */
  address: Address | undefined;
  /** The wallet that was connected; it may share no account now. */
  wallet: ListedWallet | undefined;
  /** Opens the list of wallets. */
  ask: () => void;
  /** The same, and goes on with the account once there is one. */
  askThen: (then: (signer: TransactionSigner) => void) => void;
  disconnect: () => void;
}

interface Connected {
  wallet: ListedWallet;
  /** Undefined as long as the wallet shares no account on this chain: it may switch back. */
  signer: TransactionSigner | undefined;
}

const AccountContext = createContext<Account | null>(null);

/** Gives everything below it the account, and holds the dialog that connects one. */
export function AccountProvider({ children }: { children: ReactNode }): ReactElement {
  const { chain } = useCluster();
  const { wallets, others } = useWallets(chain);
  const remember = useRemember();
  const [connected, setConnected] = useState<Connected>();
  const [isOpen, setIsOpen] = useState(false);
  const [explanation, setExplanation] = useState<Explanation>();
  const goOn = useRef<(signer: TransactionSigner) => void>(undefined);

  const connect = useCallback(
    async (wallet: ListedWallet, silent: boolean) => {
      try {
        setExplanation(undefined);
        const signer = await connectWallet(wallet, chain, { silent });
        setConnected({ wallet, signer });
        remember(wallet.name);
        setIsOpen(false);
        goOn.current?.(signer);
        goOn.current = undefined;
      } catch (error) {
        if (!silent) setExplanation(connecting(explain(error)));
      }
    },
    [chain, remember],
  );

  // A wallet that was connected before connects without asking, as soon as it is there.
  const [before] = useState(remembered);
  const [wasTried, setWasTried] = useState(false);
  useEffect(() => {
    const wallet = wallets.find(({ name }) => name === before);
    if (!wallet || wasTried) return;
    setWasTried(true);
    void connect(wallet, true);
  }, [wallets, before, wasTried, connect]);

  const wallet = connected?.wallet;
  useEffect(() => {
    if (!wallet) return undefined;
    // What a wallet tells after it was disconnected here is no news.
    return onAccountChange(wallet, chain, (signer) => setConnected((last) => last && { wallet, signer }));
  }, [wallet, chain]);

  const disconnect = useCallback(() => {
    const feature = wallet?.features["standard:disconnect"] as { disconnect(): Promise<void> } | undefined;
    feature?.disconnect().catch(() => {});
    setConnected(undefined);
    remember(undefined);
  }, [wallet, remember]);

  const askThen = useCallback((then: ((signer: TransactionSigner) => void) | undefined) => {
    goOn.current = then;
    setExplanation(undefined);
    setIsOpen(true);
  }, []);
  const account = useMemo<Account>(
    () => ({
      signer: connected?.signer,
      address: connected?.signer?.address,
      wallet,
      ask: () => askThen(undefined),
      askThen,
      disconnect,
    }),
    [connected, wallet, disconnect, askThen],
  );
  return (
    <AccountContext.Provider value={account}>
      {children}
      <WalletDialog
        isOpen={isOpen}
        wallets={wallets}
        others={others}
        explanation={explanation}
        onChoose={(chosen) => void connect(chosen, false)}
        onClose={() => {
          goOn.current = undefined;
          setIsOpen(false);
        }}
      />
    </AccountContext.Provider>
  );
}

/** The account. */
export function useAccount(): Account {
  const account = useContext(AccountContext);
  if (!account) throw new Error("There is no account above this component.");
  return account;
}

/** What the account holds of SOL, IO and USDC. */
export function useBalances(): Live<Balances> {
  const { read } = useCluster();
  const { address } = useAccount();
  return useLive(address && `balances ${address}`, () => readBalances(read, address!));
}

/** In words of connecting what the SDK says of signing. */
function connecting(told: Explanation): Explanation {
  if (told.kind !== "refused") return told;
  return { ...told, message: "The wallet did not connect.", action: "Choose it again, and confirm there." };
}
