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
    /// Says who may do this, and is changed.
    #[account(mut, address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
}

impl SetPaused<'_> {
    /// Writes the flag.
    pub fn handle(ctx: Context<Self>, paused: bool) -> Result<()> {
        let config = &mut ctx.accounts.config;
        config.must_be_admin(&ctx.accounts.admin)?;
        config.paused = paused;
        emit!(PauseSet { paused });
        Ok(())
    }
}
