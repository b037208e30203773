//! Fee revenue in USDC buys IO at the price of the moment, and what is bought is burned: the preset
//! rule.
//!
//! ```text
//! vault  -> Auction: budget, period, start and limits of a price are fixed as it opens
//! Quotes -> Price, against the caller -> Offer: USDC for IO at this second of the auction
//! ```
//!
//! [`Auction::open`] fixes the budget; [`Auction::offer`] checks the quotes and makes the [`Offer`]
//! of the second; [`Auction::sell`] takes a fill from the budget, [`Auction::spend`] a swap. An
//! offer is one exact rational, rounded once, in the vault's favour: less than a base unit of USDC
//! a fill, less than a base unit of IO a swap, or a fill that takes all that is left.
//!
//! A method that fails has changed nothing. Times are Unix seconds; a time before the greatest seen
//! counts as the greatest seen.
//!
//! Stored structs are `repr(C)` without gaps, widest fields first: a program reads and writes them
//! as they lie in memory, which is also how Borsh writes their fields in order.

mod auction;
mod error;
mod offer;
mod params;
mod totals;

pub use auction::{Auction, Sale};
pub use error::BuybackError;
pub use offer::{Offer, MAX_OVER_AVERAGE_BPS};
pub use params::{
    Params, MAX_DAILY_CAP, MAX_LEAST_BUDGET, MAX_OFFSET_BPS, MAX_PERIOD_SECONDS, MIN_AGE_SECONDS,
    MIN_CONF_BPS, MIN_DAILY_CAP, MIN_LEAST_BUDGET, MIN_OVER_BPS, MIN_PERIOD_SECONDS,
};
pub use totals::Totals;
