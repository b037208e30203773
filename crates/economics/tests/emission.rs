//! The schedule against exact rational arithmetic, and its laws.

#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    emission::{self, accrued, cumulative, MONTHS, TABLE, TOTAL},
    genesis,
    time::HOUR,
    units::{BASE_UNITS_PER_IO, HARD_CAP},
};
use io_reference::emission as reference;
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

const MONTH_SECONDS: i64 = emission::MONTH_SECONDS as i64;

#[test]
fn table_is_the_definition() {
    for (month, value) in TABLE.iter().enumerate() {
        assert_eq!(
            BigInt::from(*value),
            reference::exact_cumulative(month as i64).floor().to_integer(),
            "month {month}"
        );
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
    let integer = |value: i64| BigRational::from_integer(value.into());
    let ratio = integer(9_898) / integer(10_000);
    for window in TABLE.windows(3) {
        let [before, after] = [window[1] - window[0], window[2] - window[1]];
        let gap = integer(after as i64) - integer(before as i64) * &ratio;
        assert!(gap < integer(2) && gap > integer(-2), "{before} then {after}");
    }
}

#[test]
fn any_time_is_harmless() {
    for elapsed in [i64::MIN, i64::MIN + 1, -HOUR, -1, 0] {
        assert_eq!((cumulative(elapsed), accrued(elapsed)), (0, 0));
    }
    let end = MONTH_SECONDS * MONTHS as i64;
    assert_eq!(end % HOUR, 0, "month 240 ends on a full hour");
    for elapsed in [end, end + 1, i64::MAX - 1, i64::MAX] {
        assert_eq!((cumulative(elapsed), accrued(elapsed)), (TOTAL, TOTAL));
    }
    assert!(cumulative(end - 1) < TOTAL && accrued(end - 1) < TOTAL);
    assert_eq!(cumulative(HOUR - 1), 0);
    assert!(cumulative(HOUR) > 0);
}

#[test]
fn every_hour_of_twenty_years_mints_something_and_no_month_is_skipped() {
    let hours = MONTH_SECONDS * MONTHS as i64 / HOUR;
    let mut before = 0;
    for hour in 1..=hours {
        let now = cumulative(hour * HOUR);
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
        2 => (0..=end / HOUR, -2..=2i64).prop_map(|(hour, off)| hour * HOUR + off),
        1 => any::<i64>(),
    ]
}

proptest! {
    #[test]
    fn equals_the_exact_reference(elapsed in elapsed()) {
        prop_assert_eq!(accrued(elapsed), reference::accrued(elapsed));
        prop_assert_eq!(cumulative(elapsed), reference::cumulative(elapsed));
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
        prop_assert!(accrued(now.saturating_sub(HOUR)) <= cumulative(now));
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
