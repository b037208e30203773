//! Sets the weight below which a pool does not pay in full.
//!
//! Who: the admin. Moves: nothing; what has accrued so far is paid by the old one. Refuses: another
//! signer, a weight outside the bounds.

use {
    crate::{error::refused, events::FloorWeightSet, Config, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
    io_economics::staking::PoolKind,
};

/// Accounts of `set_floor_weight`.
#[derive(Accounts)]
pub struct SetFloorWeight<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin; changed.
    #[account(
        mut,
        has_one = admin @ StakingError::NotAdmin,
        address = CONFIG.address @ StakingError::WrongConfig,
    )]
    pub config: Box<Account<'info, Config>>,
}

impl SetFloorWeight<'_> {
    /// Brings the pool to now, then writes.
    pub fn handle(ctx: Context<Self>, pool: PoolKind, floor_weight: u64) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        config.pool(pool).set_floor_weight(now, floor_weight).map_err(refused)?;
        emit!(FloorWeightSet { pool, floor_weight });
        Ok(())
    }
}
