/**
 * A dialog of the browser's own: Escape and the browser's back button close it, focus stays in it and
 * returns from it.
 */

import { type ReactElement, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { showing } from "./back.js";

/**
 * @param onClose Called when the reader closes it. Left out while it must not be closed.
 * @param onBack Called by the browser's back button; `onClose` unless given.
 */
export function Dialog(props: {
  title: string;
  isOpen: boolean;
  onClose: (() => void) | undefined;
  onBack?: (() => void) | undefined;
  children: ReactNode;
  /** Buttons at its end. */
  actions?: ReactNode;
}): ReactElement {
  const { title, isOpen, onClose, onBack = onClose, children, actions } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const { current } = dialog;
    if (isOpen) open(current);
    else if (current?.open) closed(current);
  }, [isOpen]);
  const back = useRef(onBack);
  useEffect(() => {
    back.current = onBack;
  });
  useEffect(() => (isOpen ? showing(back) : undefined), [isOpen]);
  // One that is taken away while it is open would leave the focus nowhere.
  useLayoutEffect(() => {
    const { current } = dialog;
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        // What must not be closed stays; else the browser closes it, and tells it below.
        if (!onClose) event.preventDefault();
      }}
      onClose={() => {
        if (!isOpen) return;
        // A second Escape closes it in any case: it comes back as long as it must not be closed.
        if (onClose) onClose();
        else open(dialog.current);
      }}
    >
      {isOpen && (
        <div className="dialog">
          <header>
            <h2 id={heading}>{title}</h2>
            {onClose && (
              <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
                <svg viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M3.5 3.5l9 9m0-9l-9 9" />
                </svg>
              </button>
            )}
          </header>
          <div className="dialog-body">{children}</div>
          {actions && <footer>{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}

/** Opens it; the focus goes to its first field, or stays where the browser puts it. */
function open(dialog: HTMLDialogElement | null): void {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector<HTMLElement>(".dialog-body :is(input, select)")?.focus();
}

/** Closes it; what it was opened from has the focus again, or, if that is gone, the page. */
function closed(dialog: HTMLDialogElement): void {
  dialog.close();
  const { activeElement, body } = document;
  if (!activeElement || activeElement === body)
    document.getElementById("main")?.focus({ preventScroll: true });
}
