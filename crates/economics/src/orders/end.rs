//! The end of the service.

use super::{Escrow, Notice, OrderError, Outcome, Stage, DAY, HOUR};

/// Unserved time whose buyer's fees are kept where the client ends, in seconds: at most 24 hours.
pub const KEPT_SECONDS: u32 = DAY;

/// Who ends a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ender {
    /// The client of the order.
    Client,
    /// The operator of the order's node.
    Operator,
    /// Anyone else.
    Stranger,
}

impl Escrow {
    /// Stops the service at `now` and returns the cost of the time left, with the buyer's fees on
    /// it.
    ///
    /// A client pays for the first hour at least, and the buyer's fees on up to 24 hours of the
    /// time left, neither if an outage runs when it ends, and no such fees after the operator gave
    /// notice. An operator that stops within the first hour is paid nothing, and everything
    /// returns; the order keeps its processors hired. One that stops before the booked time is
    /// over, although it had agreed to give notice, forfeits its last pay. Once the booked time is
    /// over, anyone may end.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadyEnded`, `AlreadySettled`, `StillBooked`.
    pub fn end(&mut self, now: i64, by: Ender) -> Result<Outcome, OrderError> {
        self.check_running()?;
        let elapsed = self.elapsed(now);
        let held = self.held()?;
        match by {
            Ender::Stranger if elapsed < self.duration => return Err(OrderError::StillBooked),
            Ender::Operator if elapsed < HOUR => {
                self.leave_early();
                self.keeps_hired = true;
                self.duration = elapsed;
                self.stage = Stage::Settled;
            }
            Ender::Client | Ender::Operator | Ender::Stranger => {
                if by == Ender::Client {
                    self.kept = self.kept_from(elapsed.max(HOUR));
                }
                if by == Ender::Operator && elapsed < self.duration {
                    self.leave_early();
                }
                self.duration = elapsed.min(self.duration);
                self.stage = Stage::Ended;
            }
        }
        let client = held.saturating_sub(self.held()?);
        Ok(Outcome { client, ..Outcome::default() })
    }

    /// Whether the booked time is over at `now`, so that anyone may end.
    #[must_use]
    pub const fn is_over(&self, now: i64) -> bool {
        now >= self.at.saturating_add(self.duration as i64)
    }

    /// Seconds of unserved time whose buyer's fees are kept if the client leaves when `billed`
    /// seconds are to be paid: none that the operator cut off by its notice.
    pub(super) fn kept_from(&self, billed: u32) -> u32 {
        if self.notice != Notice::None {
            return self.kept;
        }
        self.kept.max(self.duration.saturating_sub(billed).min(KEPT_SECONDS))
    }

    /// Checks that the account may close at `now`. Returns whether its processors are still hired,
    /// and to be released.
    ///
    /// # Errors
    /// `NotSettled`; `StillHired` for an hour after an operator ended within the first one, so that
    /// client and operator cannot go on at once without fees.
    pub fn close(&self, now: i64) -> Result<bool, OrderError> {
        if self.stage != Stage::Settled {
            return Err(OrderError::NotSettled);
        }
        if self.keeps_hired && now < self.seen_at().saturating_add(i64::from(HOUR)) {
            return Err(OrderError::StillHired);
        }
        Ok(self.keeps_hired)
    }
}
