//! Hires processors of a node for an order.
//!
//! Who: the orders program; not while paused. Moves: nothing. Refuses: another signer, a node that is
//! offline, retired, below its minimum or under a pending slash, more processors than are free.

use {
    crate::{error::refused, events::Hired, Config, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::{orders, staking::CONFIG},
};

/// Accounts of `hire`.
#[derive(Accounts)]
pub struct Hire<'info> {
    /// The orders program's config, which only that program signs for.
    #[account(address = orders::CONFIG.address @ StakingError::NotOrders)]
    pub orders: Signer<'info>,
    /// Says whether entries are paused.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl Hire<'_> {
    /// Balances.
    pub fn handle(ctx: Context<Self>, processors: u32) -> Result<()> {
        let Self { config, node, .. } = ctx.accounts;
        config.require_not_paused()?;
        node.ledger.hire(processors, config.now()?).map_err(refused)?;
        emit!(Hired { node: node.key(), processors, hired: node.ledger.hired });
        Ok(())
    }
}
