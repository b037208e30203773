/** The seasons of airdrops, with what an address has in each. */

import { claimAirdrop, claimAirdropFor, type SeasonFigures } from "@io-economy/sdk";
import type { Address as Key } from "@solana/kit";
import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { useAct } from "../tx/transaction.js";
import {
  Address,
  Amount,
  Badge,
  Button,
  type Column,
  counted,
  countText,
  Empty,
  Figures,
  Notice,
  shareText,
  Table,
  Time,
  type Tone,
  Until,
} from "../ui/index.js";
import { claimSentence } from "../words/claim.js";
import type { SeasonRow, SeasonsView } from "./hooks.js";

const STAGES: Readonly<Record<SeasonFigures["stage"], readonly [string, Tone]>> = {
  announced: ["announced", "info"],
  waitsForFunds: ["waits for funds", "warn"],
  open: ["open", "good"],
  closed: ["closed", "plain"],
  over: ["over", "plain"],
};

/** Whether the address can be paid now. */
function canClaim({ figures, entry, worth, isClaimed }: SeasonRow): boolean {
  return figures.stage === "open" && entry !== undefined && worth > 0n && !isClaimed;
}

export function Seasons(props: {
  view: SeasonsView;
  wallet: Key | undefined;
  isOwn: boolean;
}): ReactElement {
  const { wallet, isOwn } = props;
  const { rows, unreachable } = props.view;
  const { read } = useCluster();
  const act = useAct();
  // A proof among more than 1,024 wallets fills a transaction: several seasons follow one another.
  const claim = (some: readonly SeasonRow[], place = 0) => {
    const row = some[place];
    if (!row?.entry) return;
    const { address: season, id, entry, worth } = row;
    act({
      title: some.length > 1 ? `Claim an airdrop: ${place + 1} of ${some.length}` : "Claim an airdrop",
      sentence: claimSentence({
        ...{ season: id, amount: worth, isOwn },
        ...{ points: entry.points, wallet: entry.wallet },
      }),
      facts: [
        {
          label: isOwn ? "You receive" : "It receives",
          value: <Amount of={worth} unit="IO" decimals="all" />,
        },
      ],
      make: (signer) =>
        signer.address === entry.wallet
          ? claimAirdrop(read, { signer, season, entry })
          : claimAirdropFor(read, { signer, season, entry }),
      done: () => (
        <p>
          <Amount of={worth} unit="IO" decimals="fit" /> are paid.
        </p>
      ),
      onLanded: () => claim(some, place + 1),
    });
  };
  const own = rows.filter(({ entry }) => entry);
  const open = rows.filter(canClaim);
  const now = open.reduce((sum, { worth }) => sum + worth, 0n);
  const claimed = own.filter((row) => row.isClaimed).reduce((sum, { worth }) => sum + worth, 0n);
  const missing = rows.filter(({ hasFiles, figures }) => !hasFiles && figures.stage !== "over");
  const columns: readonly (Column<SeasonRow> | false)[] = [
    {
      head: "Season",
      isName: true,
      cell: ({ id, funder }) => (
        <>
          {countText(id)}{" "}
          <span className="cell-note">
            by <Address of={funder} what="the funder's address" />
          </span>
        </>
      ),
    },
    {
      head: "State",
      cell: ({ figures }) => <Badge tone={STAGES[figures.stage][1]}>{STAGES[figures.stage][0]}</Badge>,
    },
    {
      head: "Opens or closes",
      cell: ({ figures: { stage, opensAt, closesAt } }) =>
        stage === "announced" || stage === "waitsForFunds" ? (
          <>
            opens <Until at={opensAt} />
          </>
        ) : stage === "open" ? (
          <>
            closes <Time at={closesAt} withTime={false} />
          </>
        ) : (
          <Time at={closesAt} withTime={false} />
        ),
    },
    {
      head: "Pool",
      isNumber: true,
      cell: ({ figures }) => <Amount of={figures.pool} unit="IO" decimals={0} />,
    },
    {
      head: "Paid",
      isNumber: true,
      cell: ({ figures }) => shareText(figures.paid, figures.pool, 1),
    },
    wallet !== undefined && {
      head: "Points",
      isNumber: true,
      cell: ({ entry, hasFiles }) => (entry ? countText(entry.points) : hasFiles ? "not listed" : "unknown"),
    },
    wallet !== undefined && {
      head: "Worth",
      isNumber: true,
      cell: ({ entry, worth }) => (entry ? <Amount of={worth} unit="IO" /> : ""),
    },
    wallet !== undefined && {
      head: "Claim",
      isAction: true,
      cell: (row) =>
        canClaim(row) ? (
          <Button isSmall look="primary" onClick={() => claim([row])} aria-label={`Claim season ${row.id}`}>
            Claim
          </Button>
        ) : row.isClaimed ? (
          <Badge tone="good">claimed</Badge>
        ) : null,
    },
  ];
  return (
    <>
      {wallet !== undefined && own.length > 0 && (
        <Figures
          of={[
            { label: "Can be claimed now", value: <Amount of={now} unit="IO" /> },
            { label: "Claimed", value: <Amount of={claimed} unit="IO" /> },
          ]}
        />
      )}
      {open.length > 1 && (
        <div className="actions">
          <Button look="primary" onClick={() => claim(open)}>
            Claim all {open.length}, one after the other
          </Button>
        </div>
      )}
      <Table
        caption="Seasons of airdrops"
        columns={columns}
        rows={rows}
        keyOf={({ address }) => address}
        empty={
          <Empty title="No season was announced yet.">Whoever funds one announces it a week ahead.</Empty>
        }
      />
      {unreachable.length > 0 && (
        <Notice tone="warn" title={`${counted(unreachable.length, "list")} of this site could not be read.`}>
          Whether the address is in it is not known now. The page asks again by itself.
        </Notice>
      )}
      {unreachable.length === 0 && missing.length > 0 && (
        <Notice
          tone="plain"
          title={`This site has no lists of ${missing.length} of these ${counted(rows.length, "season")}.`}
        >
          Whoever runs it names them in its config.json; until then `io airdrop claim` takes the files that
          the season&apos;s funder published.
        </Notice>
      )}
    </>
  );
}
