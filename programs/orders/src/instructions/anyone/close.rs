//! Closes an order in which nothing is left.
//!
//! Who: anyone. Moves: the rent to the client. Refuses: an order with money in it.

use {
    crate::{error::refused, events::OrderClosed, Order, OrdersError},
    anchor_lang::prelude::*,
};

/// Accounts of `close`.
#[derive(Accounts)]
pub struct Close<'info> {
    /// Gets the rent.
    /// CHECK: the order names it.
    #[account(mut)]
    pub client: UncheckedAccount<'info>,
    /// Closed here.
    #[account(mut, close = client, has_one = client @ OrdersError::WrongClient)]
    pub order: Box<Account<'info, Order>>,
}

impl Close<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let order = &ctx.accounts.order;
        order.escrow.must_be_settled().map_err(refused)?;
        emit!(OrderClosed { order: order.key() });
        Ok(())
    }
}
