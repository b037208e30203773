//! Sets the wallet that a node's commission and pay go to.
//!
//! Who: its operator. Moves: nothing. Refuses: another signer.

use {
    crate::{events::PayoutSet, Node, StakingError},
    anchor_lang::prelude::*,
};

/// Accounts of `set_payout`.
#[derive(Accounts)]
pub struct SetPayout<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// The node.
    #[account(mut, has_one = operator @ StakingError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
}

impl SetPayout<'_> {
    /// Writes the wallet.
    pub fn handle(ctx: Context<Self>, payout: Pubkey) -> Result<()> {
        let node = &mut ctx.accounts.node;
        node.payout = payout;
        emit!(PayoutSet { node: node.key(), payout });
        Ok(())
    }
}
