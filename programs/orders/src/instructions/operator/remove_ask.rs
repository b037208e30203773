//! Takes an ask back: nobody can book at it any more. Orders that were booked go on.
//!
//! Who: the node's operator. Moves: once the node is retired, which is for good, the ask's rent to
//! the operator. Before, the account stays, so that the number of an ask is never used again.
//! Refuses: another signer, the ask of another node.

use {
    crate::{events::AskRemoved, Ask, OrdersError},
    anchor_lang::prelude::*,
    io_staking::Node,
};

/// Accounts of `remove_ask`.
#[derive(Accounts)]
pub struct RemoveAsk<'info> {
    /// The node's operator.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// The node.
    #[account(has_one = operator @ OrdersError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
    /// The node's ask.
    // `dup`: no other account here is of its type.
    #[account(mut, has_one = node @ OrdersError::WrongAsk, dup)]
    pub ask: Box<Account<'info, Ask>>,
}

impl RemoveAsk<'_> {
    /// Clears the terms; the ask of a retired node closes.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { operator, node, ask } = ctx.accounts;
        ask.remove()?;
        let closed = node.ledger.retired;
        if closed {
            ask.close(operator.to_account_info())?;
        }
        emit!(AskRemoved { node: node.key(), seq: ask.seq, closed });
        Ok(())
    }
}
