/** How much longer an order is to run. */

import { explain, extendOrder, type Quote } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { useCluster } from "../data/cluster.js";
import { HOUR } from "../spans.js";
import { FormDialog } from "../stake/form-dialog.js";
import { useFormAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { SelectField, TextField } from "../ui/form.js";
import { Facts } from "../ui/layout.js";
import { dateText, Time } from "../ui/time.js";
import { useBalances } from "../wallet/account.js";
import { money, span } from "../words/common.js";
import * as words from "../words/compute.js";
import { extension, type OrderRow } from "./orders.js";
import { secondsOf, type Time as Span } from "./wish.js";

export function ExtendDialog(props: { row: OrderRow; onClose: () => void }): ReactElement {
  const { row, onClose } = props;
  const { address, currency, extendable, figures } = row;
  const { read } = useCluster();
  const balances = useBalances();
  const act = useFormAct(onClose);
  const [time, setTime] = useState("1");
  const [unit, setUnit] = useState<Span["unit"]>(row.extendable < HOUR ? "minutes" : "hours");
  const seconds = secondsOf({ time, unit });
  const [bill, whyNot] = billOf(row, seconds, extendable);
  const has = balances.data && ((currency === "IO" ? balances.data.io : balances.data.usdc) ?? 0n);
  const lacks =
    bill && has !== undefined && bill.total > has ? `Your wallet holds ${money(has, currency)}.` : undefined;
  const error = whyNot ?? lacks;
  const until = (figures.until ?? 0n) + BigInt(typeof seconds === "number" ? seconds : 0);
  const review = () => {
    if (!bill || error || typeof seconds !== "number") return;
    act({
      title: "Extend an order",
      sentence: words.extending({ seconds, total: bill.total, currency, until: dateText(until) }),
      facts: [
        { label: "Cost", value: <Amount of={bill.cost} unit={currency} decimals="exact" /> },
        {
          label: "Fees",
          value: <Amount of={bill.booking + bill.payment} unit={currency} decimals="exact" />,
        },
        { label: "You pay now", value: <Amount of={bill.total} unit={currency} decimals="exact" /> },
      ],
      make: (signer) => extendOrder(read, { signer, order: address, seconds }),
    });
  };
  return (
    <FormDialog
      title="Extend an order"
      onClose={onClose}
      onReview={bill && error === undefined ? review : undefined}
      below={
        bill && (
          <Facts
            of={[
              {
                label: "You pay now",
                value: <Amount of={bill.total} unit={currency} decimals="exact" />,
                note: "fees included",
              },
              { label: "It then runs until", value: <Time at={until} /> },
            ]}
          />
        )
      }
    >
      <TextField
        label="By"
        inputMode="numeric"
        value={time}
        onChange={setTime}
        error={error}
        hint={`At most ${span(extendable)} more.`}
      />
      <SelectField
        label="Unit"
        value={unit}
        onChange={setUnit}
        options={[
          ["minutes", "minutes"],
          ["hours", "hours"],
          ["days", "days"],
        ]}
      />
    </FormDialog>
  );
}

function billOf(
  row: OrderRow,
  seconds: number | string,
  extendable: number,
): [bill: Quote, whyNot: undefined] | [bill: undefined, whyNot: string] {
  if (typeof seconds === "string") return [undefined, seconds];
  if (seconds > extendable) return [undefined, `It can be extended by ${span(extendable)} more.`];
  try {
    return [extension(row, seconds), undefined];
  } catch (error) {
    return [undefined, explain(error).message];
  }
}
