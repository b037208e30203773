//! Announces the feeds of the oracle's prices, and how old and how wide a price may be, from 7 days
//! later on: an operator that takes IO at the oracle's price can change its ask before.
//!
//! Who: the admin. Moves: nothing. Refuses: another signer, one feed without the other or twice, an
//! age or a confidence outside its bounds.

use {
    crate::{error::refused, events::PriceRulesAnnounced, Config, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
    io_economics::{orders::PriceRules, time::NOTICE_SECONDS},
};

/// Accounts of `announce_price_rules`.
#[derive(Accounts)]
pub struct AnnouncePriceRules<'info> {
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

impl AnnouncePriceRules<'_> {
    /// Writes the announcement, in place of an earlier one that does not hold yet.
    pub fn handle(ctx: Context<Self>, rules: PriceRules) -> Result<()> {
        let config = &mut ctx.accounts.config;
        rules.check().map_err(refused)?;
        let now = config.now()?;
        config.seen = now;
        config.prices.announce(rules, now, NOTICE_SECONDS);
        emit!(PriceRulesAnnounced { rules, effective_at: config.prices.next_at });
        Ok(())
    }
}
