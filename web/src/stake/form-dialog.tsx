/**
 * A form in a dialog: what is entered is reviewed as a transaction next, by `useFormAct`. It is not shown
 * meanwhile, and comes back with what was entered if nothing came of it.
 */

import type { ReactElement, ReactNode } from "react";
import { useIsActing } from "../tx/transaction.js";
import { Dialog } from "../ui/dialog.js";
import { Button } from "../ui/form.js";

/**
 * @param onReview What opens the transaction; undefined while something is missing or wrong.
 */
export function FormDialog(props: {
  title: string;
  onClose: () => void;
  onReview: (() => void) | undefined;
  children: ReactNode;
  /** Under the fields: what follows from what is entered. */
  below?: ReactNode;
}): ReactElement {
  const { title, onClose, onReview, children, below } = props;
  const isActing = useIsActing();
  return (
    <Dialog
      title={title}
      isOpen={!isActing}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!onReview} onClick={onReview}>
            Review
          </Button>
        </>
      }
    >
      <form
        className="form tight"
        onSubmit={(event) => {
          event.preventDefault();
          onReview?.();
        }}
      >
        {children}
        <button type="submit" hidden />
      </form>
      {below}
    </Dialog>
  );
}
