//! Hardware classes: which pool, and how much a processor weighs.

use {
    crate::{error::refused, StakingError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::staking::{check_multiplier, PoolKind, MAX_MULTIPLIER, NOTICE_SECONDS},
    io_onchain::raw_account,
};

/// A class of hardware. Its pool never changes; its multiplier does after an announcement.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct HardwareClass {
    /// Layout of this account.
    pub version: u8,
    /// The pool that its nodes share.
    pub pool: PoolKind,
    /// Number of the class.
    pub id: u16,
    /// Multiplier before `next_at`, in hundredths.
    pub multiplier: u16,
    /// Multiplier from `next_at` on, in hundredths.
    pub next_multiplier: u16,
    /// The time at which the next multiplier takes effect, in Unix seconds.
    pub next_at: i64,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(HardwareClass);

impl HardwareClass {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// A class with nothing announced.
    ///
    /// # Errors
    /// `InvalidMultiplier` for 0 or above 100.
    pub fn new(id: u16, pool: PoolKind, multiplier: u16) -> Result<Self> {
        check_bounds(multiplier)?;
        Ok(Self {
            version: Self::VERSION,
            pool,
            id,
            multiplier,
            next_multiplier: multiplier,
            next_at: 0,
            reserved: [0; 32],
        })
    }

    /// The multiplier at `now`, in hundredths.
    pub fn multiplier_at(&self, now: i64) -> u16 {
        if now >= self.next_at {
            self.next_multiplier
        } else {
            self.multiplier
        }
    }

    /// Announces a multiplier, 7 days ahead, in place of one that does not hold yet. 0 retires the
    /// class for good.
    ///
    /// # Errors
    /// `MultiplierStep` beyond twice or half of the one in force; `InvalidMultiplier` above 100;
    /// `MultiplierTooHighToRetire`; `ClassRetired`.
    pub fn announce(&mut self, next: u16, now: i64) -> Result<()> {
        check_multiplier(self.multiplier_at(now), next).map_err(refused)?;
        self.multiplier = self.multiplier_at(now);
        self.next_multiplier = next;
        self.next_at = now.saturating_add(NOTICE_SECONDS);
        Ok(())
    }
}

fn check_bounds(multiplier: u16) -> Result<()> {
    require!((1..=MAX_MULTIPLIER).contains(&multiplier), StakingError::InvalidMultiplier);
    Ok(())
}
