/** A dialog of the browser's own: Escape closes it, focus stays in it and returns from it. */

import { type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";

/**
 * @param onClose Called when the reader closes it. Left out while it must not be closed.
 */
export function Dialog(props: {
  title: string;
  isOpen: boolean;
  onClose: (() => void) | undefined;
  children: ReactNode;
  /** Buttons at its end. */
  actions?: ReactNode;
}): ReactElement {
  const { title, isOpen, onClose, children, actions } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const { current } = dialog;
    if (!current) return;
    if (isOpen && !current.open) current.showModal();
    if (!isOpen && current.open) current.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        // What must not be closed stays; else the browser closes it, and tells it below.
        if (!onClose) event.preventDefault();
      }}
      onClose={() => isOpen && onClose?.()}
      onMouseDown={(event) => {
        if (event.target === dialog.current) onClose?.();
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
