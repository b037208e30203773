//! Processors that orders hire and release.

use super::{NodeLedger, StakingError};

impl NodeLedger {
    /// Hires `processors` for an order, at `now`. Needs no sync.
    ///
    /// # Errors
    /// `InvalidProcessors` for 0; `Retired`; `SlashPending`; `NotAvailable`; `BelowMinimum`; `NotEnoughProcessors`
    /// if fewer are free.
    pub fn hire(&mut self, processors: u32, now: i64) -> Result<(), StakingError> {
        let now = now.max(self.synced_at);
        self.slash.lapse(now);
        if processors == 0 {
            return Err(StakingError::InvalidProcessors);
        }
        self.check_active()?;
        self.slash.check_not_pending()?;
        if self.availability.at(now) == 0 {
            return Err(StakingError::NotAvailable);
        }
        if self.counted() < self.minimum() {
            return Err(StakingError::BelowMinimum);
        }
        if processors > self.processors.saturating_sub(self.hired) {
            return Err(StakingError::NotEnoughProcessors);
        }
        self.hired = self.hired.saturating_add(processors);
        Ok(())
    }

    /// Gives `processors` back. Cannot fail: more than are hired frees all.
    pub fn release(&mut self, processors: u32) {
        self.hired = self.hired.saturating_sub(processors);
    }
}
