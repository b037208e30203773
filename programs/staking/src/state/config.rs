//! The one config: who may do what. The two pools lie behind it in its account.

use {
    crate::{PoolsBehind, StakingError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::staking::{CONFIG, CONFIG_SEED},
    io_economics::{pause::Pause, staking::Epochs},
    io_onchain::{raw_account, Announced},
};

/// Roles, and behind them the pools. Its address is the authority of both vaults.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Config {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 15],
    /// May pause, tune within bounds and announce changes; takes nothing.
    pub admin: Pubkey,
    /// May take over as admin; the default key if nobody may.
    pub next_admin: Pubkey,
    /// Reports availability.
    pub oracle: Announced,
    /// Proposes and cancels slashes.
    pub slasher: Announced,
    /// The pause of entries. Exits are never paused.
    pub pause: Pause,
    /// The slasher's epochs, and which of them are void.
    pub epochs: Epochs,
    /// For later versions.
    pub reserved: [u8; 32],
    /// The pools: not copied with the rest, but read and written in the account.
    pub pools: PoolsBehind,
}

raw_account!(Config);

impl Config {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
    /// Seeds by which the program signs for it.
    pub const SIGNER: &'static [&'static [u8]] = &[CONFIG_SEED, &[CONFIG.bump]];

    /// The slasher's epoch at `now`.
    pub fn epoch_at(&self, now: i64) -> u32 {
        self.epochs.at(self.slasher.next_at, now)
    }

    /// The slasher's epoch at `now`, if the slasher signs.
    ///
    /// # Errors
    /// `NotSlasher`.
    pub fn check_slasher(&self, signer: &Signer, now: i64) -> Result<u32> {
        require_keys_eq!(self.slasher.at(now), signer.key(), StakingError::NotSlasher);
        Ok(self.epoch_at(now))
    }

    /// # Errors
    /// `Paused` while a pause is on.
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause.is_on(now), StakingError::Paused);
        Ok(())
    }
}
