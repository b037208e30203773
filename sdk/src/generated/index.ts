/** Written by `npm run generate` from idl/: do not edit. */

export * as ioAirdrop from "./io_airdrop/index.js";
export * as ioBuyback from "./io_buyback/index.js";
export * as ioEmission from "./io_emission/index.js";
export * as ioOrders from "./io_orders/index.js";
export * as ioStaking from "./io_staking/index.js";
export * as ioVesting from "./io_vesting/index.js";
