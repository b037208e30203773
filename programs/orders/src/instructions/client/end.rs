//! Stops the service and returns the time not used.
//!
//! Who: the client or the operator at any time; anyone once the booked time is over. Moves: the cost of the time left
//! back to the client, who pays for the first hour at least; if the operator stops within the first hour, everything. The
//! node's processors are free again. Refuses: an order that is not running, a stranger before the booked time is over.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::OrderEnded,
        nodes, Ledger, Order, OrdersError, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{orders::CONFIG, staking},
    io_economics::orders::{Ender, Stage},
    io_staking::Node,
};

/// Accounts of `end`.
#[derive(Accounts)]
pub struct End<'info> {
    /// The client, the operator, or anyone.
    pub ender: Signer<'info>,
    /// Signs for the vault and the release.
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
    /// Node whose processors are released; names its operator.
    #[account(mut, dup)]
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
    /// Program that releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl End<'_> {
    /// Writes the order and the ledger, returns the refund, releases the processors. `serial` is the number of the order that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { ender, config, ledger, order, node, vault, client_account, unclaimed, .. } = ctx.accounts;
        order.check_serial(serial)?;
        order.check_ledger(ledger)?;
        let by = match ender.key() {
            key if key == order.client => Ender::Client,
            key if key == node.operator => Ender::Operator,
            _ => Ender::Stranger,
        };
        let outcome = order.escrow.end(Clock::get()?.unix_timestamp, by).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        let mut source = Source { ledger, vault, config, unclaimed_balances: [unclaimed, &mut None] };
        source.deliver(outcome.client, &Payee::client(order, client_account))?;
        nodes::release(config.to_account_info(), node.to_account_info(), order.escrow.processors)?;
        let done = order.escrow.stage == Stage::Settled;
        emit!(OrderEnded {
            order: order.key(),
            by: ender.key(),
            duration: if done { 0 } else { order.escrow.duration },
            refund: outcome.client,
            fees: outcome.fees,
            done,
        });
        Ok(())
    }
}
