//! Proposes to slash a share of a node's stake. It can be executed on days 30 to 37.
//!
//! Who: the slasher, unless its epoch is void; for each node 90 days after a slash of its epoch
//! that was cancelled, lapsed, or executed below 10%. Moves: nothing. Until the slash is resolved
//! the node takes stake of its operator alone and no hire, and that share of each withdrawal is
//! held back. Refuses: another signer, 0, above 100%.

use {
    crate::{error::refused, events::SlashProposed, Config, InPlace, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
};

/// Accounts of `propose_slash`.
#[derive(Accounts)]
pub struct ProposeSlash<'info> {
    /// The slasher.
    pub slasher: Signer<'info>,
    /// Names the slasher.
    #[account(address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The node.
    #[account(mut)]
    pub node: Box<Account<'info, Node>>,
}

impl ProposeSlash<'_> {
    /// Writes the proposal.
    pub fn handle(ctx: Context<Self>, share_bps: u16) -> Result<()> {
        let Self { slasher, config, node } = ctx.accounts;
        let now = config.now()?;
        let epoch = config.check_slasher(slasher, now)?;
        node.ledger.propose_slash(&config.epochs, epoch, share_bps, now).map_err(refused)?;
        let proposed_at = node.ledger.slash.proposed_at;
        emit!(SlashProposed { node: node.key(), share_bps, proposed_at, epoch });
        Ok(())
    }
}
