//! The full weight of a pool: the network that its deployer expects, below which it does not pay in
//! full.

use super::{Pool, StakingError, HOURS_AHEAD, NOTICE_SECONDS};
use crate::time::DAY;

/// Least full weight: 100 fully available H100s, or 1,000 of the CPUs.
pub const MIN_FULL_WEIGHT: u64 = 1_000_000_000;

/// Greatest full weight: 1,000,000 fully available H100s (choice: bounds how far an admin can put
/// rewards off; what a pool does not pay is carried and paid to its nodes later).
pub const MAX_FULL_WEIGHT: u64 = 10_000_000_000_000;

impl Pool {
    /// Announces the full weight that counts in 7 days, in place of one that was announced and does
    /// not count yet. Returns the time from which it counts, in Unix seconds.
    ///
    /// It may double or halve at most what is in force, so that no announcement shifts the pay of
    /// years at once, and it rises no further than the network can reach: to the full weight of
    /// genesis, or twice what the pool weighs now.
    ///
    /// # Errors
    /// `InvalidFullWeight` outside the bounds; `FullWeightStep` beyond twice or half of the one in
    /// force; `FullWeightAboveNetwork`; `Overflow`.
    pub fn announce_full_weight(&mut self, now: i64, next: u64) -> Result<i64, StakingError> {
        self.advance(now)?;
        must_be_in_bounds(next)?;
        if next > self.full_weight.saturating_mul(2) || next.saturating_mul(2) < self.full_weight {
            return Err(StakingError::FullWeightStep);
        }
        let reach = self.genesis_full_weight.max(self.weight.saturating_mul(2));
        if next > self.full_weight && next > reach {
            return Err(StakingError::FullWeightAboveNetwork);
        }
        self.next_full_weight = next;
        self.full_weight_at = self.synced_at.saturating_add(NOTICE_SECONDS);
        Ok(self.full_weight_at)
    }

    /// When all that the pool carries will be out, in Unix seconds and to the day, if it goes on
    /// weighing what it weighs now; none within 100 years. For clients: it copies the pool and
    /// looks at every day.
    #[must_use]
    pub fn carried_until(&self) -> Option<i64> {
        const MOST_DAYS: i64 = 36_525;
        let mut pool = Self { expiring: [0; HOURS_AHEAD], ..*self };
        for _ in 0..MOST_DAYS {
            // Less than a base unit is dust.
            if pool.carried.units == 0 {
                return Some(pool.synced_at);
            }
            pool.advance(pool.synced_at.saturating_add(DAY)).ok()?;
        }
        None
    }

    pub(super) fn put_genesis_full_weight(&mut self, full_weight: u64) -> Result<(), StakingError> {
        must_be_in_bounds(full_weight)?;
        self.full_weight = full_weight;
        self.next_full_weight = full_weight;
        self.genesis_full_weight = full_weight;
        Ok(())
    }
}

fn must_be_in_bounds(full_weight: u64) -> Result<(), StakingError> {
    if !(MIN_FULL_WEIGHT..=MAX_FULL_WEIGHT).contains(&full_weight) {
        return Err(StakingError::InvalidFullWeight);
    }
    Ok(())
}
