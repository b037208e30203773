/** A form in a dialog: what is entered is reviewed as a transaction next. */

import type { ReactElement, ReactNode } from "react";
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
  const review = () => {
    if (!onReview) return;
    onClose();
    onReview();
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!onReview} onClick={review}>
            Review
          </Button>
        </>
      }
    >
      <form
        className="form tight"
        onSubmit={(event) => {
          event.preventDefault();
          review();
        }}
      >
        {children}
        <button type="submit" hidden />
      </form>
      {below}
    </Dialog>
  );
}
