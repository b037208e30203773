//! Pay by the second, some time behind.

use super::{Escrow, OrderError, Outcome, Stage, HOUR};

impl Escrow {
    /// Pays for the time served up to `now` less the holdback; at the end of all, returns what is
    /// left.
    ///
    /// Outages are reported within the holdback, so that what is paid here is final, and the sum
    /// does not depend on when or how often an order is settled.
    ///
    /// # Errors
    /// `NotAccepted`, `FirstHour`, `EndFirst`, `AlreadySettled`, `NothingDue`; `Disputed` if
    /// nothing is due but what is disputed, until the arbiter's time is over.
    pub fn settle(&mut self, now: i64) -> Result<Outcome, OrderError> {
        let elapsed = self.elapsed(now);
        let billed = self.billed();
        let line = elapsed.saturating_sub(self.holdback_seconds).min(billed);
        let (line, nothing) = match self.stage {
            Stage::Open => return Err(OrderError::NotAccepted),
            Stage::Settled => return Err(OrderError::AlreadySettled),
            Stage::Running if elapsed < HOUR => return Err(OrderError::FirstHour),
            Stage::Running if elapsed >= self.duration => return Err(OrderError::EndFirst),
            Stage::Ended if line == billed => return self.settle_last(),
            Stage::Disputed if elapsed >= self.arbiter_until() => return self.settle_disputed(),
            Stage::Disputed => (self.undisputed(), OrderError::Disputed),
            Stage::Running | Stage::Ended => (line, OrderError::NothingDue),
        };
        let mut outcome = Outcome::default();
        self.pay_up_to(self.served(line.min(self.payable()))?, &mut outcome);
        if outcome.total() == 0 {
            return Err(nothing);
        }
        Ok(outcome)
    }

    fn settle_last(&mut self) -> Result<Outcome, OrderError> {
        let kept = self.left_behind(self.kept)?;
        self.conclude(self.served(self.payable())?, kept.saturating_add(self.forfeited()?))
    }

    /// Pays the provider up to `target`, keeps the buyer's fees on a cost of `kept` that is not
    /// paid, and returns all else.
    pub(super) fn conclude(&mut self, target: u64, kept: u64) -> Result<Outcome, OrderError> {
        let mut outcome = Outcome::default();
        let held = self.held()?;
        self.pay_up_to(target, &mut outcome);
        self.keep_fees(kept, &mut outcome);
        outcome.client = held.checked_sub(outcome.total()).ok_or(OrderError::Overflow)?;
        self.duration = self.stop();
        self.stage = Stage::Settled;
        Ok(outcome)
    }

    /// The cost of `seconds` that a client did not use; of none if it left during an outage.
    pub(super) fn left_behind(&self, seconds: u32) -> Result<u64, OrderError> {
        if self.stopped_in_outage() {
            return Ok(0);
        }
        self.hire().cost(seconds)
    }

    /// The cost of the time served up to `line`.
    pub(super) fn served(&self, line: u32) -> Result<u64, OrderError> {
        self.hire().cost(line.saturating_sub(self.outages.before(line)))
    }
}
