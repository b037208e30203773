//! Records a time in which the node did not serve: it is not paid.
//!
//! Who: the oracle. Moves: nothing. What counts lies in the service, within the holdback and after
//! the end of the last outage; the event tells what was booked. Refuses: a time of which nothing
//! counts.

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
    /// Writes the outage into the order. `serial` is the number of the order that was signed for;
    /// the outage is `[from, to)` in Unix seconds.
    pub fn handle(ctx: Context<Self>, serial: u64, from: i64, to: i64) -> Result<()> {
        let Self { oracle, config, order } = ctx.accounts;
        let now = config.now()?;
        require_keys_eq!(config.oracle.at(now), oracle.key(), OrdersError::NotOracle);
        order.check_serial(serial)?;
        let booked = order.escrow.report_outage(now, from, to).map_err(refused)?;
        let at = |offset: u32| order.escrow.at.saturating_add(i64::from(offset));
        let (from, to, now) = (at(booked.from), at(booked.to), order.escrow.seen_at());
        emit!(OutageReported { order: order.key(), from, to, now });
        Ok(())
    }
}
