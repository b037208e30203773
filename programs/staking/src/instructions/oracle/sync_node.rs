//! Brings a node to now: rewards by the figures so far, then its class's multiplier.
//!
//! Who: anyone, any time; right when a report lapses, a commission or a multiplier takes effect, it is
//! worth doing. Moves: nothing. Refuses: a class that is not the node's.

use {
    crate::{error::refused, events::NodeSynced, Config, HardwareClass, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `sync_node`.
#[derive(Accounts)]
pub struct SyncNode<'info> {
    /// The pools.
    // `dup` here and below: addresses and stored keys make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, has_one = class @ StakingError::WrongClass, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Its class.
    pub class: Account<'info, HardwareClass>,
}

impl SyncNode<'_> {
    /// Syncs.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, node, class } = ctx.accounts;
        let now = config.now()?;
        let multiplier = class.multiplier_at(now);
        let pool = config.pool(node.pool);
        node.ledger.set_multiplier(pool, now, multiplier).map_err(refused)?;
        emit!(NodeSynced { node: node.key(), weight: node.ledger.weight, multiplier });
        Ok(())
    }
}
