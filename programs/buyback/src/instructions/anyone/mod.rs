//! What anyone does.

pub mod burn_fees;
pub mod fill;
pub mod open_auction;
pub mod swap_and_burn;

pub use {burn_fees::*, fill::*, open_auction::*, swap_and_burn::*};
