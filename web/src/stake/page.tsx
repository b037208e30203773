/** Stake: nodes, what a stake earns, and the account's own stakes. */

import "../styles/doing.css";
import { type ReactElement, useState } from "react";
import { useRoute } from "../router.js";
import { Button } from "../ui/form.js";
import { Page } from "../ui/layout.js";
import { Loaded, Notice } from "../ui/notice.js";
import { useAccount } from "../wallet/account.js";
import { StakeDialog, type Target } from "./dialogs.js";
import { useNodes, useStakes } from "./hooks.js";
import { Nodes } from "./nodes.js";
import { Yours } from "./yours.js";

export default function StakePage(): ReactElement {
  const account = useAccount();
  const { query } = useRoute();
  const nodes = useNodes();
  const stakes = useStakes();
  const [asked, setAsked] = useState<{ target: Target; amount?: string }>();
  return (
    <Page
      title="Stake"
      lead={
        "A node needs stake to earn. Lend it yours: you earn a part of its rewards by the second, " +
        "and get your IO back 14 days after you leave."
      }
    >
      {account.address ? (
        <Loaded of={stakes} what="your stakes">
          {(view) => (
            <Yours
              key={account.address}
              view={view}
              owner={account.address!}
              onStake={({ address, className, view }) => setAsked({ target: { address, className, view } })}
            />
          )}
        </Loaded>
      ) : (
        <Notice
          title="Connect a wallet to stake, and to see what you have staked."
          action={
            <Button look="primary" onClick={account.ask}>
              Connect wallet
            </Button>
          }
        />
      )}
      <Loaded of={nodes} what="the nodes" lines={6}>
        {(view) => (
          <Nodes
            view={view}
            only={query.get("node") ?? undefined}
            onStake={({ address, className, node }, amount) =>
              setAsked({
                target: { address, className, view: { config: view.config!, node, now: view.now } },
                amount,
              })
            }
          />
        )}
      </Loaded>
      {asked && <StakeDialog key={asked.target.address} {...asked} onClose={() => setAsked(undefined)} />}
    </Page>
  );
}
