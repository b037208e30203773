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
    const wallet = getWallets()
        .get()
        .find(({ chains }) => chains.includes(chain));
    if (!wallet) throw new Error("No wallet for this network is installed.");
    const feature = wallet.features["standard:connect"] as {
        connect(): Promise<{ accounts: readonly io.StandardAccount[] }>;
    };
    return io.walletSigner(wallet, (await feature.connect()).accounts[0]!, chain);
}

function Figures({ view, now }: { view: io.StakingView; now: bigint }) {
    const { staked, claimable, cooling } = io.holding(view, now);
    return (
        <dl>
            <dt>Node</dt>
            <dd id="node">{io.nodeStatus(view.node, now).message}</dd>
            <dt>Staked</dt>
            <dd id="staked">{io.formatIo(staked, { max: 2, unit: true })}</dd>
            <dt>Rewards</dt>
            <dd id="claimable">{io.formatIo(claimable, { max: 8, unit: true })}</dd>
            <dt>Cooling down</dt>
            <dd id="cooling">
                {cooling.map(({ amount }) => io.formatIo(amount, 2)).join(", ") || "nothing"}
            </dd>
            <dt>A year pays</dt>
            <dd id="apr">{(io.apr(view.config, view.node, view.now).rate * 100).toFixed(2)}%</dd>
        </dl>
    );
}

function Page() {
    const { read } = useIo();
    const [signer, setSigner] = useState<TransactionSigner>();
    const [text, setText] = useState("100");
    const staking = useStaking(node, signer?.address);
    const now = useNow(staking);
    const { send, status, landed, explanation } = useSend(signer);
    const act = (make: (holder: io.Holder) => ReturnType<typeof io.claim>) => async () => {
        if (signer) await send(() => make({ signer, node }));
        staking.reconnect();
    };
    const why = explanation ?? staking.explanation;
    return (
        <main>
            <h1>Stake IO</h1>
            {staking.data && <Figures view={staking.data} now={now} />}
            <button id="connect" onClick={async () => setSigner(await connect())}>
                Connect a wallet
            </button>
            <p>
                <label>
                    IO <input id="amount" value={text} onChange={({ target }) => setText(target.value)} />
                </label>
                <button
                    value="stake"
                    onClick={act((holder) => io.stake(read, { ...holder, amount: io.parseIo(text) }))}
                >
                    Stake
                </button>
                <button value="claim" onClick={act((holder) => io.claim(read, holder))}>
                    Claim
                </button>
                <button value="unstake" onClick={act((holder) => io.unstake(read, holder))}>
                    Unstake all
                </button>
                <button value="withdraw" onClick={act((holder) => io.withdraw(read, holder))}>
                    Withdraw
                </button>
            </p>
            <p role="status">
                {why
                    ? `${why.message} ${why.action}`
                    : landed
                      ? `Done: ${io.formatIo(landed.changes.io)} IO.`
                      : status}
            </p>
        </main>
    );
}

createRoot(document.getElementById("root")!).render(
    <IoProvider rpc={rpc} intervalMs={5_000}>
        <Page />
    </IoProvider>,
);
