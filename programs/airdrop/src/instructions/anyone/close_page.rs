//! Closes a page of a season that is over, or has reached its closing: no claim needs the page any
//! more, and a rest that its funder cannot take holds up no rent of others.
//!
//! Who: anyone. Moves: the rent to whoever opened the page. Refuses: a season in which a claim may
//! be paid, another season's page.

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
        let now = Clock::get()?.unix_timestamp;
        require!(season.ledger.is_closed(now), AirdropError::NotOver);
        // What other code has left was never counted.
        require!(page.seal == season.seal, AirdropError::WrongPage);
        season.pages = season.pages.saturating_sub(1);
        emit!(PageClosed { season: season.key(), number: page.number });
        Ok(())
    }
}
