/** The cluster that hooks look at, and what follows a view of it. */

import {
  explain,
  type Explanation,
  fromRpc,
  type Read,
  type RpcForReading,
  type RpcForSending,
  type SubscriptionsForWatching,
  type Watch,
  type WatchState,
} from "@io-economy/sdk";
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
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
