//! What time on processors costs.

use super::OrderError;

/// Seconds in an hour. Rates are quoted by the hour; nobody is paid before the first one has
/// passed.
pub const HOUR: u32 = crate::time::HOUR as u32;

/// So many processors at such a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hire {
    /// How many.
    pub processors: u32,
    /// Base units per processor-hour.
    pub rate: u64,
}

impl Hire {
    /// `floor(processors * rate * seconds / 3600)` base units.
    ///
    /// # Errors
    /// `CostTooHigh` if it does not fit.
    // The remainders are below 3,600, and the last two terms together at most one hour's cost.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn cost(self, seconds: u32) -> Result<u64, OrderError> {
        const IN_HOUR: u64 = HOUR as u64;
        let hourly = self.rate.checked_mul(u64::from(self.processors)).ok_or(OrderError::CostTooHigh)?;
        let (hours, rest) = (u64::from(seconds) / IN_HOUR, u64::from(seconds) % IN_HOUR);
        let whole = hourly.checked_mul(hours).ok_or(OrderError::CostTooHigh)?;
        let part = (hourly / IN_HOUR).wrapping_mul(rest) + (hourly % IN_HOUR).wrapping_mul(rest) / IN_HOUR;
        whole.checked_add(part).ok_or(OrderError::CostTooHigh)
    }
}
