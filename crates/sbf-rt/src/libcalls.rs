//! The calls by their names in compiler-rt. `unadjusted` leaves the return of an i128 to LLVM.

use crate::{compare_f64, divmod, mul_wide};

fn pack((low, high): (u64, u64)) -> u128 {
    u128::from(low) | (u128::from(high) << 64)
}

fn halves(value: u128) -> (u64, u64) {
    (value as u64, (value >> 64) as u64)
}

fn quotient_and_remainder(a: u128, b: u128) -> (u128, u128) {
    let ((a_low, a_high), (b_low, b_high)) = (halves(a), halves(b));
    let (quotient, remainder) = divmod(a_low, a_high, b_low, b_high);
    (pack(quotient), pack(remainder))
}

fn negate_if(negative: bool, value: u128) -> u128 {
    if negative {
        value.wrapping_neg()
    } else {
        value
    }
}

fn sign_and_magnitude(value: u128) -> (bool, u128) {
    let negative = value >> 127 != 0;
    (negative, negate_if(negative, value))
}

#[no_mangle]
extern "unadjusted" fn __multi3(a: u128, b: u128) -> u128 {
    let ((a_low, a_high), (b_low, b_high)) = (halves(a), halves(b));
    let (low, high) = mul_wide(a_low, b_low);
    let cross = a_low.wrapping_mul(b_high).wrapping_add(a_high.wrapping_mul(b_low));
    pack((low, high.wrapping_add(cross)))
}

#[no_mangle]
extern "unadjusted" fn __udivti3(a: u128, b: u128) -> u128 {
    quotient_and_remainder(a, b).0
}

#[no_mangle]
extern "unadjusted" fn __umodti3(a: u128, b: u128) -> u128 {
    quotient_and_remainder(a, b).1
}

#[no_mangle]
extern "unadjusted" fn __divti3(a: u128, b: u128) -> u128 {
    let ((a_negative, a), (b_negative, b)) = (sign_and_magnitude(a), sign_and_magnitude(b));
    negate_if(a_negative != b_negative, quotient_and_remainder(a, b).0)
}

#[no_mangle]
extern "unadjusted" fn __modti3(a: u128, b: u128) -> u128 {
    let ((a_negative, a), (_, b)) = (sign_and_magnitude(a), sign_and_magnitude(b));
    negate_if(a_negative, quotient_and_remainder(a, b).1)
}

/// The order as compiler-rt tells it: below 0, 0 or above 0; `unordered` if either is a NaN.
fn order(a: f64, b: f64, unordered: i32) -> i32 {
    compare_f64(a.to_bits(), b.to_bits()).map_or(unordered, |order| order as i32)
}

#[no_mangle]
extern "C" fn __eqdf2(a: f64, b: f64) -> i32 {
    order(a, b, 1)
}

#[no_mangle]
extern "C" fn __nedf2(a: f64, b: f64) -> i32 {
    order(a, b, 1)
}

#[no_mangle]
extern "C" fn __ltdf2(a: f64, b: f64) -> i32 {
    order(a, b, 1)
}

#[no_mangle]
extern "C" fn __ledf2(a: f64, b: f64) -> i32 {
    order(a, b, 1)
}

#[no_mangle]
extern "C" fn __gtdf2(a: f64, b: f64) -> i32 {
    order(a, b, -1)
}

#[no_mangle]
extern "C" fn __gedf2(a: f64, b: f64) -> i32 {
    order(a, b, -1)
}

#[no_mangle]
extern "C" fn __unorddf2(a: f64, b: f64) -> i32 {
    i32::from(compare_f64(a.to_bits(), b.to_bits()).is_none())
}
