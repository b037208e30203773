//! Closes an empty stake and returns its rent.
//!
//! Who: the owner, always. Moves: the rent to the owner; a fraction of a base unit of rewards is
//! given up. Refuses: a stake that holds shares, tickets or rewards.

use {
    crate::{error::refused, events::StakeClosed, Node, Stake, StakingError},
    anchor_lang::prelude::*,
};

/// Accounts of `close_stake`.
#[derive(Accounts)]
pub struct CloseStake<'info> {
    /// The owner of the stake; gets the rent.
    #[account(mut)]
    pub owner: Signer<'info>,
    /// The node.
    // `dup` here and below: stored keys make a duplicate impossible.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Closed here.
    #[account(
        mut,
        dup,
        close = owner,
        has_one = node @ StakingError::WrongNode,
        has_one = owner @ StakingError::NotOwner,
    )]
    pub stake: Box<Account<'info, Stake>>,
}

impl CloseStake<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { owner, node, stake } = ctx.accounts;
        // What a slash has taken whole may still have rewards of before.
        let holder = node.holder(owner.key);
        stake.position.settle(&mut node.ledger, holder).map_err(refused)?;
        require!(stake.position.is_empty(&node.ledger), StakingError::NotEmpty);
        emit!(StakeClosed { node: node.key(), owner: owner.key() });
        Ok(())
    }
}
