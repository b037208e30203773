//! Pauses auctions, fills and swaps, or resumes them. Fees paid in IO burn all the same.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, a pause from 14 to 28 days
//! after the last one began.

use {
    crate::{error::refused, events::PauseSet, BuybackError, Config},
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
    /// A pause lasts to 14 days after it began; within these it may be lifted and resumed. It takes
    /// back what the auction has left: the offer climbs on, and nobody should wait for the lift.
    pub fn handle(ctx: Context<Self>, paused: bool) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        config.pause.set(paused, now).map_err(refused)?;
        if paused {
            config.auction.stop();
        }
        emit!(PauseSet { began: config.pause.began, until: config.pause.until });
        Ok(())
    }
}
