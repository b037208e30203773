//! Sends the fees earned since the last sweep to buyback's vault of that currency.
//!
//! Who: anyone. Moves: fees to buyback. Refuses: another destination, nothing earned.

use {
    crate::{error::refused, events::FeesSwept, Config, OrdersError, Payment},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_onchain::vaults,
};

/// Accounts of `sweep_fees`.
#[derive(Accounts)]
pub struct SweepFees<'info> {
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Books of the currency. `dup`: no other account here is of its type.
    #[account(
        mut,
        has_one = vault @ OrdersError::WrongVault,
        has_one = sweep_to @ OrdersError::WrongSweepAccount,
        dup,
    )]
    pub payment: Box<Account<'info, Payment>>,
    /// Holds everything paid in.
    /// CHECK: the books name it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Buyback's vault.
    /// CHECK: the books name it, and the token program checks the rest.
    #[account(mut)]
    pub sweep_to: UncheckedAccount<'info>,
    /// Moves the fees.
    pub token_program: Program<'info, Token>,
}

impl SweepFees<'_> {
    /// Books first, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, payment, vault, sweep_to, .. } = ctx.accounts;
        let amount = payment.books.sweep().map_err(refused)?;
        vaults::pay(
            vault.to_account_info(),
            sweep_to.to_account_info(),
            config.to_account_info(),
            Config::SIGNER,
            amount,
        )?;
        emit!(FeesSwept { mint: payment.mint, amount });
        Ok(())
    }
}
