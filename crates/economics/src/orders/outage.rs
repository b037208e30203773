//! Time in which the node did not serve.

use super::{Escrow, OrderError, Stage};

impl Escrow {
    /// Notes that the node did not serve in `[from, to)`, Unix seconds, as reported at `now`.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadySettled`, `EmptyOutage`, `OutageOutsideService`, `OutageOverlaps`, `OutageSettled`.
    pub fn report_outage(&mut self, now: i64, from: i64, to: i64) -> Result<(), OrderError> {
        match self.stage {
            Stage::Open => return Err(OrderError::NotAccepted),
            Stage::Settled => return Err(OrderError::AlreadySettled),
            Stage::Running | Stage::Ended | Stage::Disputed => {}
        }
        if from >= to {
            return Err(OrderError::EmptyOutage);
        }
        let elapsed = self.elapsed(now);
        let stopped = if self.stage == Stage::Disputed { self.billed() } else { self.duration };
        let (Some(from), Some(to)) = (self.offset(from), self.offset(to)) else {
            return Err(OrderError::OutageOutsideService);
        };
        if to > elapsed.min(stopped) {
            return Err(OrderError::OutageOutsideService);
        }
        if from < self.settled {
            return Err(OrderError::OutageSettled);
        }
        if from < self.outage_until {
            return Err(OrderError::OutageOverlaps);
        }
        self.outage = self.outage.saturating_add(to.saturating_sub(from));
        self.outage_until = to;
        Ok(())
    }

    fn offset(&self, time: i64) -> Option<u32> {
        u32::try_from(time.checked_sub(self.at)?).ok()
    }
}
