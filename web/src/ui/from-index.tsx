/** What the index says, with what is to be said of the index. */

import type { ReactElement, ReactNode } from "react";
import { useIndexStatus } from "../data/index-api.js";
import type { Live } from "../data/live.js";
import { Loaded, Loading, Notice } from "./notice.js";
import { spanText } from "./time.js";

/** As `Loaded`. Figures of another cluster's index are left out; those that are old or partial say so. */
export function FromIndex<T>(props: {
  of: Live<T>;
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}): ReactElement {
  const { data: status, explanation, standing } = useIndexStatus();
  if (standing === "otherCluster")
    return (
      <Notice tone="bad" title="The index is of another cluster: its figures are left out.">
        Whoever runs this site names this cluster&apos;s index in its config.json.
      </Notice>
    );
  // Once it is known whose figures they are, they are shown; if that fails, so do they.
  if (standing === "unknown" && !explanation && props.of.data !== undefined)
    return <Loading what={props.what} {...(props.lines !== undefined && { lines: props.lines })} />;
  return (
    <>
      {standing === "partial" && (
        <Notice tone="warn" title="The index is still reading the history: these figures are partial." />
      )}
      {standing === "behind" && (
        <Notice
          tone="warn"
          title={`The index is ${spanText(BigInt(status?.behind_seconds ?? 0))} behind the cluster.`}
        />
      )}
      <Loaded {...props} />
    </>
  );
}
