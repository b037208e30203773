//! What anyone may do; some of it at once only if a party to the order.

mod cancel;
mod close;
mod end;
mod open_due;
mod open_payment;
mod settle;
mod sweep_fees;

pub use {cancel::*, close::*, end::*, open_due::*, open_payment::*, settle::*, sweep_fees::*};
