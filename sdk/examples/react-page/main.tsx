/**
 * A page that stakes: `?node=ADDRESS`, and for another cluster than mainnet
 * `&rpc=URL&chain=solana:localnet`.
 */

import { IoProvider, useIo, useNow, useSend, useStaking } from "@io-economy/react";
import * as io from "@io-economy/sdk";
import { type Address, createSolanaRpc, type TransactionSigner } from "@solana/kit";
import { getWallets } from "@wallet-standard/app";
import { useState } from "react";
import { createRoot } from "react-dom/client";

const query = new URLSearchParams(location.search);
const node = query.get("node") as Address;
const chain = (query.get("chain") ?? "solana:mainnet") as io.Chain;
const rpc = createSolanaRpc(query.get("rpc") ?? "https://api.mainnet-beta.solana.com");

async function connect(): Promise<TransactionSigner> {
  const wallet = getWallets().get().find(({ chains }) => chains.includes(chain));
  if (!wallet) throw new Error("No wallet for this network is installed.");
  const feature = wallet.features["standard:connect"] as io.ConnectFeature;
  return io.walletSigner(wallet, (await feature.connect()).accounts[0]!, chain);
}

function Figures({ view, now }: { view: io.StakingView; now: bigint }) {
  const { staked, claimable, cooling } = io.holding(view, now);
  const rows = [
    ["Node", io.nodeStatus(view.node, now).message],
    ["Staked", io.formatIo(staked, { max: 2, unit: true })],
    ["Rewards", io.formatIo(claimable, { max: 8, unit: true })],
    ["Cooling down", cooling.map(({ amount }) => io.formatIo(amount, 2)).join(", ") || "nothing"],
    ["A year pays", `${(io.apr(view.config, view.node, view.now).rate * 100).toFixed(2)}%`],
  ];
  return <dl>{rows.map(([term, text]) => <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>;
}

function Page() {
  const { read } = useIo();
  const [signer, setSigner] = useState<TransactionSigner>();
  const [text, setText] = useState("100");
  const staking = useStaking(node, signer?.address);
  const now = useNow(staking);
  const { send, status, landed, explanation } = useSend(signer);
  const steps = { stake: io.stake, claim: io.claim, unstake: io.unstake, withdraw: io.withdraw };
  const act = async (step: keyof typeof steps) => {
    if (!signer) return;
    const amount = () => (step === "stake" ? { amount: io.parseIo(text) } : {});
    await send(() => steps[step](read, { signer, node, ...amount() } as io.NewStake));
    staking.reconnect();
  };
  const why = explanation ?? staking.explanation;
  const done = landed ? `Done: ${io.formatIo(landed.changes.io)} IO.` : status;
  return (
    <main>
      {staking.data && <Figures view={staking.data} now={now} />}
      <button id="connect" onClick={async () => setSigner(await connect())}>Connect a wallet</button>
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
