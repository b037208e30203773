//! One holder's stake in one node: its shares, rewards and tickets.

use super::{
    q64::{from_units, take_units},
    Holder, NodeLedger, Pool, StakingError, Ticket,
};
use crate::wide::checked_mul;

/// Tickets that a position can have open.
pub const TICKETS: usize = 4;

/// A holder's stake in a node. The default is a new one.
///
/// What a pending slash holds back of withdrawals is kept in one sum, so it takes no ticket's
/// place: a node has at most one slash pending, and what is held for an earlier one is settled
/// first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
pub struct Position {
    /// Shares of `NodeLedger::bonded`.
    pub shares: u128,
    /// `NodeLedger::reward_acc` up to which rewards are in `owed`.
    pub reward_seen: u128,
    /// Rewards settled and not claimed, in Q64.64 base units.
    pub owed: u128,
    /// Stake that cools down.
    pub tickets: [Ticket; TICKETS],
    /// Base units held back from withdrawals for a slash.
    pub held: u64,
    /// Generation of its shares.
    pub generation: u32,
    /// The number of that slash.
    pub held_for: u8,
    /// Fills the layout.
    pub padding: [u8; 3],
}

impl Position {
    /// Base units that the bonded shares are worth.
    #[must_use]
    pub fn worth(&self, node: &NodeLedger) -> u64 {
        if self.shares == 0 || self.generation != node.bonded.generation {
            return 0;
        }
        node.bonded.worth(self.shares)
    }

    /// Whether nothing is left but a fraction of a base unit, so that the account can be closed.
    #[must_use]
    pub fn is_empty(&self, node: &NodeLedger) -> bool {
        let no_tickets = self.tickets.iter().all(|ticket| ticket.is_free_in(&node.cooling));
        self.shares == 0 && self.owed >> 64 == 0 && self.held == 0 && no_tickets
    }

    /// Credits the rewards up to the node's last sync: the operator's position takes over what the
    /// node owes it, a delegator's shares earn up to the end of their generation. Shares of an
    /// older generation are gone.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn settle(&mut self, node: &mut NodeLedger, holder: Holder) -> Result<(), StakingError> {
        let earned = match holder {
            Holder::Operator => core::mem::take(&mut node.own_owed),
            Holder::Delegator if self.shares == 0 => 0,
            Holder::Delegator => {
                let end = node.generation_end(self.generation);
                let per_share = end.checked_sub(self.reward_seen).ok_or(StakingError::Overflow)?;
                checked_mul(per_share, self.shares).ok_or(StakingError::Overflow)?
            }
        };
        self.owed = self.owed.checked_add(earned).ok_or(StakingError::Overflow)?;
        if self.generation != node.bonded.generation {
            self.generation = node.bonded.generation;
            self.shares = 0;
        }
        self.reward_seen = node.reward_acc;
        Ok(())
    }

    /// Syncs, then pays out the rewards owed: returns whole base units, 0 if there are none. The
    /// fraction stays.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn claim(
        &mut self,
        node: &mut NodeLedger,
        pool: &mut Pool,
        now: i64,
        holder: Holder,
    ) -> Result<u64, StakingError> {
        node.catch_up(pool, now)?;
        node.reweigh(pool)?;
        self.settle(node, holder)?;
        Ok(take_units(&mut self.owed))
    }

    /// Owes `units` base units again that were claimed and could not be paid.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn owe(&mut self, units: u64) -> Result<(), StakingError> {
        self.owed = self.owed.checked_add(from_units(units)).ok_or(StakingError::Overflow)?;
        Ok(())
    }
}
