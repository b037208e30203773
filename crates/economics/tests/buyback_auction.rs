//! The auction's budget, when the next one opens, and the times that never go back.
#![allow(clippy::arithmetic_side_effects)]

use {
    io_economics::{
        buyback::*,
        price::Quote,
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_USDC as USDC,
    },
    io_reference::buyback as exact,
    proptest::prelude::*,
};

const START: i64 = 20_454 * DAY;
const PARAMS: Params = Params::GENESIS;
/// What an auction of an hour spends at most, of 24,000 USDC a day.
const SHARE: u64 = 1_000 * USDC;
const LEAST: u64 = 100 * USDC;

fn at(publish_time: i64) -> Quote {
    Quote { price: 100_000_000, conf: 1_000, exponent: -8, publish_time, average: 100_000_000 }
}

/// The offer by quotes of the moment.
fn offer(auction: &mut Auction, clock: i64) -> Result<Offer, BuybackError> {
    let quote = at(auction.now(clock));
    auction.offer(clock, &quote, &quote)
}

/// An auction of 1,000 USDC that opened at `START`.
fn opened() -> Auction {
    let mut auction = Auction::default();
    auction.open(&PARAMS, START, SHARE).unwrap();
    auction
}

#[derive(Clone, Debug)]
struct Step {
    /// Seconds that the clock moves, also back.
    passes: i64,
    /// What arrives in the vault.
    arrives: u64,
    /// What somebody asks for.
    asks: u64,
    params: Params,
}

fn params() -> impl Strategy<Value = Params> {
    let cap = prop_oneof![Just(MIN_DAILY_CAP), MIN_DAILY_CAP..=MAX_DAILY_CAP, Just(MAX_DAILY_CAP)];
    let period = prop_oneof![
        3 => Just(MIN_PERIOD_SECONDS),
        1 => MIN_PERIOD_SECONDS..=MAX_PERIOD_SECONDS,
    ];
    let least = prop_oneof![Just(MIN_LEAST_BUDGET), MIN_LEAST_BUDGET..=MAX_LEAST_BUDGET];
    (cap, period, least).prop_map(|(daily_cap, period, least_budget)| Params {
        daily_cap,
        period,
        least_budget,
        ..PARAMS
    })
}

fn step() -> impl Strategy<Value = Step> {
    let passes = prop_oneof![0..60i64, 0..HOUR, 0..DAY, -DAY..DAY, Just(365 * DAY), Just(-400 * DAY)];
    let amount = || prop_oneof![Just(0u64), 1..SHARE, 1..300 * SHARE];
    (passes, amount(), amount(), params()).prop_map(|(passes, arrives, asks, params)| Step {
        passes,
        arrives,
        asks,
        params,
    })
}

/// An auction as the test keeps its books.
struct Seen {
    start: i64,
    period: u32,
    budget: u64,
    spent: u64,
    params: Params,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// No auction spends more than the vault held as it opened, nor more than its share of the cap;
    /// none opens while another's period lasts; and so 24 hours spend no more than the greatest cap
    /// of that time, and one auction's share.
    #[test]
    fn an_auction_spends_its_budget_at_most(steps in prop::collection::vec(step(), 1..80)) {
        let (mut auction, mut vault, mut clock) = (Auction::default(), 0, START);
        let mut seen: Vec<Seen> = Vec::new();
        for Step { passes, arrives, asks, params } in steps {
            clock = (clock + passes).max(0);
            vault += arrives;
            let (before, now) = (auction, auction.now(clock));
            let runs = seen.last().is_some_and(|last| now < last.start + i64::from(last.period));
            prop_assert_eq!(auction.runs(now), runs);
            let expected = match (runs, vault < u64::from(params.least_budget)) {
                (true, _) => Err(BuybackError::AuctionRunning),
                (_, true) => Err(BuybackError::BelowLeastBudget),
                _ => Ok(()),
            };
            prop_assert_eq!(auction.open(&params, clock, vault), expected);
            if expected.is_ok() {
                let budget = exact::budget(vault, params.daily_cap, params.period);
                seen.push(Seen { start: now, period: params.period, budget, spent: 0, params });
            } else {
                prop_assert_eq!(auction, before, "a refusal changes nothing");
            }
            let Some(last) = seen.last_mut() else { continue };
            prop_assert_eq!((auction.start, auction.budget), (last.start, last.budget), "fixed as it opens");
            prop_assert_eq!(auction.left(), last.budget - last.spent);
            prop_assert_eq!(offer(&mut auction, clock).is_ok(), now < last.start + i64::from(last.period));
            let unspent = auction;
            if asks <= auction.left() {
                prop_assert_eq!(auction.spend(asks), Ok(()));
                last.spent += asks;
                vault -= asks;
            } else {
                prop_assert_eq!(auction.spend(asks), Err(BuybackError::OverBudget));
                prop_assert_eq!(auction, unspent);
            }
        }
        for first in &seen {
            let day = seen.iter().filter(|other| (first.start..first.start + DAY).contains(&other.start));
            let spent: u64 = day.clone().map(|auction| auction.spent).sum();
            let cap = day.clone().map(|auction| auction.params.daily_cap).max().unwrap();
            let one = day.map(|auction| auction.params.share_of_the_cap()).max().unwrap();
            prop_assert!(spent <= cap + one, "{} of {}", spent, cap);
        }
    }

    /// Any input at all gives an answer, and what is refused has changed nothing.
    #[test]
    fn nothing_panics(
        clock in any::<i64>(),
        vault in any::<u64>(),
        state in any::<(i64, i64, u64, u64, u32, u16, u16)>(),
        limits in any::<(u16, u16)>(),
        rule in any::<(u64, u32, u32, u16, u16, u16, u16)>(),
        quotes in any::<(i64, i64, i64)>(),
        near in any::<bool>(),
        asks in any::<u64>(),
    ) {
        let (latest, start, budget, spent, period, under_bps, over_bps) = state;
        let (max_age, max_conf_bps) = limits;
        let mut auction = Auction {
            latest,
            start,
            budget,
            spent,
            period,
            under_bps,
            over_bps,
            max_age,
            max_conf_bps,
            ..Auction::default()
        };
        let (daily_cap, least_budget, period, max_age, max_conf_bps, under_bps, over_bps) = rule;
        let params =
            Params { daily_cap, least_budget, period, max_age, max_conf_bps, under_bps, over_bps };
        let now = auction.now(clock);
        let time = |time: i64| if near { now.saturating_add(time % 100) } else { time };
        let (io, usdc, average) = quotes;
        let before = auction;
        match auction.offer(clock, &Quote { average, ..at(time(io)) }, &at(time(usdc))) {
            Ok(offer) => {
                prop_assert_eq!(auction.latest, now);
                let before = auction;
                if auction.sell(&offer, asks, vault).is_err() {
                    prop_assert_eq!(auction, before);
                }
            }
            Err(_) => prop_assert_eq!(auction, before),
        }
        let before = auction;
        if auction.open(&params, clock, vault).is_err() {
            prop_assert_eq!(auction, before);
        }
        let _ = (auction.spend(asks), auction.left(), auction.runs(now), auction.end());
        auction.stop();
        prop_assert_eq!(auction.left(), 0);
        let _ = (params.check(), params.share_of_the_cap());
        let mut totals = Totals { usdc_spent: vault, io_bought: asks, io_burned: budget };
        totals.buy(asks, vault);
        totals.burn(asks);
    }
}

#[test]
fn genesis_is_a_thousand_an_hour() {
    assert_eq!(PARAMS.check(), Ok(()));
    assert_eq!(PARAMS.share_of_the_cap(), SHARE);
    assert_eq!((u64::from(PARAMS.least_budget), PARAMS.period), (LEAST, 3_600));
    let greatest = Params { daily_cap: MAX_DAILY_CAP, period: MAX_PERIOD_SECONDS, ..PARAMS };
    assert_eq!(greatest.share_of_the_cap(), MAX_DAILY_CAP);
    let least = Params { daily_cap: MIN_DAILY_CAP, period: MIN_PERIOD_SECONDS, ..PARAMS };
    assert_eq!(least.share_of_the_cap(), 41_666_666);
}

#[test]
fn an_auction_opens_from_the_least_budget_on() {
    let mut auction = Auction::default();
    for dust in [0, 1, LEAST - 1] {
        assert_eq!(auction.open(&PARAMS, START, dust), Err(BuybackError::BelowLeastBudget));
    }
    assert_eq!(auction, Auction::default(), "dust fixes nothing");
    assert_eq!(auction.open(&PARAMS, START, LEAST), Ok(()));
    assert_eq!((auction.budget, auction.start, auction.end()), (LEAST, START, START + HOUR));
}

#[test]
fn what_arrives_later_waits_for_the_next_auction() {
    let mut auction = Auction::default();
    auction.open(&PARAMS, START, LEAST).unwrap();
    for clock in [START, START + HOUR - 1] {
        assert_eq!(auction.open(&PARAMS, clock, SHARE), Err(BuybackError::AuctionRunning));
        assert_eq!(auction.left(), LEAST);
    }
    assert_eq!(auction.open(&PARAMS, START + HOUR, SHARE), Ok(()));
    assert_eq!(auction.left(), SHARE);
}

#[test]
fn one_that_is_spent_runs_on() {
    let mut auction = opened();
    auction.spend(SHARE).unwrap();
    assert_eq!(auction.open(&PARAMS, START + HOUR - 1, SHARE), Err(BuybackError::AuctionRunning));
    assert_eq!(auction.spend(1), Err(BuybackError::OverBudget));
    assert_eq!(auction.open(&PARAMS, START + HOUR, SHARE), Ok(()));
}

#[test]
fn one_that_is_stopped_leaves_its_rest_to_the_next_one() {
    let mut auction = opened();
    auction.spend(400 * USDC).unwrap();
    auction.stop();
    assert_eq!((auction.spent, auction.spend(1)), (400 * USDC, Err(BuybackError::OverBudget)));
    let next = |auction: &mut Auction, clock| auction.open(&PARAMS, clock, 600 * USDC);
    assert_eq!(next(&mut auction, START + HOUR - 1), Err(BuybackError::AuctionRunning));
    assert_eq!(next(&mut auction, START + HOUR), Ok(()));
    assert_eq!(auction.left(), 600 * USDC);
}

#[test]
fn what_the_admin_sets_holds_from_the_next_auction_on() {
    let mut auction = opened();
    let later = Params {
        period: MAX_PERIOD_SECONDS,
        max_age: MIN_AGE_SECONDS,
        max_conf_bps: MIN_CONF_BPS,
        under_bps: 0,
        over_bps: 1_000,
        ..PARAMS
    };
    let old = at(START);
    let wide = Quote { conf: 500_001, ..at(START + HOUR) };
    assert!(auction.offer(START + 60, &old, &old).is_ok());
    let wide_now = Quote { publish_time: START + 60, ..wide };
    assert!(auction.offer(START + 60, &wide_now, &wide_now).is_ok());
    assert_eq!(auction.end(), START + HOUR);
    assert_eq!(auction.open(&later, START + HOUR, SHARE), Ok(()));
    assert_eq!((auction.end(), auction.under_bps, auction.over_bps), (START + HOUR + DAY, 0, 1_000));
    assert_eq!((auction.max_age, auction.max_conf_bps), (MIN_AGE_SECONDS, MIN_CONF_BPS));
    let old = at(START + HOUR - 21);
    assert_eq!(auction.offer(START + HOUR, &old, &old), Err(BuybackError::PriceTooOld));
    assert_eq!(auction.offer(START + HOUR, &wide, &wide), Err(BuybackError::PriceTooWide));
}

#[test]
fn without_an_auction_there_is_no_offer() {
    let mut auction = Auction::default();
    for clock in [i64::MIN, -5, 0, START] {
        assert_eq!(offer(&mut auction, clock), Err(BuybackError::NoAuction));
    }
    let mut auction = opened();
    assert!(offer(&mut auction, START + HOUR - 1).is_ok());
    assert_eq!(offer(&mut auction, START + HOUR), Err(BuybackError::NoAuction));
}

#[test]
fn a_clock_that_goes_back_finds_the_greatest_time_seen() {
    let mut auction = opened();
    let late = offer(&mut auction, START + 1_800);
    assert_eq!(offer(&mut auction, START - DAY), late);
    assert_eq!(auction.latest, START + 1_800);
    auction.open(&PARAMS, START + HOUR, SHARE).unwrap();
    assert_eq!(auction.open(&PARAMS, START, SHARE), Err(BuybackError::AuctionRunning));
    assert!(offer(&mut auction, START).is_ok(), "the second auction runs at the greatest time seen");
}

#[test]
fn quotes_are_refused_by_their_own_times_alone() {
    let mut auction = Auction { max_age: 30, ..opened() };
    let now = START + 60;
    let mut offer = |io: i64, usdc: i64| auction.offer(now, &at(now + io), &at(now + usdc)).map(|_| ());
    for (time, error) in [
        (-31, BuybackError::PriceTooOld),
        (-now, BuybackError::PriceTooOld),
        (11, BuybackError::PriceAhead),
        (i64::MAX - now, BuybackError::PriceAhead),
    ] {
        assert_eq!(offer(time, 0), Err(error));
        assert_eq!(offer(0, time), Err(error));
    }
    for (io, usdc) in [(10, 10), (-30, -30), (10, -30), (-30, 10)] {
        assert_eq!(offer(io, usdc), Ok(()), "one that is older than the last one used is as good");
    }
}

#[test]
fn a_clock_that_went_back_does_not_make_a_quote_young() {
    let mut auction = opened();
    let quote = at(START);
    auction.offer(START + 60, &quote, &quote).unwrap();
    auction.offer(START + 30, &quote, &quote).unwrap();
    let old = auction.offer(START + 61, &quote, &at(START + 61));
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

#[test]
fn parameters_have_bounds() {
    assert_eq!(PARAMS.check(), Ok(()));
    let refused = |params: Params, error| assert_eq!(params.check(), Err(error), "{params:?}");
    for daily_cap in [0, MIN_DAILY_CAP - 1, MAX_DAILY_CAP + 1, u64::MAX] {
        refused(Params { daily_cap, ..PARAMS }, BuybackError::InvalidCap);
    }
    for least_budget in [0, MIN_LEAST_BUDGET - 1, MAX_LEAST_BUDGET + 1, u32::MAX] {
        refused(Params { least_budget, ..PARAMS }, BuybackError::InvalidLeastBudget);
    }
    for period in [0, 1, MIN_PERIOD_SECONDS - 1, MAX_PERIOD_SECONDS + 1, u32::MAX] {
        refused(Params { period, ..PARAMS }, BuybackError::InvalidPeriod);
    }
    for max_age in [0, 19, 61, u16::MAX] {
        refused(Params { max_age, ..PARAMS }, BuybackError::InvalidAge);
    }
    for max_conf_bps in [0, 49, 101, u16::MAX] {
        refused(Params { max_conf_bps, ..PARAMS }, BuybackError::InvalidConfidence);
    }
    for offset in [1_001, u16::MAX] {
        refused(Params { under_bps: offset, ..PARAMS }, BuybackError::InvalidOffset);
        refused(Params { over_bps: offset, ..PARAMS }, BuybackError::InvalidOffset);
    }
    for over_bps in [0, 299] {
        refused(Params { over_bps, ..PARAMS }, BuybackError::InvalidOffset);
    }
    let widest = Params {
        daily_cap: MAX_DAILY_CAP,
        least_budget: MAX_LEAST_BUDGET,
        period: MAX_PERIOD_SECONDS,
        max_age: 60,
        max_conf_bps: 100,
        under_bps: 1_000,
        over_bps: 1_000,
    };
    let narrowest = Params {
        daily_cap: MIN_DAILY_CAP,
        least_budget: MIN_LEAST_BUDGET,
        period: MIN_PERIOD_SECONDS,
        max_age: 20,
        max_conf_bps: 50,
        under_bps: 0,
        over_bps: 300,
    };
    assert_eq!((widest.check(), narrowest.check()), (Ok(()), Ok(())));
}
