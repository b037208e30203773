/** Compute: what is offered, booking it, and the account's orders. */

import "../styles/doing.css";
import type { ReactElement } from "react";
import { Button } from "../ui/form.js";
import { Page } from "../ui/layout.js";
import { Loaded, Notice } from "../ui/notice.js";
import { useAccount } from "../wallet/account.js";
import { Book } from "./book.js";
import { useTables } from "./cluster.js";
import { useMarket, useOrders } from "./hooks.js";
import { Orders } from "./yours.js";

export default function ComputePage(): ReactElement {
  const { address } = useAccount();
  const { tables, close } = useTables(address);
  const market = useMarket();
  const orders = useOrders();
  return (
    <Page
      title="Compute"
      lead={
        "Book processors at the price that their operators ask. The money waits in escrow, pays by " +
        "the second, and what you do not use comes back."
      }
    >
      {address && (
        <Loaded of={orders} what="your orders">
          {(view) => <Orders view={view} />}
        </Loaded>
      )}
      {tables.map((table) => (
        <Notice
          key={table}
          title="A booking has left a lookup table."
          action={
            <Button isSmall onClick={() => close(table)}>
              Get its rent back
            </Button>
          }
        />
      ))}
      <Loaded of={market} what="the market" lines={6}>
        {(view) => <Book view={view} />}
      </Loaded>
    </Page>
  );
}
