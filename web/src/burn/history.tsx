/** What the buyback did last, from the index. */

import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { type HistoryItem, type List, useIndex } from "../data/index-api.js";
import { isHistoryItem, isListOf } from "../data/index-shapes.js";
import { Address, Amount, Empty, FromIndex, Section, Table, Time } from "../ui/index.js";

const isHistory = isListOf(isHistoryItem);

export function Past(): ReactElement {
  const { index } = useCluster().config;
  const fills = useIndex<List<HistoryItem>>("/v1/events", isHistory, { program: "io_buyback", limit: 20 });
  return (
    <Section isHalf title="History" note="of the buyback">
      {!index ? (
        <Empty title="What happened needs an index.">This site names none in its config.json.</Empty>
      ) : (
        <FromIndex of={fills} what="the history" lines={4}>
          {({ items }) => (
            <Table
              caption="What the buyback did last"
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  head: "When",
                  isName: true,
                  cell: ({ time }) => <Time at={BigInt(time)} />,
                },
                { head: "What", cell: ({ name }) => EVENTS[name] ?? name },
                { head: "IO", isNumber: true, cell: ({ data }) => <Some of={data["io"]} unit="IO" /> },
                {
                  head: "USDC",
                  isNumber: true,
                  cell: ({ data }) => <Some of={data["usdc"] ?? data["budget"]} unit="USDC" />,
                },
                {
                  head: "Transaction",
                  cell: ({ signature }) => <Address of={signature} kind="tx" />,
                },
              ]}
              empty={<Empty title="Nothing happened yet.">The first sweep of fees brings it USDC.</Empty>}
            />
          )}
        </FromIndex>
      )}
    </Section>
  );
}

/** An amount of an event, in digits; nothing for one that has none. */
function Some({ of, unit }: { of: unknown; unit: "IO" | "USDC" }): ReactElement | null {
  return typeof of === "string" && /^\d+$/.test(of) ? <Amount of={BigInt(of)} unit={unit} isBare /> : null;
}

const EVENTS: Readonly<Record<string, string>> = {
  AuctionOpened: "Auction opened",
  Filled: "IO bought and burned",
  Swapped: "IO bought on an exchange and burned",
  Burned: "Fees in IO burned",
  Initialized: "Buyback set up",
  ParamsSet: "Rule tuned",
  PauseSet: "Paused or resumed",
  ExchangeAnnounced: "Exchange announced",
  ExchangeRemoved: "Exchange removed",
  AdminProposed: "Next admin proposed",
  AdminAccepted: "Admin handed over",
};
