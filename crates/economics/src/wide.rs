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

/// `floor(a * 2^64 / d)` for `a` below `d`, by digits of 32 bits; `u64::MAX` for another `a`.
// Knuth's algorithm D. `d` is shifted up to its highest bit, so that `d1 >= 2^31`; a digit's
// estimate is at most 2 too high, and every intermediate is below 2^64 by `a < d`.
#[must_use]
#[inline]
pub const fn fraction(a: u64, d: u64) -> u64 {
    if a >= d {
        return u64::MAX;
    }
    let shift = d.leading_zeros();
    let (rest, d) = (a.wrapping_shl(shift), d.wrapping_shl(shift));
    let (rest, high) = digit(rest, 0, d);
    let (_, low) = digit(rest, 0, d);
    (high << 32) | low
}

/// Quotient and remainder of `a / d`, or `None` if `d` is 0: by digits of 32 bits, where the
/// compiler's own division of 128 bits takes about twice as long.
// `high % d < d`, so the low word of the quotient is that of a fraction with `low` behind it.
#[allow(clippy::arithmetic_side_effects)]
#[must_use]
#[inline]
pub const fn div_word(a: u128, d: u64) -> Option<(u128, u64)> {
    if d == 0 {
        return None;
    }
    let (high, low) = ((a >> 64) as u64, a as u64);
    if high == 0 {
        return Some(((low / d) as u128, low % d));
    }
    let (first, rest) = (high / d, high % d);
    let shift = d.leading_zeros();
    let d = d.wrapping_shl(shift);
    // The word `rest` shifted, with the bits of `low` that move into it; none for a shift of 0.
    let carried = (low >> 1).wrapping_shr(63u32.wrapping_sub(shift));
    let (rest, low) = (rest.wrapping_shl(shift) | carried, low.wrapping_shl(shift));
    let (rest, third) = digit(rest, low >> 32, d);
    let (rest, fourth) = digit(rest, low & u32::MAX as u64, d);
    Some((((first as u128) << 64) | ((third << 32) | fourth) as u128, rest.wrapping_shr(shift)))
}

/// Rest and quotient of `(a * 2^32 + next) / d`, for `a < d`, `next < 2^32` and `d >= 2^63`.
#[allow(clippy::arithmetic_side_effects)]
#[inline]
const fn digit(a: u64, next: u64, d: u64) -> (u64, u64) {
    const BASE: u64 = 1 << 32;
    let (d1, d0) = (d >> 32, d & (BASE - 1));
    let (mut quotient, mut rest) = (a / d1, a % d1);
    while quotient >= BASE || quotient.wrapping_mul(d0) > (rest << 32) | next {
        quotient = quotient.wrapping_sub(1);
        rest = rest.wrapping_add(d1);
        if rest >= BASE {
            break;
        }
    }
    (((a << 32) | next).wrapping_sub(quotient.wrapping_mul(d)), quotient)
}

/// `a * b` modulo 2^128.
#[must_use]
#[inline]
pub const fn wrapping_mul(a: u128, b: u64) -> u128 {
    let high = ((a >> 64) as u64).wrapping_mul(b);
    words(a as u64, b).wrapping_add((high as u128) << 64)
}

/// Quotient and remainder of `a / d`, or `None` if `d` is 0.
#[must_use]
#[inline]
pub fn div_rem(a: u128, d: u128) -> Option<(u128, u128)> {
    if d >> 64 == 0 {
        let (quotient, remainder) = div_word(a, d as u64)?;
        return Some((quotient, u128::from(remainder)));
    }
    let quotient = a.checked_div(d)?;
    // quotient * d <= a.
    Some((quotient, a.wrapping_sub(quotient.wrapping_mul(d))))
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
