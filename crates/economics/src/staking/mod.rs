//! Nodes, stake, rewards, cooldown and slashing.
//!
//! ```text
//! schedule -> Pool (per weight) -> Node -> the operator's Position
//!                                       -> commission
//!                                       -> per share of the delegators -> their Positions
//! ```
//!
//! Rewards are Q64.64: `u128` in units of 2^-64 base units of IO. At every moment, as integers,
//!
//! ```text
//! accrued << 64 == carried                                     of the pools
//!                + weight * (paid - acc_seen)                  of every node: not synced yet
//!                + commission_owed + own_owed + remainder      of every node
//!                + owed                                        of every position
//!                + shares * (end - reward_seen)                of every delegator's position
//!                + paid << 64
//! ```
//!
//! where `paid` of a node is `pool.acc`, as of the hour in which its report lapsed once it has. So
//! nobody is paid what did not accrue, and nothing is lost but what a node is refused that nobody
//! has synced for a week after its lapse. What rounding holds back stays in one of these: less than
//! `weight` units of 2^-64 in `carried` a step, less than `shares` of them in `remainder`, less
//! than one base unit in each `owed` and `commission_owed` after a claim. By the same equality
//! every Q64.64 figure of a reward is at most 300M IO, 2^119: [`StakingError::Overflow`] is for
//! ledgers that are wrong already.
//!
//! Nobody is paid more than by exact arithmetic, but for what was held back from others before. In
//! all that is, in units of 2^-64, less than the weights of pool and node and 1 at each sync, and
//! less than the node's shares each time these change: one base unit in 180,000 changes for a node
//! with a million IO, and up to 2^20 times as much once slashes have brought its shares to their
//! lowest price.
//!
//! Claims and syncs, in whatever number and order, come to the same within that: a report counts up
//! to the hour in which it lapses, a pool's full weight changes at its second, the multiplier of a
//! class counts from the node's next report. One thing they decide: an announced commission is in
//! force from the first sync at or after its time.
//!
//! A method that fails has changed nothing, or has only brought the pool, node and position up to
//! the time it was given. Times are Unix seconds; a time before the last one seen counts as the
//! last one seen.
//!
//! Stored structs are `repr(C)` without gaps, widest fields first: a program reads and writes them
//! as they lie in memory, which is also how Borsh writes their fields in order.

mod accrual;
mod availability;
mod changes;
mod commission;
mod epoch;
mod error;
mod full_weight;
mod hire;
mod hours;
mod node;
mod offer;
mod pool;
mod position;
mod q64;
mod share_pool;
mod slash;
mod split;
mod stake;
mod ticket;
mod weight;
mod withdraw;

pub use crate::{fraction::BPS, time::NOTICE_SECONDS};
pub use accrual::{PoolKind, ACCRUAL_LAG_SECONDS};
pub use availability::{Availability, REPORT_SECONDS};
pub use commission::{Commission, MAX_COMMISSION_BPS};
pub use epoch::Epochs;
pub use error::StakingError;
pub use full_weight::{MAX_FULL_WEIGHT, MIN_FULL_WEIGHT};
pub use hire::MAX_HIRE_SECONDS;
pub use hours::{HOURS_AHEAD, HOURS_KEPT, UNSYNCED_SECONDS};
pub use node::{NodeLedger, Synced, GENERATIONS};
pub use pool::Pool;
pub use position::{Position, TICKETS};
pub use q64::Q64;
pub use share_pool::{SharePool, MAX_SHARES_PER_ASSET};
pub use slash::{
    Slash, Slashed, Verdict, MAX_PROPOSALS, MAX_RAISES, SLASH_CLOSES_SECONDS, SLASH_INTERVAL_SECONDS,
    SLASH_OPENS_SECONDS, SLASH_RAISE_SECONDS, SMALL_SLASH_BPS,
};
pub use stake::{Holder, Unstaked};
pub use ticket::{Ticket, COOLDOWN_SECONDS};
pub use weight::{
    check_multiplier, minimum_stake, node_weight, MAX_MULTIPLIER, MIN_STAKE_PER_PROCESSOR, MULTIPLIER_ONE,
};
pub use withdraw::Withdrawn;

/// A new slasher takes over this long after it was announced, in seconds: stake that leaves within
/// the 7 days has cooled down before (choice: a slash hits what cools down, so that 7 days alone
/// would let nobody out).
pub const SLASHER_NOTICE_SECONDS: i64 = NOTICE_SECONDS + COOLDOWN_SECONDS;
