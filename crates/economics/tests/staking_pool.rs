//! The two pools: what accrues, what they pay, and that no way of looking at them changes it.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    emission::{accrued, cumulative, MONTHS, MONTH_SECONDS, TABLE, TOTAL},
    staking::{Pool, PoolKind, ACCRUAL_LAG_SECONDS, MAX_FULL_WEIGHT, MIN_FULL_WEIGHT, Q64},
};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

const GENESIS: i64 = 1_800_000_000;
const MONTH: i64 = MONTH_SECONDS as i64;
const END: i64 = MONTH * MONTHS as i64;
/// When the schedule has accrued whole.
const LAST: i64 = GENESIS + END + ACCRUAL_LAG_SECONDS;

fn kind() -> impl Strategy<Value = PoolKind> {
    prop_oneof![Just(PoolKind::Gpu), Just(PoolKind::Cpu)]
}

/// Times in and around the life of the emission, in order.
fn times(count: usize) -> impl Strategy<Value = Vec<i64>> {
    let time = prop_oneof![
        4 => GENESIS - MONTH..LAST + 60 * MONTH,
        1 => LAST - 100..LAST + 100,
        1 => GENESIS..GENESIS + 10_000,
    ];
    // Near to each other as well as far apart.
    (time, prop::collection::vec(prop_oneof![0..5i64, 0..10_000i64, 0..MONTH, 0..END], count)).prop_map(
        |(start, gaps)| {
            gaps.iter()
                .scan(start, |now, gap| {
                    *now += gap;
                    Some(*now)
                })
                .collect()
        },
    )
}

fn weight() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1..100u64, 1..10_000_000_000u64]
}

/// `weight` that never expires, after nobody was there until `idle_until`.
fn pool_at(kind: PoolKind, full_weight: u64, weight: u64, idle_until: i64) -> Pool {
    let mut pool = Pool::new(kind, GENESIS, MIN_FULL_WEIGHT).unwrap();
    pool.full_weight = full_weight;
    pool.advance(idle_until).unwrap();
    pool.weight = weight;
    pool
}

fn paid(pool: &Pool, since: &Pool) -> u128 {
    (pool.acc.get() - since.acc.get()) * u128::from(since.weight)
}

#[test]
fn accrual_follows_the_schedule_one_hour_behind() {
    for kind in [PoolKind::Gpu, PoolKind::Cpu] {
        assert_eq!(kind.accrued(GENESIS, GENESIS + ACCRUAL_LAG_SECONDS), 0);
        assert!(kind.accrued(GENESIS, GENESIS + ACCRUAL_LAG_SECONDS + 1) > 0);
        for now in [i64::MIN, -1, 0, GENESIS] {
            assert_eq!(kind.accrued(GENESIS, now), 0);
        }
        assert_eq!(kind.accrued(i64::MIN, i64::MAX), kind.accrued(GENESIS, i64::MAX));
        assert_eq!(kind.accrued(i64::MAX, i64::MIN), 0);
        assert!(kind.accrued(GENESIS, LAST - 1) < kind.accrued(GENESIS, LAST));
    }
    assert_eq!(PoolKind::Gpu.accrued(GENESIS, LAST), TOTAL / 100 * 95);
    assert_eq!(PoolKind::Cpu.accrued(GENESIS, LAST), TOTAL / 100 * 5);
    let month = GENESIS + ACCRUAL_LAG_SECONDS + MONTH;
    assert_eq!(PoolKind::Gpu.accrued(GENESIS, month), 317_839_083_263_780, "95% of C(1) = 334567456067137");
    assert_eq!(PoolKind::Cpu.accrued(GENESIS, month), 16_728_372_803_357);
}

/// Base units that a full pool of `kind` releases in a month.
fn released_in_a_month(kind: PoolKind) -> u64 {
    ((kind.release_rate() * MONTH as u128) >> 64) as u64
}

#[test]
fn release_goes_by_the_rate_of_month_240_from_the_first_hour_on() {
    let last = TABLE[240] - TABLE[239];
    for (kind, percent) in [(PoolKind::Gpu, 95), (PoolKind::Cpu, 5)] {
        let month = u128::from(last) * percent / 100;
        assert!(month - u128::from(released_in_a_month(kind)) <= 1, "{month}");
        // A pool in which much is carried, in its first month, in month 100 and after the schedule.
        for start in [GENESIS + ACCRUAL_LAG_SECONDS, GENESIS + 100 * MONTH, LAST + MONTH] {
            let carried = Q64::new(1 << 110);
            let before = Pool { carried, ..pool_at(kind, MIN_FULL_WEIGHT, MIN_FULL_WEIGHT, start) };
            let mut pool = before;
            pool.advance(start + MONTH).unwrap();
            let accrued = kind.accrued(GENESIS, start + MONTH) - kind.accrued(GENESIS, start);
            let on_top = paid(&pool, &before) - (u128::from(accrued) << 64);
            assert!((month << 64).abs_diff(on_top) >> 64 <= 1, "{on_top}");
        }
    }
    // Nothing is released before anything accrues.
    let mut pool = pool_at(PoolKind::Gpu, MIN_FULL_WEIGHT, MIN_FULL_WEIGHT, GENESIS - MONTH);
    pool.carried = Q64::new(1 << 100);
    pool.advance(GENESIS + ACCRUAL_LAG_SECONDS).unwrap();
    assert_eq!((pool.acc, pool.carried), (Q64::ZERO, Q64::new(1 << 100)));
}

#[test]
fn nobody_there_is_paid_nothing() {
    for full_weight in [MIN_FULL_WEIGHT, MAX_FULL_WEIGHT] {
        let pool = pool_at(PoolKind::Cpu, full_weight, 0, GENESIS + MONTH);
        assert_eq!(pool.acc, Q64::ZERO);
        let accrued = PoolKind::Cpu.accrued(GENESIS, GENESIS + MONTH);
        assert_eq!((pool.accrued, pool.carried.get()), (accrued, u128::from(accrued) << 64));
    }
}

#[test]
fn an_earlier_clock_changes_nothing() {
    let before = pool_at(PoolKind::Cpu, 10, 10, GENESIS + MONTH);
    for now in [i64::MIN, 0, GENESIS, GENESIS + MONTH - 1, GENESIS + MONTH] {
        let mut pool = before;
        pool.advance(now).unwrap();
        assert_eq!(pool, before);
    }
}

#[test]
fn the_end_of_time_overflows_nothing() {
    for weight in [0, 1, u64::MAX] {
        let mut pool = Pool { weight, ..pool_at(PoolKind::Gpu, 1, 0, GENESIS) };
        for now in [GENESIS + 1, LAST, LAST + END, i64::MAX / 2, i64::MAX] {
            pool.advance(now).unwrap();
        }
        let paid = pool.acc.get() * u128::from(weight);
        assert_eq!(paid + pool.carried.get(), u128::from(TOTAL / 100 * 95) << 64);
        assert!(weight == 0 || pool.carried.get() < u128::from(weight), "all is released in the end");
    }
}

#[test]
fn the_first_node_wins_no_windfall() {
    // A year has accrued with nobody there; then one small node comes.
    let (full_weight, year) = (MIN_FULL_WEIGHT, GENESIS + 12 * MONTH);
    for weight in [1, full_weight / 10, full_weight, 100 * full_weight] {
        let before = pool_at(PoolKind::Gpu, full_weight, weight, year);
        for gap in [1, 3_600, MONTH] {
            let mut pool = before;
            pool.advance(year + gap).unwrap();
            let accrued = PoolKind::Gpu.accrued(GENESIS, year + gap) - PoolKind::Gpu.accrued(GENESIS, year);
            let released = PoolKind::Gpu.release_rate() * gap as u128;
            let most = ((u128::from(accrued) << 64) + released) / u128::from(full_weight.max(weight));
            assert_eq!(paid(&pool, &before), most * u128::from(weight), "by its weight");
        }
    }
}

#[test]
fn nothing_is_stranded() {
    // Empty for 20 years, then one node: all of it comes out at the rate of month 240.
    let mut pool = pool_at(PoolKind::Cpu, 1, 1, LAST);
    assert_eq!(pool.carried.get(), u128::from(TOTAL / 100 * 5) << 64);
    let needed = TOTAL / 100 * 5 / released_in_a_month(PoolKind::Cpu);
    pool.advance(LAST + MONTH * (needed as i64 - 1)).unwrap();
    assert!(pool.carried.units > 0);
    pool.advance(LAST + MONTH * (needed as i64 + 2)).unwrap();
    assert_eq!(pool.carried, Q64::ZERO);
}

fn rational(value: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(value.into())
}

/// The law in words, one step: of what accrues, `w` is paid; the rest is carried and released on
/// top at `w` times the rate of month 240.
fn step(pool: &Pool, carried: BigRational, from: i64, to: i64) -> (BigRational, BigRational) {
    let kind = pool.kind();
    let accrued = rational(kind.accrued(GENESIS, to)) - rational(kind.accrued(GENESIS, from));
    let seconds = |now: i64| (now - GENESIS - ACCRUAL_LAG_SECONDS).max(0);
    let rate = BigRational::new(kind.release_rate().into(), (1u128 << 64).into());
    let released = rate * rational(seconds(to) - seconds(from));
    let w = BigRational::new(pool.weight.into(), pool.weight.max(pool.full_weight).into());
    let direct = &w * &accrued;
    let carried = carried + accrued - &direct;
    let released = (w * released).min(carried.clone());
    (direct + &released, carried - released)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn both_pools_accrue_the_schedule_and_never_pass_the_mint(
        now in prop_oneof![any::<i64>(), GENESIS..LAST],
    ) {
        let both = PoolKind::Gpu.accrued(GENESIS, now) + PoolKind::Cpu.accrued(GENESIS, now);
        let elapsed = now.saturating_sub(GENESIS);
        prop_assert_eq!(both, accrued(elapsed.saturating_sub(3_600)));
        prop_assert!(both <= cumulative(elapsed));
    }

    #[test]
    fn curves_never_fall(kind in kind(), a in any::<i64>(), b in any::<i64>(), near in 0..MONTH) {
        for (early, late) in [(a.min(b), a.max(b)), (a, a.saturating_add(near)), (LAST - near, LAST + near)] {
            prop_assert!(kind.accrued(GENESIS, early) <= kind.accrued(GENESIS, late));
        }
    }

    /// Paid in any steps = the law in exact arithmetic, within `weight` * 2^-64 a step; paid in one
    /// go the same, within the two base units by which the schedule's seconds are uneven.
    #[test]
    fn splitting_an_interval_changes_nothing(
        kind in kind(), full_weight in 1..10_000_000_000u64, weight in weight(), times in times(12),
        idle in prop_oneof![Just(0), Just(END), 0..END],
    ) {
        let before = pool_at(kind, full_weight, weight, times[0].saturating_sub(idle));
        let last = *times.last().unwrap();
        let mut whole = before;
        whole.advance(last).unwrap();

        let mut split = before;
        let mut exact = rational(0);
        let mut carried = BigRational::new(before.carried.get().into(), (1u128 << 64).into());
        for now in &times {
            let (pay, rest) = step(&before, carried, split.synced_at, split.synced_at.max(*now));
            exact += pay;
            carried = rest;
            let (was, accrued) = (split, kind.accrued(GENESIS, split.synced_at));
            split.advance(*now).unwrap();
            prop_assert!(weight > 0 || split.acc == before.acc, "nobody is there to be paid");
            let accrued = kind.accrued(GENESIS, split.synced_at) - accrued;
            let in_all = was.carried.get() + (u128::from(accrued) << 64);
            prop_assert_eq!(in_all, split.carried.get() + paid(&split, &was));
        }

        let dust = u128::from(weight) * (times.len() as u128 + 1);
        prop_assert!(paid(&split, &before).abs_diff(paid(&whole, &before)) <= dust + (2 << 64));
        let scaled = (exact * rational(1u128 << 64)).floor().to_integer();
        let gap = scaled - BigInt::from(paid(&split, &before));
        prop_assert!(gap.magnitude() <= BigInt::from(dust).magnitude());
    }
}
