//! Pauses entries, or resumes them. Exits are never paused.
//!
//! Who: the admin. Moves: nothing. A pause lasts to 14 days after it began; within these it may be
//! lifted and resumed. Refuses: another signer, a pause that would begin within 28 days of the last
//! beginning.

use {
    crate::{events::PauseSet, Config, InPlace, StakingError},
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
    /// Writes the pause.
    pub fn handle(ctx: Context<Self>, paused: bool) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        config.pause.set(paused, now).map_err(|_| StakingError::PauseTooSoon)?;
        emit!(PauseSet { began: config.pause.began, until: config.pause.until });
        Ok(())
    }
}
