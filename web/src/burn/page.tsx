/** Burn: sells IO to the buyback's auction, which burns it. */

import {
  BUYBACK_IO_VAULT,
  burnFees,
  type BuybackView,
  fill,
  formatUsdc,
  isPaused,
  type Offer,
  ONE_IO,
  openAuction,
  usdcForIo,
} from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { buybackPrices, useBuyback, useNetwork } from "../network/hooks.js";
import { offerNow, OfferFigures } from "../network/offer.js";
import { useAct } from "../tx/transaction.js";
import {
  Amount,
  AmountField,
  Button,
  Empty,
  Facts,
  Loaded,
  Notice,
  Page,
  parseAmount,
  Section,
} from "../ui/index.js";
import { Past } from "./history.js";
import { useAccount, useBalances } from "../wallet/account.js";
import { burnFeesSentence, fillSentence, openSentence } from "../words/burn.js";

export default function BurnPage(): ReactElement {
  const buyback = useBuyback();
  return (
    <Page
      title="Burn"
      lead={
        "Fees paid in USDC buy IO in auctions whose offer climbs from under to over the oracle's price. " +
        "Whoever sells to it gets the USDC, and the IO is burned."
      }
    >
      <Loaded of={buyback} what="the auction" lines={8}>
        {(view) => (
          <div className="pairs">
            <Section title="Auction">
              <OfferFigures view={view} />
            </Section>
            <Sell view={view} />
            <Totals view={view} />
            <Past />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** What a fill brings, or why it cannot be. */
export function saleOf(
  offer: Offer,
  io: bigint,
  balance: bigint | undefined,
): { usdc: bigint; error: string | undefined } {
  const usdc = usdcForIo(offer, io);
  const error =
    balance !== undefined && io > balance
      ? "Your wallet holds less IO than that."
      : usdc > offer.left
        ? `The auction has only ${formatUsdc(offer.left, 2)} USDC left: sell less.`
        : usdc === 0n
          ? "That is worth less than a base unit of USDC: sell more."
          : undefined;
  return { usdc, error };
}

function Sell({ view }: { view: BuybackView }): ReactElement {
  const { read } = useCluster();
  const { address, ask } = useAccount();
  const balances = useBalances().data;
  const act = useAct();
  const now = useNow(view.now);
  const [text, setText] = useState("");
  const found = offerNow(view, now);
  if ("why" in found)
    return (
      <Section isHalf title="Sell IO to it">
        <Empty title="Nothing is bought at the moment.">
          {found.why} {found.action}
        </Empty>
      </Section>
    );
  const { offer } = found;
  const { amount } = parseAmount(text, "IO");
  const balance = address ? (balances ? (balances.io ?? 0n) : undefined) : undefined;
  const sale = amount === undefined || amount === 0n ? undefined : saleOf(offer, amount, balance);
  // What the auction can still pay for, at the offer of now.
  const [numerator, denominator] = offer.price;
  const most = (offer.left * denominator) / numerator;
  const enter = balance === undefined ? undefined : balance < most ? balance : most;
  const sell = () => {
    if (!amount || !sale) return;
    act({
      title: "Burn IO for USDC",
      sentence: fillSentence(amount, sale.usdc),
      facts: [
        { label: "You burn at most", value: <Amount of={amount} unit="IO" decimals="fit" /> },
        { label: "You receive at least", value: <Amount of={sale.usdc} unit="USDC" decimals={6} /> },
        {
          label: "For one IO",
          value: <Amount of={usdcForIo(offer, ONE_IO)} unit="USDC" decimals={6} />,
        },
      ],
      make: async (signer) =>
        fill(read, { signer, prices: await buybackPrices(read), io: amount, minUsdc: sale.usdc }),
      done: ({ changes, isComplete }) => (
        <p>
          {isComplete ? (
            <>
              You received <Amount of={changes.usdc} unit="USDC" decimals={6} /> for{" "}
              <Amount of={-changes.io} unit="IO" decimals="fit" />;
            </>
          ) : (
            <>
              You received at least <Amount of={sale.usdc} unit="USDC" decimals={6} />;
            </>
          )}{" "}
          the IO is burned.
        </p>
      ),
      onLanded: () => setText(""),
    });
  };
  return (
    <Section isHalf title="Sell IO to it" note="the offer rises each second until somebody takes it">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!address) ask();
          else if (!sale?.error) sell();
        }}
      >
        <div className="whole">
          <AmountField
            label="IO to burn"
            unit="IO"
            value={text}
            onChange={setText}
            most={enter}
            error={sale?.error}
            hint={
              balance === undefined ? (
                "At the offer of the second in which it lands, and never less than what you sign."
              ) : (
                <>
                  Your wallet holds <Amount of={balance} unit="IO" />.
                </>
              )
            }
          />
        </div>
        <div className="whole">
          <Facts
            of={[
              {
                label: "You receive at least",
                value: <Amount of={sale?.usdc ?? 0n} unit="USDC" decimals={6} />,
              },
              { label: "Left in the auction", value: <Amount of={offer.left} unit="USDC" /> },
            ]}
          />
        </div>
        <div className="actions">
          <Button look="primary" type="submit" disabled={!!address && (!sale || !!sale.error)}>
            {address ? "Burn for USDC" : "Connect a wallet"}
          </Button>
          {offer.isNew && (
            <Button
              onClick={() =>
                act({
                  title: "Open an auction",
                  sentence: openSentence(offer.left, view.config.params.period),
                  make: () => [openAuction()],
                })
              }
            >
              Open an auction
            </Button>
          )}
        </div>
      </form>
    </Section>
  );
}

function Totals({ view }: { view: BuybackView }): ReactElement {
  const network = useNetwork();
  const act = useAct();
  const now = useNow(view.now);
  const { totals, pause } = view.config;
  return (
    <Section isHalf title="So far">
      <Facts
        of={[
          { label: "Spent", value: <Amount of={totals.usdcSpent} unit="USDC" /> },
          { label: "Bought and burned", value: <Amount of={totals.ioBought} unit="IO" /> },
          { label: "Fees paid in IO, burned", value: <Amount of={totals.ioBurned} unit="IO" /> },
          { label: "USDC that waits", value: <Amount of={view.vault} unit="USDC" /> },
        ]}
      />
      {isPaused(pause, now) && (
        <Notice tone="warn" title="Auctions are paused.">
          Fees paid in IO burn all the same.
        </Notice>
      )}
      <Loaded of={network} what="the fees" lines={1}>
        {({ held }) => {
          const waiting = held.get(BUYBACK_IO_VAULT) ?? 0n;
          if (waiting === 0n) return <p className="quiet">No fees paid in IO wait to be burned.</p>;
          return (
            <div className="actions">
              <Button
                onClick={() =>
                  act({
                    title: "Burn fees",
                    sentence: burnFeesSentence(waiting),
                    make: () => [burnFees()],
                  })
                }
              >
                Burn <Amount of={waiting} unit="IO" decimals="fit" /> of fees
              </Button>
            </div>
          );
        }}
      </Loaded>
    </Section>
  );
}
