//! Raises the share of a proposed slash: what comes to light after the proposal needs no second
//! one. Its 30 days begin again.
//!
//! Who: the slasher, within 14 days of the proposal or of the last raise, twice at most. Moves:
//! nothing; what was withdrawn before keeps the share of its time. Refuses: another signer, no
//! slash pending, a share that is not higher.

use {
    crate::{error::refused, events::SlashRaised, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `raise_slash`.
#[derive(Accounts)]
pub struct RaiseSlash<'info> {
    /// The slasher.
    pub slasher: Signer<'info>,
    /// Names the slasher.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl RaiseSlash<'_> {
    /// Writes the higher share.
    pub fn handle(ctx: Context<Self>, share_bps: u16) -> Result<()> {
        let Self { slasher, config, node } = ctx.accounts;
        let now = config.now()?;
        let epoch = config.check_slasher(slasher, now)?;
        node.ledger.raise_slash(&config.epochs, epoch, share_bps, now).map_err(refused)?;
        let (raised_at, raises) = (node.ledger.slash.proposed_at, node.ledger.slash.raises);
        emit!(SlashRaised { node: node.key(), share_bps, raised_at, raises, epoch });
        Ok(())
    }
}
