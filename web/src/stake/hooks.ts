/** What the page of stakes reads. */

import {
  classNames,
  type ioStaking,
  type Listed,
  listNodes,
  listStakes,
  readPositions,
  readStaking,
  type StakingView,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { useAccount } from "../wallet/account.js";
import type { ClassNames } from "../words/common.js";

/** Every node, and what their earnings follow from; `config` is undefined as long as there is no node. */
export interface NodesView {
  now: bigint;
  config: ioStaking.Config | undefined;
  nodes: Listed<"node", ioStaking.Node>[];
  classes: ClassNames;
}

export function useNodes(): Live<NodesView> {
  const { read, list } = useCluster();
  return useLive("nodes", async () => {
    const [nodes, classes] = await Promise.all([listNodes(list), classNames()]);
    const [first] = nodes;
    if (!first) return { now: 0n, config: undefined, nodes, classes };
    const { now, config } = await readStaking(read, first.address);
    return { now, config, nodes, classes };
  });
}

/** A stake of the account's, with the node that it is in. */
export type OwnStake = StakingView & { address: Address };

export interface StakesView {
  stakes: OwnStake[];
  classes: ClassNames;
}

/** The stakes of the account that is connected. */
export function useStakes(): Live<StakesView> {
  const { read, list } = useCluster();
  const { address } = useAccount();
  return useLive(address && `stakes ${address}`, async () => {
    const [found, classes] = await Promise.all([listStakes(list, address!), classNames()]);
    const nodes = found.map(({ stake }) => stake.node);
    const views = await readPositions(read, address!, nodes);
    return { stakes: views.map((view, i) => ({ ...view, address: nodes[i]! })), classes };
  });
}
