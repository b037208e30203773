//! The one config: who may do what, and what new orders take over.

use {
    crate::OrdersError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::orders::{CONFIG, CONFIG_SEED},
    io_economics::orders::Rules,
    io_onchain::{raw_account, Announced},
};

/// Roles and rules. Its address is the authority of the vaults, and signs hires and releases.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Config {
    /// Layout of this account.
    pub version: u8,
    /// Whether entries are refused. Exits never are.
    pub paused: bool,
    /// Fills the layout.
    pub padding: [u8; 6],
    /// The greatest time at which a role was announced, in Unix seconds.
    pub seen: i64,
    /// May pause, tune within bounds and announce roles; takes nothing.
    pub admin: Pubkey,
    /// May take over as admin; the default key if nobody may.
    pub next_admin: Pubkey,
    /// Reports outages.
    pub oracle: Announced,
    /// Decides disputes.
    pub arbiter: Announced,
    /// What an order takes over at its creation.
    pub rules: Rules,
    /// For later versions.
    pub reserved: [u8; 64],
}

raw_account!(Config);

impl Config {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
    /// Seeds by which the program signs for it.
    pub const SIGNER: &'static [&'static [u8]] = &[CONFIG_SEED, &[CONFIG.bump]];

    /// Unix seconds on chain, or the greatest time seen here if the clock went back.
    ///
    /// # Errors
    /// If the runtime has no clock.
    pub fn now(&self) -> Result<i64> {
        Ok(Clock::get()?.unix_timestamp.max(self.seen))
    }

    /// # Errors
    /// `Paused`.
    pub fn require_not_paused(&self) -> Result<()> {
        require!(!self.paused, OrdersError::Paused);
        Ok(())
    }

    /// # Errors
    /// `NotAdmin`.
    pub fn must_be_admin(&self, signer: &Signer) -> Result<()> {
        require_keys_eq!(self.admin, signer.key(), OrdersError::NotAdmin);
        Ok(())
    }
}
