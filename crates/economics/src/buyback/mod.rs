//! Fee revenue in USDC buys IO at the price of the moment, and what is bought is burned: the preset
//! rule.
//!
//! ```text
//! vault -> Ledger: one budget a day
//! Quotes -> Price, against the caller -> Offer: USDC for IO at this second of the day
//! ```
//!
//! [`Ledger::open`] checks the quotes and makes the [`Offer`] of the second; [`Ledger::spend`]
//! takes from the day's budget. An offer is one exact rational, rounded once, in the vault's
//! favour: less than a base unit of USDC a fill, less than a base unit of IO a swap.
//!
//! A method that fails has changed nothing. Times are Unix seconds; a time before the greatest seen
//! counts as the greatest seen.
//!
//! Stored structs are `repr(C)` without gaps, widest fields first: a program reads and writes them
//! as they lie in memory, which is also how Borsh writes their fields in order.

mod auction;
mod error;
mod ledger;
mod params;
mod price;
mod totals;

pub use auction::{Offer, DAY_SECONDS};
pub use error::BuybackError;
pub use ledger::Ledger;
pub use params::{Params, MAX_AGE_SECONDS, MAX_CONF_BPS, MAX_DAILY_CAP, MAX_OFFSET_BPS, MIN_DAILY_CAP};
pub use price::{Price, Quote, MAX_AHEAD_SECONDS, MIN_EXPONENT};
pub use totals::Totals;
