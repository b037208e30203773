/** The grants of an address: what has vested, what a release pays, and who gets it. */

import { acceptBeneficiary, CATEGORY_RULES, proposeBeneficiary, release } from "@io-economy/sdk";
import { address as toAddress, type Address as Key, isAddress } from "@solana/kit";
import { type ReactElement, useState } from "react";
import { useCluster } from "../data/cluster.js";
import { FormDialog } from "../stake/form-dialog.js";
import { useAct, useFormAct } from "../tx/transaction.js";
import {
  Address,
  Amount,
  Badge,
  Button,
  Empty,
  Figures,
  Meter,
  shareText,
  Table,
  TextField,
  Time,
} from "../ui/index.js";
import { acceptSentence, proposeSentence, releaseSentence } from "../words/claim.js";
import type { GrantRow } from "./hooks.js";
import { released, RELEASES_AT_ONCE } from "./release.js";

export function Grants({
  rows,
  wallet,
  isOwn,
}: {
  rows: readonly GrantRow[];
  wallet: Key;
  isOwn: boolean;
}): ReactElement {
  const { read } = useCluster();
  const act = useAct();
  const [handing, setHanding] = useState<Key>();
  const own = rows.filter(({ view }) => view.grant.beneficiary === wallet);
  const due = own.filter(({ figures }) => figures.releasable > 0n);
  const sum = (of: (row: GrantRow) => bigint) => own.reduce((all, row) => all + of(row), 0n);
  const releasable = sum(({ figures }) => figures.releasable);
  const pay = (all: readonly GrantRow[]) => {
    const grants = all.slice(0, RELEASES_AT_ONCE);
    const amount = grants.reduce((all, { figures }) => all + figures.releasable, 0n);
    act({
      title: "Release what has vested",
      sentence: releaseSentence(amount, grants.length, isOwn, all.length - grants.length),
      make: async (signer) =>
        released(await release(read, { signer, grants: grants.map(({ address }) => address) })),
    });
  };
  const accept = ({ address: grant, figures }: GrantRow) =>
    act({
      title: "Take over a grant",
      sentence: acceptSentence(figures.amount),
      make: (signer) => acceptBeneficiary({ signer, grant }),
    });
  return (
    <>
      {own.length > 0 && (
        <>
          <Figures
            of={[
              {
                label: "Granted",
                value: <Amount of={sum(({ figures }) => figures.amount)} unit="IO" />,
              },
              {
                label: "Released",
                value: <Amount of={sum(({ figures }) => figures.released)} unit="IO" />,
              },
              {
                label: "Can be released now",
                value: <Amount of={releasable} unit="IO" />,
                note:
                  shareText(
                    sum(({ figures }) => figures.vested),
                    sum(({ figures }) => figures.amount),
                  ) + " vested",
              },
            ]}
          />
          <Meter
            part={sum(({ figures }) => figures.vested)}
            whole={sum(({ figures }) => figures.amount)}
            label="Vested"
          />
          {due.length > 0 && (
            <div className="actions">
              <Button look="primary" onClick={() => pay(due)}>
                Release <Amount of={releasable} unit="IO" />
              </Button>
            </div>
          )}
        </>
      )}
      <Table
        caption="Grants"
        rows={rows}
        keyOf={({ address }) => address}
        columns={[
          {
            head: "Grant",
            isName: true,
            cell: ({ address }) => <Address of={address} what="the grant" />,
          },
          { head: "Of", cell: ({ view }) => CATEGORY_RULES[view.grant.ledger.kind].name },
          {
            head: "Amount",
            isNumber: true,
            cell: ({ figures }) => <Amount of={figures.amount} unit="IO" />,
          },
          {
            head: "Released",
            isNumber: true,
            cell: ({ figures }) => <Amount of={figures.released} unit="IO" />,
          },
          {
            head: "Now",
            isNumber: true,
            cell: ({ figures }) => <Amount of={figures.releasable} unit="IO" />,
          },
          {
            head: "Next part",
            cell: ({ figures: { nextUnlockAt } }) =>
              nextUnlockAt === undefined ? "all has vested" : <Time at={nextUnlockAt} withTime={false} />,
          },
          {
            head: "Beneficiary",
            isAction: true,
            cell: (row) => {
              if (row.view.grant.beneficiary !== wallet)
                return isOwn ? (
                  <Button isSmall look="primary" onClick={() => accept(row)}>
                    Take over
                  </Button>
                ) : (
                  <Badge>proposed</Badge>
                );
              return isOwn ? (
                <Button isSmall onClick={() => setHanding(row.address)}>
                  Hand over
                </Button>
              ) : null;
            },
          },
        ]}
        empty={
          <Empty title="This address has no grant.">
            Seed investors, series A investors and core contributors get them from their category&apos;s
            manager.
          </Empty>
        }
      />
      {handing && <HandOver grant={handing} onClose={() => setHanding(undefined)} />}
    </>
  );
}

function HandOver({ grant, onClose }: { grant: Key; onClose: () => void }): ReactElement {
  const act = useFormAct(onClose);
  const [text, setText] = useState("");
  const isWrong = text !== "" && !isAddress(text.trim());
  const propose = () => {
    const next = toAddress(text.trim());
    act({
      title: "Propose a beneficiary",
      sentence: proposeSentence(next),
      facts: [{ label: "Next beneficiary", value: <span className="whole-address">{next}</span> }],
      warning: "Check the whole address: once its wallet accepts, the grant is its own.",
      make: (signer) => proposeBeneficiary({ signer, grant, next }),
    });
  };
  return (
    <FormDialog
      title="Hand over a grant"
      onClose={onClose}
      onReview={text === "" || isWrong ? undefined : propose}
      below={<p className="quiet">The grant is this wallet&apos;s until the next one accepts.</p>}
    >
      <TextField
        label="Next beneficiary"
        value={text}
        onChange={setText}
        error={isWrong ? "This is no address." : undefined}
      />
    </FormDialog>
  );
}
