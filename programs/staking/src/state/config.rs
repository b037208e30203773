//! The one config: who may do what, and the two pools.

use {
    crate::StakingError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::staking::{CONFIG, CONFIG_SEED},
    io_economics::staking::{Pool, PoolKind},
    io_onchain::{raw_account, Announced},
};

/// Roles and pools. Its address is the authority of both vaults.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Config {
    /// Layout of this account.
    pub version: u8,
    /// Whether entries are refused. Exits never are.
    pub paused: bool,
    /// Fills the layout.
    pub padding: [u8; 14],
    /// May pause, tune within bounds and announce changes; takes nothing.
    pub admin: Pubkey,
    /// May take over as admin; the default key if nobody may.
    pub next_admin: Pubkey,
    /// Reports availability.
    pub oracle: Announced,
    /// Proposes and cancels slashes.
    pub slasher: Announced,
    /// Pool of nodes with GPUs.
    pub gpu: Pool,
    /// Pool of nodes with CPUs only.
    pub cpu: Pool,
    /// For later versions.
    pub reserved: [u8; 64],
}

raw_account!(Config);

impl Config {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
    /// Seeds by which the program signs for it.
    pub const SIGNER: &'static [&'static [u8]] = &[CONFIG_SEED, &[CONFIG.bump]];

    /// The pool of nodes of `kind`.
    pub fn pool(&mut self, kind: PoolKind) -> &mut Pool {
        match kind {
            PoolKind::Gpu => &mut self.gpu,
            PoolKind::Cpu => &mut self.cpu,
        }
    }

    /// Unix seconds on chain, or the greatest time seen if the clock went back.
    ///
    /// # Errors
    /// If the runtime has no clock.
    pub fn now(&self) -> Result<i64> {
        let clock = Clock::get()?.unix_timestamp;
        Ok(clock.max(self.gpu.synced_at).max(self.cpu.synced_at))
    }

    /// # Errors
    /// `Paused`.
    pub fn require_not_paused(&self) -> Result<()> {
        require!(!self.paused, StakingError::Paused);
        Ok(())
    }
}
