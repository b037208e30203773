//! The price of IO in USDC by two of the oracle's quotes in USD, and which quotes are fit: shared
//! by the buyback, which takes it against who sells IO, and by orders, which take it against who
//! pays in IO.

use crate::{
    fraction::floor_bps,
    units::{IO_DECIMALS, USDC_DECIMALS},
    wide::{checked_mul, words},
};

/// Greatest age that a price may be allowed, in seconds.
pub const MAX_AGE_SECONDS: u16 = 60;

/// Greatest confidence that a price may be allowed, in bps of the price: 1%.
pub const MAX_CONF_BPS: u16 = 100;

/// How far ahead of the chain's clock a price may be, in seconds.
pub const MAX_AHEAD_SECONDS: i64 = 10;

/// Least exponent of a quote; the greatest is 0.
pub const MIN_EXPONENT: i32 = -18;

/// Base units of IO to one of USDC, if one IO were one USDC: 100.
pub(crate) const IO_TO_USDC: u64 = 10u64.pow(IO_DECIMALS as u32 - USDC_DECIMALS as u32);

/// 10^0 to 10^18.
const POWERS_OF_TEN: [u64; 19] = {
    let mut powers = [1; 19];
    let mut i = 1;
    while i < powers.len() {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// Why a quote is not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceError {
    /// The price is older than the rule takes.
    TooOld,
    /// The price is further ahead of the clock than [`MAX_AHEAD_SECONDS`].
    Ahead,
    /// The price is not above 0.
    NotPositive,
    /// The exponent of the price is not from [`MIN_EXPONENT`] to 0.
    Exponent,
    /// The confidence is too wide for the price.
    TooWide,
    /// The price of IO in USDC is beyond what can be computed.
    OutOfRange,
}

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
    /// `TooOld`; `Ahead`.
    pub fn check_time(&self, now: i64, max_age: u16) -> Result<(), PriceError> {
        if now.saturating_sub(self.publish_time) > i64::from(max_age) {
            return Err(PriceError::TooOld);
        }
        if self.publish_time.saturating_sub(now) > MAX_AHEAD_SECONDS {
            return Err(PriceError::Ahead);
        }
        Ok(())
    }

    /// The price and its confidence, which is at most `max_conf_bps` of it.
    fn checked(&self, max_conf_bps: u16) -> Result<(u64, u64), PriceError> {
        if self.price <= 0 {
            return Err(PriceError::NotPositive);
        }
        if !(MIN_EXPONENT..=0).contains(&self.exponent) {
            return Err(PriceError::Exponent);
        }
        let price = self.price.unsigned_abs();
        if self.conf > floor_bps(price, max_conf_bps) {
            return Err(PriceError::TooWide);
        }
        Ok((price, self.conf))
    }
}

/// USDC for one IO: `io / usdc * 10^exponent`, and what it was on average: `average / usdc *
/// 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The low end of IO in USD.
    pub(crate) io: u64,
    /// The moving average of IO in USD; 0 if it is not above that.
    pub(crate) average: u64,
    /// The high end of USDC in USD.
    pub(crate) usdc: u64,
    /// From -18 to 18.
    exponent: i32,
}

impl Price {
    /// IO/USD less its confidence over USDC/USD plus its own. The times of the quotes do not matter
    /// here.
    ///
    /// # Errors
    /// `NotPositive`; `Exponent`; `TooWide` above `max_conf_bps` of the price.
    pub fn new(io: &Quote, usdc: &Quote, max_conf_bps: u16) -> Result<Self, PriceError> {
        let (io_price, io_conf) = io.checked(max_conf_bps)?;
        let (usdc_price, usdc_conf) = usdc.checked(max_conf_bps)?;
        Ok(Self {
            // At least 0, and at most 2^64 - 2.
            io: io_price.saturating_sub(io_conf),
            average: io.average.max(0).unsigned_abs(),
            usdc: usdc_price.saturating_add(usdc_conf),
            exponent: io.exponent.saturating_sub(usdc.exponent),
        })
    }

    /// `10^exponent` as a fraction: what IO is multiplied with, and what USDC is. One of them is 1.
    ///
    /// # Errors
    /// Never: the exponent is from -18 to 18.
    #[inline]
    pub(crate) fn powers(&self) -> Result<(u64, u64), PriceError> {
        let power = POWERS_OF_TEN.get(self.exponent.unsigned_abs() as usize);
        let power = power.copied().ok_or(PriceError::OutOfRange)?;
        Ok(if self.exponent >= 0 { (power, 1) } else { (1, power) })
    }
}

/// `a * b * c`, not 0.
///
/// # Errors
/// `OutOfRange`.
#[inline]
pub(crate) fn product(a: u64, b: u64, c: u64) -> Result<u128, PriceError> {
    match checked_mul(words(a, b), c.into()) {
        None | Some(0) => Err(PriceError::OutOfRange),
        Some(product) => Ok(product),
    }
}
