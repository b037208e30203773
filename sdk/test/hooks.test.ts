/** The hooks of @io-economy/react, rendered: what they show of a chain, and what they say if it fails. */

import type { Address, KeyPairSigner } from "@solana/kit";
import { Window } from "happy-dom";
import { createElement, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  IoProvider,
  useAuction,
  useMarket,
  useNow,
  useOrder,
  useRequest,
  useSend,
  useStaking,
  useWallet,
} from "../react/src/index.js";
import {
  BUYBACK_CONFIG,
  cancelRequest,
  createOrder,
  formatIo,
  holding,
  nextOrderId,
  offerOf,
  ONE_USDC,
  orderAddress,
  orderFigures,
  parseUsdc,
  referencePrice,
  request,
  requestAddress,
  requestFigures,
  setAsk,
  stake,
} from "../src/index.js";
import { Cluster } from "./cluster.js";
import { io, PRICES, World } from "./world.js";

/** React looks for it, also a moment after a test. */
const page = new Window();
vi.stubGlobal("window", page);
vi.stubGlobal("document", page.document);

let world: World;
let cluster: Cluster;
let node: Address;
let owner: KeyPairSigner;
let root: Root;
let text: () => string;

beforeEach(async () => {
  world = await World.create();
  cluster = new Cluster(world.chain);
  ({ node } = await world.node(8));
  owner = await world.holder(io(100));
  const element = page.document.createElement("div");
  root = createRoot(element as never);
  text = () => element.textContent;
});
afterEach(() => root.unmount());

function render(Component: () => ReactNode) {
  const props = { rpc: cluster.rpc, intervalMs: 20 };
  root.render(createElement(IoProvider, props, createElement(Component)));
}

const shows = (part: string) => vi.waitFor(() => expect(text()).toContain(part), { timeout: 5_000 });

test("a stake is shown, staked more, and shown anew", async () => {
  let act: () => Promise<unknown> = async () => undefined;
  render(() => {
    const staking = useStaking(node, owner.address);
    const now = useNow(staking);
    const { send, status, landed } = useSend(owner, { pollMs: 1 });
    act = () => send(() => stake(world.chain.read, { signer: owner, node, amount: io(40) }));
    const staked = staking.data ? formatIo(holding(staking.data, now).staked, 2) : staking.status;
    return `${staked} ${status} ${landed ? formatIo(landed.changes.io, 2) : ""}`;
  });
  await shows("0.00 idle");
  expect(await act()).toBeDefined();
  await shows("40.00 landed -40.00");
});

test("what fails is explained, and nothing is thrown", async () => {
  let act: () => Promise<unknown> = async () => undefined;
  render(() => {
    const { send, explanation } = useSend(owner, { pollMs: 1 });
    act = () => send(() => stake(world.chain.read, { signer: owner, node, amount: io(400) }));
    return explanation?.message ?? "nothing";
  });
  await shows("nothing");
  expect(await act()).toBeUndefined();
  await shows("This wallet holds less IO than that.");
});

test("an order and an auction; a look that fails says why", async () => {
  const { chain } = world;
  await chain.mintUsdc(owner.address, parseUsdc("100"));
  await chain.mintUsdc(BUYBACK_CONFIG, 500n * ONE_USDC);
  world.postPrices(20_000_000n);
  const terms = { processors: 1, rate: parseUsdc("1"), duration: 7_200, currency: "USDC" } as const;
  const id = await nextOrderId(chain.read, owner.address);
  await chain.send(owner, await createOrder(chain.read, { signer: owner, id, node, terms }));
  const address = await orderAddress(owner.address, id);
  render(() => {
    const order = useOrder(address);
    const auction = useAuction(PRICES);
    const none = useOrder(undefined);
    const left = auction.data ? offerOf(auction.data).left : "";
    const why = order.explanation?.message ?? "";
    return `${order.data ? orderFigures(order.data).stage : ""} ${left} ${none.status} ${why}`;
  });
  await shows("open 500000000 disabled");
  cluster.faults.dead = { getMultipleAccounts: 1_000_000 };
  await shows("open 500000000 disabled The RPC node does not answer.");
});

test("the market and a request; one that is over says so", async () => {
  const { chain } = world;
  const { operator, node } = await world.node(4);
  await chain.send(operator, await setAsk(chain.read, { signer: operator, node, rateUsdc: parseUsdc("2") }));
  await chain.mintUsdc(owner.address, parseUsdc("100"));
  const id = await nextOrderId(chain.read, owner.address);
  const terms = { processors: 1, rate: parseUsdc("2"), duration: 3_600, currency: "USDC" } as const;
  const wanted = { signer: owner, id, class: "H100", terms, openSeconds: 3_600 };
  await chain.send(owner, await request(chain.read, wanted));
  const address = await requestAddress(owner.address, id);
  render(() => {
    const [market, none, bids] = [useMarket(), useMarket(false), useRequest(address)];
    const prices = market.data
      ? referencePrice(market.data)
          .map(({ words }) => words)
          .join()
      : "";
    const next = bids.data ? requestFigures(bids.data).next : "";
    return `${prices} ${none.status} ${next} ${bids.explanation?.message ?? ""}`;
  });
  await shows("H100: 2 USDC an hour, 4 free disabled Operators bid, and the client takes one.");
  await chain.send(owner, await cancelRequest(chain.read, { signer: owner, request: address }));
  await shows("The request is not there");
});

test("a wallet is connected, followed and lost", async () => {
  const chain = "solana:localnet" as const;
  const account = (address: string) => ({ address, chains: [chain] });
  let tell: (change: { accounts: object[] }) => void = () => {};
  let refuses = true;
  const connect = async () => {
    if (refuses) throw Object.assign(new Error("User rejected the request."), { code: 4001 });
    return { accounts: [account(owner.address)] };
  };
  const wallet = {
    name: "Test",
    features: {
      "standard:connect": { connect },
      "standard:events": { on: (_: "change", listener: typeof tell) => ((tell = listener), () => {}) },
      "solana:signTransaction": { signTransaction: async () => [] },
    },
  };
  let act: () => Promise<unknown> = async () => undefined;
  let join: () => Promise<void> = async () => undefined;
  render(() => {
    const { signer, connect, explanation } = useWallet(wallet, chain);
    const sent = useSend(signer);
    join = connect;
    act = () => sent.send((signer) => stake(world.chain.read, { signer, node, amount: 1n }));
    return `${signer?.address ?? "nobody"} ${explanation?.message ?? ""} ${sent.explanation?.action ?? ""}`;
  });
  await shows("nobody");
  expect(await act()).toBeUndefined();
  await shows("Connect a wallet first.");
  await join();
  await shows("The wallet did not sign.");
  refuses = false;
  await join();
  await shows(owner.address);
  tell({ accounts: [account(node)] });
  await shows(node);
  tell({ accounts: [] });
  await shows("nobody");
});

test("without a provider a hook says what is missing", () => {
  const Component = () => useOrder(undefined).status;
  const thrown: unknown[] = [];
  const alone = createRoot(document.createElement("div"), { onUncaughtError: (error) => thrown.push(error) });
  alone.render(createElement(Component));
  return vi.waitFor(() => expect(String(thrown[0])).toContain("Put an <IoProvider> above"));
});
