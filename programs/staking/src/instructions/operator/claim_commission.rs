//! Pays a node's commission to its payout wallet.
//!
//! Who: anyone; it goes to the payout wallet's canonical token account only. Moves: IO from the
//! reward vault. Refuses: another destination, nothing owed, more than the vault holds yet.

use {
    crate::{error::refused, events::CommissionClaimed, payable, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, REWARD_VAULT},
    },
    io_onchain::{associated, token_view, vaults},
};

/// Accounts of `claim_commission`.
#[derive(Accounts)]
pub struct ClaimCommission<'info> {
    /// The pools.
    // `dup` here and below: addresses and stored keys make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Holds what the emission has minted and nobody claimed.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = REWARD_VAULT @ StakingError::WrongRewardVault)]
    pub reward_vault: UncheckedAccount<'info>,
    /// The payout wallet's associated token account.
    /// CHECK: its address, mint and owner are checked in the handler.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl ClaimCommission<'_> {
    /// Writes the state first, then pays.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, node, reward_vault, destination, .. } = ctx.accounts;
        let canonical = token_view::takes(destination, &MINT.address, &node.payout)
            && associated::bump(&node.payout, &MINT.address, destination.key).is_some();
        require!(canonical, StakingError::NotPayoutTokenAccount);
        let now = config.now()?;
        let owed = config.with_pool(node.pool, |pool| node.ledger.claim_commission(pool, now))?;
        let amount = payable(owed, reward_vault, now)?;
        node.ledger.owe_commission(owed.saturating_sub(amount)).map_err(refused)?;
        vaults::pay(reward_vault, destination, config.as_ref(), Config::SIGNER, amount)?;
        emit!(CommissionClaimed { node: node.key(), payout: node.payout, amount });
        Ok(())
    }
}
