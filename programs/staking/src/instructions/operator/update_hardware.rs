//! Changes a node's class or its number of processors.
//!
//! Who: its operator, while no processor is hired. Moves: nothing; what is earned so far stays
//! earned. The node is offline until the oracle has attested the new hardware: its revision rises,
//! and a report for the old one is skipped. Refuses: another signer, no processors, a node that is
//! hired or retired.

use {
    crate::{events::HardwareUpdated, Config, HardwareClass, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `update_hardware`.
#[derive(Accounts)]
pub struct UpdateHardware<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// The pools.
    // `dup` here and below: addresses and stored keys make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, has_one = operator @ StakingError::NotOperator, dup)]
    pub node: Box<Account<'info, Node>>,
    /// The class it has from now on, maybe the same.
    pub class: Account<'info, HardwareClass>,
}

impl UpdateHardware<'_> {
    /// Changes the ledger in the pool it was in; a node that is offline weighs nothing in either.
    pub fn handle(ctx: Context<Self>, processors: u32) -> Result<()> {
        let Self { config, node, class, .. } = ctx.accounts;
        let now = config.now()?;
        let multiplier = class.multiplier_at(now);
        config.with_pool(node.pool, |pool| node.ledger.change_hardware(pool, now, multiplier, processors))?;
        (node.class, node.pool) = (class.key(), class.pool);
        node.revision = node.revision.checked_add(1).ok_or(StakingError::Overflow)?;
        emit!(HardwareUpdated { node: node.key(), class: node.class, processors, revision: node.revision });
        Ok(())
    }
}
