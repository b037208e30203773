//! What is offered for IO, against exact rationals.
#![allow(clippy::arithmetic_side_effects)]

use {
    io_economics::{
        buyback::*,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC, HARD_CAP},
    },
    io_reference::buyback::{self as exact, Usd},
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{Pow, Zero},
    proptest::prelude::*,
};

const IO: u64 = BASE_UNITS_PER_IO;
const USDC: u64 = BASE_UNITS_PER_USDC;
const PARAMS: Params =
    Params { daily_cap: MAX_DAILY_CAP, max_age: 60, max_conf_bps: 100, under_bps: 500, over_bps: 500 };

fn quote(price: i64, conf: u64, exponent: i32) -> Quote {
    Quote { price, conf, exponent, publish_time: 0 }
}

fn usd(quote: &Quote) -> Usd {
    Usd { price: quote.price, conf: quote.conf, exponent: quote.exponent }
}

fn offer(io: &Quote, usdc: &Quote, params: &Params, now: i64) -> Result<Offer, BuybackError> {
    Offer::new(&Price::new(io, usdc, params)?, params, now)
}

fn rate(io: &Quote, usdc: &Quote, params: &Params, now: i64) -> BigRational {
    exact::rate(&usd(io), &usd(usdc), params.under_bps, params.over_bps, now)
}

/// Both ways round the exact rational once.
#[track_caller]
fn is_exact(io: &Quote, usdc: &Quote, params: &Params, now: i64, amounts: &[u64]) {
    let offer = offer(io, usdc, params, now).unwrap();
    let rate = rate(io, usdc, params, now);
    for &amount in amounts {
        let expected = match exact::usdc_for_io(&rate, amount) {
            None => Err(BuybackError::TooLarge),
            Some(0) => Err(BuybackError::WorthNothing),
            Some(usdc) => Ok(usdc),
        };
        assert_eq!(offer.usdc_for_io(amount), expected, "{amount} of IO by {io:?} and {usdc:?}");
        let expected = exact::io_for_usdc(&rate, amount).ok_or(BuybackError::TooLarge);
        assert_eq!(offer.io_for_usdc(amount), expected, "{amount} of USDC by {io:?} and {usdc:?}");
    }
}

/// A quote near `tenths * 10^power` with a confidence of `conf` tenths of the widest, as far as a
/// mantissa allows.
fn near(tenths: i64, power: i32, exponent: i32, conf: u64) -> Quote {
    let ten = BigRational::from_integer(BigInt::from(10));
    let exactly = BigRational::from_integer(tenths.into()) * Pow::pow(&ten, power - 1 - exponent);
    let (least, most) = (BigInt::from(1), BigInt::from(i64::MAX));
    let price = i64::try_from(exactly.floor().to_integer().clamp(least, most)).unwrap();
    quote(price, price.unsigned_abs() / 1_000 * conf, exponent)
}

fn exponent() -> impl Strategy<Value = i32> {
    MIN_EXPONENT..=0
}

/// IO from 10^-12 to 10^6 USDC with USDC about one USD: every exponent of both.
fn quotes() -> impl Strategy<Value = (Quote, Quote)> {
    let io = (10..100i64, -12..6i32, exponent(), 0..=10u64);
    let usdc = (5..20i64, exponent(), 0..=10u64);
    (io, usdc).prop_map(|((tenths, power, exponent, conf), (usdc, usdc_exponent, usdc_conf))| {
        (near(tenths, power, exponent, conf), near(usdc, 0, usdc_exponent, usdc_conf))
    })
}

fn params() -> impl Strategy<Value = Params> {
    (0..=MAX_OFFSET_BPS, 0..=MAX_OFFSET_BPS).prop_map(|(under_bps, over_bps)| Params {
        under_bps,
        over_bps,
        ..PARAMS
    })
}

fn now() -> impl Strategy<Value = i64> {
    prop_oneof![0..4_000_000_000i64, (0..40_000i64).prop_map(|day| day * 86_400 - 1)]
}

/// Amounts of every length.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![1..1_000u64, (any::<u64>(), 0..64u32).prop_map(|(value, shift)| (value >> shift).max(1))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// One rational, rounded once, in the vault's favour.
    #[test]
    fn equals_exact_rationals(
        (io, usdc) in quotes(),
        params in params(),
        now in now(),
        amount in amount(),
    ) {
        is_exact(&io, &usdc, &params, now, &[amount]);
    }

    /// There and back never gains: what a fill pays asks for no more IO than it burned, and what a
    /// swap must bring is worth at least the USDC it took.
    #[test]
    fn both_ways_favour_the_vault(
        (io, usdc) in quotes(), params in params(), now in now(), amount in amount(),
    ) {
        let offer = offer(&io, &usdc, &params, now).unwrap();
        if let Ok(paid) = offer.usdc_for_io(amount) {
            prop_assert!(offer.io_for_usdc(paid).unwrap() <= amount);
        }
        if let Ok(asked) = offer.io_for_usdc(amount) {
            prop_assert!(offer.usdc_for_io(asked).map_or(true, |paid| paid >= amount));
            if asked > 1 {
                let less = offer.usdc_for_io(asked - 1).unwrap_or(0);
                prop_assert!(less < amount, "not one base unit too many");
            }
        }
    }

    /// Pieces at any moments of a day and by any prices never pay more than the whole at the best
    /// of them.
    #[test]
    fn pieces_never_pay_more_than_one_fill_at_the_best_moment(
        prices in prop::collection::vec(quotes(), 1..4),
        params in params(),
        pieces in prop::collection::vec(
            (0..86_400i64, any::<prop::sample::Index>(), 1..=HARD_CAP / 40), 1..40,
        ),
    ) {
        let offers: Vec<_> = pieces
            .iter()
            .map(|(second, price, _)| {
                let (io, usdc) = price.get(&prices);
                offer(io, usdc, &params, *second).unwrap()
            })
            .collect();
        let paid = offers.iter().zip(&pieces).map(|(offer, (.., io))| offer.usdc_for_io(*io));
        let whole: u64 = pieces.iter().map(|(.., io)| io).sum();
        // What does not fit is more than any sum of pieces that do.
        let best = offers.iter().map(|offer| match offer.usdc_for_io(whole) {
            Ok(usdc) => u128::from(usdc),
            Err(BuybackError::WorthNothing) => 0,
            Err(_) => u128::MAX,
        });
        let paid: u128 = paid.map(|usdc| u128::from(usdc.unwrap_or(0))).sum();
        prop_assert!(paid <= best.max().unwrap());
    }

    /// The same of swaps: pieces must bring at least what the whole must at the best moment.
    #[test]
    fn pieces_never_bring_less_than_one_swap_at_the_best_moment(
        (io, usdc) in quotes(),
        params in params(),
        pieces in prop::collection::vec((0..86_400i64, 1..=MAX_DAILY_CAP / 40), 1..40),
    ) {
        let offers: Vec<_> =
            pieces.iter().map(|(second, _)| offer(&io, &usdc, &params, *second).unwrap()).collect();
        let brought = offers.iter().zip(&pieces).map(|(offer, (_, usdc))| offer.io_for_usdc(*usdc));
        let brought = brought.map(|io| io.map(u128::from)).sum::<Result<u128, _>>();
        let Ok(brought) = brought else { return Ok(()) };
        let whole = pieces.iter().map(|(_, usdc)| usdc).sum();
        // What does not fit is more than the most that does.
        let best = offers.iter().map(|offer| offer.io_for_usdc(whole).unwrap_or(u64::MAX));
        prop_assert!(brought >= u128::from(best.min().unwrap()));
    }

    /// It never falls within a day, and is within the bounds of the rule around the oracle's own
    /// price.
    #[test]
    fn climbs_by_the_second((io, usdc) in quotes(), params in params(), now in now(), amount in amount()) {
        let second = now.rem_euclid(86_400);
        let at = |now| offer(&io, &usdc, &params, now).unwrap().usdc_for_io(amount);
        if second < 86_399 {
            if let (Ok(one), Ok(next)) = (at(now), at(now + 1)) {
                prop_assert!(one <= next);
            }
        }
        let middle = usd(&io).middle() / usd(&usdc).middle();
        let most = exact::factor(0, params.over_bps, 86_399) * &middle;
        let rate = rate(&io, &usdc, &params, now) * BigRational::from_integer(100.into());
        prop_assert!(rate <= most, "confidences are taken against the caller");
        prop_assert!(rate > BigRational::zero());
    }

    /// Any input at all gives an answer.
    #[test]
    fn nothing_panics(
        (price, conf, exponent) in any::<(i64, u64, i32)>(),
        (usdc_price, usdc_conf, usdc_exponent) in any::<(i64, u64, i32)>(),
        (max_conf_bps, under_bps, over_bps, max_age) in any::<(u16, u16, u16, u16)>(),
        sane in any::<bool>(),
        (now, amount) in any::<(i64, u64)>(),
    ) {
        let bounded = |exponent: i32| match sane {
            true => exponent % 19 - 18 * i32::from(exponent > 0),
            false => exponent,
        };
        let io = quote(price, conf, bounded(exponent));
        let usdc = quote(usdc_price, usdc_conf, bounded(usdc_exponent));
        let params = Params { daily_cap: amount, max_age, max_conf_bps, under_bps, over_bps };
        let _ = params.check();
        if let Ok(offer) = offer(&io, &usdc, &params, now) {
            let _ = (offer.usdc_for_io(amount), offer.io_for_usdc(amount));
            let _ = (offer.usdc_for_io(u64::MAX), offer.io_for_usdc(u64::MAX));
        }
    }

    /// Confidence: exactly as wide as allowed passes, one more does not.
    #[test]
    fn as_wide_as_allowed(price in 1..=i64::MAX, max_conf_bps in 1..=MAX_CONF_BPS) {
        let params = Params { max_conf_bps, ..PARAMS };
        let widest = (u128::from(price.unsigned_abs()) * u128::from(max_conf_bps) / 10_000) as u64;
        let (at, over) = (quote(price, widest, -8), quote(price, widest + 1, -8));
        prop_assert!(usd(&at).within(max_conf_bps) && !usd(&over).within(max_conf_bps));
        let good = quote(100_000_000, 0, -8);
        prop_assert!(Price::new(&at, &good, &params).is_ok() && Price::new(&good, &at, &params).is_ok());
        prop_assert_eq!(Price::new(&over, &good, &params), Err(BuybackError::PriceTooWide));
        prop_assert_eq!(Price::new(&good, &over, &params), Err(BuybackError::PriceTooWide));
    }
}

/// 10^-12, 1 and 10^6 USDC an IO by every two exponents whose mantissas fit, without confidence and
/// with the widest.
#[test]
fn the_ends_of_the_range_by_every_exponent() {
    // 10^power USD.
    let power_of_ten = |power: i32, exponent: i32, conf_bps: u64| {
        let price = 10i64.checked_pow(u32::try_from(power - exponent).ok()?)?;
        let conf = u128::from(price.unsigned_abs()) * u128::from(conf_bps) / 10_000;
        Some(quote(price, conf.try_into().unwrap(), exponent))
    };
    let mut pairs = 0;
    for power in [-12, 0, 6] {
        for (io_exponent, usdc_exponent) in (-18..=0).flat_map(|io| (-18..=0).map(move |usdc| (io, usdc))) {
            for conf_bps in [0, MAX_CONF_BPS.into()] {
                let io = power_of_ten(power, io_exponent, conf_bps);
                let Some((io, usdc)) = io.zip(power_of_ten(0, usdc_exponent, conf_bps)) else { continue };
                for now in [0, 86_399] {
                    is_exact(&io, &usdc, &PARAMS, now, &[1, IO, USDC, HARD_CAP, u64::MAX]);
                }
                pairs += 1;
            }
        }
    }
    // An IO of 10^-12 USD has 7 exponents, one of 1 USD all 19, one of 10^6 USD 13.
    assert_eq!(pairs, 2 * 19 * (7 + 19 + 13));
}

const DOLLAR: Quote = Quote { price: 100_000_000, conf: 0, exponent: -8, publish_time: 0 };

#[test]
fn a_day_in_figures() {
    // 0.25 USD an IO, give or take 0.1%; a USDC is a dollar, give or take 0.01%.
    let io = quote(25_000_000, 25_000, -8);
    let usdc = quote(100_000_000, 10_000, -8);
    let paid = |second| offer(&io, &usdc, &PARAMS, second).unwrap().usdc_for_io(1_000 * IO).unwrap();
    let oracle = 250.0 * 0.999 / 1.0001;
    let expect = |second: i64, factor: f64| {
        let paid = paid(second) as f64 / USDC as f64;
        assert!((paid - oracle * factor).abs() < 2e-6, "second {second}: {paid}");
    };
    expect(0, 0.95);
    expect(21_600, 0.975);
    expect(43_200, 1.0);
    expect(86_399, 1.05 - 0.1 / 86_400.0);
    assert_eq!(paid(86_400), paid(0), "each day anew");
    assert_eq!(paid(-5), paid(0), "before 1970 is the first second");
}

#[test]
fn a_price_is_refused_by_what_is_wrong_with_it() {
    let refused = |quote: Quote, error| {
        assert_eq!(Price::new(&quote, &DOLLAR, &PARAMS), Err(error));
        assert_eq!(Price::new(&DOLLAR, &quote, &PARAMS), Err(error));
    };
    refused(quote(0, 0, -8), BuybackError::PriceNotPositive);
    refused(quote(-1, 0, -8), BuybackError::PriceNotPositive);
    refused(quote(i64::MIN, u64::MAX, i32::MIN), BuybackError::PriceNotPositive);
    refused(quote(1, 0, 1), BuybackError::PriceExponent);
    refused(quote(1, 0, -19), BuybackError::PriceExponent);
    refused(quote(1, 0, i32::MAX), BuybackError::PriceExponent);
    refused(quote(1, 0, i32::MIN), BuybackError::PriceExponent);
    refused(quote(1, 1, -8), BuybackError::PriceTooWide);
    refused(quote(i64::MAX, u64::MAX, -8), BuybackError::PriceTooWide);
}

#[test]
fn amounts_are_refused_by_what_is_wrong_with_them() {
    let offer = |io: &Quote| offer(io, &DOLLAR, &PARAMS, 43_200).unwrap();
    let dollar = offer(&DOLLAR);
    assert_eq!(dollar.usdc_for_io(0), Err(BuybackError::ZeroAmount));
    assert_eq!(dollar.io_for_usdc(0), Err(BuybackError::ZeroAmount));
    assert_eq!(dollar.usdc_for_io(99), Err(BuybackError::WorthNothing));
    assert_eq!(dollar.usdc_for_io(100), Ok(1));
    assert_eq!(dollar.io_for_usdc(1), Ok(100));
    assert_eq!(dollar.io_for_usdc(u64::MAX / 100), Ok(u64::MAX / 100 * 100));
    assert_eq!(dollar.io_for_usdc(u64::MAX / 100 + 1), Err(BuybackError::TooLarge));
    let dear = offer(&quote(1_000_000, 0, 0));
    assert_eq!(dear.usdc_for_io(HARD_CAP / 100), Ok(HARD_CAP / 100 * 10_000));
    assert_eq!(dear.usdc_for_io(u64::MAX), Err(BuybackError::TooLarge));
}

#[test]
fn a_price_that_nobody_can_compute_with() {
    let dear = quote(i64::MAX, 0, 0);
    let (dust, dollar) = (quote(1, 0, -18), quote(1, 0, 0));
    let offer = |io, usdc| offer(io, usdc, &PARAMS, 43_200);
    assert_eq!(offer(&dear, &dust), Err(BuybackError::PriceOutOfRange));
    assert!(offer(&dust, &dollar).is_ok());
    assert_eq!(offer(&dust, &dear), Err(BuybackError::PriceOutOfRange));
}

#[test]
fn parameters_have_bounds() {
    assert_eq!(PARAMS.check(), Ok(()));
    let refused = |params: Params, error| assert_eq!(params.check(), Err(error), "{params:?}");
    for daily_cap in [0, MIN_DAILY_CAP - 1, MAX_DAILY_CAP + 1, u64::MAX] {
        refused(Params { daily_cap, ..PARAMS }, BuybackError::InvalidCap);
    }
    for max_age in [0, 61, u16::MAX] {
        refused(Params { max_age, ..PARAMS }, BuybackError::InvalidAge);
    }
    for max_conf_bps in [0, 101, u16::MAX] {
        refused(Params { max_conf_bps, ..PARAMS }, BuybackError::InvalidConfidence);
    }
    for offset in [1_001, u16::MAX] {
        refused(Params { under_bps: offset, ..PARAMS }, BuybackError::InvalidOffset);
        refused(Params { over_bps: offset, ..PARAMS }, BuybackError::InvalidOffset);
    }
    let widest = Params {
        daily_cap: MAX_DAILY_CAP,
        max_age: 60,
        max_conf_bps: 100,
        under_bps: 1_000,
        over_bps: 1_000,
    };
    let narrowest =
        Params { daily_cap: MIN_DAILY_CAP, max_age: 1, max_conf_bps: 1, under_bps: 0, over_bps: 0 };
    assert_eq!((widest.check(), narrowest.check()), (Ok(()), Ok(())));
}
