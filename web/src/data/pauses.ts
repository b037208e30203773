/** Whether the programs are paused. */

import { ioOrders, ioStaking, isPaused, ORDERS_CONFIG, snapshot, STAKING_CONFIG } from "@io-economy/sdk";
import { useCluster } from "./cluster.js";
import { type Live, useLive } from "./live.js";

export interface Pauses {
  /** No order is booked, accepted or extended. */
  areOrdersPaused: boolean;
  /** Nobody stakes or registers, and no order is booked or accepted. */
  isStakingPaused: boolean;
}

// Not by the SDK's `readRules`: it lies beside the balances, so that the frame would load all it needs.
export function usePauses(): Live<Pauses> {
  const { read } = useCluster();
  return useLive(
    "pauses",
    async () => {
      const { now, accounts } = await snapshot(read, [ORDERS_CONFIG, STAKING_CONFIG]);
      const [orders, staking] = accounts;
      return {
        areOrdersPaused: !!orders?.exists && isPaused(ioOrders.decodeConfig(orders).data.pause, now),
        isStakingPaused: !!staking?.exists && isPaused(ioStaking.decodeConfig(staking).data.pause, now),
      };
    },
    30_000,
  );
}
