/** What the page of compute reads. */

import {
  type ioOrders,
  type Listed,
  listOrders,
  type MarketView,
  type PythPrice,
  readMarket,
  readOrderPrices,
} from "@io-economy/sdk";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { useAccount } from "../wallet/account.js";

/** What is offered. */
export function useMarket(): Live<MarketView> {
  const { read, list } = useCluster();
  return useLive("market", () => readMarket(list, read));
}

/** The oracle's price of IO, in USD; nothing is read unless it is needed. */
export function useIoPrice(isNeeded: boolean): PythPrice | undefined {
  const { read } = useCluster();
  return useLive(isNeeded ? "price of IO" : undefined, async () => (await readOrderPrices(read))?.io).data;
}

/** The orders of the account that is connected, as a client. */
export function useOrders(): Live<Listed<"order", ioOrders.Order>[]> {
  const { list } = useCluster();
  const { address } = useAccount();
  return useLive(address && `orders ${address}`, () => listOrders(list, { client: address! }), 5_000);
}
