//! What accrues to each pool, and how fast it may release what it carries.

use crate::emission::{self, MONTHS, MONTH_SECONDS, TABLE};
use crate::fraction::floor_percent;
use crate::wide::wrapping_mul;

/// Rewards accrue this far behind the clock, so never more than was due to the mint at the last
/// full hour.
pub const ACCRUAL_LAG_SECONDS: i64 = crate::time::HOUR;

/// Share of the emission that accrues to GPU nodes, in percent (io.net); the rest is the CPU
/// nodes'.
const GPU_PERCENT: u8 = 95;

/// What month 240 emits, in base units.
const LAST_MONTH: u64 = TABLE[MONTHS as usize] - TABLE[MONTHS as usize - 1];

/// Releases are computed for at most so many seconds at once: 34,000 years, in which more is
/// released than can be carried.
const MOST_SECONDS: u64 = 1 << 40;

/// Which nodes share a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
pub enum PoolKind {
    /// Nodes with GPUs: 95% of the emission.
    #[default]
    Gpu,
    /// Nodes with CPUs only: 5% of the emission.
    Cpu,
}

impl PoolKind {
    /// Base units of IO that have accrued to the pool at time `now`, with the emission starting at
    /// `genesis` (both in seconds). Defined for every `i64`.
    #[must_use]
    pub const fn accrued(self, genesis: i64, now: i64) -> u64 {
        let total = emission::accrued(elapsed(genesis, now));
        let gpu = floor_percent(total, GPU_PERCENT);
        match self {
            Self::Gpu => gpu,
            // gpu <= total.
            Self::Cpu => total.wrapping_sub(gpu),
        }
    }

    /// What a pool of at least its full weight releases a second out of what it carries, in Q64.64
    /// base units, rounded down: its part of the rate of month 240.
    #[must_use]
    pub const fn release_rate(self) -> u128 {
        const GPU: u128 = rate(GPU_PERCENT);
        const CPU: u128 = rate(100 - GPU_PERCENT);
        match self {
            Self::Gpu => GPU,
            Self::Cpu => CPU,
        }
    }

    /// What it releases from time `from` to `to`, in Q64.64 base units; nothing before the first
    /// accrues.
    // The rate is below 2^88, so the product fits.
    pub(super) fn released(self, genesis: i64, from: i64, to: i64) -> u128 {
        let seconds = elapsed(genesis, to).saturating_sub(elapsed(genesis, from)).max(0).unsigned_abs();
        wrapping_mul(self.release_rate(), if seconds > MOST_SECONDS { MOST_SECONDS } else { seconds })
    }
}

/// `percent` of month 240, a second, in Q64.64 base units.
// LAST_MONTH is below 2^45.
#[allow(clippy::arithmetic_side_effects)]
const fn rate(percent: u8) -> u128 {
    ((LAST_MONTH as u128 * percent as u128) << 64) / (MONTH_SECONDS as u128 * 100)
}

/// Seconds of emission that count as accrued at time `now`: none before it starts.
const fn elapsed(genesis: i64, now: i64) -> i64 {
    let elapsed = now.saturating_sub(genesis.saturating_add(ACCRUAL_LAG_SECONDS));
    if elapsed > 0 {
        elapsed
    } else {
        0
    }
}
