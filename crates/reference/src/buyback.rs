//! The buyback's rule: an IO is worth its price in USD less the confidence, a USDC its price plus
//! the confidence, and the offer climbs over the day from `under` below that ratio to `over` above
//! it.

use {
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{One, ToPrimitive},
};

/// A price in USD: `price * 10^exponent`, give or take `conf * 10^exponent`.
#[derive(Clone, Copy, Debug)]
pub struct Usd {
    /// Mantissa of the price.
    pub price: i64,
    /// Mantissa of the confidence.
    pub conf: u64,
    /// Power of ten of both.
    pub exponent: i32,
}

impl Usd {
    /// The price itself.
    pub fn middle(&self) -> BigRational {
        integer(self.price) * ten().pow(self.exponent)
    }

    /// The low end of the interval.
    pub fn low(&self) -> BigRational {
        (integer(self.price) - integer(self.conf)) * ten().pow(self.exponent)
    }

    /// The high end of the interval.
    pub fn high(&self) -> BigRational {
        (integer(self.price) + integer(self.conf)) * ten().pow(self.exponent)
    }

    /// Whether the confidence is at most `bps` of the price.
    pub fn within(&self, bps: u16) -> bool {
        integer(self.conf) * integer(10_000) <= integer(self.price) * integer(bps)
    }
}

/// The offer over the oracle's price at a Unix time: `1 - under` as the day begins, `1 + over` as
/// it ends.
pub fn factor(under_bps: u16, over_bps: u16, now: i64) -> BigRational {
    let bps = |bps: u16| BigRational::new(bps.into(), 10_000.into());
    let part = BigRational::new(now.max(0).rem_euclid(86_400).into(), 86_400.into());
    BigRational::one() - bps(under_bps) + (bps(under_bps) + bps(over_bps)) * part
}

/// Base units of USDC (10^-6) offered for one base unit of IO (10^-8).
pub fn rate(io: &Usd, usdc: &Usd, under_bps: u16, over_bps: u16, now: i64) -> BigRational {
    io.low() / usdc.high() * factor(under_bps, over_bps, now) * ten().pow(-2)
}

/// What `io` base units bring at `rate`; none if it does not fit.
pub fn usdc_for_io(rate: &BigRational, io: u64) -> Option<u64> {
    (rate * integer(io)).floor().to_integer().to_u64()
}

/// What `usdc` base units must bring at `rate`; none if it does not fit.
pub fn io_for_usdc(rate: &BigRational, usdc: u64) -> Option<u64> {
    (integer(usdc) / rate).ceil().to_integer().to_u64()
}

fn integer(value: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(value.into())
}

fn ten() -> BigRational {
    integer(10)
}
