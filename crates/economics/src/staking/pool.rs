//! A pool: the emission divided among nodes by weight.

use super::{q64::from_units, PoolKind, StakingError};
use crate::wide::wrapping_mul;

/// Least floor weight.
pub const MIN_FLOOR_WEIGHT: u64 = 1;

/// Greatest floor weight: 10,000 fully available H100s (choice: bounds how far an admin can put rewards off; what a pool
/// does not pay is carried and paid to its nodes later).
pub const MAX_FLOOR_WEIGHT: u64 = 100_000_000_000;

/// A pool of rewards for the nodes of one kind.
///
/// With `w = weight / max(weight, floor_weight)` the pool pays its nodes `w` times what accrues. The rest is
/// carried, and released on top no faster than `w` times the release cap. Both together are
/// `min(w * (accrued + cap), carried + accrued)`, which is the same however an interval is split.
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
#[repr(C)]
pub struct Pool {
    /// Paid so far to one unit of weight, in Q64.64 base units.
    pub acc: u128,
    /// Accrued and not paid, in Q64.64 base units.
    pub carried: u128,
    /// When the emission starts, in Unix seconds.
    pub genesis: i64,
    /// Sum of the weights of its nodes.
    pub weight: u64,
    /// The weight below which the pool does not pay in full.
    pub floor_weight: u64,
    /// The time up to which all this holds, in Unix seconds.
    pub synced_at: i64,
    /// Which nodes share it.
    pub kind: PoolKind,
    /// Fills the layout.
    pub padding: [u8; 15],
}

impl Pool {
    /// An empty pool of an emission that starts at `genesis`.
    ///
    /// # Errors
    /// `InvalidFloorWeight` outside the bounds.
    pub fn new(kind: PoolKind, genesis: i64, floor_weight: u64) -> Result<Self, StakingError> {
        let mut pool = Self { kind, genesis, ..Self::default() };
        pool.put_floor_weight(floor_weight)?;
        Ok(pool)
    }

    /// Changes the floor weight from `now` on.
    ///
    /// # Errors
    /// `InvalidFloorWeight` outside the bounds; `Overflow`.
    pub fn set_floor_weight(&mut self, now: i64, floor_weight: u64) -> Result<(), StakingError> {
        self.advance(now)?;
        self.put_floor_weight(floor_weight)
    }

    /// Pays what is due up to `now`. A time before the last one changes nothing.
    ///
    /// # Errors
    /// `Overflow`, if more was carried than ever accrued.
    pub fn advance(&mut self, now: i64) -> Result<(), StakingError> {
        if now <= self.synced_at {
            return Ok(());
        }
        let (accrued, cap) = self.kind.since(self.genesis, self.synced_at, now);
        let most = from_units(accrued.saturating_add(cap));
        let available = self.carried.checked_add(from_units(accrued)).ok_or(StakingError::Overflow)?;

        let per_weight = self.per_weight(most, available);
        self.acc = self.acc.checked_add(per_weight).ok_or(StakingError::Overflow)?;
        // per_weight * weight <= available.
        self.carried = available.wrapping_sub(wrapping_mul(per_weight, self.weight));
        self.synced_at = now;
        Ok(())
    }

    /// `min(most / max(weight, floor), available / weight)`, each rounded down; 0 for an empty pool.
    fn per_weight(&self, most: u128, available: u128) -> u128 {
        if self.weight == 0 {
            return 0;
        }
        let divided = |amount: u128, by: u64| amount.checked_div(u128::from(by)).unwrap_or(0);
        if self.weight >= self.floor_weight {
            return divided(most.min(available), self.weight);
        }
        let floored = divided(most, self.floor_weight);
        // floored * weight <= most, since weight < floor.
        if wrapping_mul(floored, self.weight) <= available {
            floored
        } else {
            divided(available, self.weight)
        }
    }

    /// The most that the pool pays for `weight` from time `from` to `to` while all of it weighs `of`, in Q64.64 base units.
    pub(super) fn would_pay(&self, weight: u64, of: u64, from: i64, to: i64) -> u128 {
        let (accrued, cap) = self.kind.since(self.genesis, from, to);
        let most = from_units(accrued.saturating_add(cap));
        most.checked_div(u128::from(of.max(self.floor_weight)))
            .unwrap_or(0)
            .saturating_mul(u128::from(weight))
    }

    /// Takes back what its nodes cannot be paid, in Q64.64 base units, to release it later.
    pub(super) fn carry(&mut self, returned: u128) -> Result<(), StakingError> {
        self.carried = self.carried.checked_add(returned).ok_or(StakingError::Overflow)?;
        Ok(())
    }

    /// Counts a node with `new` instead of `old`.
    pub(super) fn replace_weight(&mut self, old: u64, new: u64) -> Result<(), StakingError> {
        let others = self.weight.checked_sub(old).ok_or(StakingError::Overflow)?;
        self.weight = others.checked_add(new).ok_or(StakingError::Overflow)?;
        Ok(())
    }

    fn put_floor_weight(&mut self, floor_weight: u64) -> Result<(), StakingError> {
        if !(MIN_FLOOR_WEIGHT..=MAX_FLOOR_WEIGHT).contains(&floor_weight) {
            return Err(StakingError::InvalidFloorWeight);
        }
        self.floor_weight = floor_weight;
        Ok(())
    }
}
