//! The schedule against exact rational arithmetic, and its laws.

use io_economics::{
    emission::{accrued, cumulative, HOUR_SECONDS, MONTHS, MONTH_SECONDS, TABLE, TOTAL},
    genesis,
    units::{BASE_UNITS_PER_IO, HARD_CAP},
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};
use proptest::prelude::*;

fn rational(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// `C(k)` before rounding, from the definition: 300M IO * (1 - r^k) / (1 - r^240), r = 0.9898.
fn exact_cumulative(month: i32) -> BigRational {
    let r = rational(9_898, 10_000);
    let one = BigRational::one();
    BigRational::from_integer(TOTAL.into()) * (&one - r.pow(month)) / (&one - r.pow(MONTHS as i32))
}

/// The table's value, interpolated at `elapsed` seconds, in exact arithmetic and rounded down.
fn reference(elapsed: i64) -> u64 {
    let (month, second) = (elapsed.div_euclid(MONTH_SECONDS), elapsed.rem_euclid(MONTH_SECONDS));
    if elapsed <= 0 {
        return 0;
    }
    if month >= MONTHS as i64 {
        return TOTAL;
    }
    let start = exact_cumulative(month as i32).floor();
    let end = exact_cumulative(month as i32 + 1).floor();
    let value = &start + (end - &start) * rational(second, MONTH_SECONDS);
    value.floor().to_integer().to_u64().unwrap()
}

#[test]
fn table_is_the_definition() {
    for (month, value) in TABLE.iter().enumerate() {
        assert_eq!(BigInt::from(*value), exact_cumulative(month as i32).floor().to_integer(), "month {month}");
    }
}

#[test]
fn figures_of_the_card() {
    assert_eq!(TABLE[1], 334_567_456_067_137);
    assert_eq!(TABLE[12], 3_797_063_595_733_317);
    assert_eq!(TABLE[240], 300_000_000 * BASE_UNITS_PER_IO);
    assert_eq!(genesis::TOTAL + TOTAL, HARD_CAP);
}

#[test]
fn each_month_emits_0_9898_of_the_month_before_within_two_base_units() {
    let ratio = rational(9_898, 10_000);
    for window in TABLE.windows(3) {
        let [before, after] = [window[1] - window[0], window[2] - window[1]];
        let gap = BigRational::from_integer(after.into()) - BigRational::from_integer(before.into()) * &ratio;
        assert!(gap < rational(2, 1) && gap > rational(-2, 1), "{before} then {after}");
    }
}

#[test]
fn any_time_is_harmless() {
    for elapsed in [i64::MIN, i64::MIN + 1, -HOUR_SECONDS, -1, 0] {
        assert_eq!((cumulative(elapsed), accrued(elapsed)), (0, 0));
    }
    let end = MONTH_SECONDS * MONTHS as i64;
    assert_eq!(end % HOUR_SECONDS, 0, "month 240 ends on a full hour");
    for elapsed in [end, end + 1, i64::MAX - 1, i64::MAX] {
        assert_eq!((cumulative(elapsed), accrued(elapsed)), (TOTAL, TOTAL));
    }
    assert!(cumulative(end - 1) < TOTAL && accrued(end - 1) < TOTAL);
    assert_eq!(cumulative(HOUR_SECONDS - 1), 0);
    assert!(cumulative(HOUR_SECONDS) > 0);
}

#[test]
fn every_hour_of_twenty_years_mints_something_and_no_month_is_skipped() {
    let hours = MONTH_SECONDS * MONTHS as i64 / HOUR_SECONDS;
    let mut before = 0;
    for hour in 1..=hours {
        let now = cumulative(hour * HOUR_SECONDS);
        assert!(now > before, "hour {hour}");
        before = now;
    }
    for (month, value) in TABLE.iter().enumerate() {
        assert_eq!(accrued(month as i64 * MONTH_SECONDS), *value);
    }
}

/// Times around the life of the emission, with more weight on hours' and months' edges.
fn elapsed() -> impl Strategy<Value = i64> {
    let end = MONTH_SECONDS * MONTHS as i64;
    prop_oneof![
        4 => -MONTH_SECONDS..end + MONTH_SECONDS,
        2 => (0..=MONTHS as i64, -2..=2i64).prop_map(|(month, off)| month * MONTH_SECONDS + off),
        2 => (0..=end / HOUR_SECONDS, -2..=2i64).prop_map(|(hour, off)| hour * HOUR_SECONDS + off),
        1 => any::<i64>(),
    ]
}

proptest! {
    #[test]
    fn equals_the_exact_reference(elapsed in elapsed()) {
        prop_assert_eq!(accrued(elapsed), reference(elapsed));
        let hour = elapsed.saturating_sub(elapsed.rem_euclid(HOUR_SECONDS));
        prop_assert_eq!(cumulative(elapsed), reference(hour));
    }

    #[test]
    fn never_falls(a in elapsed(), b in elapsed()) {
        let (early, late) = (a.min(b), a.max(b));
        prop_assert!(cumulative(early) <= cumulative(late));
        prop_assert!(accrued(early) <= accrued(late));
        prop_assert!(cumulative(early) <= accrued(early));
    }

    #[test]
    fn rewards_one_hour_behind_never_pass_the_mint(now in elapsed()) {
        prop_assert!(accrued(now.saturating_sub(HOUR_SECONDS)) <= cumulative(now));
    }

    #[test]
    fn any_split_into_cranks_mints_the_same(mut times in prop::collection::vec(elapsed(), 1..50)) {
        let last = *times.iter().max().unwrap();
        times.push(last);
        let mut minted = 0u64;
        let mut greatest = i64::MIN;
        for time in times {
            greatest = greatest.max(time);
            minted += cumulative(greatest) - minted;
        }
        prop_assert_eq!(minted, cumulative(last));
    }
}
