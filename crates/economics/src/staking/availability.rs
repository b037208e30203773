//! What the oracle last said of a node.

use super::{StakingError, BPS};
use crate::time::{hour, DAY, HOUR};

/// How long a report holds at most, in seconds from its time: 24 hours, less what is over the last
/// full hour.
pub const REPORT_SECONDS: i64 = DAY;

/// The last report on a node.
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
pub struct Availability {
    /// The time it was measured, in Unix seconds.
    pub reported_at: i64,
    /// Availability in bps, 0 to 10,000.
    pub bps: u16,
    /// Fills the layout.
    pub padding: [u8; 6],
}

impl Availability {
    /// When the report lapses, in Unix seconds: at the last full hour within 24 hours from its
    /// time. It holds before, and not in that second.
    #[must_use]
    pub const fn until(&self) -> i64 {
        // At most the sum.
        (hour(self.reported_at.saturating_add(REPORT_SECONDS)) as i64).wrapping_mul(HOUR)
    }

    /// Availability in bps at `now`: 0 once the report has lapsed.
    #[must_use]
    pub const fn at(&self, now: i64) -> u16 {
        if now >= self.until() {
            0
        } else {
            self.bps
        }
    }

    /// Replaces the report, at time `now`.
    pub(super) fn report(&mut self, bps: u16, reported_at: i64, now: i64) -> Result<(), StakingError> {
        let report = Self { bps, reported_at, ..Self::default() };
        if bps > BPS {
            return Err(StakingError::InvalidAvailability);
        }
        if reported_at > now {
            return Err(StakingError::ReportFromFuture);
        }
        if reported_at <= self.reported_at || now >= report.until() {
            return Err(StakingError::ReportStale);
        }
        *self = report;
        Ok(())
    }
}
