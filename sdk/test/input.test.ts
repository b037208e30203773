/** Whatever is passed wrongly is a RangeError of the SDK's own, in every flow. */

import type { Address } from "@solana/kit";
import { beforeAll, test } from "vitest";
import * as sdk from "../src/index.js";
import { ADDRESSES, AMOUNTS, type Cases, CURRENCIES, refusesAll, WHOLES } from "./bad-input.js";
import { created, client as signer, node, setUp, terms, world } from "./order-scene.js";
import { PRICES } from "./world.js";

let order: Address;
beforeAll(async () => {
  await setUp();
  order = await created();
});

const read: sdk.Read = (addresses) => world.chain.read(addresses);
const list: sdk.List = async () => [];
const entry = () => ({ index: 0, wallet: signer.address, points: 1n, proof: [new Uint8Array(32)] });
const swap = () => ({ programAddress: node, accounts: [], data: new Uint8Array() });

const CASES: Cases = [
  ["stake node", ADDRESSES, (node) => sdk.stake(read, { signer, node, amount: 1n })],
  ["stake amount", [...AMOUNTS, 0n], (amount) => sdk.stake(read, { signer, node, amount })],
  ["claim node", ADDRESSES, (node) => sdk.claim(read, { signer, node })],
  ["claimMany node", ADDRESSES, (other) => sdk.claimMany(read, { signer, nodes: [node, other] })],
  ["claimMany nodes", [[]], (nodes) => sdk.claimMany(read, { signer, nodes })],
  ["claimAndStake node", ADDRESSES, (node) => sdk.claimAndStake(read, { signer, node, amount: 1n })],
  ["restake node", ADDRESSES, (node) => sdk.restake(read, { signer, node })],
  ["unstake node", ADDRESSES, (node) => sdk.unstake(read, { signer, node })],
  ["unstake amount", AMOUNTS, (amount) => sdk.unstake(read, { signer, node, amount })],
  ["withdraw node", ADDRESSES, (node) => sdk.withdraw(read, { signer, node })],
  ["closeStake node", ADDRESSES, (node) => sdk.closeStake({ signer, node })],
  ["readStaking node", ADDRESSES, (node) => sdk.readStaking(read, node)],
  ["readStaking owner", ADDRESSES, (owner) => sdk.readStaking(read, node, owner)],
  ["readPositions owner", ADDRESSES, (owner) => sdk.readPositions(read, owner, [node])],
  ["readPositions node", ADDRESSES, (other) => sdk.readPositions(read, signer.address, [node, other])],
  ["createOrder node", ADDRESSES, (node) => sdk.createOrder(read, { signer, id: 2n, node, terms })],
  ["createOrder id", AMOUNTS, (id) => sdk.createOrder(read, { signer, id, node, terms })],
  [
    "createOrder most",
    [...AMOUNTS, 0n],
    (most) => sdk.createOrder(read, { signer, id: 2n, node, terms, most }),
  ],
  ...(["processors", "duration"] as const).map(
    (field) =>
      // Named with a limit too, which needs no quote.
      [
        `createOrder ${field}`,
        [...WHOLES, 0],
        (value: never) =>
          sdk.createOrder(read, {
            signer,
            id: 2n,
            node,
            terms: { ...terms, [field]: value },
            most: 10n ** 9n,
          }),
      ] as const,
  ),
  [
    "createOrder reference",
    [0, 31, 33, 40].map((length) => new Uint8Array(length)),
    (reference) => sdk.createOrder(read, { signer, id: 2n, node, terms, reference }),
  ],
  ["readOrder order", ADDRESSES, (order) => sdk.readOrder(read, order)],
  ["cancelOrder order", ADDRESSES, (order) => sdk.cancelOrder(read, { signer, order })],
  ["acceptOrder order", ADDRESSES, (order) => sdk.acceptOrder(read, { signer, order, extendable: true })],
  [
    "acceptOrder extendable",
    [undefined, 1, "yes"],
    (extendable) => sdk.acceptOrder(read, { signer, order, extendable }),
  ],
  ["extendOrder order", ADDRESSES, (order) => sdk.extendOrder(read, { signer, order, seconds: 60 })],
  ["extendOrder seconds", [...WHOLES, 0], (seconds) => sdk.extendOrder(read, { signer, order, seconds })],
  ["endOrder order", ADDRESSES, (order) => sdk.endOrder(read, { signer, order })],
  ["settleOrder order", ADDRESSES, (order) => sdk.settleOrder(read, { signer, order })],
  ["disputeOrder order", ADDRESSES, (order) => sdk.disputeOrder(read, { signer, order })],
  ["closeOrder order", ADDRESSES, (order) => sdk.closeOrder(read, { order })],
  ["nextOrderId client", ADDRESSES, (client) => sdk.nextOrderId(read, client)],
  ["readUnclaimed payee", ADDRESSES, (payee) => sdk.readUnclaimed(read, payee)],
  ["takeUnclaimed currency", CURRENCIES, (currency) => sdk.takeUnclaimed(read, { signer, currency })],
  [
    "takeUnclaimed destination",
    ADDRESSES,
    (destination) => sdk.takeUnclaimed(read, { signer, currency: "USDC", destination }),
  ],
  [
    "deliverUnclaimed payee",
    ADDRESSES,
    (payee) => sdk.deliverUnclaimed(read, { signer, payee, currency: "USDC" }),
  ],
  [
    "deliverUnclaimed currency",
    CURRENCIES,
    (currency) => sdk.deliverUnclaimed(read, { signer, payee: node, currency }),
  ],
  ["sweepFees currency", CURRENCIES, (currency) => sdk.sweepFees(read, currency)],
  ["readBalances owner", ADDRESSES, (owner) => sdk.readBalances(read, owner)],
  ["readQuote client", ADDRESSES, (client) => sdk.readQuote(read, client, terms)],
  [
    "readQuote currency",
    CURRENCIES,
    (currency) => sdk.readQuote(read, signer.address, { ...terms, currency }),
  ],
  ["readQuote rate", [...AMOUNTS, 0n], (rate) => sdk.readQuote(read, signer.address, { ...terms, rate })],
  ["readQuote duration", WHOLES, (duration) => sdk.readQuote(read, signer.address, { ...terms, duration })],
  [
    "readQuote processors",
    WHOLES,
    (processors) => sdk.readQuote(read, signer.address, { ...terms, processors }),
  ],
  ["readBuyback io", ADDRESSES, (io) => sdk.readBuyback(read, { ...PRICES, io })],
  ["readBuyback usdc", ADDRESSES, (usdc) => sdk.readBuyback(read, { ...PRICES, usdc })],
  ["fill io", [...AMOUNTS, 0n], (io) => sdk.fill(read, { signer, prices: PRICES, io })],
  ["fill minUsdc", AMOUNTS, (minUsdc) => sdk.fill(read, { signer, prices: PRICES, io: 1n, minUsdc })],
  ["fill prices", ADDRESSES, (io) => sdk.fill(read, { signer, prices: { ...PRICES, io }, io: 1n })],
  ["swapAndBurn usdc", [...AMOUNTS, 0n], (usdc) => sdk.swapAndBurn({ prices: PRICES, usdc, swap: swap() })],
  [
    "swapAndBurn prices",
    ADDRESSES,
    (io) => sdk.swapAndBurn({ prices: { ...PRICES, io }, usdc: 1n, swap: swap() }),
  ],
  ["readGrant grant", ADDRESSES, (grant) => sdk.readGrant(read, grant)],
  ["release grant", ADDRESSES, (grant) => sdk.release(read, { signer, grants: [grant] })],
  ["release grants", [[], [0, 0]], (grants) => sdk.release(read, { signer, grants })],
  ["proposeBeneficiary grant", ADDRESSES, (grant) => sdk.proposeBeneficiary({ signer, grant, next: node })],
  ["proposeBeneficiary next", ADDRESSES, (next) => sdk.proposeBeneficiary({ signer, grant: node, next })],
  ["acceptBeneficiary grant", ADDRESSES, (grant) => sdk.acceptBeneficiary({ signer, grant })],
  ["readSeason season", ADDRESSES, (season) => sdk.readSeason(read, season)],
  ["claimAirdrop season", ADDRESSES, (season) => sdk.claimAirdrop(read, { signer, season, entry: entry() })],
  [
    "claimAirdrop index",
    WHOLES,
    (index) => sdk.claimAirdrop(read, { signer, season: node, entry: { ...entry(), index } }),
  ],
  [
    "claimAirdrop points",
    [...AMOUNTS, 0n],
    (points) => sdk.claimAirdrop(read, { signer, season: node, entry: { ...entry(), points } }),
  ],
  [
    "claimAirdropFor wallet",
    ADDRESSES,
    (wallet) => sdk.claimAirdropFor(read, { signer, season: node, entry: { ...entry(), wallet } }),
  ],
  [
    "claimAirdropAndStake node",
    ADDRESSES,
    (other) => sdk.claimAirdropAndStake(read, { signer, season: node, entry: entry(), node: other }),
  ],
  [
    "claimAirdropAndStake amount",
    [...AMOUNTS, 0n].filter((amount) => amount !== null),
    (amount) => sdk.claimAirdropAndStake(read, { signer, season: node, entry: entry(), node, amount }),
  ],
  [
    "reportAvailability node",
    ADDRESSES,
    (other) => sdk.reportAvailability({ signer, reports: [report({ node: other })] }),
  ],
  [
    "reportAvailability class",
    ADDRESSES,
    (other) => sdk.reportAvailability({ signer, reports: [report({ class: other })] }),
  ],
  [
    "reportAvailability bps",
    [...WHOLES, 10_001],
    (availabilityBps) => sdk.reportAvailability({ signer, reports: [report({ availabilityBps })] }),
  ],
  [
    "reportAvailability time",
    [1, 1.5, "1"],
    (reportedAt) => sdk.reportAvailability({ signer, reports: [report({ reportedAt })] }),
  ],
  ["listNodes operator", ["x", 5], (operator) => sdk.listNodes(list, { operator })],
  ["listStakes owner", ADDRESSES, (owner) => sdk.listStakes(list, owner)],
  ["listOrders client", ["x", 5], (client) => sdk.listOrders(list, { client })],
  ["listOrders node", ["x", 5], (node) => sdk.listOrders(list, { node })],
  ["listGrants beneficiary", ["x", 5], (beneficiary) => sdk.listGrants(list, { beneficiary })],
  ["listGrants category", [-1, 3, "core"], (category) => sdk.listGrants(list, { category })],
  ["listSeasons funder", ["x", 5], (funder) => sdk.listSeasons(list, { funder })],
  ["nodeAddress operator", ADDRESSES, (operator) => sdk.nodeAddress(operator, 0)],
  ["nodeAddress id", WHOLES, (id) => sdk.nodeAddress(node, id)],
  ["classAddress id", [...WHOLES, 65_536], (id) => sdk.classAddress(id)],
  ["orderAddress id", AMOUNTS, (id) => sdk.orderAddress(node, id)],
  ["associatedAddress owner", ADDRESSES, (owner) => sdk.associatedAddress(owner, node)],
  ["unclaimedAddress payee", ADDRESSES, (payee) => sdk.unclaimedAddress(payee, node)],
  ["recordAddress node", ADDRESSES, (at) => sdk.recordAddress(at)],
  ["attestationAddress node", ADDRESSES, (at) => sdk.attestationAddress(at, node)],
  ["attestationAddress auditor", ADDRESSES, (auditor) => sdk.attestationAddress(node, auditor)],
  ["seasonAddress funder", ADDRESSES, (funder) => sdk.seasonAddress(funder, 1n)],
  ["seasonAddress id", AMOUNTS, (id) => sdk.seasonAddress(node, id)],
  ["quoteExtension rate", [...AMOUNTS, 0n], (rate) => sdk.quoteExtension(RATES, { ...terms, rate }, 60)],
  [
    "sender priority",
    [-1n, 5, "high"],
    (priority) => sdk.sender({ rpc: {} as never, payer: signer, priority }),
  ],
  ["sender maxPrice", [-1n, 5], (maxPrice) => sdk.sender({ rpc: {} as never, payer: signer, maxPrice })],
];

const RATES = { bookingBps: 25, paymentBps: 200, providerPaymentBps: 0 };

function report(change: object) {
  const fine = { node, class: node, revision: 1, availabilityBps: 10_000, reportedAt: 1n };
  return { ...fine, ...change } as sdk.NodeReport;
}

test.each(CASES)("%s", (_, wrong, call) => refusesAll(wrong, call));
