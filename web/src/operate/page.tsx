/** Operate: the account's nodes, their stake, offers and orders. */

import "../styles/doing.css";
import { readStaking } from "@io-economy/sdk";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { StakeDialog, type Target } from "../stake/dialogs.js";
import { Button } from "../ui/form.js";
import { Page } from "../ui/layout.js";
import { Loaded, Notice } from "../ui/notice.js";
import { useAccount } from "../wallet/account.js";
import { useOwnNodes } from "./hooks.js";
import { type OwnNode, ownNodes } from "./model.js";
import { NodeSection } from "./node.js";
import { Register } from "./register.js";

export default function OperatePage(): ReactElement {
  const { address, ask } = useAccount();
  const { read } = useCluster();
  const nodes = useOwnNodes();
  const now = useNow();
  const [target, setTarget] = useState<Target>();
  const stakeTo = async ({ address, className }: OwnNode) => {
    const view = await readStaking(read, address).catch(() => undefined);
    if (view) setTarget({ address, className, view });
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
            const own = ownNodes(view.nodes, view.asks, view.orders, now, view.names);
            return (
              <>
                {own.map((node) => (
                  <NodeSection key={node.address} own={node} onStake={() => void stakeTo(node)} />
                ))}
                <Register isFirst={own.length === 0} />
              </>
            );
          }}
        </Loaded>
      )}
      {!address && <Register isFirst />}
      {target && <StakeDialog key={target.address} target={target} onClose={() => setTarget(undefined)} />}
    </Page>
  );
}
