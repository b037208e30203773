/** The network: supply, emission, burns, the buyback's auction, utilisation and prices. */

import { HARD_CAP, type NetworkView, poolFigures, supplyFigures } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { type IndexSupply, useIndex, useIndexStatus } from "../data/index-api.js";
import { isSupply } from "../data/index-shapes.js";
import { Link } from "../router.js";
import {
  Amount,
  Columns,
  Count,
  countText,
  Facts,
  Figures,
  Loaded,
  Meter,
  Page,
  Parts,
  Section,
  shareText,
  Until,
} from "../ui/index.js";
import { Burned, Emission } from "./charts.js";
import { PriceHistory } from "./prices.js";
import { Utilisation } from "./classes.js";
import { useBuyback, useNetwork } from "./hooks.js";
import { circulatingOf } from "./model.js";
import { OfferFigures } from "./offer.js";

export default function NetworkPage(): ReactElement {
  const network = useNetwork();
  const buyback = useBuyback();
  return (
    <Page
      title="Network"
      lead={
        "IO pays for GPUs that many operators rent out. It is staked behind them, and fees burn it. " +
        "All figures are what the chain has now."
      }
    >
      <Loaded of={network} what="the supply" lines={6}>
        {(view) => (
          <>
            <Supply view={view} />
            <Columns>
              <Emission view={view} />
              <Burned view={view} />
            </Columns>
          </>
        )}
      </Loaded>
      <Utilisation />
      <Columns>
        <Section
          title="Buyback"
          note="fees buy IO and burn it"
          actions={
            <Link to="/burn" className="button small">
              Sell to it
            </Link>
          }
        >
          <Loaded of={buyback} what="the auction" lines={5}>
            {(view) => <OfferFigures view={view} />}
          </Loaded>
        </Section>
        <div className="column">
          <PriceHistory />
          <Section title="Pools of rewards" note="95% to GPUs, 5% to CPUs">
            <Loaded of={network} what="the pools" lines={4}>
              {(view) => <Pools view={view} />}
            </Loaded>
          </Section>
        </div>
      </Columns>
    </Page>
  );
}

function Supply({ view }: { view: NetworkView }): ReactElement {
  const { index } = useCluster().config;
  const { standing } = useIndexStatus();
  const counted = useIndex<IndexSupply>("/v1/supply", isSupply).data;
  const figures = supplyFigures(view);
  const { supply, burned, lockedTotal, unlocked, toCome, month, monthEndsAt, due } = figures;
  // An index that was given the treasury's wallets knows what really circulates.
  const isKnown = standing === "good" || standing === "behind";
  const { circulating, ofTreasury } = circulatingOf(unlocked, isKnown ? counted : undefined);
  return (
    <Section
      title="Supply"
      note={
        <>
          hard cap <Amount of={HARD_CAP} unit="IO" decimals={0} />
        </>
      }
    >
      <Figures
        of={[
          {
            label: "Exists",
            value: <Amount of={supply} unit="IO" decimals={0} />,
            note: `${shareText(supply, HARD_CAP)} of the cap`,
          },
          {
            label: "Circulating",
            value: <Amount of={circulating} unit="IO" decimals={0} />,
            note:
              ofTreasury > 0n
                ? "without locks, treasury, its airdrops"
                : index
                  ? "not locked; no treasury is named"
                  : "not locked; a treasury is not taken off",
          },
          {
            label: "Locked",
            value: <Amount of={lockedTotal} unit="IO" decimals={0} />,
            note: "released by the month from month 13",
          },
          {
            label: "Burned",
            value: <Amount of={burned} unit="IO" />,
            note: "since genesis",
          },
          {
            label: "Still to come",
            value: <Amount of={toCome} unit="IO" decimals={0} />,
            note: (
              <>
                month {month} of 240
                {monthEndsAt !== undefined && (
                  <>
                    , ends <Until at={monthEndsAt} />
                  </>
                )}
              </>
            ),
          },
        ]}
      />
      <Parts
        label="Parts of the hard cap"
        of={[
          part("Circulating", circulating, 1),
          ...(ofTreasury > 0n ? [part("Treasury and its airdrops", ofTreasury, 4)] : []),
          part("Locked", lockedTotal, 3),
          part("Burned", burned, 2),
          part("Still to come", toCome, 5),
        ]}
      />
      {due > 0n && (
        <p className="quiet">
          <Amount of={due} unit="IO" decimals="fit" /> are due: whoever cranks next mints them to the rewards.
        </p>
      )}
    </Section>
  );
}

function part(label: string, amount: bigint, color: 1 | 2 | 3 | 4 | 5) {
  const value = (
    <>
      <Amount of={amount} unit="IO" decimals={0} />{" "}
      <span className="quiet">{shareText(amount, HARD_CAP)}</span>
    </>
  );
  return { label, amount, color, value };
}

function Pools({ view }: { view: NetworkView }): ReactElement {
  const names = { gpu: "GPUs", cpu: "CPUs" };
  return (
    <>
      {poolFigures(view).map(({ name, weight, fullWeight, carried }) => (
        <div key={name}>
          <Facts
            of={[
              {
                label: `${names[name]}: weight of ${countText(fullWeight)}`,
                value: (
                  <>
                    <Count of={weight} />, {shareText(weight, fullWeight, 1)}
                  </>
                ),
              },
            ]}
          />
          <Meter part={weight} whole={fullWeight} label={`Weight of the pool of ${names[name]}`} />
          <p className="quiet small">
            <Amount of={carried} unit="IO" /> carried: emitted while the pool was light, paid out later.
          </p>
        </div>
      ))}
    </>
  );
}
