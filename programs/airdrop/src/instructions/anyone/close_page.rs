//! Closes a page of a season that is over.
//!
//! Who: anyone. Moves: the rent to whoever opened the page. Refuses: a season that is not over,
//! another season's page.

use {
    crate::{events::PageClosed, AirdropError, Page, Season},
    anchor_lang::prelude::*,
};

/// Accounts of `close_page`.
#[derive(Accounts)]
pub struct ClosePage<'info> {
    // `dup` here and below: the types differ.
    /// The season.
    #[account(mut, dup)]
    pub season: Box<Account<'info, Season>>,
    /// Closed here.
    #[account(
        mut,
        close = opener,
        has_one = season @ AirdropError::WrongPage,
        has_one = opener @ AirdropError::WrongOpener,
        dup,
    )]
    pub page: Box<Account<'info, Page>>,
    /// Gets the rent.
    /// CHECK: the page names it.
    #[account(mut)]
    pub opener: UncheckedAccount<'info>,
}

impl ClosePage<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { season, page, .. } = ctx.accounts;
        season.require_over()?;
        // What other code has left was never counted.
        require!(page.seal == season.seal, AirdropError::WrongPage);
        season.pages = season.pages.saturating_sub(1);
        emit!(PageClosed { season: season.key(), number: page.number });
        Ok(())
    }
}
