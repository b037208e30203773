//! The day's budget and the times that never go back.
#![allow(clippy::arithmetic_side_effects)]

use {
    io_economics::{buyback::*, time::DAY},
    proptest::prelude::*,
    std::collections::BTreeMap,
};

const START: i64 = 20_454 * DAY;
const CAP: u64 = MIN_DAILY_CAP;
const PARAMS: Params =
    Params { daily_cap: CAP, max_age: 60, max_conf_bps: 100, under_bps: 500, over_bps: 500 };

fn at(publish_time: i64) -> Quote {
    Quote { price: 100_000_000, conf: 1_000, exponent: -8, publish_time }
}

/// Opens with quotes of the moment.
fn open(ledger: &mut Ledger, clock: i64, vault: u64) -> Offer {
    let now = at(ledger.now(clock));
    let io = Quote { publish_time: now.publish_time.max(ledger.io_price_time), ..now };
    let usdc = Quote { publish_time: now.publish_time.max(ledger.usdc_price_time), ..now };
    ledger.open(&PARAMS, clock, vault, &io, &usdc).unwrap()
}

#[derive(Clone, Debug)]
struct Step {
    /// Seconds that the clock moves, also back.
    passes: i64,
    /// What arrives in the vault.
    arrives: u64,
    /// What somebody asks for.
    asks: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let passes = prop_oneof![0..60i64, 0..DAY, -DAY..DAY, Just(365 * DAY), Just(-400 * DAY)];
    let amount = || prop_oneof![Just(0u64), 1..CAP, 1..3 * CAP];
    (passes, amount(), amount()).prop_map(|(passes, arrives, asks)| Step { passes, arrives, asks })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// No day spends more than the vault held at its first touch, nor more than the cap; days
    /// follow each other.
    #[test]
    fn a_day_spends_its_budget_at_most(steps in prop::collection::vec(step(), 1..80)) {
        let (mut ledger, mut vault, mut clock) = (Ledger::default(), 0, START);
        let mut days: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
        for Step { passes, arrives, asks } in steps {
            clock = (clock + passes).max(0);
            vault += arrives;
            let before = ledger;
            open(&mut ledger, clock, vault);
            prop_assert!(ledger.day >= before.day && ledger.latest >= before.latest.max(clock));
            prop_assert_eq!(ledger.day, ledger.latest as u64 / DAY as u64);
            let (budget, spent) = days.entry(ledger.day).or_insert((vault.min(CAP), 0));
            prop_assert_eq!(ledger.budget, *budget, "fixed at the first touch");
            let left = *budget - *spent;
            prop_assert_eq!(ledger.left(), left);
            let unspent = ledger;
            if asks <= left {
                prop_assert_eq!(ledger.spend(asks), Ok(()));
                *spent += asks;
                vault -= asks;
            } else {
                prop_assert_eq!(ledger.spend(asks), Err(BuybackError::OverBudget));
                prop_assert_eq!(ledger, unspent);
            }
        }
        for (budget, spent) in days.values() {
            prop_assert!(spent <= budget && *budget <= CAP);
        }
    }

    /// Any input at all gives an answer, and what is refused has changed nothing.
    #[test]
    fn nothing_panics(
        clock in any::<i64>(),
        vault in any::<u64>(),
        state in any::<(i64, u64, u64, u64, i64, i64)>(),
        times in any::<(i64, i64)>(),
        near in any::<bool>(),
        asks in any::<u64>(),
    ) {
        let (latest, day, budget, spent, io_price_time, usdc_price_time) = state;
        let mut ledger = Ledger { latest, day, budget, spent, io_price_time, usdc_price_time };
        let now = ledger.now(clock);
        let time = |time: i64| if near { now.saturating_add(time % 100) } else { time };
        let before = ledger;
        match ledger.open(&PARAMS, clock, vault, &at(time(times.0)), &at(time(times.1))) {
            Ok(_) => prop_assert_eq!(ledger.latest, now),
            Err(_) => prop_assert_eq!(ledger, before),
        }
        let _ = (ledger.spend(asks), ledger.left());
        let mut totals = Totals { usdc_spent: vault, io_bought: asks, io_burned: budget };
        totals.buy(asks, vault);
        totals.burn(asks);
    }
}

#[test]
fn a_leap_of_a_year_brings_one_budget() {
    let mut ledger = Ledger::default();
    open(&mut ledger, START, 500);
    assert_eq!((ledger.budget, ledger.spend(200), ledger.left()), (500, Ok(()), 300));
    open(&mut ledger, START + 365 * DAY, 10 * CAP);
    assert_eq!((ledger.budget, ledger.left()), (CAP, CAP));
    assert_eq!(ledger.spend(CAP), Ok(()));
    assert_eq!(ledger.spend(1), Err(BuybackError::OverBudget));
}

#[test]
fn what_arrives_later_waits_for_the_next_day() {
    let mut ledger = Ledger::default();
    open(&mut ledger, START, 0);
    open(&mut ledger, START + DAY - 1, CAP);
    assert_eq!(ledger.spend(1), Err(BuybackError::OverBudget));
    open(&mut ledger, START + DAY, CAP / 2);
    assert_eq!(ledger.spend(CAP / 2), Ok(()));
}

#[test]
fn a_clock_that_goes_back_over_midnight_stays_in_the_new_day() {
    let mut ledger = Ledger::default();
    open(&mut ledger, START, CAP);
    ledger.spend(CAP).unwrap();
    let late = open(&mut ledger, START - 1, CAP);
    assert_eq!((ledger.left(), ledger.latest), (0, START));
    assert_eq!(late, open(&mut Ledger::default(), START, CAP), "the offer is of the greatest time seen");
}

#[test]
fn a_clock_of_1970_has_no_budget() {
    let mut ledger = Ledger::default();
    open(&mut ledger, DAY - 1, CAP);
    assert_eq!(ledger.left(), 0);
    open(&mut ledger, -5, CAP);
    assert_eq!(ledger.latest, DAY - 1);
}

#[test]
fn quotes_are_refused_by_their_times() {
    let mut ledger = Ledger::default();
    let params = Params { max_age: 30, ..PARAMS };
    let mut open =
        |io: i64, usdc: i64| ledger.open(&params, START, CAP, &at(START + io), &at(START + usdc)).map(|_| ());
    for (time, error) in [
        (-31, BuybackError::PriceTooOld),
        (-START, BuybackError::PriceTooOld),
        (11, BuybackError::PriceAhead),
        (i64::MAX - START, BuybackError::PriceAhead),
    ] {
        assert_eq!(open(time, 0), Err(error));
        assert_eq!(open(0, time), Err(error));
    }
    assert_eq!(open(-30, -30), Ok(()));
    assert_eq!(open(-20, -10), Ok(()));
    assert_eq!(open(-21, 0), Err(BuybackError::PriceOlderThanUsed));
    assert_eq!(open(0, -11), Err(BuybackError::PriceOlderThanUsed));
    assert_eq!(open(-20, -10), Ok(()), "the same again");
    assert_eq!(open(10, 10), Ok(()));
    assert_eq!(open(9, 10), Err(BuybackError::PriceOlderThanUsed));
}

#[test]
fn a_clock_that_went_back_does_not_make_a_quote_young() {
    let mut ledger = Ledger::default();
    ledger.open(&PARAMS, START, CAP, &at(START - 60), &at(START - 60)).unwrap();
    ledger.open(&PARAMS, START - 30, CAP, &at(START - 60), &at(START - 60)).unwrap();
    let old = ledger.open(&PARAMS, START + 1, CAP, &at(START - 60), &at(START));
    assert_eq!(old, Err(BuybackError::PriceTooOld));
}

#[test]
fn totals_add_up() {
    let mut totals = Totals::default();
    totals.buy(5, 70);
    totals.buy(1, 7);
    totals.burn(11);
    assert_eq!(totals, Totals { usdc_spent: 6, io_bought: 77, io_burned: 11 });
}
