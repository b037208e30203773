/**
 * A page that stakes: `?node=ADDRESS`, and for another cluster than mainnet
 * `&rpc=URL&chain=solana:localnet`.
 */

import { type Address, createSolanaRpc, type TransactionSigner } from "@solana/kit";
import { getWallets } from "@wallet-standard/app";
import * as io from "@io-economy/sdk";

const query = new URLSearchParams(location.search);
const node = query.get("node") as Address;
const chain = (query.get("chain") ?? "solana:mainnet") as io.Chain;
const rpc = createSolanaRpc(query.get("rpc") ?? "https://api.mainnet-beta.solana.com");
const read = io.fromRpc(rpc);
const element = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const say = (text: string) => (element("[role=status]").textContent = text);
const tell = (error: unknown) => say(`${io.explain(error).message} ${io.explain(error).action}`);

let signer: TransactionSigner | undefined;
let view = io.watchStaking({ read, intervalMs: 5_000 }, node);

function show() {
  const { data, error } = view.getState();
  if (error) tell(error);
  if (!data) return;
  const { staked, claimable, cooling } = io.holding(data, view.now());
  element("#node").textContent = `Node ${node}: ${io.nodeStatus(data.node, view.now()).message}`;
  element("#staked").textContent = io.formatIo(staked, { max: 2, unit: true });
  element("#claimable").textContent = io.formatIo(claimable, { max: 8, unit: true });
  element("#cooling").textContent =
    cooling.map(({ amount }) => io.formatIo(amount, 2)).join(", ") || "nothing";
  const { rate } = io.apr(data.config, data.node, data.now, { by: "delegator", amount: io.ONE_IO });
  element("#apr").textContent = `${(rate * 100).toFixed(2)}%`;
}

function use(account: TransactionSigner | undefined) {
  signer = account;
  view.reset();
  view = io.watchStaking({ read, intervalMs: 5_000 }, node, signer?.address);
  view.subscribe(show);
  view.connect();
}

element("#connect").onclick = async () => {
  const wallets = getWallets().get();
  const wallet = wallets.find(({ chains }) => chains.includes(chain));
  if (wallet) io.onAccountChange(wallet, chain, use);
  await io.connectWallet(wallet, chain).then(use, tell);
};

element<HTMLFormElement>("#form").onsubmit = async (event) => {
  event.preventDefault();
  if (!signer) return say("Connect a wallet first.");
  const holder = { signer, node };
  const amount = () => io.parseIo(element<HTMLInputElement>("#amount").value);
  const step = (event.submitter as HTMLButtonElement).value as "stake" | "claim" | "unstake" | "withdraw";
  const make = () =>
    step === "stake" ? io.stake(read, { ...holder, amount: amount() }) : io[step](read, holder);
  try {
    say("Confirm in the wallet …");
    const { changes } = await io.sender({ rpc, payer: signer }).send(make);
    const [moved, fee] = [io.formatIo(changes.io, { unit: true }), io.formatSol(changes.sol, { unit: true })];
    say(`Done: ${moved}, ${fee}.`);
  } catch (error) {
    tell(error);
  }
  view.connect();
};

setInterval(show, 1_000);
use(undefined);
