//! Calls a season off that is not open.
//!
//! Who: its funder; anyone once it would have closed without having opened. Moves: what the vault
//! holds, to the funder's associated token account, and the vault's rent to the funder. Refuses: a
//! season that is open, or was; an account that cannot take the IO.

use {
    crate::{error::refused, events::SeasonCancelled, state::Season, AirdropError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_onchain::{associated, token_view, vaults},
};

/// Accounts of `cancel_season`.
#[derive(Accounts)]
pub struct CancelSeason<'info> {
    /// The funder, or anyone once the season would have closed.
    pub signer: Signer<'info>,
    // `dup`: no other account here is of its type.
    /// The season; signs for its vault.
    #[account(
        mut,
        has_one = vault @ AirdropError::WrongVault,
        has_one = funder @ AirdropError::WrongFunder,
        dup,
    )]
    pub season: Box<Account<'info, Season>>,
    /// Holds what was funded; closed here.
    /// CHECK: the season names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Who published the season; gets the vault's rent.
    /// CHECK: the season names it.
    #[account(mut)]
    pub funder: UncheckedAccount<'info>,
    /// The funder's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub funder_account: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl CancelSeason<'_> {
    /// Writes the state first, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { signer, season, vault, funder, funder_account, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let by_funder = signer.key() == season.funder;
        season.ledger.cancel(by_funder, now).map_err(refused)?;
        let amount = token_view::amount(vault);
        pay_back(season, vault, funder_account, amount)?;
        season.signed(|seeds| vaults::close(vault, funder, season.as_ref(), seeds))?;
        emit!(SeasonCancelled { season: season.key(), amount });
        Ok(())
    }
}

/// Pays `amount` base units, if any, to the funder's associated token account.
///
/// # Errors
/// `WrongFunderAccount`, `CannotTake`.
pub(crate) fn pay_back<'info>(
    season: &Account<'info, Season>,
    vault: &AccountInfo<'info>,
    funder_account: &AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let (funder, mint) = (&season.funder, &MINT.address);
    let address = associated::address(funder, mint, season.funder_bump);
    require_keys_eq!(funder_account.key(), address, AirdropError::WrongFunderAccount);
    require!(token_view::takes(funder_account, mint, funder), AirdropError::CannotTake);
    season.signed(|seeds| vaults::pay(vault, funder_account, season, seeds, amount))
}
