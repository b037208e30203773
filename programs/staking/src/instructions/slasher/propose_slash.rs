//! Proposes to slash a share of a node's stake. It can be executed on days 30 to 37.
//!
//! Who: the slasher, once in 90 days for each node. Moves: nothing; until it is resolved the node takes no
//! stake and no hire, and that share of each withdrawal is held back. Refuses: another signer, 0, above 100%.

use {
    crate::{error::refused, events::SlashProposed, Config, Node, StakingError},
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
        require_keys_eq!(config.slasher.at(now), slasher.key(), StakingError::NotSlasher);
        node.ledger.propose_slash(share_bps, now).map_err(refused)?;
        emit!(SlashProposed { node: node.key(), share_bps, proposed_at: node.ledger.slash.proposed_at });
        Ok(())
    }
}
