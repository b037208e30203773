//! Pays out every ticket that is unlocked. While a slash is pending its share of each is held back.
//!
//! Who: the owner, always. Moves: IO from the stake vault to the owner. Refuses: nothing unlocked,
//! another's token account.

use {
    crate::{error::refused, events::Withdrawn, Config, InPlace, Node, Stake, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, STAKE_VAULT},
    },
    io_onchain::{token_view, vaults},
};

/// Accounts of `withdraw`.
#[derive(Accounts)]
pub struct Withdraw<'info> {
    /// The owner of the stake.
    pub owner: Signer<'info>,
    /// Signs for the vault.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// The owner's stake in the node.
    #[account(mut, has_one = node @ StakingError::WrongNode, has_one = owner @ StakingError::NotOwner, dup)]
    pub stake: Box<Account<'info, Stake>>,
    /// A token account of the owner.
    /// CHECK: its mint and owner are checked in the handler.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Holds all stake.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = STAKE_VAULT.address @ StakingError::WrongStakeVault)]
    pub stake_vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl Withdraw<'_> {
    /// Writes the state first, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { owner, config, node, stake, destination, stake_vault, .. } = ctx.accounts;
        let own = token_view::takes(destination, &MINT.address, owner.key);
        require!(own, StakingError::NotOwnersTokenAccount);
        let now = node.ledger.look_at_slash(&config.epochs, config.now()?);
        let withdrawn = stake.position.withdraw(&mut node.ledger, now).map_err(refused)?;
        vaults::pay(stake_vault, destination, config.as_ref(), Config::SIGNER, withdrawn.paid)?;
        emit!(Withdrawn {
            node: node.key(),
            owner: owner.key(),
            paid: withdrawn.paid,
            held: withdrawn.held,
            forfeited: withdrawn.forfeited,
        });
        Ok(())
    }
}
