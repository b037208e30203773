//! Seasons of airdrops: their bounds and times, and payouts against exact rational arithmetic.

#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    airdrop::{
        payout, AirdropError, Rest, SeasonLedger, Terms, MAX_LEAVES, MAX_OPEN_SECONDS, MAX_WAIT_SECONDS,
        MIN_OPEN_SECONDS, NOTICE_SECONDS,
    },
    units::BASE_UNITS_PER_IO,
};
use io_reference::airdrop as reference;
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

const NOW: i64 = 1_767_225_600;
const IO: u64 = BASE_UNITS_PER_IO;

const TERMS: Terms = Terms {
    root: [1; 32],
    domain: [2; 32],
    leaves: 10,
    points: 1_000,
    pool: 90 * IO,
    opens_at: NOW + NOTICE_SECONDS,
    open_seconds: MIN_OPEN_SECONDS as u32,
};

fn season() -> SeasonLedger {
    SeasonLedger::new(&TERMS, Rest::Burn, NOW).unwrap()
}

/// A season whose claims have just begun.
fn open() -> SeasonLedger {
    let mut season = season();
    season.fund(TERMS.pool, NOW).unwrap();
    season
}

#[test]
fn terms_are_within_their_bounds() {
    let at = |change: fn(&mut Terms)| {
        let mut terms = TERMS;
        change(&mut terms);
        terms.check(NOW)
    };
    assert_eq!(at(|_| ()), Ok(()));
    assert_eq!(at(|terms| terms.leaves = 0), Err(AirdropError::InvalidLeaves));
    assert_eq!(at(|terms| terms.leaves = MAX_LEAVES), Ok(()));
    assert_eq!(at(|terms| terms.leaves = MAX_LEAVES + 1), Err(AirdropError::InvalidLeaves));
    assert_eq!(at(|terms| terms.points = 0), Err(AirdropError::InvalidPoints));
    assert_eq!(at(|terms| terms.pool = 0), Err(AirdropError::InvalidPool));
    assert_eq!(at(|terms| terms.opens_at -= 1), Err(AirdropError::NoticeTooShort));
    assert_eq!(at(|terms| terms.opens_at = i64::MIN), Err(AirdropError::NoticeTooShort));
    assert_eq!(at(|terms| terms.opens_at = NOW + MAX_WAIT_SECONDS), Ok(()));
    assert_eq!(at(|terms| terms.opens_at = NOW + MAX_WAIT_SECONDS + 1), Err(AirdropError::OpensTooLate));
    assert_eq!(at(|terms| terms.opens_at = i64::MAX), Err(AirdropError::OpensTooLate));
    assert_eq!(at(|terms| terms.open_seconds -= 1), Err(AirdropError::InvalidWindow));
    assert_eq!(at(|terms| terms.open_seconds = MAX_OPEN_SECONDS as u32), Ok(()));
    assert_eq!(
        at(|terms| terms.open_seconds = MAX_OPEN_SECONDS as u32 + 1),
        Err(AirdropError::InvalidWindow)
    );
}

#[test]
fn claims_begin_funded_and_on_time_and_end() {
    let mut season = season();
    season.fund(TERMS.pool - 1, NOW).unwrap();
    assert_eq!(season.claim(1, TERMS.opens_at), Err(AirdropError::NotFunded));
    let mut season = open();
    assert_eq!(season.claim(1, TERMS.opens_at - 1), Err(AirdropError::NotOpen));
    assert_eq!(season.claim(1, TERMS.opens_at), Ok(9_000_000));
    assert_eq!(season.claim(1, season.closes_at - 1), Ok(9_000_000));
    assert_eq!(season.claim(1, season.closes_at), Err(AirdropError::Closed));
    assert_eq!(season.claim(1, TERMS.opens_at), Err(AirdropError::Closed), "a clock that went back");
    assert_eq!(season.sweep(TERMS.opens_at), Ok(TERMS.pool - 18_000_000));
    assert_eq!(season.held(), 0);
    assert_eq!(season.claim(1, TERMS.opens_at), Err(AirdropError::Over));
    assert_eq!(season.sweep(i64::MAX), Err(AirdropError::Over));
    assert_eq!(season.fund(1, i64::MAX), Err(AirdropError::Over));
    assert_eq!(season.cancel(true, i64::MAX), Err(AirdropError::Over));
}

/// What closes pages and opens none asks this: no claim may be paid after it was true.
#[test]
fn a_season_that_is_closed_pays_nothing_any_more() {
    let ends: [fn(&mut SeasonLedger) -> bool; 3] = [
        |season| season.is_closed(season.closes_at),
        |season| season.sweep(season.closes_at).is_ok(),
        |season| season.cancel(true, NOW).is_ok(),
    ];
    let mut early = open();
    assert!(!early.is_closed(NOW) && !early.is_closed(early.closes_at - 1));
    for end in ends {
        let mut season = open();
        assert!(end(&mut season));
        for now in [i64::MIN, NOW, TERMS.opens_at, season.closes_at, i64::MAX] {
            assert!(season.is_closed(now), "{now}");
            assert!(season.claim(1, now).is_err(), "{now}");
        }
    }
    // One that was not funded in time may open later: what funds it puts its closing off.
    let mut late = season();
    assert!(late.is_closed(late.closes_at));
    late.fund(TERMS.pool, late.closes_at).unwrap();
    assert!(!late.is_closed(late.seen));
    assert_eq!(late.claim(1, late.opens_at), Ok(9_000_000));
}

#[test]
fn a_change_gives_seven_days_and_none_comes_after_the_opening() {
    let mut season = open();
    let soon = Terms { opens_at: NOW + 1 + NOTICE_SECONDS - 1, ..TERMS };
    assert_eq!(season.update(&soon, NOW + 1), Err(AirdropError::NoticeTooShort));
    let later = Terms { opens_at: NOW + 1 + NOTICE_SECONDS, pool: TERMS.pool + 1, ..TERMS };
    season.update(&later, NOW + 1).unwrap();
    let smaller = Terms { pool: TERMS.pool - 1, ..later };
    assert_eq!(season.update(&smaller, NOW), Err(AirdropError::PoolBelowFunded));
    assert_eq!(season.claim(1, later.opens_at), Err(AirdropError::NotFunded));
    season.fund(1, later.opens_at).unwrap();
    for now in [later.opens_at, i64::MAX, i64::MIN] {
        assert_eq!(season.update(&later, now), Err(AirdropError::AlreadyOpen));
        assert_eq!(season.cancel(true, now), Err(AirdropError::AlreadyOpen));
    }
}

#[test]
fn late_money_moves_the_opening_and_takes_no_time_from_claimants() {
    let mut season = season();
    season.fund(1, TERMS.opens_at).unwrap();
    let late = TERMS.opens_at + 40 * 86_400;
    assert_eq!(season.fund(TERMS.pool, late), Err(AirdropError::AbovePool));
    assert_eq!(season.fund(0, late), Err(AirdropError::ZeroAmount));
    season.fund(TERMS.pool - 1, late).unwrap();
    assert_eq!((season.opens_at, season.closes_at), (late, late + MIN_OPEN_SECONDS));
    assert_eq!(season.fund(1, late), Err(AirdropError::AbovePool));
    assert_eq!(season.update(&TERMS, late), Err(AirdropError::AlreadyOpen));
    season.claim(1, late).unwrap();
    assert_eq!(season.sweep(late + MIN_OPEN_SECONDS - 1), Err(AirdropError::StillOpen));
}

#[test]
fn a_season_that_never_opened_is_its_funders_to_cancel_and_in_the_end_anyones() {
    let mut season = season();
    season.fund(TERMS.pool - 1, NOW).unwrap();
    assert_eq!(season.sweep(i64::MAX), Err(AirdropError::NeverOpen));
    let mut season = self::season();
    season.fund(TERMS.pool - 1, NOW).unwrap();
    assert_eq!(season.cancel(false, season.closes_at - 1), Err(AirdropError::NotFunderYet));
    let mut stale = season;
    assert_eq!(stale.cancel(false, season.closes_at), Ok(TERMS.pool - 1));
    assert_eq!(season.cancel(true, NOW), Ok(TERMS.pool - 1));
    assert_eq!(season.update(&TERMS, NOW), Err(AirdropError::Over));
}

#[test]
fn points_that_were_summed_wrong_stop_at_the_pool() {
    let mut season = open();
    let now = TERMS.opens_at;
    season.claim(600, now).unwrap();
    season.claim(399, now).unwrap();
    assert_eq!(season.claim(2, now), Err(AirdropError::PoolExhausted));
    season.claim(1, now).unwrap();
    assert_eq!(season.paid, TERMS.pool);
    assert_eq!(season.claim(1, now), Err(AirdropError::PoolExhausted));
    assert_eq!(season.claim(0, now), Err(AirdropError::ZeroPoints));
    assert_eq!(season.claim(1_001, now), Err(AirdropError::TooManyPoints));
    assert_eq!(payout(1, 3, 2), Err(AirdropError::WorthNothing));
    assert_eq!(payout(u64::MAX, u64::MAX, u64::MAX), Ok(u64::MAX));
}

/// Points of leaves whose sum fits.
fn points() -> impl Strategy<Value = Vec<u64>> {
    prop_oneof![
        prop::collection::vec(1..=50u64, 1..60),
        prop::collection::vec(1..=u64::MAX / 64, 1..60),
        prop::collection::vec(prop_oneof![1..=3u64, 1..=10_000_000_000u64], 1..60),
    ]
}

proptest! {
    #[test]
    fn payouts_are_the_exact_share_rounded_down(
        points in 1..=u64::MAX, more in any::<u64>(), pool in 1..=u64::MAX
    ) {
        let all = points.saturating_add(more);
        let exact = reference::payout(points, all, pool);
        prop_assert_eq!(payout(points, all, pool).unwrap_or_default(), exact);
    }

    /// All claims together leave less than a base unit a leaf, in any order, and what is left is
    /// burned or returned.
    #[test]
    fn a_season_pays_its_pool_but_for_less_than_a_base_unit_a_leaf(
        points in points(), pool in 1..=800_000_000 * IO, order in any::<u64>()
    ) {
        let all: u64 = points.iter().sum();
        let terms = Terms { leaves: points.len() as u32, points: all, pool, ..TERMS };
        let mut season = SeasonLedger::new(&terms, Rest::Return, NOW).unwrap();
        season.fund(pool, NOW).unwrap();
        let mut turn: Vec<_> = points.clone();
        turn.rotate_left(order as usize % points.len());
        let mut exact = BigRational::from_integer(BigInt::from(0));
        for points in &turn {
            let paid = season.claim(*points, TERMS.opens_at);
            prop_assert!(matches!(paid, Ok(_) | Err(AirdropError::WorthNothing)), "{:?}", paid);
            exact += reference::exact_payout(*points, all, pool);
        }
        prop_assert_eq!(exact, BigRational::from_integer(BigInt::from(pool)));
        let rest = season.sweep(season.closes_at).unwrap();
        prop_assert!(rest < points.len() as u64, "{rest} left of {} leaves", points.len());
        prop_assert_eq!(season.paid + rest, pool);
    }

    /// Any calls in any order: never more paid than the pool, nothing changed once open, no claim
    /// out of time.
    #[test]
    fn no_walk_pays_more_than_the_pool(
        calls in prop::collection::vec((0..6u8, any::<u64>(), -1_000_000..9_000_000i64), 1..80)
    ) {
        let mut season = season();
        let (mut now, mut opened, mut paid, mut returned) = (NOW, None, 0u64, 0u64);
        for (call, figure, pass) in calls {
            now += pass;
            let before = season;
            match call {
                0 => drop(season.fund(1 + figure % season.pool, now)),
                1 => drop(season.fund(season.pool - season.funded.min(season.pool), now)),
                2 => {
                    let terms = Terms { pool: 1 + figure % IO, opens_at: now + 2 * NOTICE_SECONDS, ..TERMS };
                    let _ = season.update(&terms, now);
                }
                3 => {
                    let amount = season.claim(1 + figure % 1_100, now).unwrap_or_default();
                    paid += amount;
                    if amount > 0 {
                        prop_assert!(before.is_funded() && !before.over);
                        prop_assert!((before.opens_at..before.closes_at).contains(&now.max(before.seen)));
                    }
                }
                4 => returned += season.cancel(figure % 2 == 0, now).unwrap_or_default(),
                _ => returned += season.sweep(now).unwrap_or_default(),
            }
            let terms = (season.points, season.pool, season.leaves, season.opens_at, season.closes_at);
            if let Some(first) = opened {
                prop_assert_eq!(terms, first, "changed while open");
            } else if season.has_opened(now) && !season.over {
                opened = Some(terms);
                prop_assert!(season.closes_at - season.opens_at >= MIN_OPEN_SECONDS);
            }
            prop_assert_eq!(season.paid, paid);
            prop_assert!(paid <= season.pool && season.funded <= season.pool);
            prop_assert_eq!(season.funded, paid + returned + season.held());
        }
    }
}
