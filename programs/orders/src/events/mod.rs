//! What an indexer needs to rebuild the state. Amounts are in base units of the order's mint, times
//! in Unix seconds.

mod admin;
mod ledger;
mod order;

pub use {admin::*, ledger::*, order::*};
