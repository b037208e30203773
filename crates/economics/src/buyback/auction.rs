//! The price that a day offers: it climbs by the second.

use super::{BuybackError, Params, Price};
use crate::{
    fraction::BPS,
    units::{IO_DECIMALS, USDC_DECIMALS},
    wide::{checked_mul, mul_div_ceil, mul_div_floor},
};

/// Seconds in a day.
pub const DAY_SECONDS: u64 = crate::time::DAY as u64;

/// Base units of IO to one of USDC, if one IO were one USDC: 100.
const DECIMALS: u64 = 10u64.pow(IO_DECIMALS as u32 - USDC_DECIMALS as u32);

/// What [`factor`] counts in: 86,400 seconds of 10,000 bps.
const FACTOR_ONE: u64 = DAY_SECONDS * BPS as u64;

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

/// The offer over the oracle's price, in units of 1 / [`FACTOR_ONE`], `second` seconds into a day:
/// from `10_000 - under_bps` at its first second it climbs in a line that reaches `10_000 +
/// over_bps` as the day ends.
// Below 2^17 * 2^17 each, and under_bps is at most 10,000.
#[allow(clippy::arithmetic_side_effects)]
fn factor(params: &Params, second: u64) -> u64 {
    let under = u64::from(params.under_bps.min(BPS));
    let climb = under + u64::from(params.over_bps);
    (u64::from(BPS) - under) * DAY_SECONDS + climb * second
}

/// The day of a time before which nothing counts, and the second in it.
pub(super) const fn day_and_second(now: i64) -> (u64, u64) {
    let now = if now > 0 { now.unsigned_abs() } else { 0 };
    (now / DAY_SECONDS, now % DAY_SECONDS)
}

/// What is offered for IO at one second: an exact rational, base units of USDC for one of IO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    numerator: u128,
    denominator: u128,
}

impl Offer {
    /// The offer at `now`.
    ///
    /// # Errors
    /// `PriceOutOfRange` if numerator or denominator does not fit; it does for every price from
    /// 10^-12 to 10^6 USDC an IO while a USDC is worth 10^-8 to 10^8 USD.
    pub fn new(price: &Price, params: &Params, now: i64) -> Result<Self, BuybackError> {
        let (_, second) = day_and_second(now);
        let power = power_of_ten(price.exponent.unsigned_abs())?;
        let (up, down) = if price.exponent >= 0 { (power, 1) } else { (1, power) };
        Ok(Self {
            numerator: product(price.io, factor(params, second), up)?,
            denominator: product(price.usdc, FACTOR_ONE.wrapping_mul(DECIMALS), down)?,
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

fn power_of_ten(exponent: u32) -> Result<u64, BuybackError> {
    POWERS_OF_TEN.get(exponent as usize).copied().ok_or(BuybackError::PriceOutOfRange)
}

/// `a * b * c`, not 0.
fn product(a: u64, b: u64, c: u64) -> Result<u128, BuybackError> {
    // The first product is one of two 64-bit integers.
    let first = u128::from(a).wrapping_mul(u128::from(b));
    match checked_mul(first, c.into()) {
        None | Some(0) => Err(BuybackError::PriceOutOfRange),
        Some(product) => Ok(product),
    }
}

fn whole(amount: Option<u128>) -> Result<u64, BuybackError> {
    amount.and_then(|amount| amount.try_into().ok()).ok_or(BuybackError::TooLarge)
}
