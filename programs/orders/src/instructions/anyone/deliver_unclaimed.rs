//! Delivers what waits for a payee, once its associated token account can take it.
//!
//! Who: anyone; so that nothing waits for ever for a payee that cannot sign. Moves: all of it to
//! the payee's associated token account; the rent to whoever opened the account. Refuses: another
//! account, one that cannot take the money yet.

use {
    crate::{error::refused, events::UnclaimedDelivered, Config, Ledger, OrdersError, UnclaimedBalance},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_onchain::{associated, token_view, vaults},
};

/// Accounts of `deliver_unclaimed`.
#[derive(Accounts)]
pub struct DeliverUnclaimed<'info> {
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the money's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The payee's unclaimed balance; closed here.
    #[account(mut, close = opener, has_one = opener @ OrdersError::WrongOpener, dup)]
    pub unclaimed: Box<Account<'info, UnclaimedBalance>>,
    /// The wallet that opened the unclaimed balance; gets the rent.
    /// CHECK: the unclaimed balance names it.
    #[account(mut)]
    pub opener: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The payee's associated token account.
    /// CHECK: its state and address are looked at before it is paid.
    #[account(mut)]
    pub payee_account: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl DeliverUnclaimed<'_> {
    /// Writes the ledger, then pays; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, ledger, unclaimed, vault, payee_account, .. } = ctx.accounts;
        let UnclaimedBalance { payee, mint, amount, .. } = ***unclaimed;
        require_keys_eq!(mint, ledger.mint, OrdersError::WrongLedger);
        let bump = associated::bump(&payee, &mint, payee_account.key);
        require!(bump.is_some(), OrdersError::WrongTokenAccount);
        require!(token_view::takes(payee_account, &mint, &payee), OrdersError::PayeeCannotTake);
        require!(!token_view::is_frozen(vault), OrdersError::VaultFrozen);
        ledger.balances.deliver(amount).map_err(refused)?;
        vaults::pay(vault, payee_account, config, Config::SIGNER, amount)?;
        emit!(UnclaimedDelivered { payee, mint, amount });
        Ok(())
    }
}
