//! Publishes other terms of a season that is not open: root, points, pool or dates. Whatever
//! changes, the season opens at least 7 days from now.
//!
//! Who: its funder. Moves: nothing. Refuses: another signer, a season that is open or was, terms
//! outside their bounds, a pool below what was funded.

use {
    crate::{error::refused, events::SeasonUpdated, AirdropError, Season},
    anchor_lang::prelude::*,
    io_economics::airdrop::Terms,
};

/// Accounts of `update_season`.
#[derive(Accounts)]
pub struct UpdateSeason<'info> {
    /// Who published the season.
    pub funder: Signer<'info>,
    /// The season.
    #[account(mut, has_one = funder @ AirdropError::NotFunder)]
    pub season: Box<Account<'info, Season>>,
}

impl UpdateSeason<'_> {
    /// Checks and writes.
    pub fn handle(ctx: Context<Self>, terms: Terms) -> Result<()> {
        let season = &mut ctx.accounts.season;
        let now = Clock::get()?.unix_timestamp;
        season.ledger.update(&terms, now).map_err(refused)?;
        season.publish(&terms);
        emit!(SeasonUpdated { season: season.key(), terms });
        Ok(())
    }
}
