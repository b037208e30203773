//! What anyone does.

pub mod burn_fees;
pub mod fill;
pub mod swap_and_burn;

pub use {burn_fees::*, fill::*, swap_and_burn::*};
