//! Hires processors of a node in place of another one's, which are given back: `hire` and `release`
//! in one call, for a bid that outbids another.
//!
//! Who: the orders program; not while paused. Moves: nothing. Refuses: what `hire` refuses, and one
//! node in both places; then nothing is given back.

use {
    super::{hire::hire_of, release::release_of},
    crate::{Config, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::{orders, staking::CONFIG},
};

/// Accounts of `move_hire`.
#[derive(Accounts)]
pub struct MoveHire<'info> {
    /// The orders program's config, which only that program signs for.
    #[account(address = orders::CONFIG.address @ StakingError::NotOrders)]
    pub orders: Signer<'info>,
    /// Says whether entries are paused.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node whose processors are hired.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
    /// The node whose processors are given back.
    #[account(mut)]
    pub freed: Box<Account<'info, Node>>,
}

impl MoveHire<'_> {
    /// Counts the processors of both.
    pub fn handle(ctx: Context<Self>, processors: u32, until: i64) -> Result<()> {
        let Self { config, node, freed, .. } = ctx.accounts;
        hire_of(config, node, processors, until)?;
        release_of(freed, processors);
        Ok(())
    }
}
