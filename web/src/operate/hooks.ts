/** What the page of operators reads. */

import {
  classNames,
  ioOrders,
  ioStaking,
  type Listed,
  listNodes,
  listOrders,
  recordAddress,
  snapshot,
  STAKING_CONFIG,
  askAddress,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { useAccount } from "../wallet/account.js";
import type { ClassNames } from "../words/common.js";

// Named one by one: a namespace that is taken apart is loaded whole.
const ORDERS = ioOrders.IO_ORDERS_PROGRAM_ADDRESS;
const [ASK, RECORD] = [ioOrders.ASK_ACCOUNT_DISCRIMINATOR, ioOrders.RECORD_ACCOUNT_DISCRIMINATOR];
const STAKING = ioStaking.IO_STAKING_PROGRAM_ADDRESS;
const CONFIG = ioStaking.CONFIG_ACCOUNT_DISCRIMINATOR;
/** Accounts that one request reads, beside the config. */
const ACCOUNTS_PER_READ = 96;

export interface OperatorView {
  nodes: Listed<"node", ioStaking.Node>[];
  /** Of staking; undefined before that is set up, when there are no nodes. */
  config: ioStaking.Config | undefined;
  asks: ioOrders.Ask[];
  records: ioOrders.Record[];
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
      const places = await Promise.all(
        nodes.flatMap(({ address: node }) => [askAddress(node), recordAddress(node)]),
      );
      const reads = Math.max(Math.ceil(places.length / ACCOUNTS_PER_READ), 1);
      const part = (i: number) => places.slice(i * ACCOUNTS_PER_READ, (i + 1) * ACCOUNTS_PER_READ);
      const [views, ...orders] = await Promise.all([
        Promise.all(Array.from({ length: reads }, (_, i) => snapshot(read, [STAKING_CONFIG, ...part(i)]))),
        ...nodes.map(({ address: node }) => listOrders(list, { node })),
      ]);
      const accounts = views.flatMap((view) => view.accounts);
      const asks = accounts.flatMap((account) =>
        isOfKind(account, ASK, ORDERS) ? [ioOrders.decodeAsk(account).data] : [],
      );
      const records = accounts.flatMap((account) =>
        isOfKind(account, RECORD, ORDERS) ? [ioOrders.decodeRecord(account).data] : [],
      );
      const [first] = accounts;
      const config =
        first && isOfKind(first, CONFIG, STAKING) ? ioStaking.decodeConfig(first).data : undefined;
      return { nodes, config, asks, records, orders: orders.flat(), names };
    },
    10_000,
  );
}

type Account = Awaited<ReturnType<typeof snapshot>>["accounts"][number];

function isOfKind(
  account: Account,
  begins: ArrayLike<number>,
  owner: Address,
): account is Extract<Account, { exists: true }> {
  return (
    account.exists &&
    account.programAddress === owner &&
    Array.from(begins).every((byte, i) => account.data[i] === byte)
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
