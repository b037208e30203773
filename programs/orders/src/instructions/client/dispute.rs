//! Disputes what is not paid yet: stops the service and freezes the rest until the arbiter decides.
//!
//! Who: the client, once, until the holdback is over. Moves: nothing; the node's processors are free again. Refuses: an
//! order that was not accepted, is disputed already or is settled.

use {
    crate::{error::refused, events::OrderDisputed, nodes, Ledger, Order, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::{orders::CONFIG, staking},
    io_economics::orders::Stage,
};

/// Accounts of `dispute`.
#[derive(Accounts)]
pub struct Dispute<'info> {
    /// The client of the order.
    pub client: Signer<'info>,
    /// Signs the release.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(
        mut,
        has_one = client @ OrdersError::NotClient,
        has_one = node @ OrdersError::WrongNode,
        dup,
    )]
    pub order: Box<Account<'info, Order>>,
    /// Node whose processors are released.
    /// CHECK: the order names it.
    #[account(mut)]
    pub node: UncheckedAccount<'info>,
    /// Program that releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl Dispute<'_> {
    /// Writes the order and the ledger, then releases the processors.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { config, ledger, order, node, .. } = ctx.accounts;
        order.check_ledger(ledger)?;
        order.check_serial(serial)?;
        let ran = order.escrow.stage == Stage::Running;
        let outcome = order.escrow.dispute(Clock::get()?.unix_timestamp).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        if ran {
            let processors = order.escrow.processors;
            nodes::release(config.to_account_info(), node.to_account_info(), processors)?;
        }
        emit!(OrderDisputed { order: order.key(), now: order.escrow.seen_at(), fees: outcome.fees });
        Ok(())
    }
}
