/** The cluster that the page reads and sends to, how it fares, and its clock. */

import {
  explain,
  type Explanation,
  fromRpc,
  type LightRpc,
  lightRpc,
  type List,
  listFromRpc,
  type Read,
  snapshot,
} from "@io-economy/sdk";
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import { chainOf, type Config } from "../config.js";
import { refreshAll } from "./live.js";

/** Where everything is read and sent. */
export interface Cluster {
  config: Config;
  chain: ReturnType<typeof chainOf>;
  rpc: LightRpc;
  read: Read;
  list: List;
}

/** How the cluster fares. */
export interface Health {
  status: "connecting" | "ok" | "slow" | "down" | "otherGenesis";
  /** The genesis hash that it has; undefined before it has answered. */
  genesis: string | undefined;
  explanation: Explanation | undefined;
  /** When it last answered, in milliseconds of this computer's clock. */
  answeredAt: number | undefined;
  /** The cluster's time, in Unix seconds, when it last answered. */
  now: bigint;
}

const CONNECTING: Health = {
  status: "connecting",
  genesis: undefined,
  explanation: undefined,
  answeredAt: undefined,
  now: 0n,
};
/** An answer that takes longer than this is slow, in milliseconds. */
const SLOW_MS = 3_000;
/** Without an answer for this long it is down, in milliseconds. */
const DEADLINE_MS = 15_000;
const BEAT_MS = 10_000;
/** A call that is not answered in this time has failed, in milliseconds: lists take a while. */
const [CALL_MS, LIST_MS] = [10_000, 30_000];

const ClusterContext = createContext<Cluster | null>(null);
const HealthContext = createContext<Health>(CONNECTING);

/** Gives everything below it the cluster of a config. */
export function ClusterProvider(props: { config: Config; children: ReactNode }): ReactElement {
  const { config, children } = props;
  const cluster = useMemo(() => clusterOf(config), [config]);
  const health = useHeartbeat(cluster);
  return (
    <ClusterContext.Provider value={cluster}>
      <HealthContext.Provider value={health}>{children}</HealthContext.Provider>
    </ClusterContext.Provider>
  );
}

export function clusterOf(config: Config): Cluster {
  const rpc = withDeadline(lightRpc(config.cluster.rpc), CALL_MS, LIST_MS);
  return { config, chain: chainOf(config), rpc, read: fromRpc(rpc), list: listFromRpc(rpc) };
}

type Asked = { send(options?: { abortSignal?: AbortSignal }): Promise<unknown> };

/** A client whose calls fail that are not answered in time: a browser alone waits for minutes. */
export function withDeadline(rpc: LightRpc, ms: number, listMs: number): LightRpc {
  const methods = rpc as unknown as Record<string, (...params: unknown[]) => Asked>;
  return new Proxy(rpc, {
    get:
      (_, method) =>
      (...params: unknown[]): Asked => ({
        send: ({ abortSignal } = {}) => {
          const late = AbortSignal.timeout(method === "getProgramAccounts" ? listMs : ms);
          const either = abortSignal ? AbortSignal.any([abortSignal, late]) : late;
          return methods[String(method)]!(...params).send({ abortSignal: either });
        },
      }),
  });
}

/** The cluster. */
export function useCluster(): Cluster {
  const cluster = useContext(ClusterContext);
  if (!cluster) throw new Error("There is no cluster above this component.");
  return cluster;
}

/** How the cluster fares. */
export function useHealth(): Health {
  return useContext(HealthContext);
}

/** Why nothing may be signed on this cluster; undefined if it may. Of a localnet no genesis is asked. */
export function whyNoSigning(
  { genesis }: Pick<Health, "genesis">,
  { cluster }: Config,
): "unknownGenesis" | "otherGenesis" | undefined {
  if (cluster.genesis === null) return undefined;
  if (genesis === undefined) return "unknownGenesis";
  return genesis === cluster.genesis ? undefined : "otherGenesis";
}

/**
 * Asks for the clock again and again, and for the genesis at first and whenever the cluster was away:
 * another one may have come back. Nothing is asked while nobody looks at the page.
 */
function useHeartbeat({ config, rpc, read }: Cluster): Health {
  const [health, setHealth] = useState(CONNECTING);
  useEffect(() => {
    let [isOver, wasDown, isAsking] = [false, false, false];
    let genesis: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const beat = async () => {
      if (isAsking) return;
      clearTimeout(timer);
      if (document.hidden && genesis !== undefined) return;
      isAsking = true;
      const began = Date.now();
      const slow = setTimeout(
        () => setHealth((last) => (last.status === "otherGenesis" ? last : { ...last, status: "slow" })),
        SLOW_MS,
      );
      try {
        const answer = async () => {
          genesis ??= await genesisOf(rpc);
          return snapshot(read, []);
        };
        const { now } = await within(answer(), DEADLINE_MS);
        if (isOver) return;
        const isOther = whyNoSigning({ genesis }, config) !== undefined;
        const status = isOther ? "otherGenesis" : Date.now() - began > SLOW_MS ? "slow" : "ok";
        setHealth({ status, genesis, explanation: undefined, answeredAt: Date.now(), now });
        if (wasDown) refreshAll();
        wasDown = false;
      } catch (error) {
        if (isOver) return;
        wasDown = true;
        genesis = undefined;
        setHealth((last) => ({ ...last, status: "down", explanation: explain(error) }));
      } finally {
        isAsking = false;
        clearTimeout(slow);
        if (!isOver) timer = setTimeout(beat, wasDown ? BEAT_MS / 3 : BEAT_MS);
      }
    };
    void beat();
    const seen = () => void beat();
    document.addEventListener("visibilitychange", seen);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [config, rpc, read]);
  return health;
}

/** The genesis hash: lightRpc passes on any method of the cluster's. */
async function genesisOf(rpc: LightRpc): Promise<string> {
  const asked = rpc as unknown as { getGenesisHash(): { send(): Promise<string> } };
  return asked.getGenesisHash().send();
}

function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error("fetch failed: no answer in time"));
    const timer = setTimeout(late, ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * The cluster's time now, in Unix seconds, anew each second; 0 before it has answered.
 *
 * @param atLeast The time of a view that was read meanwhile: the clock is not behind it.
 */
export function useNow(atLeast = 0n): bigint {
  const { now, answeredAt } = useHealth();
  const at = () =>
    answeredAt === undefined ? 0n : now + BigInt(Math.max(Math.floor((Date.now() - answeredAt) / 1_000), 0));
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  const time = at();
  return time > atLeast ? time : atLeast;
}
