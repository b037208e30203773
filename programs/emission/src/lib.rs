//! The IO mint: 500,000,000 IO at genesis, 300,000,000 IO over 20 years by a fixed schedule, and no
//! other way to mint.
//!
//! Genesis has steps, since a token account needs its mint first: [`initialize`] creates the mint,
//! [`create_metadata`] names it; io_vesting is initialized and made final; [`allocate`] mints the
//! three locked allocations into io_vesting's vaults and the other two to wallets, and starts the
//! clock. They are the deployer's, and each works once. From then on nobody has a say:
//! [`crank`] mints what the schedule has reached to the staking program's reward vault, for anyone
//! who calls it.
//!
//! [`initialize`]: io_emission::initialize
//! [`create_metadata`]: io_emission::create_metadata
//! [`allocate`]: io_emission::allocate
//! [`crank`]: io_emission::crank

use anchor_lang::prelude::*;
#[cfg(target_arch = "bpf")]
use sbf_rt as _;

pub mod error;
pub mod events;
pub mod instructions;
pub mod metadata;
pub mod state;

pub use {error::EmissionError, instructions::*, state::Emission};

declare_id!("HtRHLECRGcpmGzmm8MBviJ7VnvAZcLhjGbHEkGWsYkML");

#[cfg(not(feature = "no-entrypoint"))]
io_onchain::security_txt!("io_emission");

/// The mint of IO: genesis, then a fixed schedule, and nothing else.
#[program]
pub mod io_emission {
    use super::*;

    /// Creates the IO mint and the state. The deployer, once.
    pub fn initialize(ctx: Context<Initialize>) -> Result<()> {
        Initialize::handle(ctx)
    }

    /// Gives the mint its name and symbol, for ever. The deployer, once.
    pub fn create_metadata(ctx: Context<CreateMetadata>, uri: String) -> Result<()> {
        CreateMetadata::handle(ctx, uri)
    }

    /// Mints the five genesis allocations and starts the clock. The deployer, once, after
    /// io_vesting was made final.
    pub fn allocate(ctx: Context<Allocate>) -> Result<()> {
        Allocate::handle(ctx)
    }

    /// Mints what the schedule has reached to the reward vault. Anyone, any time.
    pub fn crank(ctx: Context<Crank>) -> Result<()> {
        Crank::handle(ctx)
    }
}
