/**
 * The IO token economy for wallets and web pages.
 *
 * Flows return the instructions of one transaction; views and figures are in base units (`bigint`). The whole client of
 * each program, as Codama writes it, is under the program's name: `ioStaking.fetchNode`.
 */

export * from "./addresses.js";
export * from "./amounts.js";
export * from "./emission.js";
export * from "./errors.js";
export * from "./events.js";
export * from "./generated/index.js";
export * from "./orders/currency.js";
export { type Delivery, deliveryTo } from "./orders/delivery.js";
export * from "./orders/figures.js";
export * from "./orders/flows.js";
export * from "./orders/quote.js";
export * from "./buyback/flows.js";
export * from "./buyback/offer.js";
export { PYTH_RECEIVER, type PostedQuote, type Quote as PythQuote, readQuote } from "./buyback/quote.js";
export { fromRpc, type Read, snapshot, type Snapshot } from "./read.js";
export * from "./staking/flows.js";
export { countedStake, delegationRoom, minimumStake, ownStake, REPORT_SECONDS, weightAt } from "./staking/node.js";
export { MAX_REPORTS, reportAvailability } from "./staking/oracle.js";
export { ACCRUAL_LAG_SECONDS } from "./staking/pool.js";
export { apr, type Apr, claimable, stakeWorth, YEAR_SECONDS } from "./staking/rewards.js";
export * from "./staking/view.js";
