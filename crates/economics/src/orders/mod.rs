//! Orders for compute: escrow, service by the second, fees, refunds.
//!
//! ```text
//! Open -> Running -> Ended -> Settled
//!   |        |  \      |         ^
//!   |        |   Disputed -------|
//!   +--------+-------------------+      cancelled; ended by the operator within the first hour
//! ```
//!
//! One figure rules: [`Hire::cost`] of a number of seconds, rounded down once. The client escrows
//! the cost of the booked time and its fees; a provider is paid the cost of the time served so far,
//! less what it was paid before; and the fees of both sides are earned with that pay. So at every
//! moment, as integers,
//!
//! ```text
//! put in == paid to the provider + returned to the client + fees + Escrow::held
//! ```
//!
//! and the total does not depend on when or how often an order is settled: outages are reported
//! within the holdback, and what lies before it is final. Fees are rounded up. A method that fails
//! has changed nothing but the greatest time seen. Times are Unix seconds; a time before the last
//! one seen counts as that one.

mod balances;
mod currency;
mod dispute;
mod end;
mod error;
mod escrow;
mod fees;
mod hire;
mod open;
mod outage;
mod outcome;
mod rules;
mod settle;

pub use balances::Balances;
pub use currency::Currency;
pub use dispute::{ARBITER_SECONDS, BOND_BPS};
pub use end::{Ender, KEPT_SECONDS};
pub use error::OrderError;
pub use escrow::{Escrow, Notice, Stage};
pub use fees::{Charge, FeeRates, Fees, MAX_BOOKING_BPS, MAX_PAYMENT_BPS};
pub use hire::{Hire, HOUR};
pub use open::Terms;
pub use outage::{Outages, Span};
pub use outcome::Outcome;
pub use rules::{
    Rules, MAX_ACCEPT_SECONDS, MAX_HOLDBACK_SECONDS, MAX_LEAST_COST_TOKENS, MAX_SECONDS, MIN_ACCEPT_SECONDS,
    MIN_HOLDBACK_SECONDS,
};

/// Seconds in a day.
const DAY: u32 = crate::time::DAY as u32;
