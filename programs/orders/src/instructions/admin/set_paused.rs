//! Pauses entries, or resumes them. Exits are never paused.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer.

use {
    crate::{events::PauseSet, Config, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
};

/// Accounts of `set_paused`.
#[derive(Accounts)]
pub struct SetPaused<'info> {
    /// The admin.
    pub admin: Signer<'info>,
    /// Names the admin; changed here.
    #[account(
        mut,
        address = CONFIG.address @ OrdersError::WrongConfig,
        has_one = admin @ OrdersError::NotAdmin,
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
