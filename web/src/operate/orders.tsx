/** The orders on an operator's nodes. */

import { closeOrder, endOrder, giveNotice, settleOrder } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { OrderCell, TimeLeft } from "../compute/cells.js";
import { stageWord } from "../compute/orders.js";
import { useCluster, useNow } from "../data/cluster.js";
import { HOUR } from "../spans.js";
import { useAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Badge } from "../ui/layout.js";
import { Table } from "../ui/table.js";
import { dateText, Time } from "../ui/time.js";
import { span } from "../words/common.js";
import * as computeWords from "../words/compute.js";
import * as words from "../words/operate.js";
import { AcceptDialog } from "./accept.js";
import { type OperatorAction, operatorActions, type OwnOrder } from "./model.js";

const LABELS: Record<OperatorAction, string> = {
  accept: "Accept",
  notice: "Give notice",
  end: "End",
  settle: "Get paid",
  close: "Close",
};

export function OwnOrders({ rows }: { rows: readonly OwnOrder[] }): ReactElement {
  const { read } = useCluster();
  const now = useNow();
  const act = useAct();
  const [accepting, setAccepting] = useState<OwnOrder>();

  const doIt = (row: OwnOrder, action: OperatorAction) => {
    const { address: order, currency, figures } = row;
    const { escrow } = row.order;
    switch (action) {
      case "accept":
        return setAccepting(row);
      case "notice": {
        const hours = escrow.noticeHours;
        const booked = figures.until ?? 0n;
        const over = now + BigInt(hours * HOUR);
        return act({
          title: "Give notice",
          sentence: words.givingNotice({ hours, until: dateText(over < booked ? over : booked) }),
          make: (signer) => giveNotice(read, { signer, order }),
        });
      }
      case "end":
        return act({
          title: "End an order",
          sentence: words.leavingOrder({
            isOver: figures.remainingSeconds === 0,
            // Outages are no part of what is used, and pass all the same.
            isFirstHour: now - escrow.at < BigInt(HOUR),
            forfeitsHours: row.hasNotice
              ? 0
              : Math.min(escrow.noticeHours, Math.floor(escrow.holdbackSeconds / HOUR)),
          }),
          warning:
            figures.remainingSeconds > 0
              ? "Your client loses the processors at once. This cannot be undone."
              : undefined,
          make: (signer) => endOrder(read, { signer, order, isOver: figures.remainingSeconds === 0 }),
        });
      case "settle":
        return act({
          title: "Get paid",
          sentence: computeWords.settling({ order }),
          facts: [
            { label: "You get, now", value: <Amount of={figures.payable} unit={currency} decimals="fit" /> },
          ],
          make: (signer) => settleOrder(read, { signer, order }),
        });
      case "close":
        return act({
          title: "Close an order",
          sentence: computeWords.closing({ order }),
          make: () => closeOrder(read, { order }),
        });
    }
  };

  return (
    <>
      <Table
        caption="Orders on this node"
        rows={rows}
        keyOf={({ address }) => address}
        columns={[
          {
            head: "Order",
            isName: true,
            cell: (row) => <OrderCell row={row} party="client" of={row.order.client} />,
          },
          {
            head: "State",
            cell: (row) => <State row={row} />,
          },
          {
            head: "Time left",
            isNumber: true,
            cell: ({ figures, order }) =>
              figures.stage === "running" ? (
                <TimeLeft figures={figures} />
              ) : figures.stage === "open" ? (
                <>
                  {span(order.escrow.duration)}
                  {figures.cancellableFrom !== undefined && (
                    <span className="cell-note">
                      accept by <Time at={figures.cancellableFrom - 1n} />
                    </span>
                  )}
                </>
              ) : (
                "\u2013"
              ),
          },
          {
            head: "You get now",
            isNumber: true,
            cell: ({ figures, currency, order }) => (
              <>
                <Amount of={figures.payable} unit={currency} decimals="fit" />
                {figures.stage === "running" && (
                  <span className="cell-note">paid {span(order.escrow.holdbackSeconds)} behind</span>
                )}
              </>
            ),
          },
          {
            head: "Actions",
            isAction: true,
            cell: (row) => (
              <div className="actions">
                {operatorActions(row).map((action) => (
                  <Button
                    key={action}
                    isSmall
                    look={action === "accept" ? "primary" : "plain"}
                    aria-label={`${LABELS[action]}: order ${row.address}`}
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
      {accepting && <AcceptDialog row={accepting} onClose={() => setAccepting(undefined)} />}
    </>
  );
}

/** Where an order stands; of one that cannot be accepted why, of one that is not paid in full from when. */
function State({ row }: { row: OwnOrder }): ReactElement {
  const { stage, remainingSeconds, settlesFrom } = row.figures;
  return (
    <>
      <Badge tone={stage === "open" ? "warn" : remainingSeconds > 0 ? "good" : "plain"}>
        {stage === "open" ? "waits for you" : stageWord(row)}
      </Badge>
      {stage === "open" && row.whyNotAccepted && <span className="cell-note">{row.whyNotAccepted}</span>}
      {settlesFrom !== undefined && (
        <span className="cell-note">
          {stage === "disputed" ? "decided by" : "all of it from"} <Time at={settlesFrom} />
        </span>
      )}
    </>
  );
}
