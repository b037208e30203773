//! Staking and unstaking.

use super::{NodeLedger, Pool, Position, SharePool, StakingError, Ticket, GENERATIONS};

/// Whose stake it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The node's operator, whose only position this is.
    Operator,
    /// Anybody else.
    Delegator,
}

/// What an unstake has moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unstaked {
    /// Bonded shares burned.
    pub shares: u128,
    /// When the ticket is unlocked, in Unix seconds; none was opened for a stake worth 0.
    pub unlocks_at: Option<i64>,
}

impl Position {
    /// Syncs, then stakes `amount` base units. Returns the bonded shares they buy.
    ///
    /// # Errors
    /// `ZeroAmount`; `Retired`; `SlashPending` for a delegator; `GenerationsExhausted`;
    /// `WorthNothing` if the shares would be worth 0; `DelegationLimit` if delegations would exceed
    /// the offer; `Overflow`.
    pub fn stake(
        &mut self,
        node: &mut NodeLedger,
        pool: &mut Pool,
        now: i64,
        amount: u64,
        holder: Holder,
    ) -> Result<u128, StakingError> {
        node.catch_up(pool, now)?;
        self.settle(node, holder)?;
        node.check_active()?;
        if holder == Holder::Delegator {
            node.slash.check_not_pending()?;
        }
        if node.bonded.generation >= GENERATIONS {
            return Err(StakingError::GenerationsExhausted);
        }

        let (mut bonded, mut own_shares) = (node.bonded, node.own_shares);
        let bought = bonded.deposit(amount)?;
        if bonded.worth(bought) == 0 {
            return Err(StakingError::WorthNothing);
        }
        match holder {
            Holder::Operator => own_shares = own_shares.saturating_add(bought),
            Holder::Delegator => {
                let delegated = bonded.assets.saturating_sub(bonded.worth(own_shares));
                if delegated > node.most_delegated() {
                    return Err(StakingError::DelegationLimit);
                }
            }
        }

        self.shares = self.shares.checked_add(bought).ok_or(StakingError::Overflow)?;
        (node.bonded, node.own_shares) = (bonded, own_shares);
        node.recount();
        node.reweigh(pool)?;
        Ok(bought)
    }

    /// Syncs, then moves `amount` base units to a ticket that can be withdrawn after 14 days. The
    /// amount that the position is worth takes all its shares; 0 does if they are worth 0. What a
    /// delegator takes out goes on counting up to the node's next report.
    ///
    /// # Errors
    /// `NothingStaked`; `AmountExceedsStake`; `ZeroAmount`; `OwnStakeLocked` if the operator's
    /// stake would fall below what a hire locks; `WorthNothing` if what cools down would be worth 0
    /// and stake would remain; `Overflow`.
    pub fn unstake(
        &mut self,
        node: &mut NodeLedger,
        pool: &mut Pool,
        now: i64,
        amount: u64,
        holder: Holder,
    ) -> Result<Unstaked, StakingError> {
        node.catch_up(pool, now)?;
        self.settle(node, holder)?;

        let (mut bonded, mut own_shares) = (node.bonded, node.own_shares);
        let burned = self.burn(&mut bonded, amount)?;
        let mut leaving = node.leaving;
        match holder {
            Holder::Operator => {
                own_shares = own_shares.checked_sub(burned).ok_or(StakingError::Overflow)?;
                if bonded.worth(own_shares) < node.locked_at(node.synced_at) {
                    return Err(StakingError::OwnStakeLocked);
                }
            }
            Holder::Delegator => leaving = leaving.saturating_add(amount),
        }
        let closing = burned == self.shares;
        let unlocks_at = self.cool_down(node, amount, closing)?;

        self.shares = self.shares.checked_sub(burned).ok_or(StakingError::Overflow)?;
        (node.bonded, node.own_shares, node.leaving) = (bonded, own_shares, leaving);
        node.recount();
        node.reweigh(pool)?;
        Ok(Unstaked { shares: burned, unlocks_at })
    }

    /// Takes `amount` out of `bonded` and returns the shares of this position that it burns.
    fn burn(&self, bonded: &mut SharePool, amount: u64) -> Result<u128, StakingError> {
        if self.shares == 0 {
            return Err(StakingError::NothingStaked);
        }
        let worth = bonded.worth(self.shares);
        if amount > worth {
            return Err(StakingError::AmountExceedsStake);
        }
        if amount == worth {
            bonded.redeem(self.shares)?;
            return Ok(self.shares);
        }
        if amount == 0 {
            return Err(StakingError::ZeroAmount);
        }
        bonded.take(amount)
    }

    /// Moves `amount` to a ticket and returns when that is unlocked; none for an amount of 0.
    fn cool_down(
        &mut self,
        node: &mut NodeLedger,
        amount: u64,
        closing: bool,
    ) -> Result<Option<i64>, StakingError> {
        if amount == 0 {
            return Ok(None);
        }
        let now = node.synced_at;
        let mut cooling = node.cooling;
        let shares = cooling.deposit(amount)?;
        if !closing && cooling.worth(shares) == 0 {
            return Err(StakingError::WorthNothing);
        }
        // There always is one.
        let ticket = self.ticket_for(&cooling, now).ok_or(StakingError::Overflow)?;
        ticket.join(shares, &cooling, now);
        node.cooling = cooling;
        Ok(Some(ticket.unlocks_at))
    }

    /// The ticket that stake leaves by at `now`: one that is free; one that is free once the
    /// unlocked ones are merged; else the newest that cools down, whose 14 days begin again.
    fn ticket_for(&mut self, cooling: &SharePool, now: i64) -> Option<&mut Ticket> {
        let free = |tickets: &[Ticket]| tickets.iter().position(|ticket| ticket.is_free_in(cooling));
        if let Some(place) = free(&self.tickets) {
            self.tickets.get_mut(place).map(|ticket| {
                *ticket = Ticket::default();
                ticket
            })
        } else if self.merge_unlocked(now) {
            self.tickets.iter_mut().find(|ticket| ticket.is_free())
        } else {
            self.tickets.iter_mut().max_by_key(|ticket| ticket.unlocks_at)
        }
    }

    /// Merges the unlocked tickets, all of one generation, into the first of them. Says whether
    /// that has freed a place.
    fn merge_unlocked(&mut self, now: i64) -> bool {
        let mut unlocked = self.tickets.iter_mut().filter(|ticket| ticket.is_unlocked(now));
        let Some(first) = unlocked.next() else { return false };
        let mut freed = false;
        for other in unlocked {
            first.merge(core::mem::take(other));
            freed = true;
        }
        freed
    }
}
