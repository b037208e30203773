/** Reads again as soon as the cluster tells that an account has changed, if the config names a WebSocket. */

import type { Address } from "@solana/kit";
import { useEffect, useRef } from "react";
import { useCluster } from "./cluster.js";

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1_000, 60_000];
/** Several accounts of one transaction change at once: one reading does for them. */
const TOGETHER_MS = 150;

/** The least of a WebSocket; tests bring one of their own. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** Calls back when one of the accounts changes, and after each lost connection; returns what ends that. */
export function watchAccounts(
  addresses: readonly Address[],
  changed: () => void,
  open: () => Socket,
): () => void {
  let [isOver, failures] = [false, 0];
  let socket: Socket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    clearTimeout(told);
    told = setTimeout(changed, TOGETHER_MS);
  };
  const connect = () => {
    const mine = open();
    socket = mine;
    mine.onopen = () => {
      // What changed while nothing was told is read now.
      if (failures > 0) tell();
      failures = 0;
      addresses.forEach((address, id) => {
        const params = [address, { encoding: "base64", commitment: "confirmed" }];
        mine.send(JSON.stringify({ jsonrpc: "2.0", id, method: "accountSubscribe", params }));
      });
    };
    mine.onmessage = ({ data }) => {
      if (String(data).includes('"accountNotification"')) tell();
    };
    mine.onclose = () => {
      if (isOver) return;
      const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
      failures += 1;
      timer = setTimeout(connect, wait);
    };
  };
  connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    clearTimeout(told);
    socket?.close();
  };
}

/** Calls `refresh` when one of the accounts changes; without a WebSocket the interval of the reading does. */
export function useWake(addresses: readonly Address[], refresh: () => void): void {
  const { ws } = useCluster().config.cluster;
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  const key = addresses.join();
  useEffect(() => {
    if (!ws) return undefined;
    // Behind another tab, what has changed is read once somebody looks.
    const changed = () => {
      if (!document.hidden) latest.current();
    };
    return watchAccounts(key.split(",") as Address[], changed, () => new WebSocket(ws) as unknown as Socket);
  }, [ws, key]);
}
