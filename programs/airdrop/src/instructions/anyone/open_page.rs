//! Opens a page, in which 8,192 leaves are marked once they are claimed.
//!
//! Who: the season's funder; once it is open anyone. Before that the funder may put its closing off
//! again and again, and the rent of others with it. Whoever opens a page pays its rent, and gets it
//! back once the season is closed. Moves: nothing. Refuses: others before the opening, a page
//! twice, a number beyond the leaves, a season that is over, or has reached its closing.

use {
    crate::{events::PageOpened, AirdropError, Page, Season},
    anchor_lang::prelude::*,
    io_addresses::airdrop::PAGE_SEED,
    io_economics::airdrop::page_of,
    io_onchain::create,
};

/// Accounts of `open_page`.
#[derive(Accounts)]
#[instruction(number: u32)]
pub struct OpenPage<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub opener: Signer<'info>,
    // `dup`: no other account here is of its type.
    /// The season.
    #[account(mut, dup)]
    pub season: Box<Account<'info, Season>>,
    /// Created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [PAGE_SEED, season.key().as_ref(), &number.to_le_bytes()], bump)]
    pub page: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl OpenPage<'_> {
    /// Writes a page in which nothing is claimed.
    pub fn handle(ctx: Context<Self>, number: u32) -> Result<()> {
        let Self { opener, season, page, .. } = ctx.accounts;
        require!(!season.ledger.over, AirdropError::Over);
        let now = Clock::get()?.unix_timestamp;
        require!(!season.ledger.is_closed(now), AirdropError::Closed);
        let may = opener.key() == season.funder || season.ledger.has_opened(now);
        require!(may, AirdropError::NotOpenForOthers);
        let last = page_of(season.ledger.leaves.saturating_sub(1));
        require!(number <= last, AirdropError::NoSuchPage);
        require!(*page.owner != crate::ID, AirdropError::PageExists);
        season.pages = season.pages.saturating_add(1);
        let address = season.key();
        let contents = Box::new(Page {
            version: Page::VERSION,
            padding: [0; 3],
            number,
            seal: season.seal,
            season: address,
            opener: opener.key(),
            bits: [0; 1024],
        });
        let seeds: &[&[u8]] = &[PAGE_SEED, address.as_ref(), &number.to_le_bytes(), &[ctx.bumps.page]];
        create(opener, page, seeds, contents.as_ref())?;
        emit!(PageOpened { season: address, number, opener: opener.key() });
        Ok(())
    }
}
