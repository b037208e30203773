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

mod ask;
mod attestation;
mod balances;
mod bid;
mod currency;
mod dispute;
mod end;
mod error;
mod escrow;
mod fees;
mod hire;
mod notice;
mod open;
mod outage;
mod outcome;
mod price_rules;
mod record;
mod request;
mod rules;
mod settle;

pub use ask::{AskTerms, Booking, MAX_ASK_RATE, MAX_ASK_SECONDS, MAX_NOTICE_HOURS, MAX_PREMIUM_BPS};
pub use attestation::{check_expiry, Attributes, MAX_ATTESTATION_SECONDS};
pub use balances::Balances;
pub use bid::{BidTerms, BondOwner, LeastRecord, STEP_BPS};
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
pub use price_rules::PriceRules;
pub use record::{
    Facts, History, Window, MAINTENANCE_AHEAD_SECONDS, MAX_MAINTENANCE_SECONDS, WINDOW_SECONDS,
};
pub use request::{
    Choice, Opening, Tender, AWARD_SECONDS, MAX_AUTO_SECONDS, MAX_OPEN_SECONDS, MAX_PROLONGED,
    MIN_OPEN_SECONDS, PROLONG_SECONDS,
};
pub use rules::{
    Rules, MAX_ACCEPT_SECONDS, MAX_HOLDBACK_SECONDS, MAX_LEAST_COST_TOKENS, MAX_SECONDS, MIN_ACCEPT_SECONDS,
    MIN_HOLDBACK_SECONDS,
};

/// Seconds in a day.
const DAY: u32 = crate::time::DAY as u32;
