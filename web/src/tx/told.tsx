/** What the dialog of a transaction says, and its buttons. */

import type { Simulated } from "@io-economy/sdk";
import { type ReactElement, useEffect, useRef } from "react";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Facts, type Figure } from "../ui/layout.js";
import { Loading, Notice, Problem } from "../ui/notice.js";
import type { Phase } from "./run.js";
import type { Action } from "./words.js";

/** Why nothing is signed here now: its title, and what to do. */
export type Refusal = readonly [title: string, text: string];

export function Buttons(props: {
  phase: Phase;
  refusal: Refusal | undefined;
  onSign: () => void;
  /** While the wallet asks: what it signs later is not sent. */
  onStop: () => void;
  onLook: () => void;
  onClose: () => void;
  onAgain: () => void;
}): ReactElement {
  const { phase, refusal, onSign, onStop, onLook, onClose, onAgain } = props;
  const main = useRef<HTMLSpanElement>(null);
  // Whoever uses the keyboard goes on where the dialog goes on.
  useEffect(() => {
    if (["ready", "landed", "failed", "unknown"].includes(phase.name))
      main.current?.querySelector<HTMLButtonElement>("button:not(:disabled)")?.focus();
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
  const isOffline = phase.name === "failed" && phase.explanation.kind === "offline";
  return (
    <>
      <Button onClick={phase.name === "signing" ? onStop : onClose} disabled={phase.name === "sending"}>
        {phase.name === "unknown" ? "Close" : "Cancel"}
      </Button>
      <span ref={main}>
        {phase.name === "failed" ? (
          <Button look="primary" onClick={onAgain} disabled={refusal !== undefined}>
            {isOffline ? "Check again" : "Try again"}
          </Button>
        ) : phase.name === "unknown" ? (
          <Button look="primary" onClick={onLook}>
            Look again
          </Button>
        ) : (
          <Button
            look="primary"
            onClick={onSign}
            disabled={phase.name !== "ready" || refusal !== undefined}
            isBusy={isBusy}
          >
            Sign in wallet
          </Button>
        )}
      </span>
    </>
  );
}

export function Told(props: { action: Action; phase: Phase; refusal: Refusal | undefined }): ReactElement {
  const { action, phase, refusal } = props;
  const { sentence, facts = [], warning, done } = action;
  const mayGoOn = ["checking", "ready", "failed"].includes(phase.name);
  return (
    <>
      {phase.name !== "landed" && (
        <>
          <p className="sentence">{sentence}</p>
          <Facts
            of={[
              ...facts,
              phase.name === "ready" && costOf(phase.simulated),
            ]}
          />
          {warning && <Notice tone="warn">{warning}</Notice>}
          {refusal && mayGoOn && (
            <Notice tone="bad" title={refusal[0]}>
              {refusal[1]}
            </Notice>
          )}
        </>
      )}
      {/* It is there from the beginning, so that what comes into it is read out. */}
      <div aria-live="polite">
        {phase.name === "checking" && <Loading what="what the chain says to it" lines={1} />}
        {phase.name === "signing" && (
          <Notice title="Your wallet asks you to sign.">
            {phase.isAgain && "The last one did not land in time and never will: this one is made anew."}
          </Notice>
        )}
        {phase.name === "sending" && (
          <Notice title="Sent. Waiting for the cluster to confirm it.">
            {phase.signature && <Address of={phase.signature} kind="tx" ends={6} />}
          </Notice>
        )}
        {phase.name === "landed" && (
          <Notice tone="good" title="Confirmed.">
            {done?.(phase.landed)}
          </Notice>
        )}
        {phase.name === "unknown" && (
          <Notice tone="warn" title="It was sent, and nobody knows yet what became of it.">
            {phase.explanation.message} Do not do the same again before this page has seen it land or expire.
          </Notice>
        )}
      </div>
      {phase.name === "failed" && <Problem explanation={phase.explanation} />}
      <After phase={phase} />
    </>
  );
}

/** What it costs in SOL, all in one line: the network's fee, and the rent of accounts that it opens. */
function costOf({ fee, rent }: Simulated): Figure {
  if (rent === undefined)
    return {
      label: "Network fee",
      value: <Amount of={fee} unit="SOL" decimals={6} />,
      note: "without the rent of accounts that it opens",
    };
  if (rent === 0n) return { label: "Network fee", value: <Amount of={fee} unit="SOL" decimals={6} /> };
  return {
    label: "Fee and rent",
    value: <Amount of={fee + rent} unit="SOL" decimals={6} />,
    note: (
      <>
        <Amount of={rent} unit="SOL" decimals={6} /> of it is rent, which stays in what it opens
      </>
    ),
  };
}

/** What it changed, and its signature. */
function After({ phase }: { phase: Phase }): ReactElement | null {
  const landed = phase.name === "landed" ? phase.landed : undefined;
  const failed = phase.name === "failed" ? phase.signature : undefined;
  const signature = phase.name === "unknown" ? phase.sent.signature : (landed?.signature ?? failed);
  if (!signature) return null;
  const { io, usdc, sol } = landed?.changes ?? { io: 0n, usdc: 0n, sol: 0n };
  const changes = [
    io !== 0n && <Amount key="io" of={io} unit="IO" decimals="fit" isChange />,
    usdc !== 0n && <Amount key="usdc" of={usdc} unit="USDC" decimals="fit" isChange />,
    sol !== 0n && <Amount key="sol" of={sol} unit="SOL" decimals={6} isChange />,
  ].filter((change) => change !== false);
  return (
    <Facts
      of={[
        landed?.isComplete && { label: "Your wallet", value: <span className="stack">{changes}</span> },
        { label: "Transaction", value: <Address of={signature} kind="tx" ends={6} /> },
      ]}
    />
  );
}
