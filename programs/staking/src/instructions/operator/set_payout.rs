//! Sets the wallet that a node's commission and pay go to.
//!
//! Who: its operator. Moves: nothing. Refuses: another signer.

use {
    crate::{events::PayoutSet, Node},
    anchor_lang::prelude::*,
};

/// Accounts of `set_payout`.
#[derive(Accounts)]
pub struct SetPayout<'info> {
    /// Runs the node.
    pub operator: Signer<'info>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl SetPayout<'_> {
    /// Writes the wallet.
    pub fn handle(ctx: Context<Self>, payout: Pubkey) -> Result<()> {
        let node = &mut ctx.accounts.node;
        node.must_be_operator(&ctx.accounts.operator)?;
        node.payout = payout;
        emit!(PayoutSet { node: node.key(), payout });
        Ok(())
    }
}
