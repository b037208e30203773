//! What a node has done, as facts: no score.
//!
//! An order is counted once nothing is left in it, in the window of that moment. Orders that were
//! never accepted are not counted, so that nobody harms a node by orders that lapse.

use super::{Currency, Escrow, Notice, OrderError, Outcome};
use crate::time::DAY;

/// Length of a window, in seconds: 90 days.
pub const WINDOW_SECONDS: i64 = 90 * DAY;
/// Maintenance is announced at least this long ahead, in seconds: 24 hours.
pub const MAINTENANCE_AHEAD_SECONDS: i64 = DAY;
/// Maintenance that is announced in one window takes at most this long in all, in seconds: 24
/// hours.
pub const MAX_MAINTENANCE_SECONDS: u32 = DAY as u32;

/// What one order adds to the record of its node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Processor-seconds of service, outages taken off; 0 if the operator ended within the first
    /// hour, for which nobody pays.
    pub served: u64,
    /// Processor-seconds of outages.
    pub out: u64,
    /// Fees of both sides, in base units; what returned and bonds are not among them.
    pub fees: u64,
    /// Whether the operator ended before the booked time was over.
    pub left_early: bool,
    /// Whether it did so without the notice that it had agreed to.
    pub notice_broken: bool,
    /// Whether the operator gave notice, and kept to it.
    pub notice_given: bool,
    /// Whether an arbiter gave the provider less than all.
    pub dispute_lost: bool,
}

/// What orders have come to that were settled within one window.
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
pub struct Window {
    /// Processor-seconds of service, outages taken off.
    pub served: u64,
    /// Processor-seconds of outages.
    pub out: u64,
    /// Fees of both sides in base units of IO; what returned is not among them.
    pub fees_io: u64,
    /// The same in base units of USDC.
    pub fees_usdc: u64,
    /// Orders that were accepted.
    pub orders: u32,
    /// Of these, orders that the operator ended before the booked time was over.
    pub left_early: u32,
    /// Of these, orders whose operator had agreed to give notice.
    pub notices_broken: u32,
    /// Orders of which an arbiter gave the provider less than all.
    pub disputes_lost: u32,
    /// Seconds of maintenance that were announced; outages count in full all the same.
    pub maintenance: u32,
    /// Orders whose operator gave notice, and kept to it.
    pub notices_given: u32,
}

/// This window and the last one, and maintenance that is to come.
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
pub struct History {
    /// Number of this window: `floor(time / 90 days)`.
    pub number: u64,
    /// This window.
    pub current: Window,
    /// The window before it.
    pub last: Window,
    /// Start of the maintenance that was announced last, in Unix seconds; 0 if there was none.
    pub maintenance_from: i64,
    /// End of that maintenance, in Unix seconds.
    pub maintenance_to: i64,
}

impl Escrow {
    /// What a record keeps of this order, once `outcome` has settled it; `dispute_lost` if an
    /// arbiter gave the provider less than all.
    #[must_use]
    pub fn facts(&self, outcome: &Outcome, dispute_lost: bool) -> Facts {
        let processors = u64::from(self.processors);
        let (out, gross) = (self.outages.seconds, outcome.provider.saturating_add(outcome.fees.provider()));
        let earlier = self.fees.earned(self.paid.saturating_sub(gross));
        // What nobody pays for would lift a record for nothing.
        let seconds = if self.keeps_hired { 0 } else { self.duration.saturating_sub(out) };
        Facts {
            served: processors.saturating_mul(seconds.into()),
            out: processors.saturating_mul(out.into()),
            fees: earlier.total().saturating_add(outcome.fees.total()),
            left_early: self.left_early,
            notice_broken: self.notice == Notice::Broken,
            notice_given: self.notice == Notice::Given,
            dispute_lost,
        }
    }
}

impl History {
    /// An empty one, at `now`.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self { number: number(now), ..Self::default() }
    }

    /// Counts an order that was settled at `now`. An earlier time counts in the latest window.
    pub fn add(&mut self, now: i64, currency: Currency, facts: &Facts) {
        self.reach(now);
        let window = &mut self.current;
        window.orders = window.orders.saturating_add(1);
        window.served = window.served.saturating_add(facts.served);
        window.out = window.out.saturating_add(facts.out);
        let fees = match currency {
            Currency::Io => &mut window.fees_io,
            Currency::Usdc => &mut window.fees_usdc,
        };
        *fees = fees.saturating_add(facts.fees);
        window.left_early = window.left_early.saturating_add(facts.left_early.into());
        window.notices_broken = window.notices_broken.saturating_add(facts.notice_broken.into());
        window.notices_given = window.notices_given.saturating_add(facts.notice_given.into());
        window.disputes_lost = window.disputes_lost.saturating_add(facts.dispute_lost.into());
    }

    /// Announces, at `now`, maintenance in `[from, to)`, Unix seconds. It counts in the window in
    /// which it is announced.
    ///
    /// # Errors
    /// `InvalidMaintenance`, `MaintenanceTooSoon`, `TooMuchMaintenance`.
    pub fn announce(&mut self, now: i64, from: i64, to: i64) -> Result<(), OrderError> {
        if from >= to {
            return Err(OrderError::InvalidMaintenance);
        }
        if from < now.saturating_add(MAINTENANCE_AHEAD_SECONDS) {
            return Err(OrderError::MaintenanceTooSoon);
        }
        let mut next = *self;
        next.reach(now);
        let seconds = to.saturating_sub(from).clamp(0, i64::from(u32::MAX)) as u32;
        let all = next.current.maintenance.saturating_add(seconds);
        if all > MAX_MAINTENANCE_SECONDS {
            return Err(OrderError::TooMuchMaintenance);
        }
        next.current.maintenance = all;
        (next.maintenance_from, next.maintenance_to) = (from, to);
        *self = next;
        Ok(())
    }

    /// Moves on to the window of `now`. An earlier time stays in the latest window.
    pub fn reach(&mut self, now: i64) {
        let number = number(now);
        if number <= self.number {
            return;
        }
        let follows = self.number.checked_add(1) == Some(number);
        self.last = if follows { self.current } else { Window::default() };
        (self.current, self.number) = (Window::default(), number);
    }
}

fn number(now: i64) -> u64 {
    const WINDOW: u64 = WINDOW_SECONDS.unsigned_abs();
    now.max(0).unsigned_abs() / WINDOW
}
