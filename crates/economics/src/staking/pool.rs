//! A pool: the emission divided among nodes by weight.

use super::{q64::from_units, PoolKind, StakingError, HOURS_AHEAD, HOURS_KEPT, Q64};
use crate::wide::wrapping_mul;

/// A pool of rewards for the nodes of one kind.
///
/// With `w = weight / max(weight, full_weight)` the pool pays its nodes `w` times what accrues. The
/// rest is carried, and released on top at `w` times the rate of month 240. Both together are
/// `min(w * (accrued + released), carried + accrued)`, which is the same however an interval is
/// split.
// Stored and used in place: 3 KB are too much for a stack frame of 4 KB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
pub struct Pool {
    /// Paid so far to one unit of weight, in Q64.64 base units.
    pub acc: Q64,
    /// Accrued and not paid, in Q64.64 base units.
    pub carried: Q64,
    /// Accrued so far, in base units.
    pub accrued: u64,
    /// When the emission starts, in Unix seconds.
    pub genesis: i64,
    /// The time up to which all this holds, in Unix seconds.
    pub synced_at: i64,
    /// Sum of the weights of its nodes.
    pub weight: u64,
    /// The weight below which the pool does not pay in full.
    pub full_weight: u64,
    /// The full weight from `full_weight_at` on.
    pub next_full_weight: u64,
    /// When the announced full weight takes effect, in Unix seconds; 0 if none was ever announced.
    pub full_weight_at: i64,
    /// The full weight at genesis.
    pub genesis_full_weight: u64,
    /// Which nodes share it: 0 those with GPUs, 1 those with CPUs only.
    pub kind: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// Weight that expires at each of the next 24 full hours; the hour's number since the epoch,
    /// modulo 24, is its place.
    pub expiring: [u64; HOURS_AHEAD],
    /// `acc` at each full hour of the last week in which weight expired, by the hour's number
    /// modulo 168.
    pub paid: [Q64; HOURS_KEPT],
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            acc: Q64::ZERO,
            carried: Q64::ZERO,
            accrued: 0,
            genesis: 0,
            synced_at: 0,
            weight: 0,
            full_weight: 0,
            next_full_weight: 0,
            full_weight_at: 0,
            genesis_full_weight: 0,
            kind: 0,
            padding: [0; 7],
            expiring: [0; HOURS_AHEAD],
            paid: [Q64::ZERO; HOURS_KEPT],
        }
    }
}

impl Pool {
    /// An empty pool of an emission that starts at `genesis`.
    ///
    /// # Errors
    /// `InvalidFullWeight` outside the bounds.
    pub fn new(kind: PoolKind, genesis: i64, full_weight: u64) -> Result<Self, StakingError> {
        let mut pool = Self::default();
        pool.start(kind, genesis, full_weight)?;
        Ok(pool)
    }

    /// Makes zeroed bytes such a pool.
    ///
    /// # Errors
    /// `InvalidFullWeight` outside the bounds.
    pub fn start(&mut self, kind: PoolKind, genesis: i64, full_weight: u64) -> Result<(), StakingError> {
        self.put_genesis_full_weight(full_weight)?;
        self.kind = kind as u8;
        self.genesis = genesis;
        Ok(())
    }

    /// Which nodes share it.
    #[must_use]
    pub const fn kind(&self) -> PoolKind {
        if self.kind == PoolKind::Gpu as u8 {
            PoolKind::Gpu
        } else {
            PoolKind::Cpu
        }
    }

    /// Pays what is due up to `now`, in at most 26 steps: weight that expires on the way stops
    /// counting at its hour, and an announced full weight counts from its second on. A time before
    /// the last one changes nothing.
    ///
    /// # Errors
    /// `Overflow`, if more was carried than ever accrued.
    pub fn advance(&mut self, now: i64) -> Result<(), StakingError> {
        if now <= self.synced_at {
            return Ok(());
        }
        self.expire(now)?;
        self.pay(now)
    }

    /// Pays what is due up to `to`, with the weight as it is.
    pub(super) fn pay(&mut self, to: i64) -> Result<(), StakingError> {
        let changes_at = self.full_weight_at;
        if self.synced_at < changes_at && changes_at <= to {
            self.pay_steadily(changes_at)?;
            self.full_weight = self.next_full_weight;
        }
        self.pay_steadily(to)
    }

    /// The same, with the full weight as it is.
    fn pay_steadily(&mut self, to: i64) -> Result<(), StakingError> {
        let accrued = self.kind().accrued(self.genesis, to);
        let gained = from_units(accrued.saturating_sub(self.accrued));
        let most = gained.saturating_add(self.kind().released(self.genesis, self.synced_at, to));
        let available = self.carried.get().checked_add(gained).ok_or(StakingError::Overflow)?;

        let per_weight = self.per_weight(most, available);
        self.acc = Q64::new(self.acc.get().checked_add(per_weight).ok_or(StakingError::Overflow)?);
        // per_weight * weight <= available.
        self.carried = Q64::new(available.wrapping_sub(wrapping_mul(per_weight, self.weight)));
        self.accrued = accrued;
        self.synced_at = to;
        Ok(())
    }

    /// `min(most / max(weight, full_weight), available / weight)`, each rounded down; 0 for an
    /// empty pool.
    fn per_weight(&self, most: u128, available: u128) -> u128 {
        if self.weight == 0 {
            return 0;
        }
        let divided = |amount: u128, by: u64| amount.checked_div(u128::from(by)).unwrap_or(0);
        if self.weight >= self.full_weight {
            return divided(most.min(available), self.weight);
        }
        let by_full_weight = divided(most, self.full_weight);
        // by_full_weight * weight <= most, since weight < full_weight.
        if wrapping_mul(by_full_weight, self.weight) <= available {
            by_full_weight
        } else {
            divided(available, self.weight)
        }
    }

    /// Takes back what its nodes cannot be paid, in Q64.64 base units, to release it later.
    pub(super) fn carry(&mut self, returned: u128) -> Result<(), StakingError> {
        self.carried = Q64::new(self.carried.get().checked_add(returned).ok_or(StakingError::Overflow)?);
        Ok(())
    }
}
