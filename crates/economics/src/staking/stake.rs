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
    /// `ZeroAmount`; `Retired`; `SlashPending`; `GenerationsExhausted`; `WorthNothing` if the shares would be worth
    /// 0; `DelegationLimit` if delegations would pass the operator's own stake; `Overflow`.
    pub fn stake(
        &mut self,
        node: &mut NodeLedger,
        pool: &mut Pool,
        now: i64,
        amount: u64,
        holder: Holder,
    ) -> Result<u128, StakingError> {
        node.catch_up(pool, now)?;
        self.settle(node)?;
        node.check_active()?;
        node.slash.check_not_pending()?;
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
                let own = bonded.worth(own_shares);
                if bonded.assets.saturating_sub(own) > own {
                    return Err(StakingError::DelegationLimit);
                }
            }
        }

        self.shares = self.shares.checked_add(bought).ok_or(StakingError::Overflow)?;
        (node.bonded, node.own_shares) = (bonded, own_shares);
        node.reweigh(pool)?;
        Ok(bought)
    }

    /// Syncs, then moves `amount` base units to a ticket that can be withdrawn after 14 days. The amount that the
    /// position is worth takes all its shares; 0 does if they are worth 0.
    ///
    /// # Errors
    /// `NothingStaked`; `AmountExceedsStake`; `ZeroAmount`; `OwnStakeLocked` if processors are hired and the
    /// operator's stake would fall below the minimum; `WorthNothing` if the ticket would be worth 0 and stake would
    /// remain; `WithdrawFirst` or `TicketsFull` if no place is free; `Overflow`.
    pub fn unstake(
        &mut self,
        node: &mut NodeLedger,
        pool: &mut Pool,
        now: i64,
        amount: u64,
        holder: Holder,
    ) -> Result<Unstaked, StakingError> {
        node.catch_up(pool, now)?;
        self.settle(node)?;

        let (mut bonded, mut own_shares) = (node.bonded, node.own_shares);
        let burned = self.burn(&mut bonded, amount)?;
        if holder == Holder::Operator {
            own_shares = own_shares.checked_sub(burned).ok_or(StakingError::Overflow)?;
            if node.hired > 0 && bonded.worth(own_shares) < node.minimum() {
                return Err(StakingError::OwnStakeLocked);
            }
        }
        let closing = burned == self.shares;
        let unlocks_at = self.open_ticket(node, amount, closing)?;

        self.shares = self.shares.checked_sub(burned).ok_or(StakingError::Overflow)?;
        (node.bonded, node.own_shares) = (bonded, own_shares);
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

    /// Opens a ticket for `amount` and returns when it is unlocked; none for an amount of 0.
    fn open_ticket(
        &mut self,
        node: &mut NodeLedger,
        amount: u64,
        closing: bool,
    ) -> Result<Option<i64>, StakingError> {
        if amount == 0 {
            return Ok(None);
        }
        let now = node.synced_at;
        let Some(place) = self.tickets.iter_mut().find(|ticket| ticket.is_free()) else {
            let unlocked = self.tickets.iter().any(|ticket| ticket.is_unlocked(now));
            return Err(if unlocked { StakingError::WithdrawFirst } else { StakingError::TicketsFull });
        };
        let mut cooling = node.cooling;
        let ticket = Ticket::new(cooling.deposit(amount)?, &cooling, now);
        if !closing && ticket.worth(&cooling) == 0 {
            return Err(StakingError::WorthNothing);
        }
        (*place, node.cooling) = (ticket, cooling);
        Ok(Some(ticket.unlocks_at))
    }
}
