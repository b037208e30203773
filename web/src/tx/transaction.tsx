/** The dialog of a transaction, and the hook that opens it. */

import type { TransactionSigner } from "@solana/kit";
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useRef,
  useState,
} from "react";
import { useCluster, useHealth, whyNoSigning } from "../data/cluster.js";
import { refreshAll } from "../data/live.js";
import { Dialog } from "../ui/dialog.js";
import { useAccount } from "../wallet/account.js";
import { check, look, type Phase, run } from "./run.js";
import { Buttons, type Refusal, Told } from "./told.js";
import type { Action } from "./words.js";

const ActContext = createContext<((action: Action) => void) | null>(null);
const ActingContext = createContext(false);

/**
 * Offers a transaction: it is simulated and told in a dialog, and signed there. Asks for a wallet
 * first if none is connected.
 *
 * @example
 * const act = useAct();
 * act({ title: "Claim", sentence: "Claim 3.2 IO.", make: (signer) => claim(read, { signer, node }) });
 */
export function useAct(): (action: Action) => void {
  const act = useContext(ActContext);
  if (!act) throw new Error("There is no TransactionProvider above this component.");
  return act;
}

/**
 * The same for a form in a dialog: the form ends with the transaction. After one that failed it is there
 * again, with what was entered.
 *
 * @param onClose Closes the form for good.
 */
export function useFormAct(onClose: () => void): (action: Action) => void {
  const act = useAct();
  return (action) => act({ ...action, onClosed: onClose });
}

/** Whether the dialog of a transaction is open. */
export function useIsActing(): boolean {
  return useContext(ActingContext);
}

/** A transaction that is offered, and for whom it was told. */
interface Asked {
  action: Action;
  by: TransactionSigner;
}

/** Gives everything below it `useAct`. */
export function TransactionProvider({ children }: { children: ReactNode }): ReactElement {
  const { rpc } = useCluster();
  const { signer, askThen } = useAccount();
  const [asked, setAsked] = useState<Asked>();
  const [phase, setPhase] = useState<Phase>({ name: "checking" });
  // What an older dialog's transaction tells is not of this one.
  const turn = useRef(0);
  const signed = useRef<{ turn: number; stop: AbortController }>(undefined);
  const refusal = useRefusal(asked);

  const begin = useCallback(
    async (action: Action, by: TransactionSigner) => {
      const mine = ++turn.current;
      setAsked({ action, by });
      setPhase({ name: "checking" });
      const found = await check(rpc, by, action);
      if (mine === turn.current) setPhase(found);
    },
    [rpc],
  );
  const act = useCallback(
    (action: Action) => {
      if (signer) void begin(action, signer);
      else askThen((by) => void begin(action, by));
    },
    [signer, begin, askThen],
  );

  const settle = (told: Phase, mine: number) => {
    if (told.name === "landed") {
      refreshAll();
      asked?.action.onLanded?.(told.landed);
    }
    if (mine === turn.current) setPhase(told);
  };
  const sign = async () => {
    const mine = turn.current;
    // A second click before the button is drawn as busy signs nothing.
    if (!asked || refusal || signed.current?.turn === mine) return;
    const stop = new AbortController();
    signed.current = { turn: mine, stop };
    setPhase({ name: "signing", isAgain: false });
    await run(rpc, asked.by, asked.action, (told) => settle(told, mine), stop.signal);
  };
  const lookAgain = async () => {
    if (phase.name !== "unknown") return;
    const mine = turn.current;
    settle(await look(rpc, phase), mine);
  };

  const isBusy = phase.name === "signing" || phase.name === "sending";
  /** Back to where it was made: to the form, if it was one. */
  const back = () => {
    turn.current += 1;
    setAsked(undefined);
  };
  const close = () => {
    back();
    if (phase.name !== "failed") asked?.action.onClosed?.();
  };
  const stop = () => {
    signed.current?.stop.abort();
    close();
  };
  // From then on the form would offer to do the same again.
  const isSent = phase.name === "landed" || phase.name === "unknown";
  return (
    <ActContext.Provider value={act}>
      <ActingContext.Provider value={asked !== undefined}>{children}</ActingContext.Provider>
      <Dialog
        title={asked?.action.title ?? ""}
        isOpen={asked !== undefined}
        onClose={isBusy ? undefined : close}
        onBack={isBusy ? undefined : isSent ? close : back}
        actions={
          asked && (
            <Buttons
              phase={phase}
              refusal={refusal}
              onSign={() => void sign()}
              onStop={stop}
              onLook={() => void lookAgain()}
              onClose={close}
              onAgain={() => void begin(asked.action, asked.by)}
            />
          )
        }
      >
        {asked && <Told action={asked.action} phase={phase} refusal={refusal} />}
      </Dialog>
    </ActContext.Provider>
  );
}

/** Why what is offered is not signed now. */
function useRefusal(asked: Asked | undefined): Refusal | undefined {
  const { config } = useCluster();
  const health = useHealth();
  const { address } = useAccount();
  if (!asked) return undefined;
  if (address !== asked.by.address)
    return [
      "The wallet has switched to another account.",
      "Cancel, and begin anew: what is said here is of the account before.",
    ];
  const why = whyNoSigning(health, config);
  if (why === "otherGenesis")
    return ["Nothing is signed here.", "The cluster has another genesis than this page is set up for."];
  if (why === "unknownGenesis")
    return ["Nothing is signed yet.", "The cluster has not said which one it is: wait until it answers."];
  return undefined;
}
