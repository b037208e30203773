//! Takes an exchange program off the list, at once.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, a program that is not on the list.

use {
    crate::{events::ExchangeRemoved, BuybackError, Config, Exchange},
    anchor_lang::prelude::*,
    io_addresses::buyback::CONFIG,
};

/// Accounts of `remove_exchange`.
#[derive(Accounts)]
pub struct RemoveExchange<'info> {
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

impl RemoveExchange<'_> {
    /// Frees its place.
    pub fn handle(ctx: Context<Self>, exchange: Pubkey) -> Result<()> {
        let config = &mut ctx.accounts.config;
        Exchange::remove(&mut config.exchanges, exchange)?;
        emit!(ExchangeRemoved { exchange });
        Ok(())
    }
}
