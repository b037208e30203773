/** The account's orders: money and time left by the second, and what can be done with each. */

import {
  cancelOrder,
  closeOrder,
  disputeOrder,
  endOrder,
  type ioOrders,
  type Listed,
  settleOrder,
} from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { HOUR } from "../spans.js";
import { useAct } from "../tx/transaction.js";
import { Amount, counted } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Badge, Section } from "../ui/layout.js";
import { Empty, type Tone } from "../ui/notice.js";
import { Table } from "../ui/table.js";
import { Time } from "../ui/time.js";
import * as words from "../words/compute.js";
import { OrderCell, TimeLeft } from "./cells.js";
import { ExtendDialog } from "./extend.js";
import { type OrderAction, type OrderRow, orderRows, stageWord } from "./orders.js";
import { Unclaimed } from "./unclaimed.js";

const TONES: Record<OrderRow["figures"]["stage"], Tone> = {
  open: "info",
  running: "good",
  ended: "plain",
  disputed: "warn",
  settled: "plain",
};

const LABELS: Record<OrderAction, string> = {
  cancel: "Cancel",
  extend: "Extend",
  end: "End",
  dispute: "Dispute",
  settle: "Settle",
  close: "Close",
};

export function Orders(props: {
  orders: readonly Listed<"order", ioOrders.Order>[];
  /** While orders are paused, nothing is extended. */
  isPaused: boolean;
  /** The hardware of nodes that are offered, by their addresses. */
  classes: ReadonlyMap<string, string>;
}): ReactElement {
  const { orders, isPaused, classes } = props;
  const { read } = useCluster();
  const now = useNow();
  const act = useAct();
  const [extending, setExtending] = useState<OrderRow>();
  const rows = orderRows(orders, now, isPaused);

  const doIt = (row: OrderRow, action: OrderAction) => {
    const { address: order, currency, figures } = row;
    const { escrow } = row.order;
    switch (action) {
      case "cancel":
        return act({
          title: "Cancel an order",
          sentence: words.cancelling({ refund: figures.refund, currency }),
          make: (signer) => cancelOrder(read, { signer, order }),
        });
      case "extend":
        return setExtending(row);
      case "end":
        return act({
          title: "End an order",
          sentence: words.ending({
            ...{ refund: figures.refund, currency, elapsed: Number(now - escrow.at) },
            ...{ isOver: figures.remainingSeconds === 0, isFree: row.hasNotice },
          }),
          facts: [
            {
              label: "Comes back, now",
              value: <Amount of={figures.refund} unit={currency} decimals="fit" />,
              note: now - escrow.at < BigInt(HOUR) ? undefined : "falls by the second until it lands",
            },
            { label: "Used so far", value: <Amount of={figures.used} unit={currency} decimals="fit" /> },
            {
              label: "Stays",
              value: <Amount of={figures.held - figures.refund} unit={currency} decimals="fit" />,
              note: "the provider's pay that is held back, and fees",
            },
          ],
          warning: "The processors stop working for you at once. This cannot be undone.",
          make: (signer) => endOrder(read, { signer, order }),
        });
      case "dispute":
        return act({
          title: "Dispute an order",
          sentence: words.disputing({
            ...{ bond: row.bond, currency },
            holdbackHours: Math.floor(escrow.holdbackSeconds / HOUR),
            isRunning: figures.stage === "running",
          }),
          facts: [{ label: "Bond", value: <Amount of={row.bond} unit={currency} decimals="exact" /> }],
          warning:
            (figures.stage === "running" ? "The processors stop working for you at once. " : "") +
            "It cannot be taken back. What went wrong you tell the arbiter yourself: the chain has no words.",
          make: (signer) => disputeOrder(read, { signer, order }),
        });
      case "settle":
        return act({
          title: "Settle an order",
          sentence: words.settling({ order }),
          make: (signer) => settleOrder(read, { signer, order }),
        });
      case "close":
        return act({
          title: "Close an order",
          sentence: words.closing({ order }),
          make: () => closeOrder(read, { order }),
        });
    }
  };

  return (
    <>
      <Unclaimed />
      <Section title="Your orders" note={rows.length > 0 ? counted(rows.length, "order") : undefined}>
        <Table
          caption="Your orders, those first that run"
          rows={rows}
          keyOf={({ address }) => address}
          empty={
            <Empty title="You have booked nothing yet.">
              Say below what you need: the bill is shown before you sign.
            </Empty>
          }
          columns={[
            {
              head: "Order",
              isName: true,
              cell: (row) => {
                const { node } = row.order;
                return <OrderCell row={row} party="node" of={node} className={classes.get(node)} />;
              },
            },
            { head: "State", cell: (row) => <State row={row} /> },
            {
              head: "Time left",
              isNumber: true,
              cell: ({ figures }) =>
                figures.stage === "running" ? <TimeLeft figures={figures} /> : "\u2013",
            },
            {
              head: "Money left",
              isNumber: true,
              cell: ({ figures, left, currency }) =>
                figures.stage === "running" ? (
                  <>
                    <Amount of={left} unit={currency} decimals={currency === "IO" ? 6 : 4} />
                    <span className="cell-note">
                      used <Amount of={figures.used} unit={currency} />
                    </span>
                  </>
                ) : figures.held > 0n ? (
                  <>
                    <Amount of={figures.held} unit={currency} />
                    <span className="cell-note">still held</span>
                  </>
                ) : (
                  "\u2013"
                ),
            },
            {
              head: "Actions",
              isAction: true,
              cell: (row) => (
                <div className="actions">
                  {row.actions.map((action) => (
                    <Button
                      key={action}
                      isSmall
                      aria-label={`${LABELS[action]} order ${row.address}`}
                      onClick={() => doIt(row, action)}
                    >
                      {LABELS[action]}
                    </Button>
                  ))}
                </div>
              ),
            },
          ]}
        />
      </Section>
      {extending && <ExtendDialog row={extending} onClose={() => setExtending(undefined)} />}
    </>
  );
}

function toneOf({ figures, hasNotice }: OrderRow): Tone {
  if (figures.stage === "running" && figures.remainingSeconds === 0) return "plain";
  return hasNotice ? "warn" : TONES[figures.stage];
}

function State({ row }: { row: OrderRow }): ReactElement {
  return (
    <>
      <Badge tone={toneOf(row)}>{stageWord(row)}</Badge>
      {row.figures.settlesFrom !== undefined && (
        <span className="cell-note">
          {row.figures.stage === "disputed" ? "decided by" : "settled from"}{" "}
          <Time at={row.figures.settlesFrom} />
        </span>
      )}
    </>
  );
}
