/** What the page of operators reads. */

import {
  classNames,
  ioOrders,
  ioStaking,
  type Listed,
  listNodes,
  listOrders,
  snapshot,
  askAddress,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { useAccount } from "../wallet/account.js";
import type { ClassNames } from "../words/common.js";

export interface OperatorView {
  nodes: Listed<"node", ioStaking.Node>[];
  asks: ioOrders.Ask[];
  orders: Listed<"order", ioOrders.Order>[];
  names: ClassNames;
}

/** The nodes of the account that is connected, with their asks and orders. */
export function useOwnNodes(): Live<OperatorView> {
  const { read, list } = useCluster();
  const { address } = useAccount();
  return useLive(
    address && `operator ${address}`,
    async () => {
      const [nodes, names] = await Promise.all([listNodes(list, { operator: address! }), classNames()]);
      const places = await Promise.all(nodes.map(({ address: node }) => askAddress(node)));
      const [{ accounts }, ...orders] = await Promise.all([
        snapshot(read, places),
        ...nodes.map(({ address: node }) => listOrders(list, { node })),
      ]);
      const asks = accounts.flatMap((account) => (isAsk(account) ? [ioOrders.decodeAsk(account).data] : []));
      return { nodes, asks, orders: orders.flat(), names };
    },
    10_000,
  );
}

type Account = Awaited<ReturnType<typeof snapshot>>["accounts"][number];

function isAsk(account: Account): account is Extract<Account, { exists: true }> {
  const { ASK_ACCOUNT_DISCRIMINATOR: begins, IO_ORDERS_PROGRAM_ADDRESS: owner } = ioOrders;
  return (
    account.exists && account.programAddress === owner && begins.every((byte, i) => account.data[i] === byte)
  );
}

export interface ClassesView {
  classes: { address: Address; class: ioStaking.HardwareClass }[];
  names: ClassNames;
}

/** The hardware classes of the cluster. */
export function useClasses(): Live<ClassesView> {
  const { list } = useCluster();
  return useLive(
    "classes",
    async () => {
      const filter = { offset: 0, bytes: ioStaking.HARDWARE_CLASS_ACCOUNT_DISCRIMINATOR };
      const [found, names] = await Promise.all([
        list(ioStaking.IO_STAKING_PROGRAM_ADDRESS, [filter]),
        classNames(),
      ]);
      const decoder = ioStaking.getHardwareClassDecoder();
      return { classes: found.map(({ address, data }) => ({ address, class: decoder.decode(data) })), names };
    },
    60_000,
  );
}
