/** What a page says beside its figures: notices, problems, empty lists, what loads or is stale. */

import type { Explanation } from "@io-economy/sdk";
import type { ReactElement, ReactNode } from "react";
import type { Live } from "../data/live.js";

export type Tone = "plain" | "info" | "good" | "warn" | "bad";

/** A sentence that stands out. A warning or an error is read out. */
export function Notice(props: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}): ReactElement {
  const { tone = "info", title, children, action } = props;
  return (
    <div className={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <div>
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** What to do, where the SDK tells it to programmers: the same for somebody with a wallet. */
const FOR_READERS: Readonly<Record<string, string>> = {
  NodeNotReady: "Choose another node, or come back once it is available.",
  NewLayout: "Load the page again. If it says so again, this site has to be updated.",
};

/** What to do about a failure. */
export function actionOf({ kind, name, action }: Explanation): string {
  if (kind === "unknown" && name !== "NewLayout")
    return "Try again. If it fails again, show this to whoever runs this site.";
  return FOR_READERS[name] ?? action;
}

/** Why something failed, and what to do. */
export function Problem(props: {
  explanation: Explanation;
  title?: string;
  onRetry?: () => void;
}): ReactElement {
  const { explanation, title, onRetry } = props;
  return (
    <Notice
      tone="bad"
      title={title ?? explanation.message}
      action={
        onRetry && (
          <button type="button" className="button small" onClick={onRetry}>
            Try again
          </button>
        )
      }
    >
      {title && <p>{explanation.message}</p>}
      {actionOf(explanation) && <p>{actionOf(explanation)}</p>}
    </Notice>
  );
}

/** An empty list: what would be here, and how it comes to be. */
export function Empty(props: { title: string; children?: ReactNode; action?: ReactNode }): ReactElement {
  const { title, children, action } = props;
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <p className="quiet">{children}</p>}
      {action && <div className="actions">{action}</div>}
    </div>
  );
}

/** Lines that stand for what is being read. */
export function Loading({ what, lines = 3 }: { what: string; lines?: number }): ReactElement {
  return (
    <div className="loading" role="status">
      <span className="hidden">Reading {what}.</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="bar" aria-hidden="true" />
      ))}
    </div>
  );
}

/** The time of day of a moment on this computer's clock. */
function timeOfDay(ms: number): string {
  return new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/**
 * What was read, by `children`; before that that it is being read, or why it cannot be. Once a
 * reading fails, the last figures stay, and it says of when they are.
 *
 * @example <Loaded of={nodes} what="the nodes">{(list) => <Nodes list={list} />}</Loaded>
 */
export function Loaded<T>(props: {
  of: Live<T>;
  /** With its article, as in "the nodes". */
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}): ReactElement {
  const { of, what, lines, children } = props;
  const { data, explanation, readAt, refresh } = of;
  if (data === undefined) {
    if (!explanation) return <Loading what={what} {...(lines !== undefined && { lines })} />;
    return <Problem title={`Could not read ${what}.`} explanation={explanation} onRetry={refresh} />;
  }
  return (
    <>
      {explanation && readAt !== undefined && (
        <Notice tone="warn" title={`These figures are of ${timeOfDay(readAt)}.`}>
          {explanation.message} The page asks again by itself.
        </Notice>
      )}
      {children(data)}
    </>
  );
}
