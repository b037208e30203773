//! Pays the provider for the time served up to the holdback; at the end of all, returns to the
//! client what is left.
//!
//! Who: anyone, at any time. Moves: pay less its fees to the provider, the buyer's fees on that pay
//! to the ledger's fees, the rest to the client at the end, when the node's record is written.
//! Refuses: an order that was not accepted, the first hour, nothing due; of an order in dispute,
//! what is disputed; at the end, another account than the node's record.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::OrderSettled,
        Ledger, Order, OrdersError, Record, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_economics::orders::Stage,
};

/// Accounts of `settle`.
#[derive(Accounts)]
pub struct Settle<'info> {
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
    /// The provider's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub provider_account: UncheckedAccount<'info>,
    /// The client's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub client_account: UncheckedAccount<'info>,
    /// Record of the order's node, at ["record", node], whether it is open or not; the last
    /// settlement adds to it.
    /// CHECK: the handler derives its address where it is written.
    #[account(mut)]
    pub record: UncheckedAccount<'info>,
    /// Unclaimed balance of a payee whose account cannot take its money; not needed otherwise.
    // `dup`: the handler compares this one with the next.
    #[account(mut, dup)]
    pub unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Unclaimed balance of the other payee, likewise.
    #[account(mut, dup)]
    pub other_unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

impl Settle<'_> {
    /// Writes the order and the ledger, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { ledger, order, vault, config, .. } = ctx.accounts;
        order.check_ledger(ledger)?;
        let outcome = order.escrow.settle(Clock::get()?.unix_timestamp).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        let unclaimed_balances =
            UnclaimedBalance::pair(&mut ctx.accounts.unclaimed, &mut ctx.accounts.other_unclaimed)?;
        let mut source = Source { ledger, vault, config, unclaimed_balances };
        source.deliver(outcome.provider, &Payee::provider(order, &ctx.accounts.provider_account))?;
        source.deliver(outcome.to_client(), &Payee::client(order, &ctx.accounts.client_account))?;
        let done = order.escrow.stage == Stage::Settled;
        let recorded = done && Record::write(&ctx.accounts.record, order, &outcome, false)?;
        emit!(OrderSettled {
            order: order.key(),
            provider: outcome.provider,
            client: outcome.client,
            bond: outcome.bond_returned,
            fees: outcome.fees,
            now: order.escrow.seen_at(),
            done,
            recorded,
        });
        Ok(())
    }
}
