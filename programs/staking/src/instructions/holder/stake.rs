//! Stakes IO to a node.
//!
//! Who: the owner; not while paused, and but for the operator not while a slash is pending. Moves:
//! IO from the owner to the stake vault. Refuses: 0, a retired node, a delegation beyond the node's
//! offer, a token account that is not the owner's.

use {
    crate::{events::Staked, Config, InPlace, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, STAKE_VAULT},
    },
    io_onchain::{token_view, vaults},
};

/// Accounts of `stake`.
#[derive(Accounts)]
pub struct StakeIo<'info> {
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
    /// Where the owner's IO comes from.
    /// CHECK: its mint and owner are checked in the handler.
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
    /// Writes the state first, then moves.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { owner, config, node, stake, source, stake_vault, .. } = ctx.accounts;
        let now = Config::entry(config, &mut node.ledger)?;
        let own = token_view::takes(source, &MINT.address, owner.key);
        require!(own, StakingError::NotOwnersTokenAccount);
        let holder = node.holder(owner.key);
        let shares = config
            .with_pool(node.pool, |pool| stake.position.stake(&mut node.ledger, pool, now, amount, holder))?;
        vaults::deposit(source, stake_vault, owner, amount)?;
        emit!(Staked { node: node.key(), owner: owner.key(), amount, shares });
        Ok(())
    }
}
