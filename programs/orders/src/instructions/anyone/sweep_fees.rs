//! Sends the fees earned since the last sweep to buyback's vault of that currency.
//!
//! Who: anyone. Moves: fees to buyback. Refuses: another destination, one that cannot take
//! them, nothing earned.

use {
    crate::{error::refused, events::FeesSwept, Config, Ledger, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{buyback, orders::CONFIG},
    io_onchain::{token_view, vaults},
};

/// Accounts of `sweep_fees`.
#[derive(Accounts)]
pub struct SweepFees<'info> {
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the currency.
    // `dup`: no other account here is of its type.
    #[account(
        mut,
        has_one = vault @ OrdersError::WrongVault,
        has_one = sweep_to @ OrdersError::WrongSweepAccount,
        dup,
    )]
    pub ledger: Box<Account<'info, Ledger>>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Buyback's vault of this currency.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub sweep_to: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl SweepFees<'_> {
    /// Writes the ledger, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, ledger, vault, sweep_to, .. } = ctx.accounts;
        let amount = ledger.balances.sweep().map_err(refused)?;
        let takes = token_view::takes(sweep_to, &ledger.mint, &buyback::CONFIG.address);
        require!(takes, OrdersError::BuybackCannotTake);
        require!(!token_view::is_frozen(vault), OrdersError::VaultFrozen);
        vaults::pay(vault, sweep_to, config, Config::SIGNER, amount)?;
        emit!(FeesSwept { mint: ledger.mint, amount });
        Ok(())
    }
}
