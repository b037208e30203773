/** What each vault holds against what it owes. */

import { mintable, type SolvencyView, type VaultFigures } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { Address, Amount, Badge, type Column, counted, Notice, Section, Table, Time } from "../ui/index.js";

export function Verdict({ view }: { view: SolvencyView }): ReactElement {
  const short = view.vaults.filter(({ isCovered }) => !isCovered);
  if (short.length === 0)
    return (
      <Notice tone="good" title="Everything that is owed is there.">
        {counted(view.vaults.length, "vault")} against {counted(view.nodes.length, "node")} and{" "}
        {counted(view.orders.length, "order")}, added up as of <Time at={view.network.now} />.
      </Notice>
    );
  return (
    <Notice tone="bad" title={`${short.length} of ${view.vaults.length} vaults hold less than they owe.`}>
      {short.map(({ name, address, owed, held, currency }) => (
        <p key={address}>
          {name}: <Amount of={owed - held} unit={currency} decimals="all" /> are missing.
        </p>
      ))}
    </Notice>
  );
}

const WHAT: Readonly<Record<VaultFigures["name"], string>> = {
  stake: "staked, cooling down and held back",
  rewards: "rewards and commission that can be claimed",
  orders: "escrow, unclaimed money, bonds and fees",
  seed: "locked for seed investors",
  "series-a": "locked for series A investors",
  core: "locked for core contributors",
  buyback: "fees that wait to be burned, or to buy IO",
};

const VAULT_COLUMNS: readonly Column<VaultFigures>[] = [
  {
    head: "Vault",
    isName: true,
    cell: ({ name, currency }) => (name === "orders" || name === "buyback" ? `${name}, ${currency}` : name),
  },
  { head: "For", cell: ({ name }) => <span className="quiet">{WHAT[name]}</span> },
  {
    head: "Holds",
    isNumber: true,
    cell: ({ held, currency }) => <Amount of={held} unit={currency} decimals="all" />,
  },
  {
    head: "Owes",
    isNumber: true,
    cell: ({ owed, currency }) => <Amount of={owed} unit={currency} decimals="all" />,
  },
  {
    head: "State",
    cell: ({ name, isCovered }) =>
      !isCovered ? (
        <Badge tone="bad">short</Badge>
      ) : name === "buyback" ? (
        <Badge>owes nothing</Badge>
      ) : (
        <Badge tone="good">covered</Badge>
      ),
  },
  { head: "Account", cell: ({ address }) => <Address of={address} what="the vault" /> },
];

export function Vaults({ view }: { view: SolvencyView }): ReactElement {
  return (
    <Section title="Solvency" note="added up in your browser from every node, stake and order">
      <Table
        caption="What each vault holds and owes"
        columns={VAULT_COLUMNS}
        rows={view.vaults}
        keyOf={({ address }) => address}
      />
      <p className="quiet">
        The rewards hold what a crank would mint too:{" "}
        <Amount of={mintable(view.network.emission, view.network.now)} unit="IO" decimals="all" />. A claim
        cranks first. What they hold beyond what they owe is carried: emitted while a pool was light, and
        paid with later rewards.
      </p>
    </Section>
  );
}
