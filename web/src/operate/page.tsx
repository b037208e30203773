/** Operate: the account's nodes, their stake, offers and orders. */

import "../styles/doing.css";
import { readStaking } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { usePauses } from "../data/pauses.js";
import { Unclaimed } from "../compute/unclaimed.js";
import { StakeDialog, type Target } from "../stake/dialogs.js";
import { Link, useRoute } from "../router.js";
import { Amount, enteredText } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Badge, Page, Section } from "../ui/layout.js";
import { Loaded, Loading, Notice } from "../ui/notice.js";
import { Table } from "../ui/table.js";
import { useAccount } from "../wallet/account.js";
import { useOwnNodes } from "./hooks.js";
import { type OwnNode, ownNodes } from "./model.js";
import { NodeName } from "../stake/nodes.js";
import { rates } from "../words/operate.js";
import { NodeSection } from "./node.js";
import { Register } from "./register.js";

export default function OperatePage(): ReactElement {
  const { address, ask } = useAccount();
  const { read } = useCluster();
  const { query } = useRoute();
  const nodes = useOwnNodes();
  const { areOrdersPaused = false, isStakingPaused = false } = usePauses().data ?? {};
  const now = useNow();
  const [asked, setAsked] = useState<{ target: Target; amount?: string }>();
  const stakeTo = async ({ address, className, status: { missingStake } }: OwnNode) => {
    const view = await readStaking(read, address).catch(() => undefined);
    const amount = missingStake > 0n ? { amount: enteredText(missingStake, "IO") } : {};
    if (view) setAsked({ target: { address, className, view }, ...amount });
  };
  return (
    <Page
      title="Operate"
      lead={
        "Run hardware: register it as a node, stake to it, and offer it. A node earns by its stake " +
        "while it is available, and by the second while it is hired."
      }
    >
      {!address && (
        <Notice
          title="Connect the wallet that runs your nodes, or is to."
          action={
            <Button look="primary" onClick={ask}>
              Connect wallet
            </Button>
          }
        />
      )}
      {address && (
        <Loaded of={nodes} what="your nodes">
          {(view) => {
            if (now === 0n) return <Loading what="the clock" />;
            const of = { names: view.names, areOrdersPaused, isStakingPaused };
            const own = ownNodes(view, now, of);
            const shown = own.find((node) => node.address === query.get("node")) ?? own[0];
            return (
              <>
                <Unclaimed />
                {own.length > 1 && <Nodes own={own} shown={shown?.address} />}
                {shown && <NodeSection key={shown.address} own={shown} onStake={() => void stakeTo(shown)} />}
                <Register isFirst={own.length === 0} isPaused={isStakingPaused} />
              </>
            );
          }}
        </Loaded>
      )}
      {!address && <Register isFirst isPaused={isStakingPaused} />}
      {asked && <StakeDialog key={asked.target.address} {...asked} onClose={() => setAsked(undefined)} />}
    </Page>
  );
}

/** Several nodes in lines; one of them is shown whole below. */
function Nodes({ own, shown }: { own: readonly OwnNode[]; shown: string | undefined }): ReactElement {
  return (
    <Section title="Your nodes">
      <Table
        caption="Your nodes"
        rows={own}
        keyOf={({ address }) => address}
        columns={[
          {
            head: "Node",
            isName: true,
            cell: ({ address, node, className }) => (
              <>
                {node.id} <NodeName address={address} name={className} />
              </>
            ),
          },
          {
            head: "State",
            cell: ({ node, status }) =>
              node.ledger.retired ? (
                <Badge>retired</Badge>
              ) : (
                <Badge tone={status.earns ? "good" : "warn"}>
                  {status.earns ? "works" : "earns nothing now"}
                </Badge>
              ),
          },
          {
            head: "Stake that counts",
            isNumber: true,
            cell: ({ counted }) => <Amount of={counted} unit="IO" decimals={0} />,
          },
          {
            head: "Hired",
            isNumber: true,
            cell: ({ node: { ledger } }) => `${ledger.hired} of ${ledger.processors}`,
          },
          {
            head: "Offered at",
            cell: ({ ask, askIsOver }) => (ask && !askIsOver ? rates(ask.terms) : "not offered"),
          },
          {
            head: "Show",
            isAction: true,
            cell: ({ address, node }) => (
              <Link
                to="/operate"
                query={{ node: address }}
                className="button small"
                aria-current={address === shown ? "true" : undefined}
                aria-label={`Show node ${node.id}`}
              >
                Show
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}
