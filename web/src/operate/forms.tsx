/** What an operator enters: its offer to delegators, commission, maintenance, payout wallet. */

import {
  announceCommission,
  announceMaintenance,
  MAINTENANCE_AHEAD_SECONDS,
  MAX_COMMISSION_BPS,
  MAX_MAINTENANCE_SECONDS,
  NOTICE_SECONDS,
  setOffer,
  setPayout,
} from "@io-economy/sdk";
import { type Address, isAddress } from "@solana/kit";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { HOUR } from "../spans.js";
import { FormDialog } from "../stake/form-dialog.js";
import { useFormAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { AmountField, Field, parseAmount, TextField } from "../ui/form.js";
import { Facts } from "../ui/layout.js";
import { Notice } from "../ui/notice.js";
import { dateText } from "../ui/time.js";
import { percent, span } from "../words/common.js";
import * as words from "../words/operate.js";
import { whole } from "../compute/wish.js";
import { bpsOf, type OwnNode } from "./model.js";

interface Asked {
  own: OwnNode;
  onClose: () => void;
}

/** How much of the minimum others may fill. */
export function OfferDialog({ own, onClose }: Asked): ReactElement {
  const { address: node, minimum, delegated } = own;
  const act = useFormAct(onClose);
  const half = minimum / 2n;
  const [text, setText] = useState("");
  const { amount } = parseAmount(text, "IO");
  return (
    <FormDialog
      title="Offer stake to others"
      onClose={onClose}
      onReview={
        amount === undefined
          ? undefined
          : () =>
              act({
                title: "Offer stake to others",
                sentence: words.offering({ amount, delegated, half }),
                make: (signer) => [setOffer({ signer, node, amount })],
              })
      }
      below={
        <Facts
          of={[
            { label: "The node's minimum", value: <Amount of={minimum} unit="IO" /> },
            { label: "Others have staked", value: <Amount of={delegated} unit="IO" /> },
          ]}
        />
      }
    >
      <AmountField
        label="Others may stake in all"
        unit="IO"
        value={text}
        onChange={setText}
        most={half}
        hint="At most half of the minimum counts; 0 takes no more."
      />
    </FormDialog>
  );
}

/** The operator's part of its delegators' rewards. */
export function CommissionDialog({ own, onClose }: Asked): ReactElement {
  const { address: node } = own;
  const { commission: current } = own;
  const act = useFormAct(onClose);
  const now = useNow();
  const [text, setText] = useState(String(current / 100));
  const bps = bpsOf(text, MAX_COMMISSION_BPS);
  const from = dateText(now + NOTICE_SECONDS);
  return (
    <FormDialog
      title="Change the commission"
      onClose={onClose}
      onReview={
        bps === undefined || (bps === current && !own.nextCommission)
          ? undefined
          : () =>
              act({
                title: "Change the commission",
                sentence: words.announcingCommission({ now: current, next: bps, from }),
                make: (signer) => [announceCommission({ signer, node, bps })],
              })
      }
      below={
        own.nextCommission && (
          <Notice>
            {percent(own.nextCommission.bps)} is announced for {dateText(own.nextCommission.at)}: this takes
            its place.
          </Notice>
        )
      }
    >
      <TextField
        label="Commission"
        unit="%"
        inputMode="decimal"
        value={text}
        onChange={setText}
        error={bps === undefined ? `Name a share from 0% to ${percent(MAX_COMMISSION_BPS)}.` : undefined}
        hint={`It is ${percent(current)} now. A fall holds at once, a rise after 7 days.`}
      />
    </FormDialog>
  );
}

/** When the node is down on purpose. */
export function MaintenanceDialog({ own, onClose }: Asked): ReactElement {
  const { address: node } = own;
  const { read } = useCluster();
  const act = useFormAct(onClose);
  const now = useNow();
  // A quarter of an hour more than the least, so that there is time to sign.
  const [at, setAt] = useState(() => localText(now + MAINTENANCE_AHEAD_SECONDS + 900n));
  const [hours, setHours] = useState("2");
  const time = Date.parse(at);
  const from = Number.isNaN(time) ? undefined : BigInt(Math.floor(time / 1_000));
  const length = whole(hours);
  const isLate = from !== undefined && from < now + MAINTENANCE_AHEAD_SECONDS;
  const isLong = length === undefined || BigInt(length * HOUR) > MAX_MAINTENANCE_SECONDS;
  const isMore = length !== undefined && BigInt(length * HOUR) > own.maintenanceLeft;
  const left = span(Number(own.maintenanceLeft));
  const review = () => {
    if (from === undefined || length === undefined) return;
    const to = from + BigInt(length * HOUR);
    act({
      title: "Announce maintenance",
      sentence: words.maintaining({ from: dateText(from), to: dateText(to) }),
      make: (signer) => announceMaintenance(read, { signer, node, from, to }),
    });
  };
  return (
    <FormDialog
      title="Announce maintenance"
      onClose={onClose}
      onReview={from === undefined || isLate || isLong || isMore ? undefined : review}
    >
      <Field
        label="From"
        hint="In your time zone, a day ahead at least."
        error={
          from === undefined
            ? "Name a date and a time."
            : isLate
              ? "Announce it a day ahead at least."
              : undefined
        }
      >
        {(ids) => (
          <span className="input">
            <input {...ids} type="datetime-local" value={at} onChange={({ target }) => setAt(target.value)} />
          </span>
        )}
      </Field>
      <TextField
        label="For"
        unit="hours"
        inputMode="numeric"
        value={hours}
        onChange={setHours}
        error={
          isLong
            ? "Name 1 to 24 hours."
            : isMore
              ? `${left} can be announced before ${dateText(own.maintenanceFrom)}.`
              : undefined
        }
        hint="At most 24 hours in 90 days."
      />
    </FormDialog>
  );
}

/** A moment as a field for dates has it, in the reader's time zone. */
function localText(at: bigint): string {
  const date = new Date(Number(at) * 1_000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The wallet that commission and pay go to. */
export function PayoutDialog({ own, onClose }: Asked): ReactElement {
  const { address: node } = own;
  const act = useFormAct(onClose);
  const [text, setText] = useState("");
  const payout = text.trim();
  const isKey = isAddress(payout);
  return (
    <FormDialog
      title="Change the payout wallet"
      onClose={onClose}
      onReview={
        isKey && payout !== own.node.payout
          ? () =>
              act({
                title: "Change the payout wallet",
                sentence: words.changingPayout({ payout }),
                warning: "Check the address: what is paid to a wrong one is lost.",
                make: (signer) => [setPayout({ signer, node, payout: payout as Address })],
              })
          : undefined
      }
      below={
        <Facts of={[{ label: "Now", value: <span className="whole-address">{own.node.payout}</span> }]} />
      }
    >
      <TextField
        label="Wallet"
        value={text}
        onChange={setText}
        error={payout === "" || isKey ? undefined : "That is no address."}
      />
    </FormDialog>
  );
}
