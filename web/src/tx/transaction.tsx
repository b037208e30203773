/** The dialog of a transaction, and the hook that opens it. */

import type { TransactionSigner } from "@solana/kit";
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { useCluster, useHealth } from "../data/cluster.js";
import { refreshAll } from "../data/live.js";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { Dialog } from "../ui/dialog.js";
import { Button } from "../ui/form.js";
import { Facts } from "../ui/layout.js";
import { Loading, Notice, Problem } from "../ui/notice.js";
import { useAccount } from "../wallet/account.js";
import { check, type Phase, run } from "./run.js";
import type { Action } from "./words.js";

const ActContext = createContext<((action: Action) => void) | null>(null);

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

/** Gives everything below it `useAct`. */
export function TransactionProvider({ children }: { children: ReactNode }): ReactElement {
  const { rpc } = useCluster();
  const { status } = useHealth();
  const { signer, askThen } = useAccount();
  const [action, setAction] = useState<Action>();
  const [phase, setPhase] = useState<Phase>({ name: "checking" });
  // What an older dialog's transaction tells is not of this one.
  const turn = useRef(0);
  const isOther = status === "otherGenesis";

  const begin = useCallback(
    async (next: Action, by: TransactionSigner) => {
      const mine = ++turn.current;
      setAction(next);
      setPhase({ name: "checking" });
      const found = await check(rpc, by, next);
      if (mine === turn.current) setPhase(found);
    },
    [rpc],
  );
  const act = useCallback(
    (next: Action) => {
      if (signer) void begin(next, signer);
      else askThen((by) => void begin(next, by));
    },
    [signer, begin, askThen],
  );

  const sign = async () => {
    if (!signer || !action) return;
    const mine = turn.current;
    setPhase({ name: "signing" });
    await run(rpc, signer, action, (told) => {
      if (told.name === "landed") {
        refreshAll();
        action.onLanded?.(told.landed);
      }
      if (mine === turn.current) setPhase(told);
    });
  };

  const isBusy = phase.name === "signing" || phase.name === "sending";
  const close = () => {
    turn.current += 1;
    setAction(undefined);
  };
  return (
    <ActContext.Provider value={act}>
      {children}
      <Dialog
        title={action?.title ?? ""}
        isOpen={action !== undefined}
        onClose={isBusy ? undefined : close}
        actions={
          action && (
            <Buttons
              phase={phase}
              isOther={isOther}
              onSign={sign}
              onClose={close}
              onAgain={() => act(action)}
            />
          )
        }
      >
        {action && <Told action={action} phase={phase} isOther={isOther} />}
      </Dialog>
    </ActContext.Provider>
  );
}

function Buttons(props: {
  phase: Phase;
  isOther: boolean;
  onSign: () => void;
  onClose: () => void;
  onAgain: () => void;
}): ReactElement {
  const { phase, isOther, onSign, onClose, onAgain } = props;
  const main = useRef<HTMLSpanElement>(null);
  // Whoever uses the keyboard goes on where the dialog goes on.
  useEffect(() => {
    const button = main.current?.querySelector<HTMLButtonElement>("button:not(:disabled)");
    if (phase.name === "ready" || phase.name === "landed" || phase.name === "failed") button?.focus();
  }, [phase.name]);
  if (phase.name === "landed")
    return (
      <span ref={main}>
        <Button look="primary" onClick={onClose}>
          Close
        </Button>
      </span>
    );
  const isBusy = phase.name === "signing" || phase.name === "sending";
  const maySend = phase.name === "failed" && phase.explanation.kind !== "offline";
  return (
    <>
      <Button onClick={onClose} disabled={isBusy}>
        Cancel
      </Button>
      <span ref={main}>
        {phase.name === "failed" ? (
          <Button look="primary" onClick={onAgain}>
            {maySend ? "Try again" : "Check again"}
          </Button>
        ) : (
          <Button
            look="primary"
            onClick={onSign}
            disabled={phase.name !== "ready" || isOther}
            isBusy={isBusy}
          >
            Sign in wallet
          </Button>
        )}
      </span>
    </>
  );
}

function Told(props: { action: Action; phase: Phase; isOther: boolean }): ReactElement {
  const { action, phase, isOther } = props;
  const { sentence, facts = [], warning, done } = action;
  if (phase.name === "landed") {
    const { landed } = phase;
    const { sol, io, usdc } = landed.changes;
    const changes = [
      io !== 0n && <Amount key="io" of={io} unit="IO" decimals="fit" isChange />,
      usdc !== 0n && <Amount key="usdc" of={usdc} unit="USDC" decimals="fit" isChange />,
      sol !== 0n && <Amount key="sol" of={sol} unit="SOL" decimals={6} isChange />,
    ].filter((change) => change !== false);
    return (
      <>
        <Notice tone="good" title="Confirmed.">
          {done?.(landed)}
        </Notice>
        <Facts
          of={[
            landed.isComplete && {
              label: "Your wallet",
              value: <span className="stack">{changes}</span>,
            },
            { label: "Transaction", value: <Address of={landed.signature} kind="tx" ends={6} /> },
          ]}
        />
      </>
    );
  }
  return (
    <>
      <p className="sentence">{sentence}</p>
      <Facts
        of={[
          ...facts,
          phase.name === "ready" && {
            label: "Network fee",
            value: <Amount of={phase.simulated.fee} unit="SOL" decimals={6} />,
            note: "simulated: the chain takes it",
          },
        ]}
      />
      {warning && <Notice tone="warn">{warning}</Notice>}
      {isOther && (
        <Notice tone="bad" title="Nothing is signed here.">
          The cluster has another genesis than this page is set up for.
        </Notice>
      )}
      <div aria-live="polite">
        {phase.name === "checking" && <Loading what="what the chain says to it" lines={1} />}
        {phase.name === "signing" && <Notice title="Your wallet asks you to sign." />}
        {phase.name === "sending" && (
          <Notice title="Sent. Waiting for the cluster to confirm it.">
            {phase.signature && <Address of={phase.signature} kind="tx" ends={6} />}
          </Notice>
        )}
      </div>
      {phase.name === "failed" && (
        <>
          <Problem explanation={phase.explanation} />
          {phase.signature && (
            <Facts
              of={[
                {
                  label: "Transaction",
                  value: <Address of={phase.signature} kind="tx" ends={6} />,
                },
              ]}
            />
          )}
        </>
      )}
    </>
  );
}
