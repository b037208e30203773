//! The emission schedule: 300,000,000 IO over 240 months, each month 1.02% less than the one
//! before.
//!
//! A month is 1/12 of 365.25 days. Inside a month emission is linear. The mint follows the
//! schedule by whole hours ([`cumulative`]); rewards accrue along it by the second ([`accrued`]).

mod table;

pub use table::TABLE;

use crate::{time::HOUR, units::BASE_UNITS_PER_IO};

/// Months that the emission lasts: 20 years.
pub const MONTHS: u64 = 240;

/// Everything the schedule emits, in base units of IO: 300,000,000 IO.
pub const TOTAL: u64 = 300_000_000 * BASE_UNITS_PER_IO;

/// Seconds in a month: 365.25 days / 12. It is 730.5 hours, so an odd month completes at the next
/// full hour.
pub const MONTH_SECONDS: u64 = 2_629_800;

/// Base units of IO due at the last full hour, `elapsed` seconds after genesis.
///
/// 0 before genesis, [`TOTAL`] from the end of month 240 on; defined for every `i64`.
#[must_use]
pub const fn cumulative(elapsed: i64) -> u64 {
    let seconds = seconds_since_genesis(elapsed);
    const STEP: u64 = HOUR as u64;
    at(seconds.saturating_sub(seconds % STEP))
}

/// Base units of IO that the schedule has reached by the second, `elapsed` seconds after genesis,
/// rounded down.
///
/// 0 before genesis, [`TOTAL`] from the end of month 240 on; defined for every `i64`.
#[must_use]
pub const fn accrued(elapsed: i64) -> u64 {
    at(seconds_since_genesis(elapsed))
}

const fn seconds_since_genesis(elapsed: i64) -> u64 {
    if elapsed > 0 {
        elapsed.unsigned_abs()
    } else {
        0
    }
}

/// The table, interpolated.
// The index is below 240, `per_second * second` below one month's emission and `rest * second`
// below MONTH_SECONDS^2 = 7e12: no operation here can overflow.
#[allow(clippy::arithmetic_side_effects)]
const fn at(seconds: u64) -> u64 {
    let month = seconds / MONTH_SECONDS;
    if month >= MONTHS {
        return TOTAL;
    }
    let start = TABLE[month as usize];
    let emission = TABLE[month as usize + 1] - start;
    let second = seconds % MONTH_SECONDS;
    let (per_second, rest) = (emission / MONTH_SECONDS, emission % MONTH_SECONDS);
    // Wrapping, since the check of a 64-bit product costs more than the product.
    let (by_seconds, by_rest) = (per_second.wrapping_mul(second), rest.wrapping_mul(second) / MONTH_SECONDS);
    start.wrapping_add(by_seconds).wrapping_add(by_rest)
}
