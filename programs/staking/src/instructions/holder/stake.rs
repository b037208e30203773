//! Stakes IO to a node.
//!
//! Who: the owner; not while paused, and not while a slash is pending. Moves: IO from the owner to the
//! stake vault. Refuses: 0, a retired node, a delegation beyond the operator's own stake.

use {
    crate::{error::refused, events::Staked, Config, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::staking::{CONFIG, STAKE_VAULT},
    io_onchain::vaults,
};

/// Accounts of `stake`.
#[derive(Accounts)]
pub struct StakeIo<'info> {
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
    /// Where the owner's IO comes from.
    /// CHECK: the token program checks that it is IO and that the owner may spend it.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Holds all stake.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = STAKE_VAULT.address @ StakingError::WrongStakeVault)]
    pub stake_vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl StakeIo<'_> {
    /// Books first, then moves.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { owner, config, node, stake, source, stake_vault, .. } = ctx.accounts;
        config.require_not_paused()?;
        let (now, holder) = (config.now()?, node.holder(owner.key));
        let pool = config.pool(node.pool);
        let shares = stake.position.stake(&mut node.ledger, pool, now, amount, holder).map_err(refused)?;
        vaults::deposit(source, stake_vault, owner, amount)?;
        emit!(Staked { node: node.key(), owner: owner.key(), amount, shares });
        Ok(())
    }
}
