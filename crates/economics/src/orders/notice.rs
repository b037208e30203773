//! Notice: how long before it leaves an operator says so, as its ask or bid agreed.

use super::{Escrow, Notice, OrderError, Outcome, HOUR};

impl Escrow {
    /// The operator gives notice at `now`. The booked time is over once the notice is, after an
    /// hour of service at least; the cost of the rest and the buyer's fees on it return at once.
    /// The order is not extended any more, its client may leave without the fees on unserved time,
    /// and nothing takes the notice back.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadyEnded`, `AlreadySettled`, `NoNoticeAgreed`, `NoticeGiven`,
    /// `ServiceOver`.
    pub fn give_notice(&mut self, now: i64) -> Result<Outcome, OrderError> {
        self.check_running()?;
        if self.notice_hours == 0 {
            return Err(OrderError::NoNoticeAgreed);
        }
        if self.notice == Notice::Given {
            return Err(OrderError::NoticeGiven);
        }
        let elapsed = self.elapsed(now);
        if elapsed >= self.duration {
            return Err(OrderError::ServiceOver);
        }
        let held = self.held()?;
        let over = elapsed.saturating_add(self.notice_seconds()).max(HOUR);
        self.duration = self.duration.min(over);
        self.longest = self.duration;
        self.notice = Notice::Given;
        let client = held.saturating_sub(self.held()?);
        Ok(Outcome { client, ..Outcome::default() })
    }

    /// The operator ends before the booked time is over.
    pub(super) fn leave_early(&mut self) {
        self.left_early = true;
        if self.notice_hours > 0 {
            self.notice = Notice::Broken;
        }
    }

    /// Second up to which the provider is paid, outages not taken off: up to which the service is
    /// billed. An operator that left without the notice it had agreed to is not paid for its last
    /// hours, as many as the notice has, but no more than pay is held back for: so the figure does
    /// not depend on what was settled.
    pub(super) fn payable(&self) -> u32 {
        match self.notice {
            Notice::Broken => self.duration.saturating_sub(self.notice_seconds().min(self.holdback_seconds)),
            Notice::None | Notice::Given => self.billed(),
        }
    }

    /// The pay that an operator forfeits to the client, since it left without notice. The buyer's
    /// fees on it are kept: else the two could do without them by breaking a notice.
    pub(super) fn forfeited(&self) -> Result<u64, OrderError> {
        match self.notice {
            Notice::Broken => {
                let served = self.served(self.billed())?;
                Ok(served.saturating_sub(self.served(self.payable())?))
            }
            Notice::None | Notice::Given => Ok(0),
        }
    }

    fn notice_seconds(&self) -> u32 {
        u32::from(self.notice_hours).saturating_mul(HOUR)
    }
}
