//! Ends a node's work for good.
//!
//! Who: its operator. Moves: nothing. It earns and takes nothing more; stakers leave as always.
//! Refuses: another signer, a second time.

use {
    crate::{events::NodeRetired, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `retire_node`.
#[derive(Accounts)]
pub struct RetireNode<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// The pools.
    // `dup` here and below: addresses and stored keys make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, has_one = operator @ StakingError::NotOperator, dup)]
    pub node: Box<Account<'info, Node>>,
}

impl RetireNode<'_> {
    /// Brings the node to now, then retires it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, node, .. } = ctx.accounts;
        let now = config.now()?;
        config.with_pool(node.pool, |pool| node.ledger.retire(pool, now))?;
        emit!(NodeRetired { node: node.key() });
        Ok(())
    }
}
