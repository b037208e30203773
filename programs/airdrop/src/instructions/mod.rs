//! Instructions, by who calls them.

mod anyone;
mod funder;
mod wallet;

pub use {anyone::*, funder::*, wallet::*};
