/** Compute: what is offered, booking it, and the account's orders. */

import "../styles/doing.css";
import type { ReactElement } from "react";
import { useHealth } from "../data/cluster.js";
import { usePauses } from "../data/pauses.js";
import { Button } from "../ui/form.js";
import { Page } from "../ui/layout.js";
import { Loaded, Loading, Notice } from "../ui/notice.js";
import { useAccount } from "../wallet/account.js";
import { Book } from "./book.js";
import { useTables } from "./cluster.js";
import { useMarket, useOrders } from "./hooks.js";
import { Orders } from "./yours.js";

export default function ComputePage(): ReactElement {
  const { address } = useAccount();
  const { tables, close } = useTables(address);
  const market = useMarket();
  // Money and time of an order follow from the cluster's clock.
  const { answeredAt } = useHealth();
  const orders = useOrders();
  const isPaused = usePauses().data?.areOrdersPaused ?? false;
  const classes = new Map(market.data?.offers.map((offer) => [offer.address as string, offer.className]));
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
          {(found) =>
            answeredAt === undefined ? (
              <Loading what="the clock" />
            ) : (
              <Orders key={address} orders={found} isPaused={isPaused} classes={classes} />
            )
          }
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
