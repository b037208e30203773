//! The buyback's rule: an IO is worth its price in USD less the confidence, a USDC its price plus
//! the confidence, and the offer climbs over an auction from `under` below that ratio to `over`
//! above it, but never beyond 1.1 times IO's moving average over USDC's price. A fill sells all
//! that it offers, or as much as what the auction has left pays for.

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
    /// Mantissa of the moving average.
    pub average: i64,
    /// Power of ten of all three.
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

/// Base units of IO (10^-8) that `rate` base units of USDC (10^-6) are worth with a premium, an IO
/// being its low end or its moving average, whichever is less, and a USDC its high end; none where
/// that IO is worth nothing.
pub fn in_io(io: &Usd, usdc: &Usd, rate: u64, premium_bps: u16) -> Option<BigRational> {
    let average = integer(io.average) * ten().pow(io.exponent);
    let worth = io.low().min(average);
    let premium = BigRational::new((10_000 + u32::from(premium_bps)).into(), 10_000.into());
    (worth > integer(0)).then(|| integer(rate) * integer(100) * usdc.high() / worth * premium)
}

/// An auction as it was opened.
#[derive(Clone, Copy, Debug)]
pub struct Auction {
    /// Unix time of its first second.
    pub start: i64,
    /// Seconds that it runs.
    pub period: u32,
    /// How far under the price of the oracle it begins, in bps.
    pub under_bps: u16,
    /// How far over the price of the oracle it ends, in bps.
    pub over_bps: u16,
}

impl Auction {
    /// The offer over the price of the oracle at a Unix time within the auction: `1 - under` as it
    /// begins, `1 + over` as it ends.
    pub fn factor(&self, now: i64) -> BigRational {
        let bps = |bps: u16| BigRational::new(bps.into(), 10_000.into());
        let part = BigRational::new((now - self.start).into(), self.period.into());
        BigRational::one() - bps(self.under_bps) + (bps(self.under_bps) + bps(self.over_bps)) * part
    }

    /// Base units of USDC (10^-6) offered for one base unit of IO (10^-8); none where that is over
    /// 1.1 times the moving average.
    pub fn rate(&self, io: &Usd, usdc: &Usd, now: i64) -> Option<BigRational> {
        let rate = io.low() / usdc.high() * self.factor(now);
        let average = integer(io.average) * ten().pow(io.exponent) / usdc.high();
        (rate <= average * BigRational::new(11.into(), 10.into())).then(|| rate * ten().pow(-2))
    }
}

/// What an auction may spend in all, in base units of USDC: what the vault holds, up to the daily
/// cap's share of the period.
pub fn budget(vault: u64, daily_cap: u64, period: u32) -> u64 {
    let share = integer(daily_cap) * BigRational::new(period.into(), 86_400.into());
    integer(vault).min(share).floor().to_integer().to_u64().expect("at most the vault")
}

/// What `io` base units bring at `rate`; none if it does not fit.
pub fn usdc_for_io(rate: &BigRational, io: u64) -> Option<u64> {
    (rate * integer(io)).floor().to_integer().to_u64()
}

/// What `usdc` base units must bring at `rate`; none if it does not fit.
pub fn io_for_usdc(rate: &BigRational, usdc: u64) -> Option<u64> {
    (integer(usdc) / rate).ceil().to_integer().to_u64()
}

/// What a fill of up to `io` base units sells at `rate` while the auction has `left`, and what it
/// is paid: all of it, or what is left for the least IO that is worth as much. None if that is
/// nothing, or below `min_usdc`.
pub fn sell(rate: &BigRational, io: u64, left: u64, min_usdc: u64) -> Option<(u64, u64)> {
    let usdc = usdc_for_io(rate, io).map_or(left, |whole| whole.min(left));
    let is_whole = usdc_for_io(rate, io) == Some(usdc);
    let sold = if is_whole { io } else { io_for_usdc(rate, left)? };
    (usdc > 0 && usdc >= min_usdc).then_some((sold, usdc))
}

fn integer(value: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(value.into())
}

fn ten() -> BigRational {
    integer(10)
}
