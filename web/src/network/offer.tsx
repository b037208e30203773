/** The buyback's auction: its offer of this second, how it climbs, and the oracle's price. */

import {
  type BuybackView,
  explain,
  ONE_IO,
  type Offer,
  offerOf,
  offerAt,
  type PythPrice,
  usdcForIo,
} from "@io-economy/sdk";
import { type ReactElement, useMemo } from "react";
import { useNow } from "../data/cluster.js";
import {
  Amount,
  amountText,
  bpsText,
  Chart,
  dateText,
  Facts,
  Figures,
  Notice,
  spanText,
  Until,
} from "../ui/index.js";
import { scaled } from "./model.js";

/** The offer at a second, or why there is none. */
export function offerNow(view: BuybackView, now: bigint): { offer: Offer } | { why: string; action: string } {
  try {
    return { offer: offerOf(view, now) };
  } catch (error) {
    const { message, action } = explain(error);
    return { why: message, action };
  }
}

/** A price in USD by the oracle, with as many decimals as it has, without trailing zeros. */
export function usdText({ price, exponent }: Pick<PythPrice, "price" | "exponent">): string {
  const decimals = Math.max(-exponent, 0);
  const digits = (price < 0n ? -price : price).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/, "")
    .padEnd(2, "0");
  return `${price < 0n ? "-" : ""}${whole}.${fraction} USD`;
}

/** Base units of USDC for one IO at points of the auction, at the prices of now. */
export function climbOf(view: BuybackView, offer: Offer, points = 60): { at: bigint; usdc: bigint }[] {
  const { config, vault, io, usdc } = view;
  const auction = { ...config.auction, ...(offer.isNew && openedNow(view, offer)) };
  const span = offer.endsAt - offer.opensAt;
  return Array.from({ length: points }, (_, i) => {
    const at = offer.opensAt + (span * BigInt(i)) / BigInt(points);
    // The prices of now, as if they were of that second.
    const [ioThen, usdcThen] = [io, usdc].map((price) => ({ ...price, publishTime: at })) as [
      PythPrice,
      PythPrice,
    ];
    const moment = { clock: at, vault, io: ioThen, usdc: usdcThen };
    try {
      return { at, usdc: usdcForIo(offerAt(config.params, { ...auction, latest: at }, moment), ONE_IO) };
    } catch {
      return { at, usdc: 0n };
    }
  });
}

function openedNow({ config }: BuybackView, offer: Offer) {
  const { period, underBps, overBps, maxAge, maxConfBps } = config.params;
  const fixed = { period, underBps, overBps, maxAge, maxConfBps };
  return { start: offer.opensAt, budget: offer.left, spent: 0n, ...fixed };
}

/** The auction with its figures and its climb. */
export function OfferFigures({
  view,
  withChart = true,
}: {
  view: BuybackView;
  withChart?: boolean;
}): ReactElement {
  const now = useNow(view.now);
  const found = offerNow(view, now);
  const { config, vault, io, usdc } = view;
  const oracle = { label: "Oracle's price of IO", value: usdText(io), note: <Age of={io} now={now} /> };
  if ("why" in found) {
    return (
      <>
        <Notice tone="plain" title={found.why}>
          {found.action}
        </Notice>
        <Figures
          of={[
            { label: "USDC that waits", value: <Amount of={vault} unit="USDC" /> },
            {
              label: "Least for an auction",
              value: <Amount of={BigInt(config.params.leastBudget)} unit="USDC" />,
            },
            oracle,
          ]}
        />
      </>
    );
  }
  const { offer } = found;
  const one = usdcForIo(offer, ONE_IO);
  const { underBps, overBps, period } = offer.isNew ? config.params : config.auction;
  return (
    <>
      <Figures
        of={[
          {
            label: offer.isNew ? "Offer of the first fill" : "Offer now",
            value: <Amount of={one} unit="USDC" decimals={6} />,
            note: "for one IO, burned",
          },
          oracle,
          {
            label: offer.isNew ? "It may spend" : "Left to spend",
            value: <Amount of={offer.left} unit="USDC" />,
            note: offer.isNew ? (
              "no auction runs: the first fill opens one"
            ) : (
              <>
                ends <Until at={offer.endsAt} />
              </>
            ),
          },
        ]}
      />
      {withChart && <Climb view={view} offer={offer} now={now} />}
      <Facts
        of={[
          {
            label: "The offer climbs",
            value: `from ${bpsText(underBps)} under to ${bpsText(overBps)} over the oracle's price`,
            note: `over ${spanText(BigInt(period))}, then the next auction may open`,
          },
          {
            label: "Oracle's price of USDC",
            value: usdText(usdc),
            note: <Age of={usdc} now={now} />,
          },
        ]}
      />
    </>
  );
}

function Age({ of, now }: { of: PythPrice; now: bigint }): ReactElement {
  const age = now > of.publishTime ? now - of.publishTime : 0n;
  return <>published {spanText(age)} ago</>;
}

function Climb({ view, offer, now }: { view: BuybackView; offer: Offer; now: bigint }): ReactElement {
  // An auction that has not opened yet would open anew every second.
  const key = offer.isNew ? "new" : String(offer.opensAt);
  const points = useMemo(() => climbOf(view, offer), [key, view]);
  const from = offer.opensAt;
  const x = points.map(({ at }) => Number(at - from) / 60);
  return (
    <Chart
      label="USDC for one IO over the auction's time, at the prices of now"
      x={x}
      series={[
        {
          label: "USDC for one IO",
          values: points.map(({ usdc }) => scaled(usdc, 1_000_000n)),
          color: 1,
        },
      ]}
      format={(value) => value.toFixed(4)}
      textAt={(_, at) => `${amountText(points[at]!.usdc, "USDC", 6)} USDC`}
      formatX={(minutes) =>
        offer.isNew
          ? spanText(BigInt(Math.round(minutes * 60)))
          : dateText(from + BigInt(Math.round(minutes * 60))).slice(-5)
      }
      mark={offer.isNew ? 0 : Number(now - from) / 60}
      height={160}
    />
  );
}
