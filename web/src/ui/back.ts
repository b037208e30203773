/**
 * The browser's back button closes a dialog instead of leaving the page: while one is open, an entry of
 * the history is its. The entry has the page's own address, so that links stay what they are.
 */

/** A dialog that is open: what going back does, or undefined while it must not be closed. */
export interface Shown {
  current: (() => void) | undefined;
}

/** What is open, the topmost last. */
const shown: Shown[] = [];
/** Whether the page itself goes back, from an entry that no dialog needs any more. */
let isLeaving = false;

const isOurs = () => (history.state as { dialog?: boolean } | null)?.dialog === true;

/** Gives the history the entry that is needed, or takes it back. */
function settle(): void {
  if (isLeaving) return;
  if (shown.length > 0 && !isOurs()) {
    // The page stays where it is scrolled to when the entry goes.
    history.scrollRestoration = "manual";
    history.pushState({ dialog: true }, "");
  }
  if (shown.length === 0 && isOurs()) {
    isLeaving = true;
    history.back();
  }
}

/** Once all has happened that happens at once: a form closes as its transaction opens. */
function settleSoon(): void {
  setTimeout(settle);
}

function wentBack(): void {
  if (!isOurs()) history.scrollRestoration = "auto";
  const top = shown.at(-1);
  if (isLeaving) isLeaving = false;
  else if (!isOurs() && top?.current) top.current();
  // What must not be closed stays, at once: whoever presses it twice leaves nothing either.
  else settle();
  // Forward, or back from elsewhere, to the entry of a dialog that is closed: on to where it opened.
  settleSoon();
}

if (typeof window !== "undefined") {
  addEventListener("popstate", wentBack);
  // Loaded anew while a dialog was open.
  settleSoon();
}

/** Tells that a dialog is open; what is returned tells that it is not any more. */
export function showing(dialog: Shown): () => void {
  shown.push(dialog);
  settleSoon();
  return () => {
    shown.splice(shown.indexOf(dialog), 1);
    settleSoon();
  };
}
