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
    /// The client of the order, who gets the rent.
    /// CHECK: the order names it.
    #[account(mut)]
    pub client: UncheckedAccount<'info>,
    /// The order; closed here.
    #[account(mut, close = client, has_one = client @ OrdersError::WrongClient)]
    pub order: Box<Account<'info, Order>>,
}

impl Close<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let order = &ctx.accounts.order;
        order.escrow.check_settled().map_err(refused)?;
        emit!(OrderClosed { order: order.key() });
        Ok(())
    }
}
