//! What the program stores, one account type a file.

mod config;
mod ledger;
mod order;
mod unclaimed_balance;

pub use {
    config::Config, io_onchain::Announced, ledger::Ledger, order::Order, unclaimed_balance::UnclaimedBalance,
};
