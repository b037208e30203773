//! Pauses new orders, acceptances and extensions, or lifts the pause. Exits are never paused.
//!
//! Who: the admin. Moves: nothing. A pause is over 14 days after it began; within these it may be
//! lifted and resumed. Refuses: another signer, a pause that would begin within 28 days of the last
//! one's beginning.

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
    /// Writes the pause.
    pub fn handle(ctx: Context<Self>, paused: bool) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        config.seen = now;
        config.pause.set(paused, now).map_err(|_| OrdersError::PauseTooSoon)?;
        emit!(PauseSet { paused, until: config.pause.until });
        Ok(())
    }
}
