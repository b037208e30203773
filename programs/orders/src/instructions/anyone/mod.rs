//! What anyone may do, and what the payee of an undelivered amount does with it.

mod close;
mod deliver_unclaimed;
mod open_ledger;
mod open_unclaimed;
mod settle;
mod sweep_fees;
mod take_unclaimed;

pub use {
    close::*, deliver_unclaimed::*, open_ledger::*, open_unclaimed::*, settle::*, sweep_fees::*,
    take_unclaimed::*,
};
