//! Brings a node to now: what it has earned so far is booked, and a report that has lapsed counts
//! no more.
//!
//! Who: anyone, any time; it changes nobody's pay, but a node that nobody syncs for a week after
//! its report lapsed gets nothing since its last sync. Moves: nothing. Refuses: nothing.

use {
    crate::{events::NodeSynced, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `sync_node`.
#[derive(Accounts)]
pub struct SyncNode<'info> {
    /// The pools.
    /// CHECK: its address is a constant, and the handler reads it in place.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// The node.
    // `dup` here and below: stored keys make a duplicate impossible.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
}

impl SyncNode<'_> {
    /// Syncs.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, node } = ctx.accounts;
        let now = config.now()?;
        config.with_pool(node.pool, |pool| node.ledger.sync(pool, now))?;
        let (weight, multiplier) = (node.ledger.weight, node.ledger.multiplier);
        emit!(NodeSynced { node: node.key(), weight, multiplier });
        Ok(())
    }
}
