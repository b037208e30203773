//! Pauses entries, or resumes them. Exits are never paused.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::PauseSet, Config, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `set_paused`.
#[derive(Accounts)]
pub struct SetPaused<'info> {
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

impl SetPaused<'_> {
    /// Writes the flag.
    pub fn handle(ctx: Context<Self>, paused: bool) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.paused = paused;
        emit!(PauseSet { paused });
        Ok(())
    }
}
