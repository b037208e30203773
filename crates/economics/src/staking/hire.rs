//! Processors that orders hire and release.

use super::{NodeLedger, StakingError};
use crate::time::DAY;

/// A hire ends at most this far ahead, in seconds: 44 days, so that no operator's stake is locked
/// for longer, whatever becomes of io_orders (choice: the longest order of 30 days, the holdback
/// and the arbiter's days).
pub const MAX_HIRE_SECONDS: i64 = 44 * DAY;

impl NodeLedger {
    /// Hires `processors` for an order, at `now`. Up to `until`, or until all are released, the
    /// operator's own stake stays at or above the greatest minimum of that time. Needs no sync.
    ///
    /// # Errors
    /// `InvalidProcessors` for 0; `InvalidHireEnd` unless `until` is within the next 44 days;
    /// `Retired`; `SlashPending`; `NotAvailable`; `BelowMinimum`; `NotEnoughProcessors` if fewer
    /// are free.
    pub fn hire(&mut self, processors: u32, until: i64, now: i64) -> Result<(), StakingError> {
        let now = now.max(self.synced_at);
        self.slash.lapse(now);
        if processors == 0 {
            return Err(StakingError::InvalidProcessors);
        }
        if until <= now || until > now.saturating_add(MAX_HIRE_SECONDS) {
            return Err(StakingError::InvalidHireEnd);
        }
        self.check_active()?;
        self.slash.check_not_pending()?;
        if self.availability.at(now) == 0 {
            return Err(StakingError::NotAvailable);
        }
        let minimum = self.minimum();
        if self.counted_of(minimum, 0) < minimum {
            return Err(StakingError::BelowMinimum);
        }
        if processors > self.processors.saturating_sub(self.hired) {
            return Err(StakingError::NotEnoughProcessors);
        }
        self.hired = self.hired.saturating_add(processors);
        self.hired_until = self.hired_until.max(until);
        self.locked = self.locked.max(minimum);
        Ok(())
    }

    /// Gives `processors` back. Cannot fail: more than are hired frees all.
    pub fn release(&mut self, processors: u32) {
        self.hired = self.hired.saturating_sub(processors);
        if self.hired == 0 {
            (self.hired_until, self.locked) = (0, 0);
        }
    }

    /// Base units of its own that the operator has to leave in at `now`.
    #[must_use]
    pub const fn locked_at(&self, now: i64) -> u64 {
        if now < self.hired_until {
            self.locked
        } else {
            0
        }
    }
}
