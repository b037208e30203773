//! Time in which the node did not serve.

use super::{Escrow, Notice, OrderError, Stage};

/// Seconds `[from, to)` of a service, counted from its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Span {
    /// First second.
    pub from: u32,
    /// Second after the last one.
    pub to: u32,
}

impl Span {
    /// Seconds from `line` on.
    const fn after(self, line: u32) -> u32 {
        let from = if self.from > line { self.from } else { line };
        self.to.saturating_sub(from)
    }

    const fn seconds(self) -> u32 {
        self.to.saturating_sub(self.from)
    }
}

/// What was reported: all of it by its length, and the last two outages by their bounds, since what
/// lies within the holdback is not final.
///
/// An outage is reported within the holdback. So where no more than two lie in one holdback, each
/// is known to the second; with a third one, the second one counts from where the first one ended.
/// That touches nothing but what an arbiter divides: the provider is never sure of more for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Outages {
    /// Seconds of all outages.
    pub seconds: u32,
    /// The outage before the last one.
    pub earlier: Span,
    /// The last outage.
    pub last: Span,
}

impl Outages {
    /// Seconds of outages before `line`, which must not lie before the holdback of the last report.
    #[must_use]
    pub const fn before(&self, line: u32) -> u32 {
        self.seconds.saturating_sub(self.earlier.after(line)).saturating_sub(self.last.after(line))
    }

    /// Adds `new`, which begins no earlier than the last one ended and `line`, before which all is
    /// final.
    pub fn add(&mut self, line: u32, new: Span) {
        self.seconds = self.seconds.saturating_add(new.seconds());
        if new.from == self.last.to {
            self.last.to = new.to;
            return;
        }
        if self.earlier.to <= line {
            self.earlier = self.last;
        } else {
            self.earlier.to = self.earlier.to.saturating_add(self.last.seconds());
        }
        self.last = new;
    }
}

impl Escrow {
    /// Records, at `now`, what counts of an outage `[from, to)`, both in Unix seconds: what lies
    /// within the holdback, in the service, and after the last outage that was reported; settled or
    /// not. Returns what was booked.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadySettled`, `EmptyOutage`, `OutageDoesNotCount`.
    pub fn report_outage(&mut self, now: i64, from: i64, to: i64) -> Result<Span, OrderError> {
        match self.stage {
            Stage::Open => return Err(OrderError::NotAccepted),
            Stage::Settled => return Err(OrderError::AlreadySettled),
            Stage::Running | Stage::Ended | Stage::Disputed => {}
        }
        if from >= to {
            return Err(OrderError::EmptyOutage);
        }
        let elapsed = self.elapsed(now);
        let line = elapsed.saturating_sub(self.holdback_seconds);
        // Before a dispute's own line all is final, and of later time all that lies there is
        // needed; likewise from where on an operator forfeits its pay.
        let final_until = match self.stage {
            Stage::Disputed => self.undisputed(),
            _ => line,
        };
        let final_until = match self.notice {
            Notice::Broken => final_until.min(self.payable()),
            Notice::None | Notice::Given => final_until,
        };
        let booked = Span {
            from: self.offset(from).max(line).max(self.outages.last.to),
            to: self.offset(to).min(elapsed).min(self.stop()),
        };
        if booked.from >= booked.to {
            return Err(OrderError::OutageDoesNotCount);
        }
        self.outages.add(final_until, booked);
        Ok(booked)
    }

    /// Seconds from the start to `time`, 0 if it is earlier.
    fn offset(&self, time: i64) -> u32 {
        time.saturating_sub(self.at).clamp(0, i64::from(u32::MAX)) as u32
    }
}
