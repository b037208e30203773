//! Cancels a proposed slash; what was held back is its owners' again.
//!
//! Who: the slasher. Moves: nothing. Refuses: another signer, no slash pending.

use {
    crate::{error::refused, events::SlashCancelled, Config, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `cancel_slash`.
#[derive(Accounts)]
pub struct CancelSlash<'info> {
    /// The slasher.
    pub slasher: Signer<'info>,
    /// Names the slasher.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl CancelSlash<'_> {
    /// Takes the proposal back.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { slasher, config, node } = ctx.accounts;
        let now = config.now()?;
        require_keys_eq!(config.slasher.at(now), slasher.key(), StakingError::NotSlasher);
        node.ledger.cancel_slash(now).map_err(refused)?;
        emit!(SlashCancelled { node: node.key() });
        Ok(())
    }
}
