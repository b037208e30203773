//! Shares of an amount, in native 64-bit arithmetic: basis points, percent, and fractions of wide
//! amounts.

/// Basis points in a whole.
pub const BPS: u16 = 10_000;

/// `floor(amount * numerator / denominator)` for a fraction of at most 1; a larger one counts as 1.
// part <= denominator, so whole * part <= amount, and rest * part is a product of two 32-bit
// integers. The sum is at most amount. The denominator is a constant above 0.
#[allow(clippy::arithmetic_side_effects)]
pub(crate) const fn floor(amount: u64, numerator: u32, denominator: u32) -> u64 {
    let denominator = denominator as u64;
    let part = if (numerator as u64) < denominator { numerator as u64 } else { denominator };
    let (whole, rest) = (amount / denominator, amount % denominator);
    // Wrapping, since the check of a 64-bit product costs more than the product.
    whole.wrapping_mul(part).wrapping_add(rest.wrapping_mul(part) / denominator)
}

/// `ceil(amount * numerator / denominator)` for a fraction of at most 1; a larger one counts as 1,
/// a denominator of 0 as 1.
// part <= denominator, so whole * part <= amount, and rest * part is a product of two 32-bit
// integers. The sum is at most amount.
#[allow(clippy::arithmetic_side_effects)]
pub(crate) const fn ceil(amount: u64, numerator: u32, denominator: u32) -> u64 {
    let denominator = if denominator == 0 { 1 } else { denominator as u64 };
    let part = if (numerator as u64) < denominator { numerator as u64 } else { denominator };
    let (whole, rest) = (amount / denominator, amount % denominator);
    whole.wrapping_mul(part).wrapping_add(rest.wrapping_mul(part).div_ceil(denominator))
}

/// `floor(amount * percent / 100)`.
pub(crate) const fn floor_percent(amount: u64, percent: u8) -> u64 {
    floor(amount, percent as u32, 100)
}

/// `floor(amount * bps / 10_000)`; more than [`BPS`] counts as [`BPS`].
#[must_use]
pub const fn floor_bps(amount: u64, bps: u16) -> u64 {
    floor(amount, bps as u32, BPS as u32)
}

/// `ceil(amount * bps / 10_000)`; more than [`BPS`] counts as [`BPS`].
#[must_use]
pub const fn ceil_bps(amount: u64, bps: u16) -> u64 {
    ceil(amount, bps as u32, BPS as u32)
}

/// `floor(amount * bps / 10_000)` of a wide amount.
#[inline]
pub(crate) fn floor_wide_bps(amount: u128, bps: u16) -> u128 {
    floor_wide(amount, u64::from(bps), u64::from(BPS))
}

/// `floor(amount * numerator / denominator)` of a wide amount, by 32-bit digits from the highest
/// on, for a fraction of at most 1 (a larger one counts as 1) and a denominator from 1 to below
/// 2^31.
// Before each digit `rest < denominator < 2^31`, so the dividend is below 2^64; the part so far is
// at most the digits of `amount` so far, which leaves room for the next one.
#[allow(clippy::arithmetic_side_effects)]
#[inline]
pub(crate) fn floor_wide(amount: u128, numerator: u64, denominator: u64) -> u128 {
    let denominator = denominator.max(1);
    let numerator = numerator.min(denominator);
    let (mut part, mut rest) = (0u128, 0u64);
    for shift in [96, 64, 32, 0] {
        let digit = u64::from((amount >> shift) as u32);
        let dividend = (rest << 32).wrapping_add(digit.wrapping_mul(numerator));
        part = (part << 32).wrapping_add(u128::from(dividend / denominator));
        rest = dividend % denominator;
    }
    part
}
