//! Pays out the rewards of a stake.
//!
//! Who: the owner, always. Moves: IO from the reward vault to the owner. Refuses: nothing owed,
//! more than the vault holds yet, another's token account.

use {
    crate::{error::refused, events::Claimed, payable, Config, InPlace, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, REWARD_VAULT},
    },
    io_onchain::{token_view, vaults},
};

/// Accounts of `claim`.
#[derive(Accounts)]
pub struct Claim<'info> {
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
    /// A token account of the owner.
    /// CHECK: its mint and owner are checked in the handler.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Holds what the emission has minted and nobody claimed.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = REWARD_VAULT @ StakingError::WrongRewardVault)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl Claim<'_> {
    /// Writes the state first, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { owner, config, node, stake, destination, reward_vault, .. } = ctx.accounts;
        let own = token_view::takes(destination, &MINT.address, owner.key);
        require!(own, StakingError::NotOwnersTokenAccount);
        let (now, holder) = (config.now()?, node.holder(owner.key));
        let owed =
            config.with_pool(node.pool, |pool| stake.position.claim(&mut node.ledger, pool, now, holder))?;
        let amount = payable(owed, reward_vault, now)?;
        stake.position.owe(owed.saturating_sub(amount)).map_err(refused)?;
        vaults::pay(reward_vault, destination, config.as_ref(), Config::SIGNER, amount)?;
        emit!(Claimed { node: node.key(), owner: owner.key(), amount });
        Ok(())
    }
}
