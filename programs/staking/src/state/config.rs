//! The one config: who may do what. The two pools lie behind it in its account.

use {
    super::pools,
    crate::{PoolsBehind, StakingError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::staking::{CONFIG, CONFIG_SEED},
    io_economics::{
        pause::Pause,
        staking::{Epochs, NodeLedger},
    },
    io_onchain::{raw_account, Announced},
    std::cell::Ref,
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
    /// Where it ends in the account's data, and the pools begin.
    pub(super) const END: usize = 8 + size_of::<Self>();
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

    /// The config as it lies at its constant address, whose owner needs no check.
    ///
    /// # Errors
    /// `UnknownVersion`; Anchor's if it is no config.
    pub fn load<'a>(config: &'a AccountInfo) -> Result<Ref<'a, Self>> {
        let data = config.try_borrow_data()?;
        let is_config = data.first_chunk() == Self::DISCRIMINATOR.first_chunk::<8>();
        require!(is_config, ErrorCode::AccountDiscriminatorMismatch);
        let config: Ref<Self> = Ref::filter_map(data, |data| {
            let bytes = data.get(8..Self::END)?;
            bytemuck::checked::try_from_bytes(bytes).ok()
        })
        .map_err(|_| ErrorCode::AccountDidNotDeserialize)?;
        require!(config.version == Self::VERSION, StakingError::UnknownVersion);
        Ok(config)
    }

    /// Reads the config in place for a stake: no pause is on, and a slash of the node that has
    /// lapsed or is void is dropped. Returns the time that counts.
    ///
    /// # Errors
    /// `Paused`; `UnknownVersion`.
    pub fn entry(config: &UncheckedAccount, node: &mut NodeLedger) -> Result<i64> {
        let Self { pause, epochs, .. } = *Self::load(config)?;
        let now = pools::now(config)?;
        require!(!pause.is_on(now), StakingError::Paused);
        Ok(node.look_at_slash(&epochs, now))
    }

    /// # Errors
    /// `Paused` while a pause is on.
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause.is_on(now), StakingError::Paused);
        Ok(())
    }
}
