/** What could not be delivered to the account: refunds of a client, pay of an operator. */

import { readUnclaimed, takeUnclaimed } from "@io-economy/sdk";
import type { ReactElement } from "react";
import { useCluster } from "../data/cluster.js";
import { useLive } from "../data/live.js";
import { useAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { Button } from "../ui/form.js";
import { Notice } from "../ui/notice.js";
import { useAccount } from "../wallet/account.js";
import * as words from "../words/compute.js";

export function Unclaimed(): ReactElement {
  const { read } = useCluster();
  const act = useAct();
  const { address } = useAccount();
  const found = useLive(address && `unclaimed ${address}`, () => readUnclaimed(read, address!));
  const { io = 0n, usdc = 0n } = found.data ?? {};
  const waiting = [["IO", io] as const, ["USDC", usdc] as const].filter(([, amount]) => amount > 0n);
  return (
    <>
      {waiting.map(([currency, amount]) => (
        <Notice
          key={currency}
          tone="warn"
          title={
            <>
              <Amount of={amount} unit={currency} decimals="fit" /> could not be delivered to your wallet.
            </>
          }
          action={
            <Button
              isSmall
              onClick={() =>
                act({
                  title: `Take ${currency}`,
                  sentence: words.taking({ amount, currency }),
                  make: (signer) => takeUnclaimed(read, { signer, currency }),
                })
              }
            >
              Take it
            </Button>
          }
        />
      ))}
    </>
  );
}
