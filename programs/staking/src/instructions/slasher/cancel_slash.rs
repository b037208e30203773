//! Cancels a proposed slash; what was held back is its owners' again.
//!
//! Who: the slasher, unless its epoch is void, or the admin. Moves: nothing. Refuses: another
//! signer, no slash pending.

use {
    crate::{error::refused, events::SlashCancelled, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `cancel_slash`.
#[derive(Accounts)]
pub struct CancelSlash<'info> {
    /// The slasher or the admin.
    pub authority: Signer<'info>,
    /// Names the slasher and the admin.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl CancelSlash<'_> {
    /// Takes the proposal back.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { authority, config, node } = ctx.accounts;
        let now = config.now()?;
        let by = authority.key();
        if by != config.admin {
            require!(by == config.slasher.at(now), StakingError::NotSlasherOrAdmin);
            config.epochs.check(config.epoch_at(now)).map_err(refused)?;
        }
        node.ledger.cancel_slash(&config.epochs, now).map_err(refused)?;
        emit!(SlashCancelled { node: node.key(), by });
        Ok(())
    }
}
