//! What an auction offers for IO: it climbs by the second.

use super::{Auction, BuybackError};
use crate::{
    fraction::BPS,
    price::{product, Price, IO_TO_USDC},
    wide::{mul_div_ceil, mul_div_floor, words},
};

/// How far over the moving average an offer may be, in bps: 10%.
pub const MAX_OVER_AVERAGE_BPS: u16 = 1_000;

/// The offer over the price of the oracle, as a fraction.
struct Factor {
    /// Below 2^49.
    numerator: u64,
    /// Seconds of the period times 10,000 bps: below 2^46.
    denominator: u64,
}

impl Factor {
    /// From `10_000 - under_bps` at the first second it climbs in a line that reaches
    /// `10_000 + over_bps` as the period ends.
    // Below 2^32 * 2^14 and 2^32 * 2^17, and under_bps is at most 10,000.
    #[allow(clippy::arithmetic_side_effects)]
    fn new(auction: &Auction, now: i64) -> Self {
        let period = u64::from(auction.period).max(1);
        let second = u64::try_from(now.saturating_sub(auction.start)).unwrap_or(0).min(period);
        let under = u64::from(auction.under_bps.min(BPS));
        let climb = under + u64::from(auction.over_bps);
        Self {
            numerator: (u64::from(BPS) - under) * period + climb * second,
            denominator: u64::from(BPS) * period,
        }
    }
}

/// What is offered for IO at one second: an exact rational, base units of USDC for one of IO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    numerator: u128,
    denominator: u128,
}

impl Offer {
    /// The auction's offer at `now`.
    ///
    /// # Errors
    /// `OverAverage`; `PriceOutOfRange` if numerator or denominator does not fit; it does for every
    /// price from 10^-12 to 10^6 USDC an IO while a USDC is worth 10^-8 to 10^8 USD.
    pub fn new(price: &Price, auction: &Auction, now: i64) -> Result<Self, BuybackError> {
        const MOST: u64 = BPS as u64 + MAX_OVER_AVERAGE_BPS as u64;
        let factor = Factor::new(auction, now);
        // io * factor > average * 1.1, both in USD of the same exponent. Below 2^63 each: the
        // factor's two are below 2^49, and 11,000 below 2^14.
        let offered = words(price.io, factor.numerator.wrapping_mul(u64::from(BPS)));
        if offered > words(price.average, factor.denominator.wrapping_mul(MOST)) {
            return Err(BuybackError::OverAverage);
        }
        let (up, down) = price.powers()?;
        Ok(Self {
            numerator: product(price.io, factor.numerator, up)?,
            denominator: product(price.usdc, factor.denominator.wrapping_mul(IO_TO_USDC), down)?,
        })
    }

    /// Base units of USDC offered for `io` base units of IO, rounded down.
    ///
    /// # Errors
    /// `ZeroAmount`; `WorthNothing` if that is 0; `TooLarge` if it does not fit.
    pub fn usdc_for_io(&self, io: u64) -> Result<u64, BuybackError> {
        if io == 0 {
            return Err(BuybackError::ZeroAmount);
        }
        match whole(mul_div_floor(self.numerator, io.into(), self.denominator))? {
            0 => Err(BuybackError::WorthNothing),
            usdc => Ok(usdc),
        }
    }

    /// The least base units of IO that `usdc` base units of USDC must bring, rounded up.
    ///
    /// # Errors
    /// `ZeroAmount`; `TooLarge` if it does not fit.
    pub fn io_for_usdc(&self, usdc: u64) -> Result<u64, BuybackError> {
        if usdc == 0 {
            return Err(BuybackError::ZeroAmount);
        }
        whole(mul_div_ceil(self.denominator, usdc.into(), self.numerator))
    }
}

fn whole(amount: Option<u128>) -> Result<u64, BuybackError> {
    amount.and_then(|amount| amount.try_into().ok()).ok_or(BuybackError::TooLarge)
}
