//! IO at the oracle's price: the rate against exact rationals, and what is refused.

use {
    io_economics::{
        orders::{OrderError, PriceRules},
        price::{Quote, MAX_AGE_SECONDS, MAX_AHEAD_SECONDS, MAX_CONF_BPS, MIN_EXPONENT},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_reference::buyback::{in_io, Usd},
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{Pow, ToPrimitive},
    proptest::prelude::*,
};

const NOW: i64 = 1_800_000_000;
const RULES: PriceRules = PriceRules { io_feed: [1; 32], usdc_feed: [2; 32], ..PriceRules::GENESIS };
const DOLLAR: Quote = quote(100_000_000, 0, -8, 100_000_000);
/// The greatest rate of an ask.
const MOST_RATE: u64 = 1 << 40;

const fn quote(price: i64, conf: u64, exponent: i32, average: i64) -> Quote {
    Quote { price, conf, exponent, publish_time: NOW, average }
}

fn usd(quote: &Quote) -> Usd {
    Usd { price: quote.price, conf: quote.conf, average: quote.average, exponent: quote.exponent }
}

/// USD near `tenths * 10^(power - 1)`, as far as a mantissa of `exponent` allows; confidence in
/// thousandths of a percent, average in percent of it.
fn near(tenths: i64, power: i32, exponent: i32, conf: u64, average: i64) -> Quote {
    let ten = BigRational::from_integer(BigInt::from(10));
    let exactly = BigRational::from_integer(tenths.into()) * Pow::pow(&ten, power - 1 - exponent);
    let price = exactly.floor().to_integer().to_i64().unwrap_or(i64::MAX / 200).clamp(1, i64::MAX / 200);
    quote(price, price.unsigned_abs() / 100_000 * conf, exponent, price / 100 * average)
}

/// IO from 10^-6 to 10^4 USD, a USDC from half a dollar to two, by every exponent.
fn quotes() -> impl Strategy<Value = (Quote, Quote)> {
    let io = (10..100i64, -6..4i32, MIN_EXPONENT..=0, 0..=1_000u64, 50..150i64);
    let usdc = (5..20i64, MIN_EXPONENT..=0, 0..=1_000u64);
    (io, usdc).prop_map(|((tenths, power, exponent, conf, average), (dollar, dollar_exponent, width))| {
        let io = near(tenths, power, exponent, conf, average);
        (io, near(dollar, 0, dollar_exponent, width, 100))
    })
}

proptest! {
    /// The rate is the exact one, rounded up once; so never below it, and less than a base unit
    /// over.
    #[test]
    fn equals_exact_rationals((io, usdc) in quotes(), rate in 1..=MOST_RATE, premium in 0..=1_000u16) {
        let expected = in_io(&usd(&io), &usd(&usdc), rate, premium);
        let found = RULES.rate_in_io(NOW, &io, &usdc, rate, premium);
        match expected.and_then(|exactly| exactly.ceil().to_integer().to_u64()) {
            Some(expected) => prop_assert!(
                found == Ok(expected) || found == Err(OrderError::PriceOutOfRange),
                "{found:?} for {expected}"
            ),
            None => prop_assert!(found.is_err(), "{found:?}"),
        }
    }

    /// Prices as they are met: both exponents from -10 to -5, an IO from 10^-4 to 10^3 USD. None is
    /// out of range.
    #[test]
    fn prices_that_are_met_are_in_range(
        (tenths, power) in (10..100i64, -4..3i32),
        (exponent, dollar_exponent) in (-10..=-5i32, -10..=-5i32),
        rate in 1..=MOST_RATE,
        premium in 0..=1_000u16,
    ) {
        let (io, usdc) = (near(tenths, power, exponent, 100, 100), near(10, 0, dollar_exponent, 100, 100));
        prop_assume!(io.average > 0);
        let expected = in_io(&usd(&io), &usd(&usdc), rate, premium).unwrap().ceil().to_integer();
        prop_assert_eq!(RULES.rate_in_io(NOW, &io, &usdc, rate, premium).ok(), expected.to_u64());
    }

    /// What the provider gets is worth its rate in USDC at the low price and at the average, or
    /// more; and a higher premium, a lower price, a lower average and a wider one never cost the
    /// client less.
    #[test]
    fn never_below_fair_value((io, usdc) in quotes(), rate in 1..=MOST_RATE, premium in 0..1_000u16) {
        let Ok(found) = RULES.rate_in_io(NOW, &io, &usdc, rate, premium) else { return Ok(()) };
        let worth = |price: BigRational| {
            BigRational::new(found.into(), BASE_UNITS_PER_IO.into()) * price / usd(&usdc).high()
                * BigRational::from_integer(BASE_UNITS_PER_USDC.into())
        };
        let asked = BigRational::from_integer(rate.into());
        let average = usd(&Quote { price: io.average, conf: 0, ..io }).middle();
        prop_assert!(worth(usd(&io).low()) >= asked && worth(average) >= asked);
        let again = |io: Quote, premium| RULES.rate_in_io(NOW, &io, &usdc, rate, premium);
        let others = [
            again(io, premium + 1),
            again(Quote { price: io.price / 2 + 1, conf: 0, ..io }, premium),
            again(Quote { average: io.average - 1, ..io }, premium),
            again(Quote { conf: io.conf + 1, ..io }, premium),
        ];
        prop_assert!(others.iter().flatten().all(|other| *other >= found), "{others:?} for {found}");
    }

    /// Any input at all gives an answer.
    #[test]
    fn nothing_panics(
        (price, conf, exponent, average) in any::<(i64, u64, i32, i64)>(),
        (dollar, width, dollar_exponent, time) in any::<(i64, u64, i32, i64)>(),
        (now, rate, premium, sane) in any::<(i64, u64, u16, bool)>(),
    ) {
        let bounded = |exponent: i32| match sane {
            true => exponent % 19 - 18 * i32::from(exponent > 0),
            false => exponent,
        };
        let publish_time = if sane { now } else { time };
        let io = Quote { publish_time, ..quote(price, conf, bounded(exponent), average) };
        let usdc = Quote { publish_time, ..quote(dollar, width, bounded(dollar_exponent), 0) };
        let _ = RULES.rate_in_io(now, &io, &usdc, rate, premium);
    }
}

#[test]
fn in_figures() {
    let rate = |io: Quote, premium| RULES.rate_in_io(NOW, &io, &DOLLAR, 2 * BASE_UNITS_PER_USDC, premium);
    // 2 USDC an hour at a quarter of a dollar an IO: 8 IO, and 8.2 with 2.5% on top.
    let io = quote(25_000_000, 0, -8, 25_000_000);
    assert_eq!(rate(io, 0), Ok(8 * BASE_UNITS_PER_IO));
    assert_eq!(rate(io, 250), Ok(82 * BASE_UNITS_PER_IO / 10));
    // It is given or take 0.5%: 2 / 0.24875 = 8.04020101 IO.
    assert_eq!(rate(quote(25_000_000, 125_000, -8, 25_000_000), 0), Ok(804_020_101));
    // It rose of late, from 0.2 on average: 10 IO. It fell from 0.3: 8 IO.
    assert_eq!(rate(quote(25_000_000, 0, -8, 20_000_000), 0), Ok(10 * BASE_UNITS_PER_IO));
    assert_eq!(rate(quote(25_000_000, 0, -8, 30_000_000), 0), Ok(8 * BASE_UNITS_PER_IO));
    // Rounded up: a third of an IO for a USDC.
    let third = RULES.rate_in_io(NOW, &quote(3, 0, 0, 3), &DOLLAR, BASE_UNITS_PER_USDC, 0);
    assert_eq!(third, Ok(33_333_334));
}

#[test]
fn a_price_is_refused_by_what_is_wrong_with_it() {
    let good = quote(25_000_000, 0, -8, 25_000_000);
    let refused = |wrong: Quote, error| {
        assert_eq!(RULES.rate_in_io(NOW, &wrong, &DOLLAR, 1_000_000, 0), Err(error));
        assert_eq!(RULES.rate_in_io(NOW, &good, &wrong, 1_000_000, 0), Err(error));
    };
    let age = i64::from(RULES.max_age);
    refused(Quote { publish_time: NOW - age - 1, ..good }, OrderError::PriceTooOld);
    refused(Quote { publish_time: NOW + MAX_AHEAD_SECONDS + 1, ..good }, OrderError::PriceAhead);
    refused(Quote { price: 0, ..good }, OrderError::PriceNotPositive);
    refused(Quote { price: -1, ..good }, OrderError::PriceNotPositive);
    refused(Quote { exponent: 1, ..good }, OrderError::PriceExponent);
    refused(Quote { exponent: -19, ..good }, OrderError::PriceExponent);
    refused(Quote { conf: 250_001, ..good }, OrderError::PriceTooWide);
    for publish_time in [NOW - age, NOW + MAX_AHEAD_SECONDS] {
        let at_the_edge = Quote { publish_time, conf: 250_000, ..good };
        assert!(RULES.rate_in_io(NOW, &at_the_edge, &DOLLAR, 1_000_000, 0).is_ok());
    }
    // The average of IO alone counts.
    for average in [0, -1, i64::MIN] {
        let none = Quote { average, ..good };
        let found = RULES.rate_in_io(NOW, &none, &DOLLAR, 1_000_000, 0);
        assert_eq!(found, Err(OrderError::PriceNotPositive));
        assert!(RULES.rate_in_io(NOW, &good, &Quote { average, ..DOLLAR }, 1_000_000, 0).is_ok());
    }
    // A base unit that nothing buys.
    let dust = quote(1, 0, -18, 1);
    let dear = quote(i64::MAX, 0, 0, i64::MAX);
    let found = RULES.rate_in_io(NOW, &dust, &dear, MOST_RATE, 0);
    assert_eq!(found, Err(OrderError::PriceOutOfRange));
}

#[test]
fn rules_have_bounds() {
    let none = PriceRules::GENESIS;
    assert_eq!((none.check(), none.has_feeds()), (Ok(()), false));
    assert_eq!((RULES.check(), RULES.has_feeds()), (Ok(()), true));
    let feeds = |io_feed, usdc_feed| PriceRules { io_feed, usdc_feed, ..RULES }.check();
    for (io, usdc) in [([1; 32], [1; 32]), ([0; 32], [1; 32]), ([1; 32], [0; 32])] {
        assert_eq!(feeds(io, usdc), Err(OrderError::InvalidFeeds));
    }
    for (max_age, expected) in [(0, false), (1, true), (MAX_AGE_SECONDS, true), (MAX_AGE_SECONDS + 1, false)]
    {
        let expected = if expected { Ok(()) } else { Err(OrderError::InvalidAge) };
        assert_eq!(PriceRules { max_age, ..RULES }.check(), expected);
    }
    for (max_conf_bps, expected) in [(0, false), (1, true), (MAX_CONF_BPS, true), (MAX_CONF_BPS + 1, false)] {
        let expected = if expected { Ok(()) } else { Err(OrderError::InvalidConfidence) };
        assert_eq!(PriceRules { max_conf_bps, ..RULES }.check(), expected);
    }
}
