/** Whether a client may extend the order that its operator accepts. */

import { acceptOrder, costOf, providerFees } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import type { OrderRow } from "../compute/orders.js";
import { useCluster } from "../data/cluster.js";
import { FormDialog } from "../stake/form-dialog.js";
import { useFormAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { CheckField } from "../ui/form.js";
import { Facts } from "../ui/layout.js";
import { span } from "../words/common.js";
import * as words from "../words/operate.js";

export function AcceptDialog({ row, onClose }: { row: OrderRow; onClose: () => void }): ReactElement {
  const { address, currency } = row;
  const { escrow } = row.order;
  const { read } = useCluster();
  const act = useFormAct(onClose);
  const [extendable, setExtendable] = useState(true);
  const cost = costOf(escrow, escrow.duration);
  const pay = cost - providerFees(escrow.fees, currency, cost);
  const review = () =>
    act({
      title: "Accept an order",
      sentence: words.accepting({
        ...{ processors: escrow.processors, seconds: escrow.duration, currency, pay, extendable },
        holdback: escrow.holdbackSeconds,
      }),
      make: (signer) => acceptOrder(read, { signer, order: address, extendable }),
    });
  return (
    <FormDialog
      title="Accept an order"
      onClose={onClose}
      onReview={review}
      below={
        <Facts
          of={[
            { label: "For", value: span(escrow.duration) },
            { label: "It pays up to", value: <Amount of={pay} unit={currency} decimals="fit" /> },
          ]}
        />
      }
    >
      <div className="whole">
        <CheckField
          label="The client may extend it, at the same rate"
          value={extendable}
          onChange={setExtendable}
        />
      </div>
    </FormDialog>
  );
}
