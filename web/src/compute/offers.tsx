/** What is offered, as a list to choose from. */

import type { FittingOffer, MarketView, PythPrice } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { NodeName } from "../stake/nodes.js";
import { Amount, bpsText } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Section } from "../ui/layout.js";
import { Empty, Notice } from "../ui/notice.js";
import { byAmount, Table } from "../ui/table.js";
import { span } from "../words/common.js";
import { InUsd, PriceAge } from "./usd.js";
import { type Wish, whole } from "./wish.js";

export function Offers(props: {
  view: MarketView;
  offers: readonly FittingOffer[];
  wish: Wish;
  /** The oracle's price of IO; undefined while it is not known, and for USDC. */
  price: PythPrice | undefined;
  onChoose: (node: FittingOffer["address"]) => void;
}): ReactElement {
  const { view, offers, wish, price, onChoose } = props;
  const processors = whole(wish.processors) ?? 1;
  const { currency } = wish;
  const fees = ({ record }: FittingOffer) => (currency === "IO" ? record.feesIo : record.feesUsdc);
  return (
    <Section title="Offers" note={`${offers.length} of ${view.offers.length} fit`}>
      {currency === "IO" && view.noPrices && (
        <Notice tone="warn" title="No node is booked at the oracle's price now.">
          {view.noPrices}
        </Notice>
      )}
      <Table
        caption="Nodes that can be booked as wanted, the cheapest first"
        rows={offers}
        keyOf={({ address }) => address}
        most={20}
        empty={
          <Empty title={view.offers.length === 0 ? "Nothing is offered yet." : "Nothing fits."}>
            {view.offers.length === 0
              ? "Operators offer their nodes under Operate."
              : "Ask for other hardware, less time, another currency or less notice."}
          </Empty>
        }
        columns={[
          {
            head: "Node",
            isName: true,
            cell: (offer) => <NodeName address={offer.address} name={offer.className} />,
          },
          {
            head: "An hour",
            isNumber: true,
            compare: byAmount((offer) => offer.rate),
            cell: ({ rate, isAtOracle, ask }) => (
              <>
                <Amount of={rate} unit={currency} decimals="fit" />
                <InUsd of={rate} price={price} />
                {isAtOracle && (
                  <span className="cell-note">
                    oracle's price{ask.terms.premiumBps > 0 ? ` + ${bpsText(ask.terms.premiumBps)}` : ""}
                  </span>
                )}
              </>
            ),
          },
          {
            head: "Free",
            isNumber: true,
            compare: byAmount((offer) => BigInt(offer.free)),
            cell: ({ free }) => free,
          },
          {
            head: "At most",
            isNumber: true,
            cell: ({ isAtOracle, ask: { terms } }) =>
              span(isAtOracle ? terms.oracleSeconds : terms.mostSeconds),
          },
          {
            head: "Notice",
            isNumber: true,
            cell: ({ ask }) => (ask.terms.noticeHours === 0 ? "none" : `${ask.terms.noticeHours} h`),
          },
          {
            head: "Fees paid",
            isNumber: true,
            compare: byAmount(fees),
            cell: (offer) => <Amount of={fees(offer)} unit={currency} />,
          },
          {
            head: "Left early",
            isNumber: true,
            cell: ({ record }) => `${record.leftEarly} of ${record.orders}`,
          },
          {
            head: "Choose",
            isAction: true,
            cell: (offer) => (
              <Button
                isSmall
                disabled={offer.free < processors || wish.node === offer.address}
                aria-label={`${wish.node === offer.address ? "Chosen" : "Choose"}: node ${offer.address}`}
                onClick={() => onChoose(offer.address)}
              >
                {wish.node === offer.address ? "Chosen" : "Choose"}
              </Button>
            ),
          },
        ]}
      />
      {price && <PriceAge price={price} />}
      <p className="quiet">
        Fees paid are those of a node's orders in the last 90 to 180 days: they buy and burn IO, so an
        operator that hires its own node pays for all that it shows.
      </p>
    </Section>
  );
}
