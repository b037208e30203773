//! A fraction of an amount, in native 64-bit arithmetic.

/// Basis points in a whole.
pub const BPS: u16 = 10_000;

/// `floor(amount * numerator / denominator)` for a fraction of at most 1; a larger one counts as 1.
// part <= denominator, so whole * part <= amount, and rest * part is a product of two 32-bit integers. The sum is
// at most amount. The denominator is a constant above 0.
#[allow(clippy::arithmetic_side_effects)]
const fn fraction(amount: u64, numerator: u32, denominator: u32) -> u64 {
    let denominator = denominator as u64;
    let part = if (numerator as u64) < denominator { numerator as u64 } else { denominator };
    let (whole, rest) = (amount / denominator, amount % denominator);
    whole * part + rest * part / denominator
}

/// `floor(amount * percent / 100)`.
pub(super) const fn percent_of(amount: u64, percent: u8) -> u64 {
    fraction(amount, percent as u32, 100)
}

/// `floor(amount * bps / 10_000)`.
pub(super) const fn bps_of(amount: u64, bps: u16) -> u64 {
    fraction(amount, bps as u32, BPS as u32)
}
