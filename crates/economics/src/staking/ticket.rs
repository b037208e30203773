//! Stake on its way out.

use super::{SharePool, StakingError};
use crate::time::DAY;

/// From unstaking to withdrawing, in seconds: 14 days (io.net).
pub const COOLDOWN_SECONDS: i64 = 14 * DAY;

/// Shares of a node's cooling stake that one unstake has opened; without shares the place is free.
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
    /// A ticket for shares just bought in `cooling`.
    pub(super) fn new(shares: u128, cooling: &SharePool, now: i64) -> Self {
        Self {
            shares,
            generation: cooling.generation,
            unlocks_at: now.saturating_add(COOLDOWN_SECONDS),
            ..Self::default()
        }
    }

    /// Whether the place is free.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        self.shares == 0
    }

    /// Whether it can be withdrawn at `now`.
    #[must_use]
    pub const fn is_unlocked(&self, now: i64) -> bool {
        !self.is_free() && now >= self.unlocks_at
    }

    /// What it is worth in `cooling`, in base units, before a pending slash.
    #[must_use]
    pub fn worth(&self, cooling: &SharePool) -> u64 {
        if self.is_free() || self.generation != cooling.generation {
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
