//! The part of a node's minimum that its operator leaves to others, and the stake that counts.

use super::{NodeLedger, StakingError};

/// 1/2 as a word of 2^-64: delegators never get more of a node's rewards.
const HALF: u64 = 1 << 63;

impl NodeLedger {
    /// Sets how many base units others may fill of the minimum. A lower offer binds new stake
    /// alone.
    ///
    /// # Errors
    /// `Retired`.
    pub fn set_offer(&mut self, amount: u64) -> Result<(), StakingError> {
        self.check_active()?;
        self.offer = amount;
        Ok(())
    }

    /// Base units that others may have staked here: the offer, and at most half of the minimum.
    #[must_use]
    pub fn most_delegated(&self) -> u64 {
        self.offer.min(half(self.minimum()))
    }

    /// Base units that others have staked here.
    #[must_use]
    pub fn delegated(&self) -> u64 {
        // Worth is rounded down and at most the assets.
        self.bonded.assets.saturating_sub(self.own())
    }

    /// Stake that counts toward the minimum, in base units: what is the operator's, and of what is
    /// or until the last report was its delegators' at most half of the minimum.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.counted_of(self.minimum(), self.leaving)
    }

    /// Stake that counts for a hire: the same without what has left.
    #[must_use]
    pub fn counted_for_hire(&self) -> u64 {
        self.counted_of(self.minimum(), 0)
    }

    /// Stake that counts toward `minimum`, together with `leaving` base units that delegators have
    /// taken out.
    pub(super) fn counted_of(&self, minimum: u64, leaving: u64) -> u64 {
        let own = self.own();
        counted(own, self.bonded.assets.saturating_sub(own).saturating_add(leaving), minimum)
    }

    /// Stops counting what delegators have taken out.
    pub(super) fn forget_leaving(&mut self) {
        if self.leaving > 0 {
            self.leaving = 0;
            self.recount();
        }
    }

    /// Computes anew what depends on stake and minimum alone, after either has changed: whether the
    /// node counts, and what part of its rewards is its delegators'. Nobody else needs the
    /// divisions.
    pub fn recount(&mut self) {
        let (minimum, own) = (self.minimum(), self.own());
        let of_others = self.bonded.assets.saturating_sub(own);
        self.enough = counted(own, of_others.saturating_add(self.leaving), minimum) >= minimum;
        self.delegated_part = delegated_part(of_others, minimum);
        if self.hired > 0 {
            self.locked = self.locked.max(minimum);
        }
    }
}

/// Stake that counts toward `minimum`: what is the operator's, and at most half of it of others.
fn counted(own: u64, of_others: u64, minimum: u64) -> u64 {
    own.saturating_add(of_others.min(half(minimum)))
}

const fn half(minimum: u64) -> u64 {
    minimum / 2
}

/// `min(delegated / minimum, 1/2)` in units of 2^-64, rounded down.
fn delegated_part(delegated: u64, minimum: u64) -> u64 {
    if delegated == 0 {
        0
    } else if delegated >= half(minimum) {
        HALF
    } else {
        // Below 2^63, by the comparison before, which also keeps the divisor above 0.
        (u128::from(delegated) << 64).checked_div(u128::from(minimum)).unwrap_or(0) as u64
    }
}
