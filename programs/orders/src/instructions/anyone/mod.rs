//! What anyone may do, and what the payee of an undelivered amount does with it.

mod award_auto;
mod close;
mod close_bid;
mod deliver_unclaimed;
mod open_ledger;
mod open_record;
mod open_unclaimed;
mod return_bond;
mod settle;
mod sweep_fees;
mod take_unclaimed;

pub use {
    award_auto::*, close::*, close_bid::*, deliver_unclaimed::*, open_ledger::*, open_record::*,
    open_unclaimed::*, return_bond::*, settle::*, sweep_fees::*, take_unclaimed::*,
};
