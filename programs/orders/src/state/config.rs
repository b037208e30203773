//! The one config: roles, and the rules of new orders.

use {
    super::Prices,
    crate::OrdersError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::orders::{CONFIG, CONFIG_SEED},
    io_economics::{orders::Rules, pause::Pause},
    io_onchain::{raw_account, Announced},
};

/// Roles and rules. Its address is the authority of the vaults, and signs hires and releases.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Config {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// The greatest time at which a role was announced or a pause set, in Unix seconds.
    pub seen: i64,
    /// The admin, who may pause, set rules within bounds and announce roles; it cannot take money.
    pub admin: Pubkey,
    /// The proposed admin; the default key if nobody is proposed.
    pub next_admin: Pubkey,
    /// The oracle, who reports outages.
    pub oracle: Announced,
    /// The arbiter, who decides disputes.
    pub arbiter: Announced,
    /// Rules that an order takes over at its creation.
    pub rules: Rules,
    /// When new orders, acceptances and extensions are refused. Exits never are.
    pub pause: Pause,
    /// The oracle's prices that `book` takes.
    pub prices: Prices,
    /// For later versions.
    pub reserved: [u8; 48],
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
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause.is_on(now), OrdersError::Paused);
        Ok(())
    }
}
