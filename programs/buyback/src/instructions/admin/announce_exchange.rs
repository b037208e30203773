//! Announces an exchange program; a swap may use it in 7 days. It takes effect by itself.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, a program of the suite or the token
//! program, one that is on the list, a fifth.

use {
    crate::{events::ExchangeAnnounced, BuybackError, Config, Exchange},
    anchor_lang::prelude::*,
    io_addresses::buyback::CONFIG,
};

/// Accounts of `announce_exchange`.
#[derive(Accounts)]
pub struct AnnounceExchange<'info> {
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

impl AnnounceExchange<'_> {
    /// Takes a free place on the list.
    pub fn handle(ctx: Context<Self>, exchange: Pubkey) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        let allowed_from = Exchange::announce(&mut config.exchanges, exchange, now)?;
        emit!(ExchangeAnnounced { exchange, allowed_from });
        Ok(())
    }
}
