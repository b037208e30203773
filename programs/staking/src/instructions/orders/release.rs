//! Gives hired processors back. Cannot fail, and no pause stops it.
//!
//! Who: the orders program. Moves: nothing. Refuses: another signer.

use {
    crate::{events::Released, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::orders,
};

/// Accounts of `release`.
#[derive(Accounts)]
pub struct Release<'info> {
    /// The orders program's config, which only that program signs for.
    #[account(address = orders::CONFIG.address @ StakingError::NotOrders)]
    pub orders: Signer<'info>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl Release<'_> {
    /// Counts the processors.
    pub fn handle(ctx: Context<Self>, processors: u32) -> Result<()> {
        release_of(&mut ctx.accounts.node, processors);
        Ok(())
    }
}

/// Gives processors of `node` back.
#[inline(always)]
pub(super) fn release_of(node: &mut Account<Node>, processors: u32) {
    node.ledger.release(processors);
    emit!(Released { node: node.key(), processors, hired: node.ledger.hired });
}
