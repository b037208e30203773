//! What a season publishes.

use super::AirdropError;
use crate::time::{DAY, NOTICE_SECONDS};

/// A season has at most this many leaves: 2^20.
pub const MAX_LEAVES: u32 = 1 << 20;

/// A season is open at least this long, in seconds: 90 days.
pub const MIN_OPEN_SECONDS: i64 = 90 * DAY;

/// A season is open at most this long, in seconds: 2 years of 365 days.
pub const MAX_OPEN_SECONDS: i64 = 2 * 365 * DAY;

/// A season is announced at most this long ahead, in seconds: a year of 365 days.
pub const MAX_WAIT_SECONDS: i64 = 365 * DAY;

/// What a season publishes, and its funder may change until it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "anchor", derive(anchor_lang::AnchorSerialize, anchor_lang::AnchorDeserialize))]
pub struct Terms {
    /// Root of the tree over all leaves.
    pub root: [u8; 32],
    /// The cluster that the leaves are for: its genesis hash.
    pub domain: [u8; 32],
    /// Number of leaves.
    pub leaves: u32,
    /// Points of all leaves together.
    pub points: u64,
    /// Base units of IO for all points together.
    pub pool: u64,
    /// When claims begin, in Unix seconds; later if the pool is not funded in full by then.
    pub opens_at: i64,
    /// How long claims go on, in seconds.
    pub open_seconds: u32,
}

impl Terms {
    /// Whether they may be published at `now`.
    ///
    /// # Errors
    /// `InvalidLeaves`, `InvalidPoints`, `InvalidPool`, `NoticeTooShort`, `OpensTooLate`,
    /// `InvalidWindow`.
    pub fn check(&self, now: i64) -> Result<(), AirdropError> {
        if self.leaves == 0 || self.leaves > MAX_LEAVES {
            return Err(AirdropError::InvalidLeaves);
        }
        if self.points == 0 {
            return Err(AirdropError::InvalidPoints);
        }
        if self.pool == 0 {
            return Err(AirdropError::InvalidPool);
        }
        if self.opens_at < now.saturating_add(NOTICE_SECONDS) {
            return Err(AirdropError::NoticeTooShort);
        }
        if self.opens_at > now.saturating_add(MAX_WAIT_SECONDS) {
            return Err(AirdropError::OpensTooLate);
        }
        if !(MIN_OPEN_SECONDS..=MAX_OPEN_SECONDS).contains(&i64::from(self.open_seconds)) {
            return Err(AirdropError::InvalidWindow);
        }
        Ok(())
    }

    /// When claims end, in Unix seconds.
    #[must_use]
    pub const fn closes_at(&self) -> i64 {
        self.opens_at.saturating_add(self.open_seconds as i64)
    }
}
