//! The locks against exact rational arithmetic, and what no sequence of calls can do.

#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    emission::MONTH_SECONDS,
    units::BASE_UNITS_PER_IO,
    vesting::{CategoryKind, CategoryLedger, GrantLedger, VestingError},
};
use io_reference::vesting as reference;
use proptest::prelude::*;

const MONTH: i64 = MONTH_SECONDS as i64;
const GENESIS: i64 = 1_767_225_600;
const IO: u64 = BASE_UNITS_PER_IO;

fn started(kind: CategoryKind) -> CategoryLedger {
    let mut category = CategoryLedger::new(kind);
    category.start(GENESIS).unwrap();
    category
}

fn at(month: i64) -> i64 {
    GENESIS + month * MONTH
}

/// What all categories have unlocked after so many months.
fn unlocked(month: i64) -> u64 {
    CategoryKind::ALL.iter().map(|kind| kind.unlocked(kind.unlocked_tranches(GENESIS, at(month)))).sum()
}

#[test]
fn figures_of_the_design() {
    assert_eq!(unlocked(12), 0);
    assert_eq!(unlocked(13), 1_007_777_777_777_777, "10,077,777.77777777 IO");
    assert_eq!(unlocked(36), 24_186_666_666_666_666, "241,866,666.66666666 IO");
    assert_eq!(unlocked(47), 26_948_888_888_888_888, "269,488,888.88888888 IO");
    assert_eq!(unlocked(48), 272_000_000 * IO);
    assert_eq!(unlocked(i64::from(i32::MAX)), 272_000_000 * IO);
}

#[test]
fn tranches_unlock_at_the_end_of_their_month_and_never_a_second_before() {
    for kind in CategoryKind::ALL {
        for tranche in 1..=kind.tranches() {
            let time = kind.unlocks_at(GENESIS, tranche);
            assert_eq!(time, at(12 + i64::from(tranche)));
            assert_eq!(kind.unlocked_tranches(GENESIS, time - 1), tranche - 1);
            assert_eq!(kind.unlocked_tranches(GENESIS, time), tranche);
        }
        for (genesis, now, expected) in [
            (GENESIS, i64::MIN, 0),
            (GENESIS, i64::MAX, kind.tranches()),
            (i64::MAX, i64::MIN, 0),
            (i64::MIN, i64::MAX, kind.tranches()),
        ] {
            assert_eq!(kind.unlocked_tranches(genesis, now), expected);
        }
        assert_eq!(kind.unlocked(kind.tranches()), kind.total());
        assert_eq!(kind.unlocked(u8::MAX), kind.total());
    }
}

#[test]
fn nothing_before_the_start_and_no_second_start() {
    let mut category = CategoryLedger::new(CategoryKind::Core);
    let mut grant = GrantLedger {
        amount: category.kind.total(),
        released: 0,
        kind: CategoryKind::Core,
        first_tranche: 0,
        revoked: false,
        padding: [0; 5],
    };
    assert_eq!(category.grant(1, i64::MAX), Err(VestingError::NotStarted));
    assert_eq!(category.release(&mut grant, i64::MAX), Err(VestingError::NotStarted));
    assert_eq!(category.revoke(&mut grant, i64::MAX), Err(VestingError::NotStarted));
    category.start(GENESIS).unwrap();
    for time in [GENESIS, GENESIS - 4 * 12 * MONTH, i64::MIN] {
        assert_eq!(category.start(time), Err(VestingError::AlreadyStarted));
    }
    assert_eq!(category.genesis, GENESIS);
    let mut early = CategoryLedger::new(CategoryKind::Seed);
    early.start(i64::MIN).unwrap();
    assert_eq!(early.genesis, 1, "a started lock never reads as one that is not");
}

#[test]
fn grants_are_of_something_and_within_the_category() {
    for kind in CategoryKind::ALL {
        let mut category = started(kind);
        assert_eq!(category.grant(0, GENESIS), Err(VestingError::ZeroGrant));
        for amount in [kind.total() + 1, u64::MAX] {
            assert_eq!(category.grant(amount, GENESIS), Err(VestingError::AboveCategory));
        }
        category.grant(kind.total() - 1, GENESIS).unwrap();
        assert_eq!(category.grant(2, GENESIS), Err(VestingError::AboveCategory));
        category.grant(1, GENESIS).unwrap();
        assert_eq!(category.grant(1, GENESIS), Err(VestingError::AboveCategory));
        assert_eq!(category.ungranted(), 0);
    }
}

#[test]
fn investors_grants_are_never_taken_back_and_a_contributors_once() {
    for kind in [CategoryKind::Seed, CategoryKind::SeriesA] {
        let mut category = started(kind);
        let mut grant = category.grant(IO, GENESIS).unwrap();
        assert_eq!(category.revoke(&mut grant, at(20)), Err(VestingError::NotRevocable));
    }
    let mut category = started(CategoryKind::Core);
    let mut grant = category.grant(36 * IO, GENESIS).unwrap();
    assert_eq!(category.revoke(&mut grant, at(22)), Ok(26 * IO));
    assert_eq!((grant.amount, category.granted), (10 * IO, 10 * IO));
    assert_eq!(category.revoke(&mut grant, at(30)), Err(VestingError::AlreadyRevoked));
    // What had vested stays the beneficiary's, whole and at once.
    assert_eq!(category.release(&mut grant, at(22)), Ok(10 * IO));
    let mut late = category.grant(IO, at(48)).unwrap();
    assert_eq!(category.revoke(&mut late, at(48)), Err(VestingError::FullyVested));
    assert_eq!(category.release(&mut late, at(48)), Ok(IO));
}

/// A manager revokes and grants to itself in a loop in month 13. Without a first tranche and a
/// bound each round frees a 36th of the rest; with them all rounds together free what one tranche
/// does.
#[test]
fn three_hundred_rounds_of_revoke_and_grant_release_one_tranche() {
    let total = CategoryKind::Core.total();
    let (mut rest, mut naive) = (total, 0);
    for _ in 0..300 {
        let vested = reference::part(rest, &reference::share(1, 36));
        naive += vested;
        rest -= vested;
    }
    assert_eq!(naive / IO, 90_380_687, "what the loop would have released");

    let mut category = started(CategoryKind::Core);
    let mut grant = category.grant(total, GENESIS).unwrap();
    let released = category.release(&mut grant, at(13)).unwrap();
    for _ in 0..300 {
        category.revoke(&mut grant, at(13)).unwrap();
        grant = category.grant(category.ungranted(), at(13)).unwrap();
        assert_eq!(category.release(&mut grant, at(13)), Err(VestingError::NothingToRelease));
    }
    assert_eq!(released, 251_111_111_111_111, "2,511,111.11111111 IO");
    assert_eq!(category.released, released);
}

/// Whatever a forged or broken grant says, a category keeps within what is unlocked.
#[test]
fn the_bound_rests_on_the_category_alone() {
    for kind in CategoryKind::ALL {
        let mut category = started(kind);
        let forged = GrantLedger {
            amount: u64::MAX,
            released: 0,
            kind,
            first_tranche: 0,
            revoked: true,
            padding: [0; 5],
        };
        let mut released = 0;
        for month in 0..=60 {
            for _ in 0..3 {
                let mut copy = forged;
                released += category.release(&mut copy, at(month)).unwrap_or_default();
            }
            assert_eq!(released, kind.unlocked(kind.unlocked_tranches(GENESIS, at(month))));
        }
        assert_eq!(released, kind.total());
    }
}

#[test]
fn a_clock_that_goes_back_takes_nothing_away_and_gives_nothing() {
    let mut category = started(CategoryKind::Core);
    let mut grant = category.grant(36 * IO, GENESIS).unwrap();
    assert_eq!(category.release(&mut grant, at(14)), Ok(2 * IO));
    assert_eq!(category.release(&mut grant, at(13)), Err(VestingError::NothingToRelease));
    let late = category.grant(34 * IO, at(1)).unwrap();
    assert_eq!(late.first_tranche, 2, "counted from the greatest time seen");
    assert_eq!(category.revoke(&mut grant, i64::MIN), Ok(34 * IO));
    assert_eq!(grant.amount, 2 * IO);
}

fn kind() -> impl Strategy<Value = CategoryKind> {
    prop_oneof![Just(CategoryKind::Seed), Just(CategoryKind::SeriesA), Just(CategoryKind::Core)]
}

/// From one base unit to all of a category, with weight on both ends and on what does not divide.
fn amount(kind: CategoryKind) -> impl Strategy<Value = u64> {
    let all = kind.total();
    prop_oneof![1 => 1..=200u64, 1 => all - 200..=all, 3 => 1..=all, 1 => Just(all), 1 => Just(1u64)]
}

/// Times around the life of a lock, with weight on the edges of months.
fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => (0..=50i64, -2..=2i64).prop_map(|(month, off)| at(month) + off),
        3 => at(0)..at(50),
        1 => any::<i64>(),
    ]
}

proptest! {
    #[test]
    fn tranches_are_the_definition(kind in kind(), time in time()) {
        let expected = reference::tranches(time.saturating_sub(GENESIS), kind.tranches());
        prop_assert_eq!(kind.unlocked_tranches(GENESIS, time), expected);
        let part = reference::part(kind.total(), &reference::share(expected, kind.tranches()));
        prop_assert_eq!(kind.unlocked(expected), part);
    }

    /// Every month of 48, released in any split: what is paid in all is the exact share, rounded
    /// down once.
    #[test]
    fn any_split_of_releases_pays_the_exact_share(
        (kind, amount) in kind().prop_flat_map(|kind| (Just(kind), amount(kind))),
        granted in 0..=49i64,
        skipped in prop::collection::vec(any::<bool>(), 50),
    ) {
        let mut category = started(kind);
        let mut grant = category.grant(amount, at(granted)).unwrap();
        let first = if kind == CategoryKind::Core { reference::tranches(granted * MONTH, 36) } else { 0 };
        let mut paid = 0;
        for (month, skip) in (granted..).zip(&skipped) {
            if *skip && month < granted + 49 {
                continue;
            }
            paid += category.release(&mut grant, at(month)).unwrap_or_default();
            let tranches = reference::tranches(month * MONTH, kind.tranches());
            let share = reference::vested_share(tranches, first, kind.tranches());
            prop_assert_eq!(paid, reference::part(amount, &share), "month {}", month);
            let again = category.release(&mut grant, at(month));
            prop_assert_eq!(again, Err(VestingError::NothingToRelease), "a repeat");
        }
        prop_assert_eq!(paid, amount, "the last month is exact");
    }
}

/// A call of a walk.
#[derive(Clone, Debug)]
enum Step {
    Pass(i64),
    Grant(u16),
    Release(usize),
    Revoke(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3 * MONTH).prop_map(Step::Pass),
        1 => (-MONTH..0).prop_map(Step::Pass),
        3 => any::<u16>().prop_map(Step::Grant),
        6 => any::<usize>().prop_map(Step::Release),
        2 => any::<usize>().prop_map(Step::Revoke),
    ]
}

proptest! {
    /// Any walk of managers and strangers: the bound of the category holds, and never costs an
    /// honest grant anything.
    #[test]
    fn no_walk_passes_the_bound(kind in kind(), steps in prop::collection::vec(step(), 1..120)) {
        let mut category = started(kind);
        let mut grants: Vec<GrantLedger> = Vec::new();
        let (mut now, mut greatest) = (GENESIS, GENESIS);
        for step in steps {
            match step {
                Step::Pass(seconds) => now += seconds,
                Step::Grant(share) => {
                    let amount = reference::part(
                        category.ungranted(),
                        &num_rational::BigRational::new(share.into(), u16::MAX.into()),
                    );
                    greatest = greatest.max(now);
                    grants.extend(category.grant(amount, now));
                }
                Step::Release(i) if !grants.is_empty() => {
                    greatest = greatest.max(now);
                    let i = i % grants.len();
                    let due = grants[i].releasable(category.tranches_at(now));
                    let paid = category.release(&mut grants[i], now).unwrap_or_default();
                    prop_assert_eq!(paid, due, "the bound took from an honest grant");
                }
                Step::Revoke(i) if !grants.is_empty() => {
                    greatest = greatest.max(now);
                    let i = i % grants.len();
                    let before = grants[i];
                    if let Ok(unvested) = category.revoke(&mut grants[i], now) {
                        prop_assert_eq!(grants[i].amount + unvested, before.amount);
                        prop_assert_eq!(grants[i].amount, before.vested(category.tranches));
                    }
                }
                _ => {}
            }
            let reached = kind.unlocked(kind.unlocked_tranches(GENESIS, greatest));
            let released: u64 = grants.iter().map(|grant| grant.released).sum();
            let granted: u64 = grants.iter().map(|grant| grant.amount).sum();
            prop_assert_eq!((category.released, category.granted), (released, granted));
            prop_assert!(released <= reached, "released before its month");
            prop_assert!(granted <= kind.total());
        }
        // In the end every grant is whole.
        for grant in &mut grants {
            let _ = category.release(grant, at(48));
            prop_assert_eq!(grant.released, grant.amount);
        }
    }
}
