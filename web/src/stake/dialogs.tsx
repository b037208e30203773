/** How much to stake, or to take out: asked before a transaction is shown. */

import {
  COOLDOWN_SECONDS,
  delegationRoom,
  isPaused,
  nodeStatus,
  stake,
  type StakingView,
  unstake,
} from "@io-economy/sdk";
import type { Address } from "@solana/kit";
import { type ReactElement, useState } from "react";
import { useCluster, useNow } from "../data/cluster.js";
import { FormDialog } from "./form-dialog.js";
import { useFormAct } from "../tx/transaction.js";
import { Amount } from "../ui/amount.js";
import { AmountField, Button, parseAmount } from "../ui/form.js";
import { Facts } from "../ui/layout.js";
import { Notice } from "../ui/notice.js";
import { dateText, Time } from "../ui/time.js";
import { useAccount, useBalances } from "../wallet/account.js";
import { io } from "../words/common.js";
import * as words from "../words/stake.js";
import { leaving, monthly, type PositionRow, whyNot } from "./model.js";

/** A node to stake to. */
export interface Target {
  address: Address;
  className: string;
  view: Pick<StakingView, "config" | "node" | "now">;
}

/** Asks how much to stake to a node, and says what it earns. */
export function StakeDialog(props: { target: Target; amount?: string; onClose: () => void }): ReactElement {
  const { target, onClose } = props;
  const { address, className, view } = target;
  const { read } = useCluster();
  const account = useAccount();
  const balances = useBalances();
  const now = useNow();
  const act = useFormAct(onClose);
  const [text, setText] = useState(props.amount ?? "");
  const { amount } = parseAmount(text, "IO");
  const isOperator = account.address === view.node.operator;
  const { config } = view;
  const status = nodeStatus(view.node, view.now, config.epochs);
  const room = delegationRoom(view.node.ledger);
  const balance = account.address ? (balances.data ? (balances.data.io ?? 0n) : undefined) : undefined;
  const asked = { status, room, isPaused: isPaused(config.pause, now) };
  const refusal =
    amount === undefined
      ? undefined
      : whyNot(asked, amount, balance, isOperator, (some) => io(some));
  const earns = monthly(view, isOperator ? "operator" : "delegator", amount ?? 0n);
  const most = balance === undefined ? undefined : isOperator || balance < room ? balance : room;
  const isAllowed = amount !== undefined && refusal === undefined;
  // What it earns depends on whose stake it is.
  const isReady = isAllowed && account.address !== undefined;
  const review = () => {
    if (!isReady) return;
    act({
      title: "Stake IO",
      sentence: words.staking({
        ...{ node: address, className, amount, monthly: earns, isOperator },
        earns: status.earns || isOperator,
      }),
      make: (signer) => stake(read, { signer, node: address, amount, evenIfNotReady: isOperator }),
    });
  };
  return (
    <FormDialog
      title={`Stake to a node of ${className}`}
      onClose={onClose}
      onReview={isReady ? review : undefined}
    >
      <AmountField
        label="Amount"
        unit="IO"
        value={text}
        onChange={setText}
        most={most}
        error={refusal}
        hint={
          balance === undefined ? undefined : (
            <>
              Your wallet holds <Amount of={balance} unit="IO" />
            </>
          )
        }
      />
      <div className="whole">
        <Facts
          of={[
            !isOperator && { label: "The node takes", value: <Amount of={room} unit="IO" /> },
            {
              label: "You earn a month",
              value: isAllowed ? <Amount of={earns} unit="IO" /> : "\u2013",
              note: "at today's rates; more nodes make it less",
            },
            {
              label: "If you leave today",
              value: <Time at={now + COOLDOWN_SECONDS} />,
              note: "after 14 days",
            },
          ]}
        />
      </div>
      {!account.address && (
        <Notice
          title="Connect a wallet to stake."
          action={
            <Button isSmall onClick={account.ask}>
              Connect
            </Button>
          }
        />
      )}
    </FormDialog>
  );
}

/** Asks how much to take out of a node, and says until when it cools down. */
export function UnstakeDialog(props: { row: PositionRow; onClose: () => void }): ReactElement {
  const { row, onClose } = props;
  const { address, className, holding, locked, lockedUntil } = row;
  const { read } = useCluster();
  const now = useNow();
  const act = useFormAct(onClose);
  const [text, setText] = useState("");
  const { amount } = parseAmount(text, "IO");
  const { unlocksAt, movesNewest } = leaving(holding, now);
  const free = holding.staked > locked ? holding.staked - locked : 0n;
  const refusal =
    amount === undefined
      ? undefined
      : amount === 0n
        ? "Name an amount above 0."
        : amount > holding.staked
          ? `Your stake here is ${io(holding.staked)}.`
          : amount > free
            ? `${io(locked)} of it stays while processors are hired, until ${dateText(lockedUntil)} at most.`
            : undefined;
  const isReady = amount !== undefined && refusal === undefined;
  const review = () => {
    if (!isReady) return;
    const all = amount === holding.staked;
    act({
      title: "Unstake IO",
      sentence: words.unstaking({
        node: address,
        className,
        amount,
        until: dateText(unlocksAt),
        movesNewest,
      }),
      make: (signer) => unstake(read, { signer, node: address, ...(all ? {} : { amount }) }),
    });
  };
  return (
    <FormDialog
      title={`Take stake out of ${className}`}
      onClose={onClose}
      onReview={isReady ? review : undefined}
    >
      <AmountField
        label="Amount"
        unit="IO"
        value={text}
        onChange={setText}
        most={free}
        error={refusal}
        hint={
          <>
            Your stake here is <Amount of={holding.staked} unit="IO" />
          </>
        }
      />
      <div className="whole">
        <Facts
          of={[
            {
              label: "You can withdraw it from",
              value: <Time at={unlocksAt} />,
              note: "it earns nothing until then",
            },
          ]}
        />
      </div>
      {movesNewest && (
        <Notice tone="warn">
          Four parts of this stake are leaving already. This one joins the newest, whose 14 days begin again.
        </Notice>
      )}
    </FormDialog>
  );
}
