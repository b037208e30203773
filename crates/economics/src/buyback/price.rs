//! The price of IO in USDC, from two quotes in USD, taken against the caller.

use super::{BuybackError, Params};
use crate::fraction::floor_bps;

/// How far ahead of the chain's clock a price may be, in seconds.
pub const MAX_AHEAD_SECONDS: i64 = 10;

/// Least exponent of a quote; the greatest is 0.
pub const MIN_EXPONENT: i32 = -18;

/// A price in USD as the oracle gives it: `price * 10^exponent`, give or take `conf * 10^exponent`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The price.
    pub price: i64,
    /// Half the width of the interval in which the price lies.
    pub conf: u64,
    /// Power of ten of price, confidence and average.
    pub exponent: i32,
    /// When it was published, in Unix seconds.
    pub publish_time: i64,
    /// The oracle's moving average of the price.
    pub average: i64,
}

impl Quote {
    /// Whether the quote may be used at `now`: by its own age alone, so that nobody who uses a
    /// newer one shuts others out.
    ///
    /// # Errors
    /// `PriceTooOld`; `PriceAhead`.
    pub(super) fn check_time(&self, now: i64, max_age: u16) -> Result<(), BuybackError> {
        if now.saturating_sub(self.publish_time) > i64::from(max_age) {
            return Err(BuybackError::PriceTooOld);
        }
        if self.publish_time.saturating_sub(now) > MAX_AHEAD_SECONDS {
            return Err(BuybackError::PriceAhead);
        }
        Ok(())
    }

    /// The price and its confidence, which is at most `max_conf_bps` of it.
    fn checked(&self, max_conf_bps: u16) -> Result<(u64, u64), BuybackError> {
        if self.price <= 0 {
            return Err(BuybackError::PriceNotPositive);
        }
        if !(MIN_EXPONENT..=0).contains(&self.exponent) {
            return Err(BuybackError::PriceExponent);
        }
        let price = self.price.unsigned_abs();
        if self.conf > floor_bps(price, max_conf_bps) {
            return Err(BuybackError::PriceTooWide);
        }
        Ok((price, self.conf))
    }
}

/// USDC for one IO: `io / usdc * 10^exponent`, and what it was on average: `average / usdc *
/// 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The low end of IO in USD.
    pub(super) io: u64,
    /// The moving average of IO in USD; 0 if it is not above that.
    pub(super) average: u64,
    /// The high end of USDC in USD.
    pub(super) usdc: u64,
    /// From -18 to 18.
    pub(super) exponent: i32,
}

impl Price {
    /// IO/USD less its confidence over USDC/USD plus its own. The times of the quotes do not matter
    /// here.
    ///
    /// # Errors
    /// `PriceNotPositive`; `PriceExponent`; `PriceTooWide` above `max_conf_bps` of the price.
    pub fn new(io: &Quote, usdc: &Quote, params: &Params) -> Result<Self, BuybackError> {
        let (io_price, io_conf) = io.checked(params.max_conf_bps)?;
        let (usdc_price, usdc_conf) = usdc.checked(params.max_conf_bps)?;
        Ok(Self {
            // At least 0, and at most 2^64 - 2.
            io: io_price.saturating_sub(io_conf),
            average: io.average.max(0).unsigned_abs(),
            usdc: usdc_price.saturating_add(usdc_conf),
            exponent: io.exponent.saturating_sub(usdc.exponent),
        })
    }
}
