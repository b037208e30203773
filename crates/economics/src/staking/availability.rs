//! What the oracle last said of a node.

use super::{StakingError, BPS};
use crate::time::DAY;

/// How long a report holds, in seconds from its time: 24 hours.
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
    /// The last second at which the report holds.
    #[must_use]
    pub const fn until(&self) -> i64 {
        self.reported_at.saturating_add(REPORT_SECONDS)
    }

    /// Availability in bps at `now`: 0 once the report has lapsed.
    #[must_use]
    pub const fn at(&self, now: i64) -> u16 {
        if now > self.until() {
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
        if reported_at <= self.reported_at || now > report.until() {
            return Err(StakingError::ReportStale);
        }
        *self = report;
        Ok(())
    }
}
