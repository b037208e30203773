//! What anyone may do; some of it at once only if a party to the order.

mod cancel;
mod close;
mod end;
mod open_ledger;
mod open_unclaimed;
mod settle;
mod sweep_fees;

pub use {cancel::*, close::*, end::*, open_ledger::*, open_unclaimed::*, settle::*, sweep_fees::*};
