//! Stake on its way out.

use super::{SharePool, StakingError};
use crate::time::DAY;

/// From unstaking to withdrawing, in seconds: 14 days (io.net).
pub const COOLDOWN_SECONDS: i64 = 14 * DAY;

/// Shares of a node's cooling stake; without shares the place is free.
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
pub struct Ticket {
    /// Shares of `NodeLedger::cooling`.
    pub shares: u128,
    /// From when it can be withdrawn, in Unix seconds.
    pub unlocks_at: i64,
    /// Their generation.
    pub generation: u32,
    /// Fills the layout.
    pub padding: [u8; 4],
}

impl Ticket {
    /// Adds shares just bought in `cooling`, of which the ticket is or is to be: its 14 days begin
    /// at `now`.
    pub(super) fn join(&mut self, shares: u128, cooling: &SharePool, now: i64) {
        self.shares = self.shares.saturating_add(shares);
        self.generation = cooling.generation;
        self.unlocks_at = now.saturating_add(COOLDOWN_SECONDS);
    }

    /// Takes over `other`, where both are unlocked and of one generation.
    pub(super) fn merge(&mut self, other: Self) {
        self.shares = self.shares.saturating_add(other.shares);
        self.unlocks_at = self.unlocks_at.max(other.unlocks_at);
    }

    /// Whether nothing was ever put there since it was last paid out.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        self.shares == 0
    }

    /// Whether the place is free for stake that cools down in `cooling`: also if a slash has taken
    /// all that the ticket was for.
    #[must_use]
    pub const fn is_free_in(&self, cooling: &SharePool) -> bool {
        self.is_free() || self.generation != cooling.generation
    }

    /// Whether it can be withdrawn at `now`.
    #[must_use]
    pub const fn is_unlocked(&self, now: i64) -> bool {
        !self.is_free() && now >= self.unlocks_at
    }

    /// What it is worth in `cooling`, in base units, before a pending slash.
    #[must_use]
    pub fn worth(&self, cooling: &SharePool) -> u64 {
        if self.is_free_in(cooling) {
            return 0;
        }
        cooling.worth(self.shares)
    }

    /// Takes its worth out of `cooling` and frees the place.
    pub(super) fn redeem(&mut self, cooling: &mut SharePool) -> Result<u64, StakingError> {
        let ticket = core::mem::take(self);
        if ticket.generation != cooling.generation {
            return Ok(0);
        }
        cooling.redeem(ticket.shares)
    }
}
