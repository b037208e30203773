//! Pauses fills and swaps, or resumes them. Fees paid in IO burn all the same.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::PauseSet, BuybackError, Config},
    anchor_lang::prelude::*,
    io_addresses::buyback::CONFIG,
};

/// Accounts of `set_paused`.
#[derive(Accounts)]
pub struct SetPaused<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin, and is changed.
    #[account(
        mut,
        address = CONFIG.address @ BuybackError::WrongConfig,
        has_one = admin @ BuybackError::NotAdmin,
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
