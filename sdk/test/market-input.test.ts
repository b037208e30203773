/** Whatever is passed wrongly to the market is a RangeError of the SDK's own, in every flow. */

import { beforeAll, test } from "vitest";
import * as sdk from "../src/index.js";
import { ADDRESSES, AMOUNTS, BYTES, type Cases, CURRENCIES, refusesAll, WHOLES } from "./bad-input.js";
import { client as signer, list, market, offered, setUp, world } from "./market-scene.js";
import { terms } from "./order-scene.js";

let node: sdk.MarketOffer["address"];
let view: sdk.MarketView;
let request: typeof node;
let auto: typeof node;
beforeAll(async () => {
  await setUp();
  ({ node } = await offered(8, { rateUsdc: 2_000_000n }));
  view = await market();
  const ask = async (id: bigint, more: object) => {
    const wanted = { signer, id, class: "H100", terms, openSeconds: 3_600, ...more };
    await world.chain.send(signer, await sdk.request(world.chain.read, wanted));
    return sdk.requestAddress(signer.address, id);
  };
  [request, auto] = [await ask(1n, {}), await ask(2n, { auto: true })];
});

const read: sdk.Read = (addresses) => world.chain.read(addresses);
const ask = (change: object) => sdk.setAsk(read, { signer, node, rateUsdc: 1n, ...change });
const asked = (change: object) =>
  sdk.request(read, { signer, id: 9n, class: "H100", terms, openSeconds: 3_600, ...change });
const bid = (change: object) => sdk.placeBid(read, { signer, request, node, rate: 1_000_000n, ...change });
const bidden = (change: object) => sdk.bidAuto(read, { signer, request: auto, node, rate: 1n, ...change });
const bill = () => sdk.quoteBooking(view, sdk.pickNodes(view, {}, 1), 3_600);
const registered = { signer: undefined as never, id: 0, class: 2, processors: 1, commissionBps: 0 };
const register = (change: object) => sdk.registerNode(read, { ...registered, signer, ...change });
const NAMES = ["H1000", "", null, {}, -1, 1.5, 65_536];

const CASES: Cases = [
  ["readMarket prices", ADDRESSES, (io) => sdk.readMarket(list, read, { prices: { io, usdc: node } })],
  ["readOffers node", ADDRESSES, (other) => sdk.readOffers(read, [node, other])],
  ["readOffers prices", [5, null], (prices) => sdk.readOffers(read, [node], { prices })],
  ["findOffers class", NAMES, (name) => sdk.findOffers(view, { class: name })],
  ["findOffers currency", CURRENCIES, (currency) => sdk.findOffers(view, { currency })],
  ["findOffers seconds", [...WHOLES, 3_599], (seconds) => sdk.findOffers(view, { seconds })],
  ["findOffers notice", WHOLES, (noticeHours) => sdk.findOffers(view, { noticeHours })],
  ["findOffers nodes", ADDRESSES, (other) => sdk.findOffers(view, { nodes: [other] })],
  ["findOffers auditor", ADDRESSES, (auditor) => sdk.findOffers(view, { auditor })],
  ["findOffers region", ["DE"], (region) => sdk.findOffers(view, { region })],
  ["findOffers sort", ["price", null, 1], (sort) => sdk.findOffers(view, {}, { sort })],
  ["findOffers processors", WHOLES, (processors) => sdk.findOffers(view, {}, { processors })],
  ["referencePrice currency", CURRENCIES, (currency) => sdk.referencePrice(view, { currency })],
  ["pickNodes processors", [...WHOLES, 0], (processors) => sdk.pickNodes(view, {}, processors)],
  ["quoteBooking picked", [[]], (picked) => sdk.quoteBooking(view, picked, 3_600)],
  [
    "quoteBooking seconds",
    [...WHOLES, 3_599, 31 * 86_400],
    (seconds) => {
      sdk.quoteBooking(view, sdk.pickNodes(view, {}, 1), seconds);
    },
  ],
  [
    "quoteBooking processors",
    [...WHOLES, 0, 9],
    (processors) => {
      sdk.quoteBooking(view, [{ offer: sdk.pickNodes(view, {}, 1)[0]!.offer, processors }], 3_600);
    },
  ],
  ["bookNodes reference", BYTES, (reference) => sdk.bookNodes(read, { signer, bill: bill(), reference })],
  ["bookNodes bill", [[]], (lines) => sdk.bookNodes(read, { signer, bill: { ...bill(), lines } })],
  ["readCluster client", ADDRESSES, (client) => sdk.readCluster(list, read, client, new Uint8Array(32))],
  ["readCluster reference", BYTES, (reference) => sdk.readCluster(list, read, node, reference)],
  ["rateInIo rate", AMOUNTS, (rate) => sdk.rateInIo({ limits: 0, io: 0, usdc: 0 } as never, 0n, rate, 0)],
  ["findClass", NAMES, (name) => sdk.findClass(name)],
  ["setAsk node", ADDRESSES, (node) => ask({ node })],
  ["setAsk rateUsdc", [...AMOUNTS, 0n], (rateUsdc) => ask({ rateUsdc })],
  ["setAsk rateIo", [...AMOUNTS, 0n], (rateIo) => ask({ rateIo })],
  ...(["leastSeconds", "mostSeconds", "oracleSeconds", "mostHired", "validSeconds"] as const).map(
    (field) => [`setAsk ${field}`, [...WHOLES, 0], (value: never) => ask({ [field]: value })] as const,
  ),
  ["setAsk noticeHours", [...WHOLES, 73], (noticeHours) => ask({ noticeHours })],
  ["removeAsk node", ADDRESSES, (node) => sdk.removeAsk({ signer, node })],
  ["request id", AMOUNTS, (id) => asked({ id })],
  ["request class", NAMES, (name) => asked({ class: name })],
  ["request openSeconds", [...WHOLES, 599, 604_801], (openSeconds) => asked({ openSeconds })],
  ["request openSeconds, auto", [3_601], (openSeconds) => asked({ openSeconds, auto: true })],
  ["request auto", [1, "yes", null], (value) => asked({ auto: value })],
  ["request noticeHours", [...WHOLES, 73], (noticeHours) => asked({ noticeHours })],
  ["request most", [...AMOUNTS, 0n], (most) => asked({ most })],
  ["request auditor", ADDRESSES, (auditor) => asked({ auditor })],
  ["request served", AMOUNTS, (served) => asked({ leastRecord: { served } })],
  ["request reference", BYTES, (reference) => asked({ reference })],
  ["request rate", [...AMOUNTS, 0n], (rate) => asked({ terms: { ...terms, rate } })],
  ["request currency", CURRENCIES, (currency) => asked({ terms: { ...terms, currency } })],
  ["request processors", WHOLES, (processors) => asked({ terms: { ...terms, processors } })],
  ["readRequest request", ADDRESSES, (at) => sdk.readRequest(read, at)],
  ["cancelRequest request", ADDRESSES, (at) => sdk.cancelRequest(read, { signer, request: at })],
  ["award request", ADDRESSES, (at) => sdk.award(read, { signer, request: at, node })],
  ["award node", ADDRESSES, (at) => sdk.award(read, { signer, request, node: at })],
  ["award of an automatic one", [0], () => sdk.award(read, { signer, request: auto, node })],
  ["awardAuto request", ADDRESSES, (at) => sdk.awardAuto(read, { signer, request: at })],
  ["awardAuto of one whose client chooses", [0], () => sdk.awardAuto(read, { signer, request })],
  ["placeBid request", ADDRESSES, (request) => bid({ request })],
  ["placeBid node", ADDRESSES, (node) => bid({ node })],
  ["placeBid rate", [...AMOUNTS, 0n, 3_000_000n], (rate) => bid({ rate })],
  ["placeBid longest", [...WHOLES, 31 * 86_400], (longest) => bid({ longest })],
  ["placeBid noticeHours", [...WHOLES, 73], (noticeHours) => bid({ noticeHours })],
  ["bidAuto request", ADDRESSES, (request) => bidden({ request })],
  ["bidAuto node", ADDRESSES, (node) => bidden({ node })],
  ["bidAuto rate", [...AMOUNTS, 0n, 3_000_000n], (rate) => bidden({ rate })],
  ["withdrawBid node", ADDRESSES, (at) => sdk.withdrawBid({ signer, request, node: at })],
  ["withdrawBid request", ADDRESSES, (at) => sdk.withdrawBid({ signer, request: at, node })],
  ["closeBid node", ADDRESSES, (at) => sdk.closeBid(read, { request, node: at })],
  ["returnBond node", ADDRESSES, (at) => sdk.returnBond(read, { signer, request, node: at })],
  ["returnBond order", ADDRESSES, (order) => sdk.returnBond(read, { signer, request, node, order })],
  ["readBid request", ADDRESSES, (at) => sdk.readBid(read, { request: at, node })],
  ["giveNotice order", ADDRESSES, (order) => sdk.giveNotice(read, { signer, order })],
  ["openRecord node", ADDRESSES, (node) => sdk.openRecord({ signer, node })],
  ["readRecord node", ADDRESSES, (node) => sdk.readRecord(read, node)],
  [
    "announceMaintenance node",
    ADDRESSES,
    (at) => {
      return sdk.announceMaintenance(read, { signer, node: at, from: 1n, to: 2n });
    },
  ],
  [
    "announceMaintenance from",
    [1, "1", null],
    (from) => {
      return sdk.announceMaintenance(read, { signer, node, from, to: 2n });
    },
  ],
  ["attest node", ADDRESSES, (at) => sdk.attest(read, { signer, node: at, attributes: {} })],
  ["attest revision", WHOLES, (revision) => sdk.attest(read, { signer, node, attributes: {}, revision })],
  ["attest evidence", BYTES, (evidence) => sdk.attest(read, { signer, node, attributes: {}, evidence })],
  ["revokeAttestation node", ADDRESSES, (node) => sdk.revokeAttestation({ signer, node })],
  ["registerNode id", WHOLES, (id) => register({ id })],
  ["registerNode class", NAMES, (name) => register({ class: name })],
  ["registerNode processors", [...WHOLES, 0], (processors) => register({ processors })],
  ["registerNode commission", [...WHOLES, 5_001], (commissionBps) => register({ commissionBps })],
  ["registerNode payout", ADDRESSES, (payout) => register({ payout })],
  ["registerNode offer", AMOUNTS, (offer) => register({ offer })],
  ["nextNodeId operator", ADDRESSES, (operator) => sdk.nextNodeId(read, operator)],
  ["nextOrderId client", ADDRESSES, (client) => sdk.nextOrderId(read, client)],
  [
    "updateHardware node",
    ADDRESSES,
    (at) => {
      return sdk.updateHardware({ signer, node: at, class: 2, processors: 1 });
    },
  ],
  [
    "updateHardware processors",
    [...WHOLES, 0],
    (processors) => {
      return sdk.updateHardware({ signer, node, class: 2, processors });
    },
  ],
  ["setOffer node", ADDRESSES, (node) => sdk.setOffer({ signer, node, amount: 1n })],
  ["setOffer amount", AMOUNTS, (amount) => sdk.setOffer({ signer, node, amount })],
  ["announceCommission node", ADDRESSES, (node) => sdk.announceCommission({ signer, node, bps: 1 })],
  ["announceCommission bps", [...WHOLES, 5_001], (bps) => sdk.announceCommission({ signer, node, bps })],
  ["setPayout node", ADDRESSES, (at) => sdk.setPayout({ signer, node: at, payout: node })],
  ["setPayout payout", ADDRESSES, (payout) => sdk.setPayout({ signer, node, payout })],
  ["retireNode node", ADDRESSES, (node) => sdk.retireNode({ signer, node })],
  ["claimCommission node", ADDRESSES, (node) => sdk.claimCommission(read, { signer, node })],
  ["makeTable address", ADDRESSES, (at) => sdk.makeTable(read, { signer, addresses: [at] })],
  ["deactivateTable table", ADDRESSES, (table) => sdk.deactivateTable({ signer, table })],
  ["closeTable table", ADDRESSES, (table) => sdk.closeTable(read, { signer, table })],
  ["listAttestations node", ["x", 5], (node) => sdk.listAttestations(list, { node })],
  ["listAttestations auditor", ["x", 5], (auditor) => sdk.listAttestations(list, { auditor })],
  ["listRequests client", ["x", 5], (client) => sdk.listRequests(list, { client })],
  ["listRequests class", ["x", 5], (name) => sdk.listRequests(list, { class: name })],
  ["listBids request", ["x", 5], (request) => sdk.listBids(list, { request })],
  ["listBids node", ["x", 5], (node) => sdk.listBids(list, { node })],
  ["listBids operator", ["x", 5], (operator) => sdk.listBids(list, { operator })],
  ["listOrders reference", BYTES, (reference) => sdk.listOrders(list, { reference })],
  ["listOrders serial", [1, -1n, "1"], (serial) => sdk.listOrders(list, { serial })],
  ["askAddress node", ADDRESSES, (node) => sdk.askAddress(node)],
  ["requestAddress client", ADDRESSES, (client) => sdk.requestAddress(client, 1n)],
  ["requestAddress id", AMOUNTS, (id) => sdk.requestAddress(node, id)],
  ["bidAddress request", ADDRESSES, (request) => sdk.bidAddress(request, node)],
  ["bidAddress node", ADDRESSES, (at) => sdk.bidAddress(node, at)],
];

test.each(CASES)("%s", (_, wrong, call) => refusesAll(wrong, call));
