//! Pay by the second, some time behind.

use super::{Escrow, OrderError, Outcome, Stage, HOUR};

impl Escrow {
    /// Pays for the time served up to `now` less the holdback; at the end of all, returns what outages left.
    ///
    /// Every outage reported counts as time before that moment, so that a payment is never too high; the last one makes
    /// up for it.
    ///
    /// # Errors
    /// `NotAccepted`, `FirstHour`, `EndFirst`, `Disputed` until the arbiter's time is over, `AlreadySettled`,
    /// `NothingDue`.
    pub fn settle(&mut self, now: i64) -> Result<Outcome, OrderError> {
        let elapsed = self.elapsed(now);
        let payable = elapsed.saturating_sub(self.holdback_seconds).min(self.duration);
        let mut outcome = Outcome::default();
        match self.stage {
            Stage::Open => return Err(OrderError::NotAccepted),
            Stage::Settled => return Err(OrderError::AlreadySettled),
            Stage::Running if elapsed < HOUR => return Err(OrderError::FirstHour),
            Stage::Running if elapsed >= self.duration => return Err(OrderError::EndFirst),
            Stage::Disputed => return self.settle_disputed(elapsed),
            Stage::Ended if payable == self.duration => {
                self.pay_up_to(self.served(self.duration)?, &mut outcome);
                outcome.client = self.held()?;
                self.stage = Stage::Settled;
                return Ok(outcome);
            }
            Stage::Running | Stage::Ended => {}
        }
        self.earn_fees_after_first_hour(elapsed, &mut outcome)?;
        self.pay_up_to(self.served(payable)?, &mut outcome);
        if outcome.total() == 0 {
            return Err(OrderError::NothingDue);
        }
        self.settled = payable;
        Ok(outcome)
    }

    /// The cost of the time served up to `until`.
    pub(super) fn served(&self, until: u32) -> Result<u64, OrderError> {
        self.hire().cost(until.saturating_sub(self.outage))
    }
}
