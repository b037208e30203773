//! What accrues to each pool, and how fast it may release what it carries.

use crate::emission::{self, MONTHS, MONTH_SECONDS, TABLE, TOTAL};
use crate::fraction::floor_percent;

/// Rewards accrue this far behind the clock, so never more than was due to the mint at the last full hour.
pub const ACCRUAL_LAG_SECONDS: i64 = crate::time::HOUR;

/// Share of the emission that accrues to GPU nodes, in percent (io.net); the rest is the CPU nodes'.
const GPU_PERCENT: u8 = 95;

/// When the schedule ends, in seconds after genesis.
const END: i64 = (MONTH_SECONDS * MONTHS) as i64;

/// What month 240 emits, in base units.
const LAST_MONTH: u64 = TABLE[MONTHS as usize] - TABLE[MONTHS as usize - 1];

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
    /// Base units of IO that have accrued to the pool at time `now`, with the emission starting at `genesis`
    /// (both in seconds). Defined for every `i64`.
    #[must_use]
    pub const fn accrued(self, genesis: i64, now: i64) -> u64 {
        self.part(emission::accrued(elapsed(genesis, now)))
    }

    /// Base units that cap, as a difference between two times, what the pool may release between them out of what
    /// it carries: the accrual itself, going on for ever after month 240 at that month's rate.
    ///
    /// Stands still when both pools' sum is 2^64 base units, after 50,000 years; one pool's accrual and cap together
    /// stay below that.
    #[must_use]
    pub fn release_cap(self, genesis: i64, now: i64) -> u64 {
        self.part(curve_without_end(elapsed(genesis, now)))
    }

    /// What accrues to the pool from time `from` to `to`, and what caps its release meanwhile.
    pub(super) fn since(self, genesis: i64, from: i64, to: i64) -> (u64, u64) {
        let accrued = self.accrued(genesis, to).saturating_sub(self.accrued(genesis, from));
        if elapsed(genesis, to) <= END {
            // Up to month 240 both curves are the same.
            return (accrued, accrued);
        }
        let cap = self.release_cap(genesis, to).saturating_sub(self.release_cap(genesis, from));
        (accrued, cap)
    }

    /// The pool's part of `total`; the two parts sum to `total`.
    const fn part(self, total: u64) -> u64 {
        let gpu = floor_percent(total, GPU_PERCENT);
        match self {
            Self::Gpu => gpu,
            // gpu <= total.
            Self::Cpu => total.wrapping_sub(gpu),
        }
    }
}

/// Seconds of emission that count as accrued at time `now`.
const fn elapsed(genesis: i64, now: i64) -> i64 {
    now.saturating_sub(genesis.saturating_add(ACCRUAL_LAG_SECONDS))
}

/// The schedule up to month 240, then the rate of month 240 for ever, but at most `u64::MAX`.
// The product is below 2^64 * 2^45, the quotient below that, the sum below 2^127.
#[allow(clippy::arithmetic_side_effects)]
fn curve_without_end(elapsed: i64) -> u64 {
    if elapsed <= END {
        return emission::accrued(elapsed);
    }
    let beyond = u128::from(elapsed.abs_diff(END)) * u128::from(LAST_MONTH) / u128::from(MONTH_SECONDS);
    u64::try_from(u128::from(TOTAL) + beyond).unwrap_or(u64::MAX)
}
