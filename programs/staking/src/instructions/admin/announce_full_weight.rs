//! Announces the weight below which a pool does not pay in full, 7 days ahead. It takes effect by
//! itself, at its second.
//!
//! Who: the admin. Moves: nothing; what accrues until then is paid by the one in force. An
//! announcement that has not taken effect is replaced. Refuses: another signer, a weight outside
//! the bounds, beyond twice or half of the one in force, or a rise above that of genesis and twice
//! what the pool weighs.

use {
    crate::{events::FullWeightAnnounced, Config, InPlace, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
    io_economics::staking::PoolKind,
};

/// Accounts of `announce_full_weight`.
#[derive(Accounts)]
pub struct AnnounceFullWeight<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin, and holds the pools.
    #[account(
        mut,
        address = CONFIG.address @ StakingError::WrongConfig,
        has_one = admin @ StakingError::NotAdmin,
    )]
    pub config: Box<Account<'info, Config>>,
}

impl AnnounceFullWeight<'_> {
    /// Brings the pool to now, then writes the announcement.
    pub fn handle(ctx: Context<Self>, pool: PoolKind, full_weight: u64) -> Result<()> {
        let config = &ctx.accounts.config;
        let now = config.now()?;
        let effective_at = config.with_pool(pool, |pool| pool.announce_full_weight(now, full_weight))?;
        emit!(FullWeightAnnounced { pool, full_weight, effective_at });
        Ok(())
    }
}
