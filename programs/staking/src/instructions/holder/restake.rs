//! Claims the rewards of a stake and stakes them to the same node.
//!
//! Who: the owner; not while paused, and but for the operator not while a slash is pending. Moves:
//! IO from the reward vault to the stake vault. Refuses: what a claim refuses, and what a stake
//! refuses.

use {
    crate::{error::refused, events::Restaked, payable, Config, InPlace, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    io_onchain::vaults,
};

/// Accounts of `restake`.
#[derive(Accounts)]
pub struct Restake<'info> {
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
    /// Holds what the emission has minted and nobody claimed.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = REWARD_VAULT @ StakingError::WrongRewardVault)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Holds all stake.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = STAKE_VAULT.address @ StakingError::WrongStakeVault)]
    pub stake_vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl Restake<'_> {
    /// Writes the state first, then moves.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { owner, config, node, stake, reward_vault, stake_vault, .. } = ctx.accounts;
        let now = Config::entry(config, &mut node.ledger)?;
        let holder = node.holder(owner.key);
        let owed =
            config.with_pool(node.pool, |pool| stake.position.claim(&mut node.ledger, pool, now, holder))?;
        let amount = payable(owed, reward_vault, now)?;
        stake.position.owe(owed.saturating_sub(amount)).map_err(refused)?;
        let shares = config
            .with_pool(node.pool, |pool| stake.position.stake(&mut node.ledger, pool, now, amount, holder))?;
        vaults::pay(reward_vault, stake_vault, config.as_ref(), Config::SIGNER, amount)?;
        emit!(Restaked { node: node.key(), owner: owner.key(), amount, shares });
        Ok(())
    }
}
