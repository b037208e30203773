//! A client that disputes, and an arbiter that decides.

use super::{Escrow, OrderError, Outcome, Stage, DAY, HOUR};
use crate::fraction::{floor_bps, BPS};

/// How long an arbiter has from the dispute on, in seconds: 7 days. After that the order settles by time.
pub const ARBITER_SECONDS: u32 = 7 * DAY;

impl Escrow {
    /// Stops the service at `now`, if it runs, and freezes what is not paid. Until the holdback is over.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadySettled`, `Disputed` for a second one, `DisputeWindowOver`.
    pub fn dispute(&mut self, now: i64) -> Result<Outcome, OrderError> {
        let elapsed = self.elapsed(now);
        match self.stage {
            Stage::Open => return Err(OrderError::NotAccepted),
            Stage::Settled => return Err(OrderError::AlreadySettled),
            Stage::Disputed => return Err(OrderError::Disputed),
            Stage::Running | Stage::Ended => {}
        }
        if elapsed >= self.duration.saturating_add(self.holdback_seconds) {
            return Err(OrderError::DisputeWindowOver);
        }
        let mut outcome = Outcome::default();
        self.earn_fees_after_first_hour(elapsed, &mut outcome)?;
        self.disputed_at = elapsed;
        self.stage = Stage::Disputed;
        Ok(outcome)
    }

    /// Divides what is disputed: `share_bps` of the pay that was held back when the client disputed goes to the
    /// provider, the rest of it and the time not served to the client. Earlier pay is the provider's, settled or not; as in a
    /// settlement, outages count against it first, but for what was paid before their report. The buyer's fees return only
    /// if the first hour had not passed and the provider gets nothing.
    ///
    /// # Errors
    /// `NotDisputed`, `InvalidShare`, `ArbiterTooLate`.
    pub fn resolve(&mut self, now: i64, share_bps: u16) -> Result<Outcome, OrderError> {
        if self.stage != Stage::Disputed {
            return Err(OrderError::NotDisputed);
        }
        if share_bps > BPS {
            return Err(OrderError::InvalidShare);
        }
        if self.elapsed(now) >= self.arbiter_until() {
            return Err(OrderError::ArbiterTooLate);
        }
        self.conclude(share_bps)
    }

    /// Settles by time, once the arbiter's time is over.
    pub(super) fn settle_disputed(&mut self, elapsed: u32) -> Result<Outcome, OrderError> {
        if elapsed < self.arbiter_until() {
            return Err(OrderError::Disputed);
        }
        self.conclude(BPS)
    }

    /// Up to when a disputed service is billed: as if the client had ended it when it disputed.
    pub(super) fn billed(&self) -> u32 {
        self.disputed_at.max(HOUR).min(self.duration)
    }

    fn arbiter_until(&self) -> u32 {
        self.disputed_at.saturating_add(ARBITER_SECONDS)
    }

    fn conclude(&mut self, share_bps: u16) -> Result<Outcome, OrderError> {
        let undisputed = self.disputed_at.saturating_sub(self.holdback_seconds);
        let full = self.served(self.billed())?;
        let sure = self.served(undisputed)?.max(self.paid).min(full);
        let target = sure.saturating_add(floor_bps(full.saturating_sub(sure), share_bps));
        let mut outcome = Outcome::default();
        if target > 0 {
            self.earn_fees(&mut outcome)?;
        }
        self.pay_up_to(target, &mut outcome);
        outcome.client = self.held()?;
        self.stage = Stage::Settled;
        Ok(outcome)
    }
}
