//! Takes what could not be delivered.
//!
//! Who: the payee, always. Moves: all of it to a token account of the payee's choice; the rent to
//! whoever opened the account. Refuses: another signer, the vault itself as destination, an account
//! that cannot take the money.

use {
    crate::{error::refused, events::UnclaimedTaken, Config, Ledger, OrdersError, UnclaimedBalance},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_onchain::{token_view, vaults},
};

/// Accounts of `take_unclaimed`.
#[derive(Accounts)]
pub struct TakeUnclaimed<'info> {
    /// The payee.
    pub payee: Signer<'info>,
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The payee's unclaimed balance; closed here.
    #[account(
        mut,
        close = opener,
        has_one = payee @ OrdersError::NotPayee,
        has_one = opener @ OrdersError::WrongOpener,
        dup,
    )]
    pub unclaimed: Box<Account<'info, UnclaimedBalance>>,
    /// The wallet that opened the unclaimed balance; gets the rent.
    /// CHECK: the unclaimed balance names it.
    #[account(mut)]
    pub opener: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Token account that the payee chooses.
    /// CHECK: the payee chooses; its mint and state are looked at.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl TakeUnclaimed<'_> {
    /// Writes the ledger, then pays; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, ledger, unclaimed, vault, destination, .. } = ctx.accounts;
        require_keys_eq!(unclaimed.mint, ledger.mint, OrdersError::WrongLedger);
        require_keys_neq!(vault.key(), destination.key(), OrdersError::IntoVault);
        require!(token_view::takes_any(destination, &ledger.mint), OrdersError::WrongDestination);
        require!(!token_view::is_frozen(vault), OrdersError::VaultFrozen);
        ledger.balances.deliver(unclaimed.amount).map_err(refused)?;
        vaults::pay(vault, destination, config, Config::SIGNER, unclaimed.amount)?;
        emit!(UnclaimedTaken { payee: unclaimed.payee, mint: unclaimed.mint, amount: unclaimed.amount });
        Ok(())
    }
}
