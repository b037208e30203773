//! Closes a season that is over, after its pages; its number may be used again.
//!
//! Who: anyone. Moves: the rent to the funder. Refuses: a season that is not over, pages that are
//! left.

use {
    crate::{events::SeasonClosed, AirdropError, Season},
    anchor_lang::prelude::*,
};

/// Accounts of `close_season`.
#[derive(Accounts)]
pub struct CloseSeason<'info> {
    /// Closed here.
    #[account(mut, close = funder, has_one = funder @ AirdropError::WrongFunder)]
    pub season: Box<Account<'info, Season>>,
    /// Gets the rent.
    /// CHECK: the season names it.
    #[account(mut)]
    pub funder: UncheckedAccount<'info>,
}

impl CloseSeason<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let season = &ctx.accounts.season;
        require!(season.ledger.over, AirdropError::NotOver);
        require!(season.pages == 0, AirdropError::PagesLeft);
        emit!(SeasonClosed { season: season.key() });
        Ok(())
    }
}
