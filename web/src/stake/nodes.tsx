/** The list of nodes to stake to. */

import type { Address as Key } from "@solana/kit";
import { type ReactElement, useMemo, useState } from "react";
import { Link } from "../router.js";
import { Address } from "../ui/address.js";
import { Amount, bpsText, enteredText } from "../ui/amount.js";
import { AmountField, Button, parseAmount, SelectField } from "../ui/form.js";
import { Badge, Section } from "../ui/layout.js";
import { Empty, Notice } from "../ui/notice.js";
import { byAmount, Table } from "../ui/table.js";
import { useAccount } from "../wallet/account.js";
import type { NodesView } from "./hooks.js";
import { type NodeRow, nodeRows, rateText, takes } from "./model.js";

const ALL = "all";

/** Nodes, with what the amount that is entered would earn in each. */
export function Nodes(props: {
  view: NodesView;
  /** Only the node that a link names. */
  only: string | undefined;
  onStake: (row: NodeRow, amount: string) => void;
}): ReactElement {
  const { view, only, onStake } = props;

  const { address } = useAccount();
  const [text, setText] = useState("1,000");
  const [chosen, setChosen] = useState<string>(ALL);
  const amount = parseAmount(text, "IO").amount ?? 0n;
  // What a node earns in a year does not change by the second: read anew with the nodes.
  const rows = useMemo(() => {
    const { config, nodes, classes } = view;
    return config ? nodeRows(config, nodes, view.now, amount, classes) : [];
  }, [view, amount]);
  // An operator's own stake has no bound.
  const isOver = ({ node, room }: NodeRow) => node.operator !== address && amount > room;
  const classes = [...new Set(rows.map((row) => row.className))].sort();
  const named = rows.filter(({ address }) => address === only);
  const shown = only ? named : chosen === ALL ? rows : rows.filter((row) => row.className === chosen);
  const open = shown.filter(takes).length;
  if (rows.length === 0)
    return (
      <Section title="Nodes">
        <Empty title="No node is registered yet.">Whoever has hardware registers it under Operate.</Empty>
      </Section>
    );
  return (
    <Section title="Nodes" note={`take stake now: ${open} of ${shown.length}`}>
      <div className="form narrow">
        <AmountField
          label="If you stake"
          unit="IO"
          value={text}
          onChange={setText}
          hint="Each node's earnings below are for this amount."
        />
        {!only && classes.length > 1 && (
          <SelectField
            label="Hardware"
            value={chosen}
            onChange={setChosen}
            options={[[ALL, "All hardware"], ...classes.map((name) => [name, name] as const)]}
          />
        )}
      </div>
      {only && (
        <Notice
          tone={named.length > 0 ? "info" : "warn"}
          title={
            named.length > 0 ? "The node that the link names." : "The link names no node that takes stake."
          }
          action={
            <Link to="/stake" className="button small">
              Show all nodes
            </Link>
          }
        />
      )}
      <Table
        caption="Nodes, those first that take stake and pay most"
        rows={shown}
        keyOf={({ address }) => address}
        most={20}
        columns={[
          {
            head: "Node",
            isName: true,
            cell: (row) => <NodeName address={row.address} name={row.className} />,
          },
          { head: "Now", cell: (row) => <State row={row} /> },
          {
            head: "A year",
            isNumber: true,
            compare: byAmount((row) => row.rate),
            cell: ({ rate }) => rateText(rate),
          },
          {
            head: "You earn a month",
            isNumber: true,
            cell: ({ node, monthly }) =>
              node.operator === address ? (
                <span className="quiet">your node</span>
              ) : monthly === undefined ? (
                <span className="quiet">takes less</span>
              ) : (
                <Amount of={monthly} unit="IO" />
              ),
          },
          {
            head: "Commission",
            isNumber: true,
            compare: byAmount((row) => BigInt(row.node.ledger.commission.bps)),
            cell: ({ node }) => <Commission of={node.ledger.commission} />,
          },
          {
            head: "Takes",
            isNumber: true,
            compare: byAmount((row) => row.room),
            cell: ({ room }) => <Amount of={room} unit="IO" decimals={0} />,
          },
          {
            head: "Stake",
            isAction: true,
            cell: (row) => (
              <Button
                isSmall
                look={takes(row) ? "primary" : "plain"}
                disabled={!takes(row) && (row.node.operator !== address || row.isPaused)}
                aria-label={`Stake to node ${row.address}`}
                onClick={() => onStake(row, isOver(row) ? enteredText(row.room, "IO") : text)}
              >
                Stake
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** A node by its hardware and address. */
export function NodeName({ address, name }: { address: Key; name: string }): ReactElement {
  return (
    <span className="node-name">
      <strong>{name}</strong> <Address of={address} what="the node's address" />
    </span>
  );
}

function State({ row }: { row: NodeRow }): ReactElement {
  const { status, room } = row;
  if (status.isSlashPending) return <Badge tone="bad">slash proposed</Badge>;
  if (!status.earns)
    return <Badge tone="warn">{status.state === "belowMinimum" ? "below minimum" : "offline"}</Badge>;
  return room > 0n ? <Badge tone="good">takes stake</Badge> : <Badge>full</Badge>;
}

function Commission({ of }: { of: { bps: number; nextBps: number } }): ReactElement {
  return (
    <>
      {bpsText(of.bps)}
      {of.nextBps !== of.bps && <span className="quiet"> → {bpsText(of.nextBps)}</span>}
    </>
  );
}
