/** What is offered, what is wanted of it, and the bill. */

import type { BookingBill, ioOrders, MarketView, PythPrice } from "@io-economy/sdk";
import { type ReactElement, useMemo, useState } from "react";
import { shortened } from "../ui/address.js";
import { Amount, bpsText, counted } from "../ui/amount.js";
import { Button, Choice, SelectField, TextField } from "../ui/form.js";
import { Facts, Section } from "../ui/layout.js";
import { Notice } from "../ui/notice.js";
import { Table } from "../ui/table.js";
import { useAccount, useBalances } from "../wallet/account.js";
import { money, span } from "../words/common.js";
import * as words from "../words/compute.js";
import { NodeName } from "../stake/nodes.js";
import { useBooking } from "./cluster.js";
import { useIoPrice } from "./hooks.js";
import { Offers } from "./offers.js";
import { InUsd } from "./usd.js";
import { auditorsOf, FIRST_WISH, leastNotice, match, type Wish } from "./wish.js";

export function Book({ view }: { view: MarketView }): ReactElement {
  const [wish, setWish] = useState<Wish>(FIRST_WISH);
  const change = (some: Partial<Wish>) => setWish((last) => ({ ...last, ...some }));
  const found = useMemo(() => match(view, wish), [view, wish]);
  const { offers, bill, whyNot } = found;
  const classes = [
    ...new Set(view.offers.filter(({ canBeBooked }) => canBeBooked).map((offer) => offer.className)),
  ];
  const auditors = auditorsOf(view);
  const price = useIoPrice(wish.currency === "IO");
  return (
    <>
      <Section title="Book processors">
        {view.isPaused && (
          <Notice tone="warn" title="Bookings are paused.">
            Orders that run go on. The pause lasts 14 days at most.
          </Notice>
        )}
        <div className="form tight">
          <SelectField
            label="Hardware"
            value={wish.className}
            onChange={(className) => change({ className, node: undefined })}
            options={[["", "Any"], ...classes.sort().map((name) => [name, name] as const)]}
          />
          <TextField
            label="Processors"
            inputMode="numeric"
            value={wish.processors}
            onChange={(processors) => change({ processors })}
          />
          <TextField
            label="For"
            inputMode="numeric"
            value={wish.time}
            onChange={(time) => change({ time })}
          />
          <SelectField
            label="Unit"
            value={wish.unit}
            onChange={(unit) => change({ unit })}
            options={[
              ["hours", "hours"],
              ["days", "days"],
            ]}
          />
          <div className="field">
            <span className="label">Pay in</span>
            <Choice
              label="Pay in"
              value={wish.currency}
              onChange={(currency) => change({ currency })}
              options={[
                ["USDC", "USDC"],
                ["IO", "IO"],
              ]}
            />
          </div>
        </div>
        <details>
          <summary>More filters</summary>
          <div className="form">
            <SelectField
              label="Notice"
              value={wish.notice}
              onChange={(notice) => change({ notice })}
              options={[
                ["0", "Any"],
                ["24", "24 hours or more"],
                ["48", "48 hours or more"],
                ["72", "72 hours"],
              ]}
              hint="How long before it leaves an operator tells you."
            />
            {auditors.length > 0 && (
              <SelectField
                label="Attested by"
                value={wish.auditor}
                onChange={(auditor) => change({ auditor })}
                options={[
                  ["", "Anyone or nobody"],
                  ...auditors.map((key) => [key as string, shortened(key)] as const),
                ]}
                hint="Whose word on a node's attributes counts is your choice."
              />
            )}
            {wish.auditor && (
              <TextField
                label="Region"
                value={wish.region}
                onChange={(region) => change({ region })}
                placeholder="DE, US-CA"
              />
            )}
          </div>
        </details>
        {wish.node && (
          <Notice
            title={<>Only node {shortened(wish.node)}</>}
            action={
              <Button isSmall onClick={() => change({ node: undefined })}>
                Any node
              </Button>
            }
          />
        )}
        {bill ? (
          <Bill bill={bill} fees={view.rules.fees} price={price} />
        ) : (
          <Notice tone="warn">{whyNot}</Notice>
        )}
      </Section>
      <Offers view={view} offers={offers} wish={wish} price={price} onChoose={(node) => change({ node })} />
    </>
  );
}

/** The bill of a booking, line by line, and what signs it. */
function Bill(props: {
  bill: BookingBill;
  fees: ioOrders.FeeRates;
  price: PythPrice | undefined;
}): ReactElement {
  const { bill, fees, price } = props;
  const { address, ask } = useAccount();
  const balances = useBalances();
  const sign = useBooking();
  const { currency, lines, processors, seconds, total, most, cost, booking, payment } = bill;
  const has = balances.data && ((currency === "IO" ? balances.data.io : balances.data.usdc) ?? 0n);
  const missing = has !== undefined && most > has ? most - has : 0n;
  const review = () =>
    sign(bill, {
      title: lines.length > 1 ? "Book a cluster" : "Book processors",
      sentence: words.booking({
        ...{ processors, seconds, total, most, currency },
        classes: [...new Set(lines.map(({ offer }) => offer.className))],
        nodes: lines.length,
        noticeHours: leastNotice(bill),
      }),
      facts: [
        { label: "Cost", value: <Amount of={cost} unit={currency} decimals="exact" /> },
        { label: "Booking fee", value: <Amount of={booking} unit={currency} decimals="exact" /> },
        ...(payment > 0n
          ? [{ label: "Payment fee", value: <Amount of={payment} unit={currency} decimals="exact" /> }]
          : []),
        { label: "You pay now", value: <Amount of={total} unit={currency} decimals="exact" /> },
      ],
      done: () =>
        `${counted(processors, "processor")} booked for ${span(seconds)}: see Your orders. ` +
        "How you reach them you agree on with the operator: nothing of it is on the chain.",
    });
  return (
    <div className="bill">
      <Table
        caption="The bill, node by node"
        rows={lines}
        keyOf={({ offer }) => offer.address}
        columns={[
          {
            head: "Node",
            isName: true,
            cell: ({ offer }) => <NodeName address={offer.address} name={offer.className} />,
          },
          { head: "Processors", isNumber: true, cell: (line) => line.processors },
          {
            head: "An hour each",
            isNumber: true,
            cell: ({ offer }) => (
              <>
                <Amount of={offer.rate} unit={currency} decimals="exact" />
                <InUsd of={offer.rate} price={price} />
              </>
            ),
          },
          {
            head: "Cost",
            isNumber: true,
            cell: (line) => <Amount of={line.cost} unit={currency} decimals="exact" />,
          },
          {
            head: "Fees",
            isNumber: true,
            cell: (line) => <Amount of={line.booking + line.payment} unit={currency} decimals="exact" />,
          },
          {
            head: "You pay",
            isNumber: true,
            cell: (line) => (
              <>
                <Amount of={line.total} unit={currency} decimals="exact" />
                <InUsd of={line.total} price={price} />
              </>
            ),
          },
        ]}
      />
      <Facts
        of={[
          {
            label: "You pay now",
            value: <Amount of={total} unit={currency} decimals="exact" />,
            note:
              `for ${counted(processors, "processor")} for ${span(seconds)}; what you do not ` +
              `use comes back`,
          },
          {
            label: "Fees in it",
            value: <Amount of={booking + payment} unit={currency} decimals="exact" />,
            note:
              `${bpsText(fees.bookingBps)} for the booking` +
              (payment > 0n ? `, ${bpsText(fees.paymentBps)} for paying in USDC` : ""),
          },
          missing > 0n && {
            label: "Missing in your wallet",
            value: <Amount of={missing} unit={currency} decimals="exact" />,
          },
        ]}
      />
      {missing > 0n && (
        <Notice tone="warn">
          Your wallet holds {money(has!, currency)}. Book fewer processors, a shorter time, or get more{" "}
          {currency}.
        </Notice>
      )}
      <div className="actions">
        {address ? (
          <Button look="primary" onClick={review} disabled={missing > 0n}>
            Book for {money(total, currency)}
          </Button>
        ) : (
          <Button look="primary" onClick={ask}>
            Connect wallet to book
          </Button>
        )}
      </div>
    </div>
  );
}
