//! Books more time at the same rate.
//!
//! Who: anyone who pays; not while paused. Moves: the cost of the time and its fees, from the payer
//! to the vault. What another than the client pays is a gift: all that returns is the client's, who
//! can end at any time and leaves no fees behind but those that the gift has paid. Refuses: an
//! order that is not running; more time than the operator agreed to, 30 days in all at most; a
//! token account that is not the payer's own or holds too little.

use {
    crate::{deposit, error::refused, events::OrderExtended, Config, Ledger, Order, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
};

/// Accounts of `extend`.
#[derive(Accounts)]
pub struct Extend<'info> {
    /// Pays: the client, or somebody who gives it.
    pub payer: Signer<'info>,
    /// Holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(mut, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Token account of the payer's that the money comes from.
    /// CHECK: looked at before it pays.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl Extend<'_> {
    /// Writes the order and the ledger, then moves the money.
    pub fn handle(ctx: Context<Self>, serial: u64, seconds: u32) -> Result<()> {
        let Self { payer, config, ledger, order, source, vault, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        order.check_ledger(ledger)?;
        order.check_serial(serial)?;
        let charge = order.escrow.extend(now, seconds).map_err(refused)?;
        ledger.balances.pay_in(charge).map_err(refused)?;
        let total = charge.total().map_err(refused)?;
        deposit::pay_in(ledger, vault, payer, source, total)?;
        emit!(OrderExtended {
            order: order.key(),
            payer: payer.key(),
            duration: order.escrow.duration,
            cost: charge.cost,
            fees: charge.fees().total(),
        });
        Ok(())
    }
}
