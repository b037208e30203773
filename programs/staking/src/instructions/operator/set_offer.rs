//! Sets how much of its node's minimum an operator leaves to others.
//!
//! Who: its operator, at any time. Moves: nothing. A lower offer binds new stake alone, restaked
//! rewards included: what others have staked stays. Refuses: another signer, a retired node.

use {
    crate::{error::refused, events::OfferSet, Node, StakingError},
    anchor_lang::prelude::*,
};

/// Accounts of `set_offer`.
#[derive(Accounts)]
pub struct SetOffer<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// The node.
    #[account(mut, has_one = operator @ StakingError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
}

impl SetOffer<'_> {
    /// Writes the offer; at most half of the minimum counts.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let node = &mut ctx.accounts.node;
        node.ledger.set_offer(amount).map_err(refused)?;
        emit!(OfferSet { node: node.key(), amount });
        Ok(())
    }
}
