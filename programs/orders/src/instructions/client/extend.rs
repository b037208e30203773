//! Books more time at the same rate.
//!
//! Who: the client; not while paused. Moves: the cost of the time and its fees, from the client to the vault.
//! Refuses: an order that is not running, or whose operator takes no extensions; more than 30 days in all.

use {
    crate::{error::refused, events::OrderExtended, Config, Ledger, Order, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_onchain::vaults,
};

/// Accounts of `extend`.
#[derive(Accounts)]
pub struct Extend<'info> {
    /// The client, who pays.
    pub client: Signer<'info>,
    /// Holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(mut, has_one = client @ OrdersError::NotClient, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Token account that the client pays from.
    /// CHECK: the token program checks that it is of the vault's mint and that the client may spend it.
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
        let Self { client, config, ledger, order, source, vault, .. } = ctx.accounts;
        config.require_not_paused()?;
        order.check_ledger(ledger)?;
        order.check_serial(serial)?;
        let now = Clock::get()?.unix_timestamp;
        let (charge, earned) = order.escrow.extend(now, seconds).map_err(refused)?;
        ledger.balances.pay_in(charge, earned).map_err(refused)?;
        let total = charge.total().map_err(refused)?;
        vaults::deposit(source, vault, client, total)?;
        emit!(OrderExtended {
            order: order.key(),
            duration: order.escrow.duration,
            cost: charge.cost,
            fees: charge.fees().total(),
            earned,
        });
        Ok(())
    }
}
