/** Cells of a table of orders, for the client's and the operator's. */

import type { Address as Key } from "@solana/kit";
import type { ReactElement } from "react";
import { Address } from "../ui/address.js";
import { counted } from "../ui/amount.js";
import { Time } from "../ui/time.js";
import { running } from "../words/common.js";
import type { OrderRow } from "./orders.js";

/** What was booked, on which node or for which client, and the order's address. */
export function OrderCell(props: {
  row: OrderRow;
  party: "node" | "client";
  of: Key;
  /** What the processors are; undefined if that is not known here. */
  className?: string | undefined;
}): ReactElement {
  const { row, party, of, className } = props;
  return (
    <>
      {counted(row.order.escrow.processors, className ? `${className} processor` : "processor")}{" "}
      <span className="cell-note">
        {party} <Address of={of} what={`the ${party}'s address`} />
      </span>
      <span className="cell-note">
        order <Address of={row.address} what="the order's address" />
      </span>
    </>
  );
}

/** The time that a running order has left, by the second, and when it ends. */
export function TimeLeft({ figures }: Pick<OrderRow, "figures">): ReactElement {
  return (
    <>
      <span className="running">{running(figures.remainingSeconds)}</span>
      {figures.until !== undefined && (
        <span className="cell-note">
          until <Time at={figures.until} />
        </span>
      )}
    </>
  );
}
