//! Moves stake to a ticket that can be withdrawn after 14 days. It stops counting at once.
//!
//! Who: the owner, always; only while processors are hired the operator keeps its own stake down to the
//! node's minimum. Moves: nothing yet. Refuses: 0, more than there is, a fifth ticket.

use {
    crate::{error::refused, events::Unstaked, Config, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `unstake`.
#[derive(Accounts)]
pub struct Unstake<'info> {
    /// The owner of the stake.
    pub owner: Signer<'info>,
    /// The pools.
    // `dup` here and below: addresses and stored keys make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// The owner's stake in the node.
    #[account(mut, has_one = node @ StakingError::WrongNode, has_one = owner @ StakingError::NotOwner, dup)]
    pub stake: Box<Account<'info, Stake>>,
}

impl Unstake<'_> {
    /// Balances.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { owner, config, node, stake } = ctx.accounts;
        let (now, holder) = (config.now()?, node.holder(owner.key));
        let pool = config.pool(node.pool);
        let unstaked =
            stake.position.unstake(&mut node.ledger, pool, now, amount, holder).map_err(refused)?;
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
