//! The three categories, and when they unlock.

use crate::{emission::MONTH_SECONDS, fraction, genesis::ALLOCATIONS};

/// Months after genesis in which nothing unlocks; the first tranche unlocks at the end of the month
/// after them.
pub const CLIFF_MONTHS: u64 = 12;

/// A category of genesis that is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::CheckedBitPattern,
        bytemuck::NoUninit,
    )
)]
#[repr(u8)]
pub enum CategoryKind {
    /// Seed investors: 100,000,000 IO.
    Seed,
    /// Series A investors: 81,600,000 IO.
    SeriesA,
    /// Core contributors: 90,400,000 IO. Their grants can be revoked as far as they have not
    /// vested.
    Core,
}

impl CategoryKind {
    /// All of them, in the order of genesis.
    pub const ALL: [Self; 3] = [Self::Seed, Self::SeriesA, Self::Core];

    /// Its name, for people and for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::SeriesA => "series-a",
            Self::Core => "core",
        }
    }

    /// Base units that genesis locks in it.
    #[must_use]
    pub const fn total(self) -> u64 {
        let [seed, series_a, core, ..] = ALLOCATIONS;
        match self {
            Self::Seed => seed,
            Self::SeriesA => series_a,
            Self::Core => core,
        }
    }

    /// Monthly tranches in which it unlocks.
    #[must_use]
    pub const fn tranches(self) -> u8 {
        match self {
            Self::Seed | Self::SeriesA => 24,
            Self::Core => 36,
        }
    }

    /// Whether its grants can be revoked.
    #[must_use]
    pub const fn is_revocable(self) -> bool {
        matches!(self, Self::Core)
    }

    /// Tranches that are unlocked at `now`: 0 before the end of month 13, all of them in the end.
    /// Defined for every pair of times.
    #[must_use]
    pub const fn unlocked_tranches(self, genesis: i64, now: i64) -> u8 {
        let elapsed = now.saturating_sub(genesis);
        let months = if elapsed > 0 { elapsed.unsigned_abs().wrapping_div(MONTH_SECONDS) } else { 0 };
        let unlocked = months.saturating_sub(CLIFF_MONTHS);
        let all = self.tranches();
        if unlocked < all as u64 {
            unlocked as u8
        } else {
            all
        }
    }

    /// When a tranche unlocks, in Unix seconds; the first one is 1.
    #[must_use]
    pub const fn unlocks_at(self, genesis: i64, tranche: u8) -> i64 {
        let months = CLIFF_MONTHS.saturating_add(tranche as u64);
        genesis.saturating_add(months.saturating_mul(MONTH_SECONDS) as i64)
    }

    /// Base units that the category may have released after so many tranches, whatever was granted.
    #[must_use]
    pub const fn unlocked(self, tranches: u8) -> u64 {
        fraction::floor(self.total(), tranches as u32, self.tranches() as u32)
    }
}

const _: () = assert!(
    CategoryKind::Seed.total() + CategoryKind::SeriesA.total() + CategoryKind::Core.total()
        == 272_000_000 * crate::units::BASE_UNITS_PER_IO
);
