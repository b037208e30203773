//! Closes an order in which nothing is left.
//!
//! Who: anyone. Moves: the rent to the client. An order that its operator ended within the first
//! hour releases the node's processors here. Refuses: an order with money in it; one that was ended
//! so, until an hour after that; one that a bid's bond stands for, until `return_bond`.

use {
    crate::{error::refused, events::OrderClosed, nodes, Order, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::{orders::CONFIG, staking},
};

/// Accounts of `close`.
#[derive(Accounts)]
pub struct Close<'info> {
    /// The client of the order, who gets the rent.
    /// CHECK: the order names it.
    #[account(mut)]
    pub client: UncheckedAccount<'info>,
    /// The order; closed here.
    #[account(
        mut,
        close = client,
        has_one = client @ OrdersError::WrongClient,
        has_one = node @ OrdersError::WrongNode,
    )]
    pub order: Box<Account<'info, Order>>,
    /// Signs the release.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Node of the order.
    /// CHECK: the order names it.
    #[account(mut)]
    pub node: UncheckedAccount<'info>,
    /// Program that releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl Close<'_> {
    /// Checks, and releases what is still hired; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { order, config, node, .. } = ctx.accounts;
        require!(!order.bonded, OrdersError::BondNotReturned);
        let releases = order.escrow.close(Clock::get()?.unix_timestamp).map_err(refused)?;
        if releases {
            let processors = order.escrow.processors;
            nodes::release(config.to_account_info(), node.to_account_info(), processors)?;
        }
        emit!(OrderClosed { order: order.key() });
        Ok(())
    }
}
