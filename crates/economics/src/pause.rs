//! How long an admin can keep people out: at most 14 of any 28 days.
//!
//! A pause stops entry, never exit. It lasts to 14 days after it began, and within these the admin
//! may lift and resume it. The next one begins 28 days after that beginning.
//!
//! ```text
//! day 0           14              28
//!     |-- paused --|---- open -----|-- the next pause, if any
//!     lift, resume   PauseTooSoon
//! ```

use crate::time::DAY;

/// Longest that a pause lasts from its beginning, in seconds: 14 days.
pub const PAUSE_SECONDS: i64 = 14 * DAY;

/// Least time from the beginning of a pause to that of the next one, in seconds: 28 days.
pub const PAUSE_INTERVAL_SECONDS: i64 = 28 * DAY;

/// The pause is over, and the next one may not begin yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PauseTooSoon {
    /// From when on a pause may begin, in Unix seconds.
    pub next: i64,
}

/// A program's pause. A program that was never paused has the default.
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
pub struct Pause {
    /// When the last pause began, in Unix seconds; 0 before the first one.
    pub began: i64,
    /// Entry is refused before this time, in Unix seconds; 0 while the pause is lifted.
    pub until: i64,
}

impl Pause {
    /// Whether entry is refused at `now`.
    #[must_use]
    pub const fn is_on(&self, now: i64) -> bool {
        now < self.until
    }

    /// Begins a pause, or resumes the one that was lifted. A pause that is on stays as it is.
    ///
    /// # Errors
    /// `PauseTooSoon` from 14 to 28 days after the last pause began.
    pub fn begin(&mut self, now: i64) -> Result<(), PauseTooSoon> {
        let next = self.began.saturating_add(PAUSE_INTERVAL_SECONDS);
        let first = self.began == 0;
        // A beginning of 0 would read as none; it is before any cluster's genesis.
        let began = if first || now >= next { now.max(1) } else { self.began };
        let end = began.saturating_add(PAUSE_SECONDS);
        if now >= end {
            return Err(PauseTooSoon { next });
        }
        self.began = began;
        self.until = end;
        Ok(())
    }

    /// Lifts the pause, if one is on.
    pub fn lift(&mut self) {
        self.until = 0;
    }

    /// Begins or resumes, or lifts, as `paused` says.
    ///
    /// # Errors
    /// As [`Pause::begin`].
    pub fn set(&mut self, paused: bool, now: i64) -> Result<(), PauseTooSoon> {
        if paused {
            return self.begin(now);
        }
        self.lift();
        Ok(())
    }
}
