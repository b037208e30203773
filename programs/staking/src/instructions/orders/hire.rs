//! Hires processors of a node for an order. Until they are released, and at most up to the end that
//! the hire names, the operator's own stake stays at or above the greatest minimum of that time.
//!
//! Who: the orders program; not while paused. Moves: nothing. Refuses: another signer, an end that
//! is not within the next 44 days, a node that is offline, retired, below its minimum or under a
//! pending slash, more processors than are free.

use {
    crate::{error::refused, events::Hired, Config, InPlace, Node, StakingError},
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
    /// Counts the processors.
    pub fn handle(ctx: Context<Self>, processors: u32, until: i64) -> Result<()> {
        hire_of(&ctx.accounts.config, &mut ctx.accounts.node, processors, until)
    }
}

/// Hires processors of `node`.
#[inline(always)]
pub(super) fn hire_of(
    config: &Account<Config>,
    node: &mut Account<Node>,
    processors: u32,
    until: i64,
) -> Result<()> {
    let now = config.now()?;
    config.require_not_paused(now)?;
    let now = node.ledger.look_at_slash(&config.epochs, now);
    node.ledger.hire(processors, until, now).map_err(refused)?;
    emit!(Hired { node: node.key(), processors, until, hired: node.ledger.hired });
    Ok(())
}
