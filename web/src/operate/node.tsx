/** A node of the operator's: what it lacks, what it earns, and what can be done with it. */

import { claimCommission, removeAsk, retireNode } from "@io-economy/sdk";
import { type ReactElement, type ReactNode, useState } from "react";
import { useCluster } from "../data/cluster.js";
import { useAct } from "../tx/transaction.js";
import { Address } from "../ui/address.js";
import { Amount, bpsText, counted } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Badge, Facts, Figures, Meter, Section } from "../ui/layout.js";
import { Notice } from "../ui/notice.js";
import { Time, Until } from "../ui/time.js";
import { span } from "../words/common.js";
import * as words from "../words/operate.js";
import { AskDialog } from "./ask.js";
import { CommissionDialog, MaintenanceDialog, OfferDialog, PayoutDialog } from "./forms.js";
import type { OwnNode } from "./model.js";
import { OwnOrders } from "./orders.js";

const DIALOGS = {
  ask: AskDialog,
  offer: OfferDialog,
  commission: CommissionDialog,
  maintenance: MaintenanceDialog,
  payout: PayoutDialog,
};

type Name = keyof typeof DIALOGS;

export function NodeSection({ own, onStake }: { own: OwnNode; onStake: () => void }): ReactElement {
  const { address, node, className, status, minimum, counted: counts, own: stake, delegated, ask } = own;
  const { ledger } = node;
  const { read } = useCluster();
  const act = useAct();
  const [open, setOpen] = useState<Name>();
  const Shown = open && DIALOGS[open];
  const isRetired = ledger.retired;
  const takeBack = () =>
    act({
      title: isRetired ? "Close an offer" : "Take an offer back",
      sentence: isRetired ? words.closingAsk({ node: address }) : words.removingAsk({ node: address }),
      make: (signer) => removeAsk({ signer, node: address }),
    });
  const getCommission = () =>
    act({
      title: "Pay the commission",
      sentence: words.payingCommission({ amount: own.commissionOwed, payout: node.payout }),
      make: (signer) => claimCommission(read, { signer, node: address }),
    });
  const retire = () =>
    act({
      title: "Retire a node",
      sentence: words.retiring({ node: address, hired: ledger.hired }),
      warning: "This cannot be undone.",
      make: (signer) => [retireNode({ signer, node: address })],
    });
  return (
    <Section
      title={`Node ${node.id}: ${counted(ledger.processors, `${className} processor`)}`}
      note={<Address of={address} what="the node's address" />}
      actions={
        isRetired ? (
          <Badge>retired</Badge>
        ) : (
          <Badge tone={status.earns ? "good" : "warn"}>{status.earns ? "works" : "earns nothing now"}</Badge>
        )
      }
    >
      {!isRetired && <Next own={own} onStake={onStake} onAsk={() => setOpen("ask")} />}
      <Figures
        of={[
          {
            label: "Stake that counts",
            value: <Amount of={counts} unit="IO" decimals={0} />,
            note: (
              <>
                of <Amount of={minimum} unit="IO" decimals={0} /> that it needs
                <Meter part={counts} whole={minimum} label="Stake that counts, of the minimum" />
              </>
            ),
          },
          {
            label: "Hired",
            value: `${ledger.hired} of ${ledger.processors}`,
            note: (
              <Meter part={BigInt(ledger.hired)} whole={BigInt(ledger.processors)} label="Processors hired" />
            ),
          },
          {
            label: "Commission",
            value: <Amount of={own.commissionOwed} unit="IO" />,
            note: "to claim",
          },
        ]}
      />
      <Facts
        of={[
          {
            label: "Availability",
            value: status.reportedUntil === undefined ? "not reported yet" : bpsText(ledger.availability.bps),
            note:
              status.reportedUntil !== undefined ? (
                <>
                  the report holds until <Time at={status.reportedUntil} />
                </>
              ) : undefined,
          },
          {
            label: "Your own stake",
            value: <Amount of={stake} unit="IO" />,
            note: (
              <>
                others have staked <Amount of={delegated} unit="IO" /> and may stake{" "}
                <Amount of={own.room} unit="IO" /> more
              </>
            ),
          },
          {
            label: "Commission",
            value: bpsText(own.commission),
            note: own.nextCommission && (
              <>
                {bpsText(own.nextCommission.bps)} from <Time at={own.nextCommission.at} />
              </>
            ),
          },
          {
            label: "Offered at",
            value: ask ? `${words.rates({ ...ask.terms })} an hour` : "not offered",
            note: ask && (
              <>
                {own.askIsOver ?? (
                  <>
                    {span(ask.terms.leastSeconds)} to {span(ask.terms.mostSeconds)}, {ask.terms.noticeHours} h
                    of notice; stands until <Time at={ask.terms.validUntil} /> (
                    <Until at={ask.terms.validUntil} />)
                  </>
                )}
              </>
            ),
          },
          { label: "Pays out to", value: <Address of={node.payout} what="the payout wallet" /> },
        ]}
      />
      <div className="actions">
        {!isRetired && (
          <>
            <Button isSmall onClick={onStake}>
              Stake
            </Button>
            <Button isSmall onClick={() => setOpen("ask")}>
              {ask ? "Change the offer" : "Offer to clients"}
            </Button>
            {ask && (
              <Button isSmall onClick={takeBack}>
                Take the offer back
              </Button>
            )}
            <Button isSmall onClick={() => setOpen("offer")}>
              Offer stake to others
            </Button>
            <Button isSmall onClick={() => setOpen("commission")}>
              Commission
            </Button>
            <Button isSmall onClick={() => setOpen("maintenance")}>
              Maintenance
            </Button>
          </>
        )}
        {isRetired && own.hasAskAccount && (
          <Button isSmall onClick={takeBack}>
            Close the offer
          </Button>
        )}
        <Button isSmall onClick={() => setOpen("payout")}>
          Payout wallet
        </Button>
        <Button isSmall onClick={getCommission} disabled={own.commissionOwed === 0n}>
          Claim commission
        </Button>
        {!isRetired && (
          <Button isSmall look="danger" onClick={retire}>
            Retire
          </Button>
        )}
      </div>
      {own.orders.length > 0 && <OwnOrders rows={own.orders} />}
      {Shown && <Shown own={own} onClose={() => setOpen(undefined)} />}
    </Section>
  );
}

/** What the operator does next, so that the node earns. */
function Next(props: { own: OwnNode; onStake: () => void; onAsk: () => void }): ReactElement | null {
  const { own, onStake, onAsk } = props;
  const { status, ask, askIsOver, minimum } = own;
  const waiting = own.orders.filter(({ figures }) => figures.stage === "open").length;
  const next: [title: ReactNode, text: string, button?: ReactElement] | undefined = status.isSlashPending
    ? [
        "A slash of this node is proposed.",
        "Object to the slasher or the admin: either can cancel it, and it takes effect after 30 days at " +
          "the earliest. Your own stake can be added meanwhile.",
      ]
    : status.missingStake > 0n
      ? [
          <>
            Stake <Amount of={status.missingStake} unit="IO" /> more.
          </>,
          own.own < minimum / 2n
            ? "At least half of the minimum must be your own."
            : "Your own, or let others stake: up to half of the minimum.",
          <Button key="stake" look="primary" isSmall onClick={onStake}>
            Stake
          </Button>,
        ]
      : status.state === "neverReported" || status.state === "lapsed"
        ? [
            "The oracle has to see the node.",
            "It reports every node that answers within the hour; keep it online.",
          ]
        : status.state === "offline"
          ? ["The oracle found the node offline.", "Bring it back: the next report counts."]
          : !ask || askIsOver
            ? [
                ask ? "Offer the node anew." : "Offer the node to clients.",
                askIsOver ?? "It earns by its stake already; orders pay beside that.",
                <Button key="ask" look="primary" isSmall onClick={onAsk}>
                  Offer to clients
                </Button>,
              ]
            : waiting > 0
              ? [`${counted(waiting, "order")} wait for you.`, "Accept below before the time is over."]
              : undefined;
  if (!next) return null;
  const [title, text, button] = next;
  return (
    <Notice title={title} action={button}>
      {text}
    </Notice>
  );
}
