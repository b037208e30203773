//! 256-bit multiplication and division against big integers.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::wide::{checked_mul, div_rem, mul_div_ceil, mul_div_floor, words, wrapping_mul};
use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};
use proptest::prelude::*;

fn floor(a: u128, b: u128, d: u128) -> Option<u128> {
    (d != 0).then(|| (BigUint::from(a) * b / d).to_u128()).flatten()
}

fn ceil(a: u128, b: u128, d: u128) -> Option<u128> {
    if d == 0 {
        return None;
    }
    let (product, d) = (BigUint::from(a) * b, BigUint::from(d));
    let up = if (&product % &d).is_zero() { BigUint::zero() } else { BigUint::one() };
    (product / d + up).to_u128()
}

/// Integers of every length, and those next to powers of two.
fn integer() -> impl Strategy<Value = u128> {
    prop_oneof![
        (any::<u128>(), 0..128u32).prop_map(|(value, shift)| value >> shift),
        (0..128u32, 0..3u128).prop_map(|(bit, off)| (1u128 << bit).wrapping_add(off).wrapping_sub(1)),
        Just(u128::MAX),
    ]
}

#[test]
fn edges() {
    const MAX: u128 = u128::MAX;
    assert_eq!(mul_div_floor(MAX, MAX, MAX), Some(MAX));
    assert_eq!(mul_div_ceil(MAX, MAX, MAX), Some(MAX));
    assert_eq!(mul_div_floor(MAX, MAX, MAX - 1), None);
    assert_eq!(mul_div_floor(MAX, MAX - 1, MAX), Some(MAX - 1));
    assert_eq!(mul_div_floor(1, 1, 0), None);
    assert_eq!(mul_div_ceil(MAX, MAX, 0), None);
    assert_eq!(mul_div_ceil(7, 1, 2), Some(4));
    let (a, b, d) = (1 << 127, (1 << 127) + 1, (1 << 126) + 1);
    assert_eq!((mul_div_floor(a, b, d), mul_div_ceil(a, b, d)), (Some(MAX - 1), Some(MAX)));
    // The largest quotient and a remainder: no room to round up.
    let a = 0x65ea_dca5_5b82_a0e4_7b1e_683b_b828_1703;
    let b = 0x8052_95a7_168a_faf5_09c0_af32_7f73_d292;
    let d = 0x3316_4f21_9254_51e5_90bb_c013_b945_db03;
    assert_eq!((mul_div_floor(a, b, d), mul_div_ceil(a, b, d)), (Some(MAX), None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn equals_big_integers(a in integer(), b in integer(), d in integer()) {
        prop_assert_eq!(mul_div_floor(a, b, d), floor(a, b, d));
        prop_assert_eq!(mul_div_ceil(a, b, d), ceil(a, b, d));
    }

    #[test]
    fn equals_the_compilers_own(a in integer(), b in integer()) {
        let narrow = b as u64;
        prop_assert_eq!(words(a as u64, narrow), u128::from(a as u64) * u128::from(narrow));
        prop_assert_eq!(wrapping_mul(a, narrow), a.wrapping_mul(u128::from(narrow)));
        prop_assert_eq!(checked_mul(a, b), a.checked_mul(b));
        prop_assert_eq!(div_rem(a, b), a.checked_div(b).zip(a.checked_rem(b)));
    }

    /// Quotients around the largest integer, where most random cases are far away.
    #[test]
    fn equals_big_integers_next_to_overflow(a in integer(), b in integer(), off in 0..4u128) {
        let d = (BigUint::from(a) * b / u128::MAX).to_u128().unwrap().saturating_add(off);
        prop_assert_eq!(mul_div_floor(a, b, d), floor(a, b, d));
        prop_assert_eq!(mul_div_ceil(a, b, d), ceil(a, b, d));
    }
}
