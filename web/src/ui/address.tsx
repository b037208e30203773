/** Addresses and signatures: short, copied whole, and linked to the explorer that the config names. */

import { type ReactElement, useState } from "react";
import { useCluster } from "../data/cluster.js";

/** `5KtP...dh2x`. */
export function shortened(text: string, ends = 4): string {
  return text.length <= 2 * ends + 1 ? text : `${text.slice(0, ends)}\u2026${text.slice(-ends)}`;
}

/** Copies a text, and says so. */
export function Copy({ text, what }: { text: string; what: string }): ReactElement {
  const [wasCopied, setWasCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setWasCopied(true);
      setTimeout(() => setWasCopied(false), 1_500);
    } catch {
      // A browser that lets nothing be copied leaves the text in the title.
    }
  };
  return (
    <button type="button" className="icon-button copy" aria-label={`Copy ${what} ${text}`} onClick={copy}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={wasCopied ? "M3 8.5l3.2 3.2L13 5" : "M5.5 5.5h7v7h-7zM3.5 10.5v-7h7"} />
      </svg>
      <span className="hidden" role="status">
        {wasCopied ? "Copied." : ""}
      </span>
    </button>
  );
}

/** An explorer's URL; whatever an index calls a signature stays within its part of the path. */
export function linkOf(explorer: string, kind: "address" | "tx", id: string): string {
  return explorer.replace("{kind}", kind).replace("{id}", () => encodeURIComponent(id));
}

/** An address, or a transaction's signature with `kind="tx"`. */
export function Address(props: {
  of: string;
  kind?: "address" | "tx";
  /** What it is of, for those who hear it: "the node". */
  what?: string;
  ends?: number;
}): ReactElement {
  const { of, kind = "address", what = kind === "tx" ? "the signature" : "the address", ends } = props;
  const { explorer } = useCluster().config;
  const text = shortened(of, ends);
  return (
    <span className="address">
      {explorer ? (
        <a
          href={linkOf(explorer, kind, of)}
          target="_blank"
          rel="noreferrer"
          title={of}
        >
          {text}
        </a>
      ) : (
        <span title={of}>{text}</span>
      )}
      <Copy text={of} what={what} />
    </span>
  );
}
