/** What the network page reads. */

import {
  BUYBACK_CONFIG,
  BUYBACK_USDC_VAULT,
  type BuybackView,
  classNames,
  EMISSION,
  IO_MINT,
  listOrders,
  type MarketView,
  type NetworkView,
  pushedPrices,
  readBuyback,
  readMarket,
  readNetwork,
  readSolvency,
  type SolvencyView,
} from "@io-economy/sdk";
import { useCluster } from "../data/cluster.js";
import { type Live, useLive } from "../data/live.js";
import { useWake } from "../data/wake.js";

/** The single accounts of all programs. */
export function useNetwork(): Live<NetworkView> {
  const { read } = useCluster();
  const network = useLive("network", () => readNetwork(read));
  useWake([EMISSION, IO_MINT], network.refresh);
  return network;
}

/** What every vault holds and owes, with the nodes and orders. */
export function useSolvency(): Live<SolvencyView> {
  const { read, list } = useCluster();
  return useLive("solvency", () => readSolvency(read, list), 30_000);
}

/** What the buyback's offer follows from; `undefined` data before prices are known. */
export function useBuyback(): Live<BuybackView> {
  const { read } = useCluster();
  const buyback = useLive("buyback", async () => readBuyback(read, await buybackPrices(read)), 5_000);
  useWake([BUYBACK_CONFIG, BUYBACK_USDC_VAULT], buyback.refresh);
  return buyback;
}

/** Where the buyback's prices are. */
export async function buybackPrices(read: ReturnType<typeof useCluster>["read"]) {
  const { buyback } = await readNetwork(read);
  const prices = buyback && (await pushedPrices(buyback));
  if (!prices) throw new Error("The buyback is not set up on this cluster.");
  return prices;
}

/** The market and the names of its classes. */
export interface MarketAndNames {
  market: MarketView;
  orders: Awaited<ReturnType<typeof listOrders>>;
  names: ReadonlyMap<string, string>;
}

export function useMarketAndNames(): Live<MarketAndNames> {
  const { read, list } = useCluster();
  return useLive(
    "market and names",
    async () => {
      const [market, orders, names] = await Promise.all([
        readMarket(list, read),
        listOrders(list),
        classNames(),
      ]);
      return { market, orders, names };
    },
    30_000,
  );
}
