//! What an operator keeps of its node's rewards.

use super::StakingError;
use crate::{fraction::floor_wide_bps, time::NOTICE_SECONDS};

/// Greatest commission, in bps (choice: a delegator keeps at least half).
pub const MAX_COMMISSION_BPS: u16 = 5_000;

/// The operator's part of the rewards, and the part announced next.
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
pub struct Commission {
    /// When the announced one takes effect, in Unix seconds.
    pub next_at: i64,
    /// In force, in bps.
    pub bps: u16,
    /// Announced, in bps; equal to `bps` when nothing is.
    pub next_bps: u16,
    /// Fills the layout.
    pub padding: [u8; 4],
}

impl Commission {
    /// A commission of `bps`, with nothing announced.
    pub(super) fn new(bps: u16) -> Result<Self, StakingError> {
        if bps > MAX_COMMISSION_BPS {
            return Err(StakingError::CommissionTooHigh);
        }
        Ok(Self { bps, next_bps: bps, ..Self::default() })
    }

    /// Replaces whatever was announced: a fall takes effect at once, a rise after the notice.
    pub(super) fn announce(&mut self, bps: u16, now: i64) -> Result<(), StakingError> {
        let announced = Self::new(bps)?;
        if bps <= self.bps {
            *self = announced;
        } else {
            self.next_bps = bps;
            self.next_at = now.saturating_add(NOTICE_SECONDS);
        }
        Ok(())
    }

    /// Puts the announced commission in force if its time has come.
    pub(super) fn settle(&mut self, now: i64) {
        if now >= self.next_at {
            self.bps = self.next_bps;
        }
    }

    /// The part of `rewards` (Q64.64 base units) that is the operator's, rounded down.
    pub(super) fn of(&self, rewards: u128) -> u128 {
        if self.bps == 0 || rewards == 0 {
            return 0;
        }
        floor_wide_bps(rewards, self.bps)
    }
}
