//! Gives notice, as the order's ask or bid agreed: the booked time is over once the notice is,
//! after an hour of service at least.
//!
//! Who: the operator of the order's node, once. Moves: the cost of the time that falls away back to
//! the client, with the buyer's fees on it. The order is not extended any more, its client may
//! leave without the fees on unserved time, and nothing takes the notice back. Refuses: an order
//! that is not running, whose time is over, or that agreed to no notice; a second one.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::NoticeGiven,
        Ledger, Order, OrdersError, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::CONFIG,
    io_staking::Node,
};

/// Accounts of `give_notice`.
#[derive(Accounts)]
pub struct GiveNotice<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// Signs for the vault.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(mut, has_one = node @ OrdersError::WrongNode, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Node of the order; names its operator.
    #[account(has_one = operator @ OrdersError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
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

impl GiveNotice<'_> {
    /// Writes the order and the ledger, then returns the refund. `serial` is the number of the
    /// order that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { config, ledger, order, vault, client_account, unclaimed, .. } = ctx.accounts;
        order.check_serial(serial)?;
        order.check_ledger(ledger)?;
        let outcome = order.escrow.give_notice(Clock::get()?.unix_timestamp).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        let mut source = Source { ledger, vault, config, unclaimed_balances: [unclaimed, &mut None] };
        source.deliver(outcome.client, &Payee::client(order, client_account))?;
        emit!(NoticeGiven {
            order: order.key(),
            duration: order.escrow.duration,
            refund: outcome.client,
            now: order.escrow.seen_at(),
        });
        Ok(())
    }
}
