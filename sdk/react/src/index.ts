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
  IoError,
  type Landed,
  onAccountChange,
  sender,
  type SenderOptions,
  type StandardWallet,
} from "@io-economy/sdk";
import type { Instruction, TransactionSigner } from "@solana/kit";
import { useCallback, useEffect, useRef, useState } from "react";
import { useIo } from "./client.js";

export { type IoClient, IoProvider, useIo, useNow, useWatch, type WatchResult } from "./client.js";
export * from "./views.js";

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
