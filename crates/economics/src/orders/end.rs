//! The end of the service.

use super::{Escrow, OrderError, Outcome, Stage, HOUR};

/// Who ends a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ender {
    /// Who pays for it.
    Client,
    /// Who runs the node.
    Operator,
    /// Anyone else.
    Stranger,
}

impl Escrow {
    /// Stops the service at `now` and returns the cost of the time left.
    ///
    /// A client pays for the first hour at least. An operator that stops within it is paid nothing, and everything
    /// returns. Once the booked time is over, anyone may.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadyEnded`, `AlreadySettled`, `StillBooked`.
    pub fn end(&mut self, now: i64, by: Ender) -> Result<Outcome, OrderError> {
        self.check_running()?;
        let elapsed = self.elapsed(now);
        let mut outcome = Outcome::default();
        match by {
            Ender::Stranger if elapsed < self.duration => return Err(OrderError::StillBooked),
            Ender::Operator if elapsed < HOUR => {
                outcome.client = self.held()?;
                self.stage = Stage::Settled;
            }
            Ender::Client | Ender::Operator | Ender::Stranger => {
                self.earn_fees(&mut outcome)?;
                let booked = self.held()?;
                self.duration = elapsed.max(HOUR).min(self.duration);
                outcome.client = booked.saturating_sub(self.held()?);
                self.stage = Stage::Ended;
            }
        }
        Ok(outcome)
    }
}
