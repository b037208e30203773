/** Views of the cluster that stay up to date. */

import {
  type BuybackView,
  listFromRpc,
  type MarketView,
  type OrderView,
  type Prices,
  type RequestView,
  type RpcForLists,
  type StakingView,
  watchAuction,
  watchMarket,
  watchOrder,
  watchRequest,
  watchStaking,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { useMemo } from "react";
import { useIo, useWatch, type WatchResult } from "./client.js";

/**
 * A node, and an owner's stake in it, up to date; `undefined` as the node follows nothing.
 *
 * @example
 * const staking = useStaking(node, signer?.address);
 * const now = useNow(staking);
 * if (staking.data) show(formatIo(holding(staking.data, now).claimable));
 */
export function useStaking(node: Address | undefined, owner?: Address): WatchResult<StakingView> {
  const client = useIo();
  return useWatch(useMemo(() => (node ? watchStaking(client, node, owner) : null), [client, node, owner]));
}

/**
 * An order, up to date; `undefined` follows nothing.
 *
 * @example
 * const { data, explanation } = useOrder(order);
 * show(data ? orderFigures(data).stage : explanation?.message);
 */
export function useOrder(order: Address | undefined): WatchResult<OrderView> {
  const client = useIo();
  return useWatch(useMemo(() => (order ? watchOrder(client, order) : null), [client, order]));
}

/**
 * The market, up to date: every ask, with its node and record. The cluster of the `IoProvider` must
 * be able to list: its `rpc` has `getProgramAccounts`, as kit's and `lightRpc` have; else the
 * result says so. `false` as `isOn` follows nothing.
 *
 * @example
 * const { data } = useMarket();
 * for (const { words } of data ? referencePrice(data) : []) show(words);
 */
export function useMarket(isOn = true): WatchResult<MarketView> {
  const client = useIo();
  return useWatch(
    useMemo(() => {
      if (!isOn) return null;
      return watchMarket(client, listFromRpc(client.rpc as unknown as RpcForLists));
    }, [client, isOn]),
  );
}

/**
 * A request for bids, up to date; `undefined` follows nothing.
 *
 * @example
 * const request = useRequest(address);
 * const now = useNow(request);
 * if (request.data) show(requestFigures(request.data, now).remainingSeconds);
 */
export function useRequest(request: Address | undefined): WatchResult<RequestView> {
  const client = useIo();
  return useWatch(useMemo(() => (request ? watchRequest(client, request) : null), [client, request]));
}

/**
 * What the buyback's offer follows from, up to date; `undefined` follows nothing.
 *
 * @example
 * const auction = useAuction(prices);
 * const now = useNow(auction);
 * if (auction.data) show(formatUsdc(usdcForIo(offerOf(auction.data, now), parseIo("100"))));
 */
export function useAuction(prices: Prices | undefined): WatchResult<BuybackView> {
  const client = useIo();
  const { io, usdc } = prices ?? {};
  return useWatch(
    useMemo(() => (io && usdc ? watchAuction(client, { io, usdc }) : null), [client, io, usdc]),
  );
}
