//! How a node's rewards are split among its operator and its delegators.

use super::{NodeLedger, Pool, StakingError, Synced};
use crate::wide::{div_rem, words};

impl NodeLedger {
    /// Credits `earned` (Q64.64 base units): the delegators' part less commission to their shares,
    /// all else to the operator.
    pub(super) fn split(&mut self, pool: &mut Pool, earned: u128) -> Result<Synced, StakingError> {
        let of_others = part(earned, self.delegated_part);
        let commission = self.commission.of(of_others);
        // commission <= of_others <= earned.
        let (own, rewards) = (earned.wrapping_sub(of_others), of_others.wrapping_sub(commission));
        self.own_owed = self.own_owed.checked_add(own).ok_or(StakingError::Overflow)?;
        self.commission_owed = self.commission_owed.checked_add(commission).ok_or(StakingError::Overflow)?;
        let returned = self.distribute(pool, rewards)?;
        Ok(Synced { own, commission, rewards, returned })
    }

    /// Divides `rewards` by the delegators' shares and keeps the remainder. Once there are no such
    /// shares, gives the remainder back to the pool and returns it.
    fn distribute(&mut self, pool: &mut Pool, rewards: u128) -> Result<u128, StakingError> {
        let total = rewards.checked_add(self.remainder).ok_or(StakingError::Overflow)?;
        if total == 0 {
            return Ok(0);
        }
        let shares = self.bonded.shares.checked_sub(self.own_shares).ok_or(StakingError::Overflow)?;
        let Some((per_share, remainder)) = div_rem(total, shares) else {
            self.remainder = 0;
            pool.carry(total)?;
            return Ok(total);
        };
        self.reward_acc = self.reward_acc.checked_add(per_share).ok_or(StakingError::Overflow)?;
        self.remainder = remainder;
        Ok(0)
    }
}

/// `floor(amount * part / 2^64)` of a Q64.64 figure below 2^128 / 2: that of all rewards is below
/// 2^119.
const fn part(amount: u128, part: u64) -> u128 {
    // part <= 2^63, so the sum is at most half the amount.
    words((amount >> 64) as u64, part).wrapping_add(words(amount as u64, part) >> 64)
}
