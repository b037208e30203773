//! Announces maintenance of a node in its record, where clients see it beside the outages: these
//! count in full all the same.
//!
//! Who: the node's operator, at least 24 hours ahead. Moves: nothing. Refuses: another signer; less
//! time ahead; more than 24 hours in all in a window of 90 days; the record of another node.

use {
    crate::{error::refused, events::MaintenanceAnnounced, OrdersError, Record},
    anchor_lang::prelude::*,
    io_staking::Node,
};

/// Accounts of `announce_maintenance`.
#[derive(Accounts)]
pub struct AnnounceMaintenance<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// The node.
    #[account(has_one = operator @ OrdersError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
    /// The node's record.
    #[account(mut, has_one = node @ OrdersError::WrongRecord)]
    pub record: Box<Account<'info, Record>>,
}

impl AnnounceMaintenance<'_> {
    /// Writes the record. The maintenance is `[from, to)` in Unix seconds.
    pub fn handle(ctx: Context<Self>, from: i64, to: i64) -> Result<()> {
        let Self { node, record, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        record.history.announce(now, from, to).map_err(refused)?;
        emit!(MaintenanceAnnounced { node: node.key(), from, to, now });
        Ok(())
    }
}
