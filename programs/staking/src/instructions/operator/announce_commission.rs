//! Announces a node's commission: a fall holds at once, a rise after 7 days.
//!
//! Who: its operator. Moves: nothing; what is earned before is taxed by the old one. Refuses:
//! another signer, a commission above its bound.

use {
    crate::{events::CommissionAnnounced, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `announce_commission`.
#[derive(Accounts)]
pub struct AnnounceCommission<'info> {
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

impl AnnounceCommission<'_> {
    /// Brings the node to now, then writes.
    pub fn handle(ctx: Context<Self>, bps: u16) -> Result<()> {
        let Self { config, node, .. } = ctx.accounts;
        let now = config.now()?;
        config.with_pool(node.pool, |pool| node.ledger.announce_commission(pool, now, bps))?;
        emit!(CommissionAnnounced { node: node.key(), bps, effective_at: node.ledger.commission.next_at });
        Ok(())
    }
}
