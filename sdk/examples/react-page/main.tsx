/**
 * A page that stakes: `?node=ADDRESS`, and for another cluster than mainnet
 * `&rpc=URL&chain=solana:localnet`.
 */

import { IoProvider, useIo, useNow, useSend, useStaking, useWallet } from "@io-economy/react";
import * as io from "@io-economy/sdk";
import { type Address, createSolanaRpc } from "@solana/kit";
import { getWallets } from "@wallet-standard/app";
import { useState } from "react";
import { createRoot } from "react-dom/client";

const query = new URLSearchParams(location.search);
const node = query.get("node") as Address;
const chain = (query.get("chain") ?? "solana:mainnet") as io.Chain;
const rpc = createSolanaRpc(query.get("rpc") ?? "https://api.mainnet-beta.solana.com");

function Figures({ view, now }: { view: io.StakingView; now: bigint }) {
  const { staked, claimable, cooling } = io.holding(view, now);
  const { rate } = io.apr(view.config, view.node, view.now, { by: "delegator", amount: io.ONE_IO });
  const rows = [
    ["Node", io.nodeStatus(view.node, now).message],
    ["Staked", io.formatIo(staked, { max: 2, unit: true })],
    ["Rewards", io.formatIo(claimable, { max: 8, unit: true })],
    ["Cooling down", cooling.map(({ amount }) => io.formatIo(amount, 2)).join(", ") || "nothing"],
    ["A year pays", `${(rate * 100).toFixed(2)}%`],
  ];
  return <dl>{rows.map(([term, text]) => <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>;
}

function Page() {
  const { read } = useIo();
  const wallet = useWallet(getWallets().get().find(({ chains }) => chains.includes(chain)), chain);
  const { signer } = wallet;
  const [text, setText] = useState("100");
  const staking = useStaking(node, signer?.address);
  const now = useNow(staking);
  const { send, status, landed, explanation } = useSend(signer);
  const steps = {
    stake: (holder: io.Holder) => io.stake(read, { ...holder, amount: io.parseIo(text) }),
    claim: (holder: io.Holder) => io.claim(read, holder),
    unstake: (holder: io.Holder) => io.unstake(read, holder),
    withdraw: (holder: io.Holder) => io.withdraw(read, holder),
  };
  const act = async (step: keyof typeof steps) => {
    await send((signer) => steps[step]({ signer, node }));
    staking.reconnect();
  };
  const why = explanation ?? wallet.explanation ?? staking.explanation;
  const done = landed ? `Done: ${io.formatIo(landed.changes.io)} IO.` : status;
  return (
    <main>
      {staking.data && <Figures view={staking.data} now={now} />}
      <button id="connect" onClick={() => wallet.connect()}>Connect a wallet</button>
      <input id="amount" value={text} onChange={({ target }) => setText(target.value)} />
      {(Object.keys(steps) as (keyof typeof steps)[]).map((step) => (
        <button key={step} value={step} onClick={() => act(step)}>{step}</button>
      ))}
      <p role="status">{why ? `${why.message} ${why.action}` : done}</p>
    </main>
  );
}

createRoot(document.getElementById("root")!).render(
  <IoProvider rpc={rpc} intervalMs={5_000}><Page /></IoProvider>,
);
