/**
 * React hooks on top of the SDK: views that stay up to date, and transactions that say what became
 * of them. They take the stores that `watchStaking`, `watchOrder` and `watchAuction` return, which
 * are kit's `ReactiveStreamStore`s too, so that `useSubscription` of `@solana/react` reads them as
 * well.
 */

import {
  explain,
  type Explanation,
  fromRpc,
  type Landed,
  type Make,
  type OrderView,
  type BuybackView,
  type Prices,
  type Read,
  type RpcForReading,
  type RpcForSending,
  sender,
  type SenderOptions,
  type StakingView,
  type SubscriptionsForWatching,
  type Watch,
  watchAuction,
  watchOrder,
  watchStaking,
  type WatchState,
} from "@io-economy/sdk";
import type { Address, TransactionSigner } from "@solana/kit";
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

/** The cluster of the nearest `IoProvider`. */
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

/** Follows a watch while the component is mounted; `null` follows nothing. Make the watch by `useMemo`. */
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

/** A node, and an owner's stake in it, up to date; `undefined` as the node follows nothing. */
export function useStaking(node: Address | undefined, owner?: Address): WatchResult<StakingView> {
  const client = useIo();
  return useWatch(useMemo(() => (node ? watchStaking(client, node, owner) : null), [client, node, owner]));
}

/** An order, up to date; `undefined` follows nothing. */
export function useOrder(order: Address | undefined): WatchResult<OrderView> {
  const client = useIo();
  return useWatch(useMemo(() => (order ? watchOrder(client, order) : null), [client, order]));
}

/** What the buyback's offer follows from, up to date. Its offer at a second is `offerOf(data, now())`. */
export function useAuction(prices: Prices | undefined): WatchResult<BuybackView> {
  const client = useIo();
  const { io, usdc } = prices ?? {};
  return useWatch(
    useMemo(() => (io && usdc ? watchAuction(client, { io, usdc }) : null), [client, io, usdc]),
  );
}

/** The cluster's time, each second anew, for figures that move between two looks. */
export function useNow({ now }: { now: () => bigint }): bigint {
  const [time, setTime] = useState(now);
  useEffect(() => {
    setTime(now());
    const timer = setInterval(() => setTime(now()), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return time;
}

/** Where a transaction stands. */
export type SendState =
  | { status: "idle" | "sending"; landed: undefined; explanation: undefined }
  | { status: "landed"; landed: Landed; explanation: undefined }
  | { status: "failed"; landed: undefined; explanation: Explanation };

/** How {@link useSend} sends, and where its last transaction stands. */
export type SendResult = SendState & {
  /** Sends; never throws: a failure is in the state, explained, and `undefined` is returned. */
  send: (make: Make) => Promise<Landed | undefined>;
  /** Forgets the last transaction. */
  reset: () => void;
};

const IDLE = { status: "idle", landed: undefined, explanation: undefined } as const;

/**
 * Sends transactions that a signer pays and signs: see `sender`. Without a signer, `send` does
 * nothing.
 *
 * @example
 * const { read } = useIo(); const { send, status, explanation } = useSend(signer); <button
 * disabled={status === "sending"} onClick={() => send(() => claim(read, { signer, node
 * }))}>Claim</button>
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
    async (make: Make) => {
      if (!signer) return undefined;
      setState({ status: "sending", landed: undefined, explanation: undefined });
      try {
        const landed = await sender({ ...latest.current, rpc, payer: signer }).send(make);
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
