//! Pays IO into a season's pool. What completes the pool after the announced opening opens the
//! season, for as long as was announced.
//!
//! Who: anyone, until the pool is whole. Moves: IO from a token account of the signer to the vault:
//! a gift, which returns to the funder if the season is cancelled. Refuses: nothing, more than is
//! missing, an account that is not the payer's or holds less, a vault with a delegate or a close
//! authority, which other code at this id may have left.

use {
    crate::{error::refused, events::SeasonFunded, AirdropError, Season},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_onchain::{token_view, vaults},
};

/// Accounts of `fund`.
#[derive(Accounts)]
pub struct Fund<'info> {
    /// The wallet that pays.
    pub payer: Signer<'info>,
    // `dup`: no other account here is of its type.
    /// The season.
    #[account(mut, has_one = vault @ AirdropError::WrongVault, dup)]
    pub season: Box<Account<'info, Season>>,
    /// Where the IO comes from.
    /// CHECK: the handler looks at its owner, its mint and what it holds.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Holds the pool.
    /// CHECK: the season names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl Fund<'_> {
    /// Writes the state first, then moves.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { payer, season, source, vault, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        season.ledger.fund(amount, now).map_err(refused)?;
        let is_own = token_view::takes(source, &MINT.address, payer.key);
        require!(is_own, AirdropError::WrongSource);
        require!(token_view::amount(source) >= amount, AirdropError::NotEnoughIo);
        require!(token_view::is_owned_alone(vault, &season.key()), AirdropError::VaultNotAlone);
        vaults::deposit(source, vault, payer, amount)?;
        let (funded, opens_at, closes_at) =
            (season.ledger.funded, season.ledger.opens_at, season.ledger.closes_at);
        emit!(SeasonFunded { season: season.key(), amount, funded, opens_at, closes_at });
        Ok(())
    }
}
