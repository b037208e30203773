//! `a * b / d` of 128-bit integers, with the product in 256 bits.
//!
//! What sBPF has no instruction for is a library call: most factors and divisors are below 2^64,
//! where less will do.

/// `floor(a * b / d)`, or `None` if `d` is 0 or the quotient does not fit.
#[must_use]
#[inline]
pub fn mul_div_floor(a: u128, b: u128, d: u128) -> Option<u128> {
    mul_div(a, b, d).map(|(quotient, _)| quotient)
}

/// `ceil(a * b / d)`, or `None` if `d` is 0 or the quotient does not fit.
#[must_use]
#[inline]
pub fn mul_div_ceil(a: u128, b: u128, d: u128) -> Option<u128> {
    match mul_div(a, b, d)? {
        (quotient, 0) => Some(quotient),
        (quotient, _) => quotient.checked_add(1),
    }
}

/// The product of two words, by their halves.
// A product of halves is at most (2^32 - 1)^2, which leaves room for two halves more.
#[allow(clippy::arithmetic_side_effects)]
#[must_use]
#[inline]
pub const fn words(a: u64, b: u64) -> u128 {
    const LOW: u64 = u32::MAX as u64;
    let (a1, a0) = (a >> 32, a & LOW);
    let (b1, b0) = (b >> 32, b & LOW);
    let low = a0.wrapping_mul(b0);
    let middle = a1.wrapping_mul(b0).wrapping_add(low >> 32);
    let other = a0.wrapping_mul(b1).wrapping_add(middle & LOW);
    let high = a1.wrapping_mul(b1).wrapping_add(middle >> 32).wrapping_add(other >> 32);
    ((high as u128) << 64) | ((other << 32) | (low & LOW)) as u128
}

/// `a * b` modulo 2^128.
#[must_use]
#[inline]
pub const fn wrapping_mul(a: u128, b: u64) -> u128 {
    let high = ((a >> 64) as u64).wrapping_mul(b);
    words(a as u64, b).wrapping_add((high as u128) << 64)
}

/// Quotient and remainder of `a / d`, or `None` if `d` is 0. A remainder below 2^64 is told by the
/// low words alone.
#[must_use]
#[inline]
pub fn div_rem(a: u128, d: u128) -> Option<(u128, u128)> {
    let quotient = a.checked_div(d)?;
    // quotient * d <= a.
    let remainder = if d >> 64 == 0 {
        u128::from((a as u64).wrapping_sub((quotient as u64).wrapping_mul(d as u64)))
    } else {
        a.wrapping_sub(quotient.wrapping_mul(d))
    };
    Some((quotient, remainder))
}

/// `a * b`, or `None` if it does not fit. Where a factor is below 2^64, as most are, it takes two
/// native products instead of the four of `u128::checked_mul`.
#[must_use]
#[inline]
pub fn checked_mul(a: u128, b: u128) -> Option<u128> {
    let (wide, narrow) = if b >> 64 == 0 { (a, b) } else { (b, a) };
    if narrow >> 64 != 0 {
        // Both are at least 2^64.
        return None;
    }
    let low = words(wide as u64, narrow as u64);
    if wide >> 64 == 0 {
        return Some(low);
    }
    let high = words((wide >> 64) as u64, narrow as u64);
    if high >> 64 != 0 {
        return None;
    }
    low.checked_add(high << 64)
}

/// Quotient and remainder of `a * b / d`.
#[inline]
fn mul_div(a: u128, b: u128, d: u128) -> Option<(u128, u128)> {
    match checked_mul(a, b) {
        Some(product) => div_rem(product, d),
        None => {
            let (high, low) = product(a, b);
            (high < d).then(|| divide(high, low, d))
        }
    }
}

/// The 256-bit product as (high, low), by halves of 64 bits.
// A product of two halves is at most (2^64 - 1)^2, which leaves room for two halves more. The high
// part of the whole is below 2^128.
#[allow(clippy::arithmetic_side_effects)]
fn product(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a1, a0) = (a >> 64, a & LOW);
    let (b1, b0) = (b >> 64, b & LOW);
    let low = a0.wrapping_mul(b0);
    let middle = a1.wrapping_mul(b0).wrapping_add(low >> 64);
    let other = a0.wrapping_mul(b1).wrapping_add(middle & LOW);
    let high = a1.wrapping_mul(b1).wrapping_add(middle >> 64).wrapping_add(other >> 64);
    (high, (other << 64) | (low & LOW))
}

/// Quotient and remainder of `(high * 2^128 + low) / d` for `high < d`, bit by bit: rare, so short.
#[inline(never)]
fn divide(high: u128, low: u128, d: u128) -> (u128, u128) {
    let (mut remainder, mut quotient) = (high, low);
    for _ in 0..u128::BITS {
        let overflow = remainder >> 127 == 1;
        remainder = (remainder << 1) | (quotient >> 127);
        quotient <<= 1;
        if overflow || remainder >= d {
            // The true remainder, with its bit 128, is below 2 * d.
            remainder = remainder.wrapping_sub(d);
            quotient |= 1;
        }
    }
    (quotient, remainder)
}
