/** What the page of compute reads. */

import {
  type ioOrders,
  type Listed,
  listOrders,
  type MarketView,
  readMarket,
  readUnclaimed,
  type Unclaimed,
} from "@io-economy/sdk";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { useAccount } from "../wallet/account.js";

/** What is offered. */
export function useMarket(): Live<MarketView> {
  const { read, list } = useCluster();
  return useLive("market", () => readMarket(list, read));
}

export interface OrdersView {
  orders: Listed<"order", ioOrders.Order>[];
  /** What could not be delivered to the account. */
  unclaimed: Unclaimed;
}

/** The orders of the account that is connected, as a client. */
export function useOrders(): Live<OrdersView> {
  const { read, list } = useCluster();
  const { address } = useAccount();
  return useLive(
    address && `orders ${address}`,
    async () => {
      const [orders, unclaimed] = await Promise.all([
        listOrders(list, { client: address! }),
        readUnclaimed(read, address!),
      ]);
      return { orders, unclaimed };
    },
    5_000,
  );
}
