//! The arithmetic against the host's own, on edges and on millions of random operands.

use {
    proptest::prelude::*,
    sbf_rt::{compare_f64, divmod, leading_zeros, mul_wide},
};

fn pack((low, high): (u64, u64)) -> u128 {
    u128::from(low) | (u128::from(high) << 64)
}

fn check(n: u128, d: u128) {
    let (low, high) = (n as u64, (n >> 64) as u64);
    assert_eq!(pack(mul_wide(low, d as u64)), u128::from(low) * u128::from(d as u64));
    assert_eq!(leading_zeros(low), low.leading_zeros());
    if d != 0 {
        let (quotient, remainder) = divmod(low, high, d as u64, (d >> 64) as u64);
        assert_eq!((pack(quotient), pack(remainder)), (n / d, n % d), "{n:#x} / {d:#x}");
    }
}

#[test]
fn edges() {
    let mut edges = vec![0, 1, 2, 3, u128::MAX, u128::MAX - 1];
    for bit in 1..128 {
        edges.extend([(1u128 << bit) - 1, 1 << bit, (1 << bit) + 1]);
    }
    for n in &edges {
        for d in &edges {
            check(*n, *d);
        }
    }
}

#[test]
fn four_million_random_operands_of_every_length() {
    let mut random = fastrand::Rng::with_seed(1);
    for _ in 0..4_000_000 {
        let [n, d] = [(); 2].map(|()| random.u128(..) >> random.u32(..128));
        check(n, d);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]
    #[test]
    fn floats_compare_as_natively(a: u64, b: u64, same: bool) {
        let b = if same { a } else { b };
        prop_assert_eq!(compare_f64(a, b), f64::from_bits(a).partial_cmp(&f64::from_bits(b)));
    }
}

#[test]
fn special_floats_compare_as_natively() {
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::MIN_POSITIVE,
        f64::MAX,
        f64::MIN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        -f64::NAN,
    ];
    for a in special {
        for b in special {
            assert_eq!(compare_f64(a.to_bits(), b.to_bits()), a.partial_cmp(&b), "{a} and {b}");
        }
    }
}
