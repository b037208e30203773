//! Notes a time in which the node did not serve: it is not paid.
//!
//! Who: the oracle, until that time is settled. Moves: nothing. Refuses: a time outside the service, before the end of
//! one reported earlier, or settled already.

use {
    crate::{error::refused, events::OutageReported, Config, Order, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
};

/// Accounts of `report_outage`.
#[derive(Accounts)]
pub struct ReportOutage<'info> {
    /// The oracle.
    pub oracle: Signer<'info>,
    /// Names the oracle.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The order.
    #[account(mut)]
    pub order: Box<Account<'info, Order>>,
}

impl ReportOutage<'_> {
    /// Writes the outage into the order. `serial` is the number of the order that was signed for; the outage is `[from, to)` in Unix seconds.
    pub fn handle(ctx: Context<Self>, serial: u64, from: i64, to: i64) -> Result<()> {
        let Self { oracle, config, order } = ctx.accounts;
        let now = config.now()?;
        require_keys_eq!(config.oracle.at(now), oracle.key(), OrdersError::NotOracle);
        order.check_serial(serial)?;
        order.escrow.report_outage(now, from, to).map_err(refused)?;
        emit!(OutageReported { order: order.key(), from, to });
        Ok(())
    }
}
