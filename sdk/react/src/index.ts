/**
 * React hooks on top of the SDK: views that stay up to date, and transactions that say what became
 * of them. They take the stores that `watchStaking`, `watchOrder` and `watchAuction` return, which
 * are kit's `ReactiveStreamStore`s too, so that `useSubscription` of `@solana/react` reads them as
 * well.
 */

import {
  type Chain,
  connectWallet,
  explain,
  type Explanation,
  fromRpc,
  IoError,
  type Landed,
  onAccountChange,
  type OrderView,
  type BuybackView,
  type Prices,
  type Read,
  type RpcForReading,
  type RpcForSending,
  sender,
  type SenderOptions,
  type StakingView,
  type StandardWallet,
  type SubscriptionsForWatching,
  type Watch,
  watchAuction,
  watchOrder,
  watchStaking,
  type WatchState,
} from "@io-economy/sdk";
import type { Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";

/** Where the hooks look, and send. */
export interface IoClient {
  rpc: RpcForReading & RpcForSending;
  read: Read;
  /** Tells of changes at once; without it the hooks look every `intervalMs`. */
  subscriptions?: SubscriptionsForWatching;
  /** Milliseconds between two looks when nothing is told; 15,000 unless given. */
  intervalMs?: number;
}

const Context = createContext<IoClient | null>(null);

/**
 * Gives the hooks below it a cluster. Make `rpc` and `subscriptions` outside of components, or by
 * `useMemo`.
 *
 * @example
 * const rpc = createSolanaRpc(url);
 * root.render(<IoProvider rpc={rpc}><App /></IoProvider>);
 */
export function IoProvider(props: {
  rpc: RpcForReading & RpcForSending;
  subscriptions?: SubscriptionsForWatching;
  intervalMs?: number;
  children?: ReactNode;
}): ReactElement {
  const { rpc, subscriptions, intervalMs, children } = props;
  const client = useMemo(
    () => ({
      rpc,
      read: fromRpc(rpc),
      ...(subscriptions && { subscriptions }),
      ...(intervalMs !== undefined && { intervalMs }),
    }),
    [rpc, subscriptions, intervalMs],
  );
  return createElement(Context.Provider, { value: client }, children);
}

/**
 * The cluster of the nearest `IoProvider`.
 *
 * @example const { read } = useIo();
 * @throws {Error} without one.
 */
export function useIo(): IoClient {
  const client = useContext(Context);
  if (!client) throw new Error("Put an <IoProvider> above the component that calls this hook.");
  return client;
}

/** What a watch says, and how to start it anew. */
export type WatchResult<T> = (WatchState<T> | { status: "disabled"; data: undefined; error: undefined }) & {
  /** Why the last look failed, in words; undefined if it did not. */
  explanation: Explanation | undefined;
  reconnect: () => void;
  /** The cluster's time now, in Unix seconds; 0 before the first look. */
  now: () => bigint;
};

const DISABLED = { status: "disabled", data: undefined, error: undefined } as const;
const disabled = () => DISABLED;
const nothing = () => () => {};

/**
 * Follows a watch while the component is mounted; `null` follows nothing. Make the watch by `useMemo`.
 *
 * @example
 * const { read } = useIo();
 * const rules = useMemo(() => watch({ read }, async () => [ORDERS_CONFIG], () => readRules(read)), [read]);
 * show(useWatch(rules).data?.areOrdersPaused);
 */
export function useWatch<T>(watch: Watch<T> | null): WatchResult<T> {
  const getState = (watch?.getState ?? disabled) as () => WatchState<T> | typeof DISABLED;
  const state = useSyncExternalStore(watch?.subscribe ?? nothing, getState, getState);
  useEffect(() => {
    watch?.connect();
    return () => watch?.reset();
  }, [watch]);
  const reconnect = useCallback(() => watch?.connect(), [watch]);
  const now = useCallback(() => watch?.now() ?? 0n, [watch]);
  const explanation = useMemo(
    () => (state.error === undefined ? undefined : explain(state.error)),
    [state.error],
  );
  return { ...state, explanation, reconnect, now } as WatchResult<T>;
}

/**
 * A node, and an owner's stake in it, up to date; `undefined` as the node follows nothing.
 *
 * @example
 * const staking = useStaking(node, signer?.address);
 * const now = useNow(staking);
 * if (staking.data) show(formatIo(holding(staking.data, now).claimable));
 */
export function useStaking(node: Address | undefined, owner?: Address): WatchResult<StakingView> {
  const client = useIo();
  return useWatch(useMemo(() => (node ? watchStaking(client, node, owner) : null), [client, node, owner]));
}

/**
 * An order, up to date; `undefined` follows nothing.
 *
 * @example
 * const { data, explanation } = useOrder(order);
 * show(data ? orderFigures(data).stage : explanation?.message);
 */
export function useOrder(order: Address | undefined): WatchResult<OrderView> {
  const client = useIo();
  return useWatch(useMemo(() => (order ? watchOrder(client, order) : null), [client, order]));
}

/**
 * What the buyback's offer follows from, up to date; `undefined` follows nothing.
 *
 * @example
 * const auction = useAuction(prices);
 * const now = useNow(auction);
 * if (auction.data) show(formatUsdc(usdcForIo(offerOf(auction.data, now), parseIo("100"))));
 */
export function useAuction(prices: Prices | undefined): WatchResult<BuybackView> {
  const client = useIo();
  const { io, usdc } = prices ?? {};
  return useWatch(
    useMemo(() => (io && usdc ? watchAuction(client, { io, usdc }) : null), [client, io, usdc]),
  );
}

/**
 * The cluster's time in Unix seconds, each second anew, for figures that move between two looks.
 *
 * @example const now = useNow(useStaking(node));
 */
export function useNow({ now }: { now: () => bigint }): bigint {
  const [time, setTime] = useState(now);
  useEffect(() => {
    setTime(now());
    const timer = setInterval(() => setTime(now()), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return time;
}

/** A wallet as a page needs it. */
export interface WalletResult {
  /** Signs for the account that is connected; undefined while none is. */
  signer: TransactionSigner | undefined;
  /**
   * Asks the wallet's owner for an account; `silent` asks nothing, and connects only a wallet that
   * has let this page in before. Never throws: why it failed is in `explanation`.
   */
  connect: (options?: { silent?: boolean }) => Promise<void>;
  /** Why the last `connect` failed, in words; undefined if it did not. */
  explanation: Explanation | undefined;
}

/**
 * A wallet's account as a signer: connects when asked, and follows its owner's switches to another
 * one. `undefined` as the wallet is one that is not installed: `connect` says so.
 *
 * @example
 * const { signer, connect } = useWallet(wallet, "solana:mainnet");
 * const { send } = useSend(signer);
 */
export function useWallet(wallet: StandardWallet | undefined, chain: Chain): WalletResult {
  const [state, setState] = useState<Pick<WalletResult, "signer" | "explanation">>(NO_ACCOUNT);
  useEffect(() => {
    setState(NO_ACCOUNT);
    if (!wallet) return undefined;
    return onAccountChange(wallet, chain, (signer) => setState({ signer, explanation: undefined }));
  }, [wallet, chain]);
  const connect = useCallback(
    async (options: { silent?: boolean } = {}) => {
      try {
        setState({ signer: await connectWallet(wallet, chain, options), explanation: undefined });
      } catch (error) {
        setState({ signer: undefined, explanation: explain(error) });
      }
    },
    [wallet, chain],
  );
  return { ...state, connect };
}

const NO_ACCOUNT = { signer: undefined, explanation: undefined };

/** Where a transaction stands. */
export type SendState =
  | { status: "idle" | "sending"; landed: undefined; explanation: undefined }
  | { status: "landed"; landed: Landed; explanation: undefined }
  | { status: "failed"; landed: undefined; explanation: Explanation };

/** Instructions, or what makes them for the signer, and is called again if they have to be made anew. */
export type MakeFor =
  | readonly Instruction[]
  | ((signer: TransactionSigner) => readonly Instruction[] | Promise<readonly Instruction[]>);

/** How {@link useSend} sends, and where its last transaction stands. */
export type SendResult = SendState & {
  /** Sends; never throws: a failure is in the state, explained, and `undefined` is returned. */
  send: (make: MakeFor) => Promise<Landed | undefined>;
  /** Forgets the last transaction. */
  reset: () => void;
};

const IDLE = { status: "idle", landed: undefined, explanation: undefined } as const;

/**
 * Sends transactions that a signer pays and signs: see `sender`. Without a signer, `send` says that
 * no wallet is connected.
 *
 * @example
 * const { read } = useIo();
 * const { send, status, explanation } = useSend(signer);
 * const act = () => send((signer) => claim(read, { signer, node }));
 * show(<button disabled={status === "sending"} onClick={act}>Claim</button>, explanation?.message);
 */
export function useSend(
  signer: TransactionSigner | undefined,
  options: Omit<SenderOptions, "rpc" | "payer"> = {},
): SendResult {
  const { rpc } = useIo();
  const [state, setState] = useState<SendState>(IDLE);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const send = useCallback(
    async (make: MakeFor) => {
      setState({ status: "sending", landed: undefined, explanation: undefined });
      try {
        if (!signer) throw notConnected();
        const made = typeof make === "function" ? () => make(signer) : make;
        const landed = await sender({ ...latest.current, rpc, payer: signer }).send(made);
        setState({ status: "landed", landed, explanation: undefined });
        return landed;
      } catch (error) {
        setState({ status: "failed", landed: undefined, explanation: explain(error) });
        return undefined;
      }
    },
    [rpc, signer],
  );
  const reset = useCallback(() => setState(IDLE), []);
  return { ...state, send, reset };
}

function notConnected(): IoError {
  return new IoError("wallet", "No wallet is connected.", { action: "Connect a wallet first." });
}
