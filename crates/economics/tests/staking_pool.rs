//! The two pools: what accrues, what they pay, and that no way of looking at them changes it.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    emission::{accrued, cumulative, MONTHS, MONTH_SECONDS, TABLE, TOTAL},
    staking::{Pool, PoolKind, StakingError, ACCRUAL_LAG_SECONDS, MAX_FLOOR_WEIGHT, MIN_FLOOR_WEIGHT},
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

fn pool_at(kind: PoolKind, floor: u64, weight: u64, idle_until: i64) -> Pool {
    let mut pool = Pool::new(kind, GENESIS, floor).unwrap();
    pool.advance(idle_until).unwrap();
    pool.weight = weight;
    pool
}

fn paid(pool: &Pool, since: &Pool) -> u128 {
    (pool.acc - since.acc) * u128::from(since.weight)
}

#[test]
fn accrual_follows_the_schedule_one_hour_behind() {
    for kind in [PoolKind::Gpu, PoolKind::Cpu] {
        assert_eq!(kind.accrued(GENESIS, GENESIS + ACCRUAL_LAG_SECONDS), 0);
        assert!(kind.accrued(GENESIS, GENESIS + ACCRUAL_LAG_SECONDS + 1) > 0);
        for now in [i64::MIN, -1, 0, GENESIS] {
            assert_eq!((kind.accrued(GENESIS, now), kind.release_cap(GENESIS, now)), (0, 0));
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

#[test]
fn release_goes_on_after_the_schedule_at_its_last_rate() {
    let rate = TABLE[240] - TABLE[239];
    for (kind, now) in
        [LAST - 2, LAST - 1, LAST].into_iter().flat_map(|now| [(PoolKind::Gpu, now), (PoolKind::Cpu, now)])
    {
        assert_eq!(kind.release_cap(GENESIS, now), kind.accrued(GENESIS, now));
    }
    for months in [0, 1, 2, 1_000] {
        let now = LAST + MONTH * months;
        let both = PoolKind::Gpu.release_cap(GENESIS, now) + PoolKind::Cpu.release_cap(GENESIS, now);
        assert_eq!(both, TOTAL + rate * months as u64);
    }
    let half = PoolKind::Gpu.release_cap(GENESIS, LAST + MONTH / 2);
    assert_eq!(half, (u128::from(TOTAL + rate / 2) * 95 / 100) as u64);
    for kind in [PoolKind::Gpu, PoolKind::Cpu] {
        let most = kind.release_cap(i64::MIN, i64::MAX);
        assert!(most.checked_add(kind.accrued(i64::MIN, i64::MAX)).is_some() && most > u64::MAX / 25);
        assert!(kind.release_cap(GENESIS, i64::MAX) <= most);
    }
}

#[test]
fn floor_weight_is_bounded() {
    for floor in [0, MAX_FLOOR_WEIGHT + 1, u64::MAX] {
        assert_eq!(Pool::new(PoolKind::Gpu, 0, floor), Err(StakingError::InvalidFloorWeight));
        let mut pool = Pool::new(PoolKind::Gpu, 0, MIN_FLOOR_WEIGHT).unwrap();
        assert_eq!(pool.set_floor_weight(MONTH, floor), Err(StakingError::InvalidFloorWeight));
        assert_eq!(pool.floor_weight, MIN_FLOOR_WEIGHT);
    }
    // A new floor counts from its second on.
    let before = pool_at(PoolKind::Gpu, 1_000, 100, GENESIS + MONTH);
    let mut direct = before;
    direct.advance(GENESIS + 2 * MONTH).unwrap();
    let mut changed = before;
    changed.set_floor_weight(GENESIS + 2 * MONTH, MAX_FLOOR_WEIGHT).unwrap();
    assert_eq!(changed, Pool { floor_weight: MAX_FLOOR_WEIGHT, ..direct });
}

#[test]
fn nobody_there_is_paid_nothing() {
    for floor in [MIN_FLOOR_WEIGHT, MAX_FLOOR_WEIGHT] {
        let pool = pool_at(PoolKind::Cpu, floor, 0, GENESIS + MONTH);
        assert_eq!(pool.acc, 0);
        assert_eq!(pool.carried, u128::from(PoolKind::Cpu.accrued(GENESIS, GENESIS + MONTH)) << 64);
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
        let mut pool = Pool { weight, ..Pool::new(PoolKind::Gpu, GENESIS, 1).unwrap() };
        for now in [GENESIS + 1, LAST, LAST + END, i64::MAX / 2, i64::MAX] {
            pool.advance(now).unwrap();
        }
        let paid = pool.acc * u128::from(weight);
        assert_eq!(paid + pool.carried, u128::from(TOTAL / 100 * 95) << 64);
        assert!(weight == 0 || pool.carried < u128::from(weight), "all is released in the end");
    }
}

#[test]
fn the_first_node_wins_no_windfall() {
    // A year has accrued with nobody there; then one small node comes.
    let floor = 1_000_000;
    let year = GENESIS + 12 * MONTH;
    for weight in [1, floor / 10, floor, 100 * floor] {
        let before = pool_at(PoolKind::Gpu, floor, weight, year);
        for gap in [1, 3_600, MONTH] {
            let mut pool = before;
            pool.advance(year + gap).unwrap();
            let accrued = PoolKind::Gpu.accrued(GENESIS, year + gap) - PoolKind::Gpu.accrued(GENESIS, year);
            let most = (u128::from(2 * accrued) << 64) / u128::from(floor.max(weight)) * u128::from(weight);
            assert_eq!(paid(&pool, &before), most, "twice the accrual, by its weight");
        }
    }
}

#[test]
fn nothing_is_stranded() {
    // Empty for 20 years, then one node: all of it comes out at the rate of month 240.
    let mut pool = pool_at(PoolKind::Cpu, 1, 1, LAST);
    assert_eq!(pool.carried, u128::from(TOTAL / 100 * 5) << 64);
    let rate = (TABLE[240] - TABLE[239]) / 100 * 5;
    let needed = TOTAL / 100 * 5 / rate;
    pool.advance(LAST + MONTH * (needed as i64 - 1)).unwrap();
    assert!(pool.carried > 0);
    pool.advance(LAST + MONTH * (needed as i64 + 2)).unwrap();
    assert_eq!(pool.carried, 0);
}

fn rational(value: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(value.into())
}

/// The law in words, one step: of what accrues, `w` is paid; the rest is carried and released on top at
/// no more than `w` times the cap.
fn step(pool: &Pool, carried: BigRational, from: i64, to: i64) -> (BigRational, BigRational) {
    let between = |curve: fn(PoolKind, i64, i64) -> u64| {
        rational(curve(pool.kind, GENESIS, to)) - rational(curve(pool.kind, GENESIS, from))
    };
    let (accrued, cap) = (between(PoolKind::accrued), between(PoolKind::release_cap));
    let w = BigRational::new(pool.weight.into(), pool.weight.max(pool.floor_weight).into());
    let direct = &w * &accrued;
    let carried = carried + accrued - &direct;
    let released = (&w * cap).min(carried.clone());
    (direct + &released, carried - released)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn both_pools_accrue_the_schedule_and_never_pass_the_mint(now in prop_oneof![any::<i64>(), GENESIS..LAST]) {
        let both = PoolKind::Gpu.accrued(GENESIS, now) + PoolKind::Cpu.accrued(GENESIS, now);
        let elapsed = now.saturating_sub(GENESIS);
        prop_assert_eq!(both, accrued(elapsed.saturating_sub(3_600)));
        prop_assert!(both <= cumulative(elapsed));
    }

    #[test]
    fn curves_never_fall(kind in kind(), a in any::<i64>(), b in any::<i64>(), near in 0..MONTH) {
        for (early, late) in [(a.min(b), a.max(b)), (a, a.saturating_add(near)), (LAST - near, LAST + near)] {
            prop_assert!(kind.accrued(GENESIS, early) <= kind.accrued(GENESIS, late));
            prop_assert!(kind.release_cap(GENESIS, early) <= kind.release_cap(GENESIS, late));
            let accrued = kind.accrued(GENESIS, late) - kind.accrued(GENESIS, early);
            prop_assert!(accrued <= kind.release_cap(GENESIS, late) - kind.release_cap(GENESIS, early));
        }
    }

    /// Paid in one go = paid in any steps = the law in exact arithmetic, within `weight` * 2^-64 a step.
    #[test]
    fn splitting_an_interval_changes_nothing(
        kind in kind(), floor in 1..10_000_000_000u64, weight in weight(), times in times(12),
        idle in prop_oneof![Just(0), Just(END), 0..END],
    ) {
        let before = pool_at(kind, floor, weight, times[0].saturating_sub(idle));
        let last = *times.last().unwrap();
        let mut whole = before;
        whole.advance(last).unwrap();

        let mut split = before;
        let (mut exact, mut carried) = (rational(0), BigRational::new(before.carried.into(), (1u128 << 64).into()));
        for now in &times {
            let (pay, rest) = step(&before, carried, split.synced_at, split.synced_at.max(*now));
            exact += pay;
            carried = rest;
            let (was, accrued) = (split, kind.accrued(GENESIS, split.synced_at));
            split.advance(*now).unwrap();
            prop_assert!(weight > 0 || split.acc == before.acc, "nobody is there to be paid");
            let accrued = kind.accrued(GENESIS, split.synced_at) - accrued;
            prop_assert_eq!(was.carried + (u128::from(accrued) << 64), split.carried + paid(&split, &was));
        }

        let dust = u128::from(weight) * (times.len() as u128 + 1);
        prop_assert!(paid(&split, &before).abs_diff(paid(&whole, &before)) <= dust);
        let scaled = (exact * rational(1u128 << 64)).floor().to_integer();
        prop_assert!((scaled - BigInt::from(paid(&split, &before))).magnitude() <= BigInt::from(dust).magnitude());
    }
}
