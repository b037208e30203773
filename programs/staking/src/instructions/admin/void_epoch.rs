//! Voids an epoch of the slasher: every slash that it has proposed is over at once, on every node,
//! and it proposes no more. What was held back for these slashes is its owners' again.
//!
//! Who: the admin. It can only save stake: for when a slasher's key is stolen. The next slasher has
//! an epoch of its own. Moves: nothing. Refuses: another signer, an epoch that has not begun or
//! that is over for 63 hand-overs.

use {
    crate::{error::refused, events::EpochVoided, Config, InPlace, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `void_epoch`.
#[derive(Accounts)]
pub struct VoidEpoch<'info> {
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

impl VoidEpoch<'_> {
    /// Marks the epoch; each node's slash is dropped when it is next looked at.
    pub fn handle(ctx: Context<Self>, epoch: u32) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let in_force = config.epoch_at(config.now()?);
        config.epochs.void(epoch, in_force).map_err(refused)?;
        emit!(EpochVoided { epoch });
        Ok(())
    }
}
