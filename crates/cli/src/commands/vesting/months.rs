//! What is unlocked at the end of each month.

use io_client::{economics::vesting::CLIFF_MONTHS, vesting::CategoryKind};

/// The month in which the last tranche unlocks.
pub const LAST_MONTH: u64 = CLIFF_MONTHS + 36;

/// Base units of a category that are unlocked at the end of a month.
pub fn unlocked(kind: CategoryKind, month: u64) -> u64 {
    let tranches = month.saturating_sub(CLIFF_MONTHS).min(u64::from(kind.tranches()));
    kind.unlocked(u8::try_from(tranches).unwrap_or(u8::MAX))
}

/// The same of all categories together.
pub fn all_unlocked(month: u64) -> u64 {
    CategoryKind::ALL.into_iter().map(|kind| unlocked(kind, month)).sum()
}
