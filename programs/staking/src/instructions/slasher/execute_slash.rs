//! Executes a proposed slash, on days 30 to 37 after the proposal or its last raise: own and
//! delegated, bonded and cooling stake alike.
//!
//! Who: anyone. Moves: IO from the stake vault to nothing. Refuses: too early, no slash pending,
//! also once it has lapsed or its epoch is void.

use {
    crate::{events::SlashExecuted, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, STAKE_VAULT},
    },
    io_onchain::vaults,
};

/// Accounts of `execute_slash`.
#[derive(Accounts)]
pub struct ExecuteSlash<'info> {
    /// The pools.
    // `dup` here and below: addresses and stored keys make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Holds all stake.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = STAKE_VAULT.address @ StakingError::WrongStakeVault)]
    pub stake_vault: UncheckedAccount<'info>,
    /// The IO mint.
    /// CHECK: its address is a constant.
    #[account(mut, address = MINT.address @ StakingError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl ExecuteSlash<'_> {
    /// Writes the state first, then burns.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, node, stake_vault, mint, .. } = ctx.accounts;
        let now = config.now()?;
        let slashed =
            config.with_pool(node.pool, |pool| node.ledger.execute_slash(&config.epochs, pool, now))?;
        vaults::burn(stake_vault, mint, config.as_ref(), Config::SIGNER, slashed.total())?;
        emit!(SlashExecuted {
            node: node.key(),
            bonded: slashed.bonded,
            cooling: slashed.cooling,
            held: slashed.held,
        });
        Ok(())
    }
}
