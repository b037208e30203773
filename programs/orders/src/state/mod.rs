//! What the program stores, one account type a file.

mod ask;
mod attestation;
mod bid;
mod config;
mod ledger;
mod order;
mod prices;
mod record;
mod request;
mod unclaimed_balance;

pub use {
    ask::Ask,
    attestation::Attestation,
    bid::Bid,
    config::Config,
    io_onchain::Announced,
    ledger::Ledger,
    order::Order,
    prices::Prices,
    record::Record,
    request::{Evidence, Request},
    unclaimed_balance::UnclaimedBalance,
};
