/**
 * The IO token economy for wallets and web pages.
 *
 * Flows return the instructions of one transaction; views and figures are in base units (`bigint`).
 * The whole client of each program, as Codama writes it, is under the program's name:
 * `ioStaking.fetchNode`.
 */

export * from "./addresses.js";
export { type AirdropManifest, airdropFiles, findAirdrop, type LoadAirdropFile } from "./airdrop/files.js";
export * from "./airdrop/flows.js";
export * from "./airdrop/season.js";
export type { AirdropEntry } from "./airdrop/tree.js";
export * from "./amounts.js";
export * from "./emission.js";
export * from "./errors/index.js";
export * from "./events.js";
export * from "./generated/index.js";
export { toJson, type Json } from "./json.js";
export {
  type Listed,
  type OrderFilter,
  listAsks,
  listAttestations,
  listBids,
  listGrants,
  listNodes,
  listOrders,
  listRecords,
  listRequests,
  listSeasons,
  listStakes,
} from "./lists.js";
export { type LookupTable, lookupTables } from "./lookup.js";
export * from "./network.js";
export { isPaused, type PauseState } from "./pause.js";
export * from "./orders/asks.js";
export * from "./orders/bids.js";
export * from "./orders/bill.js";
export * from "./orders/book.js";
export {
  type ClusterStep,
  type ClusterSums,
  clusterSums,
  type ClusterView,
  endCluster,
  extendCluster,
  readCluster,
  settleCluster,
} from "./orders/clusters.js";
export { CLASS_NAMES, classNames, type ClassReference, findClass } from "./orders/classes.js";
export {
  type CurrencyAccounts,
  currencyAccounts,
  currencyOf,
  type OrderCurrency,
} from "./orders/currency.js";
export { ARBITER_SECONDS, disputeBond, type OrderFigures, orderFigures } from "./orders/figures.js";
export * from "./orders/flows.js";
export * from "./orders/market.js";
export {
  announceMaintenance,
  attest,
  giveNotice,
  MAINTENANCE_AHEAD_SECONDS,
  MAX_ATTESTATION_SECONDS,
  MAX_MAINTENANCE_SECONDS,
  type NewAttestation,
  type NodeAttributes,
  openRecord,
  revokeAttestation,
} from "./orders/operating.js";
export * from "./orders/pick.js";
export * from "./orders/quote.js";
export {
  MAX_PREMIUM_BPS,
  type OraclePrices,
  type PriceAccounts,
  rateInIo,
  readOrderPrices,
} from "./orders/rate.js";
export {
  attestationFigures,
  type AttestationFigures,
  maintenanceLeft,
  processorHours,
  RECORD_WHY,
  readRecord,
  recordFigures,
  type RecordFigures,
  type RecordView,
  WINDOW_SECONDS,
} from "./orders/record.js";
export * from "./orders/request-figures.js";
export * from "./orders/requests.js";
export * from "./orders/unclaimed.js";
export * from "./buyback/flows.js";
export * from "./buyback/offer.js";
export * from "./buyback/price.js";
export {
  type Filter,
  fromRpc,
  type List,
  listFromRpc,
  type Read,
  type RpcForLists,
  type RpcForReading,
  type Snapshot,
  snapshot,
} from "./read.js";
export { type LightRpc, lightRpc } from "./rpc.js";
export {
  type Landed,
  type Make,
  type RpcForSending,
  type Sender,
  sender,
  type SenderOptions,
  type Simulated,
  type WalletChanges,
} from "./send/sender.js";
export * from "./solvency.js";
export * from "./staking/flows.js";
export {
  commissionAt,
  COOLDOWN_SECONDS,
  countedStake,
  delegatedStake,
  delegationRoom,
  lockedStake,
  minimumStake,
  ownStake,
  REPORT_SECONDS,
  TICKETS,
  reportedUntil,
  weightAt,
} from "./staking/node.js";
export { MAX_REPORTS, type NodeReport, reportAvailability } from "./staking/oracle.js";
export * from "./staking/operator.js";
export { ACCRUAL_LAG_SECONDS } from "./staking/pool.js";
export { apr, type Apr, claimable, stakeWorth, YEAR_SECONDS } from "./staking/rewards.js";
export { type NodeStatus, nodeStatus, whyNotHired } from "./staking/status.js";
export * from "./staking/view.js";
export {
  type Chain,
  connectWallet,
  onAccountChange,
  type StandardAccount,
  type StandardWallet,
  walletSigner,
} from "./wallet.js";
export { closeTable, deactivateTable, makeTable, type NewTable } from "./tables.js";
export {
  type Balances,
  type QuoteView,
  readBalances,
  readQuote,
  readRules,
  type RulesView,
} from "./wallet-view.js";
export {
  type SubscriptionsForWatching,
  watch,
  type Watch,
  watchAuction,
  watchMarket,
  watchOrder,
  watchRequest,
  type WatchSource,
  watchStaking,
  type WatchState,
} from "./watch.js";
export * from "./vesting/figures.js";
export * from "./vesting/flows.js";
export { type Lookups, MAX_TRANSACTION_BYTES, transactionSize } from "./wire.js";
