/** The stakes of the account: what each holds and earns, and what can be done with it. */

import { claimMany, closeStake, restake, withdraw } from "@io-economy/sdk";
import type { Address as Key } from "@solana/kit";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { useAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Badge, Figures, Section } from "../ui/layout.js";
import { Empty } from "../ui/notice.js";
import { byAmount, Table } from "../ui/table.js";
import { Time, Until } from "../ui/time.js";
import * as words from "../words/stake.js";
import { UnstakeDialog } from "./dialogs.js";
import type { StakesView } from "./hooks.js";
import { CLAIMS_AT_ONCE, type PositionRow, positionRows, totals } from "./model.js";
import { NodeName } from "./nodes.js";

/** Whether a withdrawal has nothing to take but what was held back for a slash that is decided. */
function isDecided({ holding: { canWithdraw, cooling } }: PositionRow): boolean {
  return canWithdraw && !cooling.some(({ isUnlocked }) => isUnlocked);
}

/** From when a ticket can be withdrawn; without one, what became of what was held back. */
function From(props: {
  ticket: PositionRow["holding"]["cooling"][number] | undefined;
  pays: bigint;
}): ReactElement {
  const { ticket, pays } = props;
  if (!ticket)
    return (
      <>
        {pays > 0n
          ? "Now: it was held back for a slash that came to nothing."
          : "A slash has taken what was held back."}
      </>
    );
  return (
    <>
      <Time at={ticket.unlocksAt} />{" "}
      {ticket.isUnlocked ? (
        <Badge tone="good">ready</Badge>
      ) : (
        <span className="cell-note">
          <Until at={ticket.unlocksAt} />
        </span>
      )}
    </>
  );
}

export function Yours(props: {
  view: StakesView;
  owner: Key;
  onStake: (row: PositionRow) => void;
}): ReactElement {
  const { view, owner, onStake } = props;
  const { read } = useCluster();
  // Before the clock is known, that of the reading does.
  const now = useNow(view.stakes[0]?.now);
  const act = useAct();
  const [leaving, setLeaving] = useState<PositionRow>();
  const rows = positionRows(view.stakes, owner, now, view.classes);
  const all = totals(rows);
  const earning = rows.filter(({ holding }) => holding.claimable > 0n);
  const tickets = rows.flatMap((row) => [
    ...row.holding.cooling.map((ticket, i) => ({ row, ticket, key: `${row.address} ${i}` })),
    ...(isDecided(row) ? [{ row, ticket: undefined, key: row.address }] : []),
  ]);

  const claimAll = () => {
    const nodes = earning.map(({ address }) => address).slice(0, CLAIMS_AT_ONCE);
    const amount = earning.slice(0, CLAIMS_AT_ONCE).reduce((sum, { holding }) => sum + holding.claimable, 0n);
    act({
      title: "Claim rewards",
      sentence: words.claiming({ amount, nodes: nodes.length, rest: earning.length - nodes.length }),
      make: async (signer) => (await claimMany(read, { signer, nodes })).instructions,
    });
  };
  const of = ({ address, className }: PositionRow) => ({ node: address, className });
  const again = (row: PositionRow) =>
    act({
      title: "Restake rewards",
      sentence: words.restaking({ ...of(row), amount: row.holding.claimable }),
      make: (signer) => restake(read, { signer, node: row.address }),
    });
  const takeOut = (row: PositionRow) =>
    act({
      title: "Withdraw IO",
      sentence: words.withdrawing({
        ...of(row),
        amount: row.holding.withdrawable,
        held: row.holding.held + row.holding.holdsBack,
      }),
      make: (signer) => withdraw(read, { signer, node: row.address }),
    });
  const close = (row: PositionRow) =>
    act({
      title: "Close an empty stake",
      sentence: words.closing(of(row)),
      make: (signer) => closeStake({ signer, node: row.address }),
    });

  if (rows.length === 0)
    return (
      <Section title="Your stakes">
        <Empty title="You have no stake yet.">
          Choose a node below: it earns from the second your transaction is confirmed.
        </Empty>
      </Section>
    );
  return (
    <>
      <Section
        title="Your stakes"
        actions={
          <Button look="primary" disabled={all.claimable === 0n} onClick={claimAll}>
            Claim all rewards
          </Button>
        }
      >
        <Figures
          of={[
            { label: "Staked", value: <Amount of={all.staked} unit="IO" /> },
            {
              label: "Rewards to claim",
              value: <Amount of={all.claimable} unit="IO" decimals={6} />,
              note: "grow by the second",
            },
            all.cooling > 0n && { label: "Leaving", value: <Amount of={all.cooling} unit="IO" /> },
          ]}
        />
        <Table
          caption="Your stakes, the largest first"
          rows={rows}
          keyOf={({ address }) => address}
          columns={[
            {
              head: "Node",
              isName: true,
              cell: (row) => (
                <>
                  <NodeName address={row.address} name={row.className} />
                  {row.isOperator && <Badge>yours</Badge>}
                  {!row.status.earns && <Badge tone="warn">earns nothing now</Badge>}
                </>
              ),
            },
            {
              head: "Staked",
              isNumber: true,
              compare: byAmount((row) => row.holding.staked),
              cell: ({ holding }) => <Amount of={holding.staked} unit="IO" />,
            },
            {
              head: "Rewards",
              isNumber: true,
              compare: byAmount((row) => row.holding.claimable),
              cell: ({ holding }) => <Amount of={holding.claimable} unit="IO" decimals={6} />,
            },
            {
              head: "Actions",
              isAction: true,
              cell: (row) => (
                <div className="actions">
                  {row.holding.canClose ? (
                    <Button isSmall onClick={() => close(row)}>
                      Close
                    </Button>
                  ) : (
                    <>
                      <Button
                        isSmall
                        onClick={() => onStake(row)}
                        aria-label={`Stake more to node ${row.address}`}
                      >
                        Stake more
                      </Button>
                      <Button
                        isSmall
                        disabled={!row.canRestake}
                        onClick={() => again(row)}
                        aria-label={`Restake the rewards of node ${row.address}`}
                      >
                        Restake
                      </Button>
                      <Button
                        isSmall
                        disabled={row.holding.staked === 0n}
                        onClick={() => setLeaving(row)}
                        aria-label={`Unstake from node ${row.address}`}
                      >
                        Unstake
                      </Button>
                    </>
                  )}
                </div>
              ),
            },
          ]}
        />
      </Section>
      {tickets.length > 0 && (
        <Section title="Leaving" note="what you took out cools down for 14 days">
          <Table
            caption="What you have taken out of nodes, and from when you can withdraw it"
            rows={tickets}
            keyOf={({ key }) => key}
            columns={[
              {
                head: "From node",
                isName: true,
                cell: ({ row }) => <NodeName address={row.address} name={row.className} />,
              },
              {
                head: "Amount",
                isNumber: true,
                cell: ({ row, ticket }) => (
                  <Amount of={ticket?.amount ?? row.holding.withdrawable} unit="IO" />
                ),
              },
              {
                head: "Withdraw from",
                cell: ({ row, ticket }) => <From ticket={ticket} pays={row.holding.withdrawable} />,
              },
              {
                head: "Withdraw",
                isAction: true,
                cell: ({ row, ticket }) => (
                  <Button
                    isSmall
                    look={!ticket || ticket.isUnlocked ? "primary" : "plain"}
                    disabled={ticket && !ticket.isUnlocked}
                    aria-label={`Withdraw from node ${row.address}`}
                    onClick={() => takeOut(row)}
                  >
                    Withdraw
                  </Button>
                ),
              },
            ]}
          />
        </Section>
      )}
      {leaving && <UnstakeDialog row={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}
