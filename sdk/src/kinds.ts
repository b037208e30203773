/** The accounts of the programs, by kind. A page bundles only those that it reads. */

import { EMISSION_ACCOUNT_DISCRIMINATOR, type Emission } from "./generated/io_emission/accounts/emission.js";
import {
  CONFIG_ACCOUNT_DISCRIMINATOR as STAKING_CONFIG_DISCRIMINATOR,
  type Config as StakingConfig,
} from "./generated/io_staking/accounts/config.js";
import { NODE_ACCOUNT_DISCRIMINATOR, type Node } from "./generated/io_staking/accounts/node.js";
import { STAKE_ACCOUNT_DISCRIMINATOR, type Stake } from "./generated/io_staking/accounts/stake.js";
import {
  CONFIG_ACCOUNT_DISCRIMINATOR as ORDERS_CONFIG_DISCRIMINATOR,
  type Config as OrdersConfig,
} from "./generated/io_orders/accounts/config.js";
import { LEDGER_ACCOUNT_DISCRIMINATOR, type Ledger } from "./generated/io_orders/accounts/ledger.js";
import { ASK_ACCOUNT_DISCRIMINATOR, type Ask } from "./generated/io_orders/accounts/ask.js";
import { ORDER_ACCOUNT_DISCRIMINATOR, type Order } from "./generated/io_orders/accounts/order.js";
import {
  ATTESTATION_ACCOUNT_DISCRIMINATOR,
  type Attestation,
} from "./generated/io_orders/accounts/attestation.js";
import { BID_ACCOUNT_DISCRIMINATOR, type Bid } from "./generated/io_orders/accounts/bid.js";
import {
  RECORD_ACCOUNT_DISCRIMINATOR,
  type Record as NodeRecord,
} from "./generated/io_orders/accounts/record.js";
import { REQUEST_ACCOUNT_DISCRIMINATOR, type Request } from "./generated/io_orders/accounts/request.js";
import {
  UNCLAIMED_BALANCE_ACCOUNT_DISCRIMINATOR,
  type UnclaimedBalance,
} from "./generated/io_orders/accounts/unclaimedBalance.js";
import {
  CONFIG_ACCOUNT_DISCRIMINATOR as BUYBACK_CONFIG_DISCRIMINATOR,
  type Config as BuybackConfig,
} from "./generated/io_buyback/accounts/config.js";
import { IO_EMISSION_EMISSION } from "./generated/io_emission/layout.js";
import { IO_EMISSION_PROGRAM_ADDRESS } from "./generated/io_emission/address.js";
import { IO_STAKING_CONFIG, IO_STAKING_NODE, IO_STAKING_STAKE } from "./generated/io_staking/layout.js";
import { IO_STAKING_PROGRAM_ADDRESS } from "./generated/io_staking/address.js";
import {
  IO_ORDERS_ASK,
  IO_ORDERS_ATTESTATION,
  IO_ORDERS_BID,
  IO_ORDERS_CONFIG,
  IO_ORDERS_LEDGER,
  IO_ORDERS_ORDER,
  IO_ORDERS_RECORD,
  IO_ORDERS_REQUEST,
  IO_ORDERS_UNCLAIMED_BALANCE,
} from "./generated/io_orders/layout.js";
import { IO_ORDERS_PROGRAM_ADDRESS } from "./generated/io_orders/address.js";
import { IO_BUYBACK_CONFIG } from "./generated/io_buyback/layout.js";
import { IO_BUYBACK_PROGRAM_ADDRESS } from "./generated/io_buyback/address.js";
import { CATEGORY_ACCOUNT_DISCRIMINATOR, type Category } from "./generated/io_vesting/accounts/category.js";
import { GRANT_ACCOUNT_DISCRIMINATOR, type Grant } from "./generated/io_vesting/accounts/grant.js";
import { IO_VESTING_CATEGORY, IO_VESTING_GRANT } from "./generated/io_vesting/layout.js";
import { IO_VESTING_PROGRAM_ADDRESS } from "./generated/io_vesting/address.js";
import { PAGE_ACCOUNT_DISCRIMINATOR, type Page } from "./generated/io_airdrop/accounts/page.js";
import { SEASON_ACCOUNT_DISCRIMINATOR, type Season } from "./generated/io_airdrop/accounts/season.js";
import { IO_AIRDROP_PAGE, IO_AIRDROP_SEASON } from "./generated/io_airdrop/layout.js";
import { IO_AIRDROP_PROGRAM_ADDRESS } from "./generated/io_airdrop/address.js";
import type { AccountKind, Kind } from "./read.js";

export const EMISSION_STATE: AccountKind<Emission> = {
  name: "an emission",
  program: IO_EMISSION_PROGRAM_ADDRESS,
  discriminator: EMISSION_ACCOUNT_DISCRIMINATOR,
  layout: IO_EMISSION_EMISSION,
  type: "Emission",
  isSingleton: true,
};

/** Tells whether staking is there, without the fields of its config. */
export const IS_STAKING: Kind = {
  name: "a config of staking",
  program: IO_STAKING_PROGRAM_ADDRESS,
  discriminator: STAKING_CONFIG_DISCRIMINATOR,
  isSingleton: true,
};

/** Tells whether a stake is there, without its fields. */
export const IS_STAKE: Kind = {
  name: "a stake",
  program: IO_STAKING_PROGRAM_ADDRESS,
  discriminator: STAKE_ACCOUNT_DISCRIMINATOR,
};

export const CONFIG_OF_STAKING: AccountKind<StakingConfig> = {
  name: "a config of staking",
  program: IO_STAKING_PROGRAM_ADDRESS,
  discriminator: STAKING_CONFIG_DISCRIMINATOR,
  layout: IO_STAKING_CONFIG,
  type: "Config",
  isSingleton: true,
};

export const NODE: AccountKind<Node> = {
  name: "a node",
  program: IO_STAKING_PROGRAM_ADDRESS,
  discriminator: NODE_ACCOUNT_DISCRIMINATOR,
  layout: IO_STAKING_NODE,
  type: "Node",
};

export const STAKE: AccountKind<Stake> = {
  name: "a stake",
  program: IO_STAKING_PROGRAM_ADDRESS,
  discriminator: STAKE_ACCOUNT_DISCRIMINATOR,
  layout: IO_STAKING_STAKE,
  type: "Stake",
};

export const CONFIG_OF_ORDERS: AccountKind<OrdersConfig> = {
  name: "a config of orders",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: ORDERS_CONFIG_DISCRIMINATOR,
  layout: IO_ORDERS_CONFIG,
  type: "Config",
  isSingleton: true,
};

export const LEDGER: AccountKind<Ledger> = {
  name: "a ledger",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: LEDGER_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_LEDGER,
  type: "Ledger",
  isSingleton: true,
};

export const ORDER: AccountKind<Order> = {
  name: "an order",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: ORDER_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_ORDER,
  type: "Order",
};

export const ASK: AccountKind<Ask> = {
  name: "an ask",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: ASK_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_ASK,
  type: "Ask",
};

export const RECORD: AccountKind<NodeRecord> = {
  name: "a record",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: RECORD_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_RECORD,
  type: "Record",
};

export const ATTESTATION: AccountKind<Attestation> = {
  name: "an attestation",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: ATTESTATION_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_ATTESTATION,
  type: "Attestation",
};

export const REQUEST: AccountKind<Request> = {
  name: "a request",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: REQUEST_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_REQUEST,
  type: "Request",
};

export const BID: AccountKind<Bid> = {
  name: "a bid",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: BID_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_BID,
  type: "Bid",
};

export const UNCLAIMED_BALANCE: AccountKind<UnclaimedBalance> = {
  name: "an unclaimed balance",
  program: IO_ORDERS_PROGRAM_ADDRESS,
  discriminator: UNCLAIMED_BALANCE_ACCOUNT_DISCRIMINATOR,
  layout: IO_ORDERS_UNCLAIMED_BALANCE,
  type: "UnclaimedBalance",
};

export const CONFIG_OF_BUYBACK: AccountKind<BuybackConfig> = {
  name: "a config of buyback",
  program: IO_BUYBACK_PROGRAM_ADDRESS,
  discriminator: BUYBACK_CONFIG_DISCRIMINATOR,
  layout: IO_BUYBACK_CONFIG,
  type: "Config",
  isSingleton: true,
};

export const CATEGORY: AccountKind<Category> = {
  name: "a category of vesting",
  program: IO_VESTING_PROGRAM_ADDRESS,
  discriminator: CATEGORY_ACCOUNT_DISCRIMINATOR,
  layout: IO_VESTING_CATEGORY,
  type: "Category",
  isSingleton: true,
};

export const GRANT: AccountKind<Grant> = {
  name: "a grant",
  program: IO_VESTING_PROGRAM_ADDRESS,
  discriminator: GRANT_ACCOUNT_DISCRIMINATOR,
  layout: IO_VESTING_GRANT,
  type: "Grant",
};

export const SEASON: AccountKind<Season> = {
  name: "a season",
  program: IO_AIRDROP_PROGRAM_ADDRESS,
  discriminator: SEASON_ACCOUNT_DISCRIMINATOR,
  layout: IO_AIRDROP_SEASON,
  type: "Season",
};

export const PAGE: AccountKind<Page> = {
  name: "a page of a season",
  program: IO_AIRDROP_PROGRAM_ADDRESS,
  discriminator: PAGE_ACCOUNT_DISCRIMINATOR,
  layout: IO_AIRDROP_PAGE,
  type: "Page",
};
