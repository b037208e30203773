//! Cancels an order that was not accepted: everything returns.
//!
//! Who: the client at any time before acceptance; anyone once the window for accepting is over.
//! Moves: everything back to the client. Refuses: an accepted order, a stranger while the window is
//! open.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::OrderCancelled,
        Ledger, Order, OrdersError, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
};

/// Accounts of `cancel`.
#[derive(Accounts)]
pub struct Cancel<'info> {
    /// The client, or anyone.
    pub canceller: Signer<'info>,
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(mut, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The client's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub client_account: UncheckedAccount<'info>,
    /// Unclaimed balance of the client; needed only if that account cannot take the refund.
    #[account(mut, dup)]
    pub unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl Cancel<'_> {
    /// Writes the order and the ledger, then returns the money.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { canceller, config, ledger, order, vault, client_account, unclaimed, .. } = ctx.accounts;
        order.check_ledger(ledger)?;
        order.check_serial(serial)?;
        let by_client = canceller.key() == order.client;
        let outcome = order.escrow.cancel(Clock::get()?.unix_timestamp, by_client).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        let mut source = Source { ledger, vault, config, unclaimed_balances: [unclaimed, &mut None] };
        source.deliver(outcome.client, &Payee::client(order, client_account))?;
        emit!(OrderCancelled {
            order: order.key(),
            by: canceller.key(),
            now: order.escrow.seen_at(),
            refund: outcome.client,
        });
        Ok(())
    }
}
