/** Every flow, view and list of the market, called on a chain on which each of them has something to do. */

import type { Address, KeyPairSigner } from "@solana/kit";
import * as sdk from "../src/index.js";
import type { World } from "./world.js";

/** What is there already. */
export interface MarketScene {
  world: World;
  signer: KeyPairSigner;
  operator: KeyPairSigner;
  node: Address;
  /** An order that runs. */
  order: Address;
  read: sdk.Read;
  /** The same, long after. */
  later: sdk.Read;
  list: sdk.List;
}

/** The calls by their names. */
export async function marketCalls(scene: MarketScene): Promise<Record<string, () => unknown>> {
  const { world, signer, operator, node, order, read, later, list } = scene;
  const { chain } = world;
  const own = { signer: operator, node };
  await chain.mintUsdc(operator.address, 100n * sdk.ONE_USDC);
  await chain.send(operator, await sdk.setAsk(chain.read, { ...own, rateUsdc: sdk.ONE_USDC }));
  const terms = { processors: 1, rate: sdk.ONE_USDC, duration: 3_600, currency: "USDC" } as const;
  const wanted = { signer, class: "H100", terms, openSeconds: 600 };
  const opened = async (auto: boolean) => {
    const id = await sdk.nextOrderId(chain.read, signer.address);
    await chain.send(signer, await sdk.request(chain.read, { ...wanted, id, auto }));
    const request = await sdk.requestAddress(signer.address, id);
    const bid = { ...own, request, rate: sdk.ONE_USDC };
    const make = auto ? sdk.bidAuto : sdk.placeBid;
    await chain.send(operator, await make(chain.read, bid));
    return { bid, step: { signer, request } };
  };
  const [manual, auto] = [await opened(false), await opened(true)];
  const view = await sdk.readMarket(list, chain.read);
  const bill = sdk.quoteBooking(view, sdk.pickNodes(view, {}, 1), 3_600);
  const { serial } = (await sdk.readOrder(chain.read, order)).order;
  const won = { ...(await sdk.readBid(chain.read, { request: auto.step.request, node })), won: true, serial };
  const cluster = await sdk.readCluster(list, chain.read, signer.address, new Uint8Array(32));
  const [from, to] = [chain.now + 90_000n, chain.now + 97_200n];
  const clock = chain.svm.getClock();
  // The chain knows the hash of slot 1 alone.
  clock.slot = 2n;
  chain.svm.setClock(clock);
  const { steps, table } = await sdk.makeTable(chain.read, { signer, addresses: [node] });
  for (const step of steps) await chain.send(signer, step);
  const rate = (sdk.ONE_USDC * 99n) / 100n;
  return {
    readMarket: () => sdk.readMarket(list, read),
    readOffers: () => sdk.readOffers(read, [node]),
    bookNodes: () => sdk.bookNodes(read, { signer, bill }),
    readCluster: () => sdk.readCluster(list, read, signer.address, new Uint8Array(32)),
    endCluster: () => sdk.endCluster(read, { signer, cluster }),
    extendCluster: () => sdk.extendCluster(read, { signer, cluster, seconds: 60 }),
    settleCluster: () => sdk.settleCluster(read, { signer, cluster }),
    setAsk: () => sdk.setAsk(read, { ...own, rateUsdc: 1n }),
    removeAsk: () => sdk.removeAsk(own),
    request: () => sdk.request(read, { ...wanted, id: 77n }),
    readRequest: () => sdk.readRequest(read, manual.step.request),
    cancelRequest: () => sdk.cancelRequest(read, manual.step),
    award: () => sdk.award(read, { ...manual.step, node }),
    awardAuto: () => sdk.awardAuto(later, auto.step),
    placeBid: () => sdk.placeBid(read, manual.bid),
    bidAuto: () => sdk.bidAuto(read, { ...auto.bid, rate }),
    withdrawBid: () => sdk.withdrawBid(manual.bid),
    closeBid: () => sdk.closeBid(read, manual.bid),
    returnBond: () => sdk.returnBond(read, auto.bid),
    readBid: () => sdk.readBid(read, auto.bid),
    findWonOrder: () => sdk.findWonOrder(list, won),
    giveNotice: () => sdk.giveNotice(read, { signer: operator, order }),
    openRecord: () => sdk.openRecord(own),
    readRecord: () => sdk.readRecord(read, node),
    announceMaintenance: () => sdk.announceMaintenance(read, { ...own, from, to }),
    attest: () => sdk.attest(read, { signer, node, attributes: {} }),
    revokeAttestation: () => sdk.revokeAttestation({ signer, node }),
    registerNode: () => sdk.registerNode(read, { signer, id: 0, class: 2, processors: 1, commissionBps: 0 }),
    nextNodeId: () => sdk.nextNodeId(read, operator.address),
    updateHardware: () => sdk.updateHardware({ ...own, class: 2, processors: 1 }),
    setOffer: () => sdk.setOffer({ ...own, amount: 1n }),
    announceCommission: () => sdk.announceCommission({ ...own, bps: 1 }),
    setPayout: () => sdk.setPayout({ ...own, payout: node }),
    retireNode: () => sdk.retireNode(own),
    claimCommission: () => sdk.claimCommission(read, own),
    makeTable: () => sdk.makeTable(read, { signer, addresses: [node] }),
    deactivateTable: () => sdk.deactivateTable({ signer, table: table.address }),
    closeTable: () => sdk.closeTable(read, { signer, table: table.address }),
    listAttestations: () => sdk.listAttestations(list),
    listBids: () => sdk.listBids(list),
    listRecords: () => sdk.listRecords(list),
    listRequests: () => sdk.listRequests(list),
  };
}
