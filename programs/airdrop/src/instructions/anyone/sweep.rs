//! Ends a season that is closed: what nobody claimed burns or returns to the funder, as was
//! published, with whatever else was sent to the vault.
//!
//! Who: anyone, once. Moves: all that the vault holds, and its rent to the funder. Refuses: a
//! season that is open, or never was; an account that cannot take the IO.

use {
    super::cancel_season::pay_back,
    crate::{error::refused, events::SeasonSwept, state::Season, AirdropError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_economics::airdrop::Rest,
    io_onchain::{token_view, vaults},
};

/// Accounts of `sweep`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct Sweep<'info> {
    // `dup`: no other account here is of its type.
    /// The season; signs for its vault.
    #[account(
        mut,
        has_one = vault @ AirdropError::WrongVault,
        has_one = funder @ AirdropError::WrongFunder,
        dup,
    )]
    pub season: Box<Account<'info, Season>>,
    /// Holds what nobody claimed; closed here.
    /// CHECK: the season names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Who published the season; gets the vault's rent.
    /// CHECK: the season names it.
    #[account(mut)]
    pub funder: UncheckedAccount<'info>,
    /// The funder's associated token account, where the rest may return.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub funder_account: UncheckedAccount<'info>,
    /// The IO mint, from which the rest may burn.
    /// CHECK: its address is a constant.
    #[account(mut, address = MINT.address @ AirdropError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Moves or burns the IO.
    pub token_program: Program<'info, Token>,
}

impl Sweep<'_> {
    /// Writes the state first, then burns or pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { season, vault, funder, funder_account, mint, .. } = ctx.accounts;
        season.ledger.sweep(Clock::get()?.unix_timestamp).map_err(refused)?;
        let (rest, amount) = (season.ledger.rest, token_view::amount(vault));
        match rest {
            Rest::Burn if amount > 0 => {
                season.signed(|seeds| vaults::burn(vault, mint, season.as_ref(), seeds, amount))?;
            }
            Rest::Burn => {}
            Rest::Return => pay_back(season, vault, funder_account, amount)?,
        }
        season.signed(|seeds| vaults::close(vault, funder, season.as_ref(), seeds))?;
        emit!(SeasonSwept { season: season.key(), rest, amount });
        Ok(())
    }
}
