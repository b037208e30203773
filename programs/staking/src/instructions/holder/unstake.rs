//! Moves stake to a ticket that can be withdrawn after 14 days. It earns nothing from then on; a
//! delegator's goes on counting toward the node's minimum up to its next report.
//!
//! Who: the owner, always; only while processors are hired, and at most up to the end of the hire,
//! the operator keeps its own stake down to the minimum. Where all four tickets are in use,
//! unlocked ones are merged; else the stake joins the newest ticket, whose 14 days begin again.
//! Moves: nothing yet. Refuses: 0, more than there is.

use {
    crate::{events::Unstaked, InPlace, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `unstake`.
#[derive(Accounts)]
pub struct Unstake<'info> {
    /// The owner of the stake.
    pub owner: Signer<'info>,
    /// The pools.
    /// CHECK: its address is a constant, and the handler reads it in place.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// The node.
    // `dup` here and below: stored keys make a duplicate impossible.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// The owner's stake in the node.
    #[account(mut, has_one = node @ StakingError::WrongNode, has_one = owner @ StakingError::NotOwner, dup)]
    pub stake: Box<Account<'info, Stake>>,
}

impl Unstake<'_> {
    /// Opens the ticket.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { owner, config, node, stake } = ctx.accounts;
        let (now, holder) = (config.now()?, node.holder(owner.key));
        let unstaked = config.with_pool(node.pool, |pool| {
            stake.position.unstake(&mut node.ledger, pool, now, amount, holder)
        })?;
        emit!(Unstaked {
            node: node.key(),
            owner: owner.key(),
            amount,
            shares: unstaked.shares,
            unlocks_at: unstaked.unlocks_at.unwrap_or(now),
        });
        Ok(())
    }
}
