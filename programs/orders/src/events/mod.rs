//! What an indexer needs to rebuild the state. Amounts are in base units of the order's mint, times
//! in Unix seconds.

mod admin;
mod ledger;
mod market;
mod order;
mod record;
mod request;

pub use {admin::*, ledger::*, market::*, order::*, record::*, request::*};
