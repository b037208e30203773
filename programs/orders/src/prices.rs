//! IO at the oracle's price: reads the two price accounts of a booking.

use {
    crate::{error::refused, Config, OrdersError},
    anchor_lang::prelude::*,
    io_economics::orders::AskTerms,
    io_onchain::price_view,
};

/// A price account that a caller may pass.
pub type Passed<'a, 'info> = Option<&'a AccountInfo<'info>>;

/// The rate in IO of an ask at the oracle's price.
///
/// # Errors
/// `NoPriceFeeds`; `PriceMissing`; if a price is not fit.
pub fn rate_in_io(config: &Config, now: i64, ask: &AskTerms, io: Passed, usdc: Passed) -> Result<u64> {
    let rules = config.prices.at(now);
    require!(rules.has_feeds(), OrdersError::NoPriceFeeds);
    let (Some(io), Some(usdc)) = (io, usdc) else { return Err(OrdersError::PriceMissing.into()) };
    let io = price_view::quote(io, &rules.io_feed).map_err(OrdersError::from)?;
    let usdc = price_view::quote(usdc, &rules.usdc_feed).map_err(OrdersError::from)?;
    rules.rate_in_io(now, &io, &usdc, ask.rate_usdc, ask.premium_bps).map_err(refused)
}
