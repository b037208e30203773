//! What is offered for IO, against exact rationals.
#![allow(clippy::arithmetic_side_effects)]

use {
    io_economics::{
        buyback::*,
        price::*,
        time::{DAY, HOUR},
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
const PARAMS: Params = Params::GENESIS;
const START: i64 = 20_454 * DAY;
/// An hour, from 5% under to 5% over.
const AUCTION: Auction = Auction {
    latest: START,
    start: START,
    budget: 0,
    spent: 0,
    period: HOUR as u32,
    under_bps: 500,
    over_bps: 500,
    max_age: 60,
    max_conf_bps: 100,
    padding: [0; 4],
};

/// A quote whose moving average is its price.
fn quote(price: i64, conf: u64, exponent: i32) -> Quote {
    Quote { price, conf, exponent, publish_time: 0, average: price }
}

fn usd(quote: &Quote) -> Usd {
    Usd { price: quote.price, conf: quote.conf, average: quote.average, exponent: quote.exponent }
}

/// An auction and one of its seconds.
#[derive(Clone, Copy, Debug)]
struct Moment {
    auction: Auction,
    second: i64,
}

impl Moment {
    /// A second of [`AUCTION`].
    fn of_an_hour(second: i64) -> Self {
        Self { auction: AUCTION, second }
    }

    fn now(&self) -> i64 {
        self.auction.start + self.second
    }

    fn offer(&self, io: &Quote, usdc: &Quote) -> Result<Offer, BuybackError> {
        Offer::new(&Price::new(io, usdc, PARAMS.max_conf_bps)?, &self.auction, self.now())
    }

    fn exactly(&self) -> exact::Auction {
        let Auction { start, period, under_bps, over_bps, .. } = self.auction;
        exact::Auction { start, period, under_bps, over_bps }
    }

    fn rate(&self, io: &Quote, usdc: &Quote) -> Option<BigRational> {
        self.exactly().rate(&usd(io), &usd(usdc), self.now())
    }
}

/// Both ways round the exact rational once.
#[track_caller]
fn is_exact(io: &Quote, usdc: &Quote, moment: &Moment, amounts: &[u64]) {
    let offer = moment.offer(io, usdc).unwrap();
    let rate = moment.rate(io, usdc).unwrap();
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

fn moment() -> impl Strategy<Value = Moment> {
    let start = prop_oneof![Just(0i64), 0..4_000_000_000i64];
    let period = prop_oneof![Just(MIN_PERIOD_SECONDS), MIN_PERIOD_SECONDS..=MAX_PERIOD_SECONDS];
    let second = prop_oneof![3 => any::<u32>(), 1 => Just(u32::MAX)];
    (start, period, 0..=MAX_OFFSET_BPS, 0..=MAX_OFFSET_BPS, second).prop_map(
        |(start, period, under_bps, over_bps, second)| Moment {
            auction: Auction { start, period, under_bps, over_bps, ..AUCTION },
            second: if second == u32::MAX { period - 1 } else { second % period }.into(),
        },
    )
}

/// Amounts of every length.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![1..1_000u64, (any::<u64>(), 0..64u32).prop_map(|(value, shift)| (value >> shift).max(1))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// One rational, rounded once, in the vault's favour.
    #[test]
    fn equals_exact_rationals((io, usdc) in quotes(), moment in moment(), amount in amount()) {
        is_exact(&io, &usdc, &moment, &[amount]);
    }

    /// There and back never gains: what a fill pays asks for no more IO than it burned, and what a
    /// swap must bring is worth at least the USDC it took.
    #[test]
    fn both_ways_favour_the_vault((io, usdc) in quotes(), moment in moment(), amount in amount()) {
        let offer = moment.offer(&io, &usdc).unwrap();
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

    /// Pieces at any seconds of an auction and by any prices never pay more than the whole at the
    /// best of them.
    #[test]
    fn pieces_never_pay_more_than_one_fill_at_the_best_moment(
        prices in prop::collection::vec(quotes(), 1..4),
        moment in moment(),
        pieces in prop::collection::vec(
            (0..HOUR, any::<prop::sample::Index>(), 1..=HARD_CAP / 40), 1..40,
        ),
    ) {
        let offers: Vec<_> = pieces
            .iter()
            .map(|(second, price, _)| {
                let (io, usdc) = price.get(&prices);
                Moment { second: *second, ..moment }.offer(io, usdc).unwrap()
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
        moment in moment(),
        pieces in prop::collection::vec((0..HOUR, 1..=MAX_DAILY_CAP / 40), 1..40),
    ) {
        let at = |second| Moment { second, ..moment }.offer(&io, &usdc).unwrap();
        let offers: Vec<_> = pieces.iter().map(|(second, _)| at(*second)).collect();
        let brought = offers.iter().zip(&pieces).map(|(offer, (_, usdc))| offer.io_for_usdc(*usdc));
        let brought = brought.map(|io| io.map(u128::from)).sum::<Result<u128, _>>();
        let Ok(brought) = brought else { return Ok(()) };
        let whole = pieces.iter().map(|(_, usdc)| usdc).sum();
        // What does not fit is more than the most that does.
        let best = offers.iter().map(|offer| offer.io_for_usdc(whole).unwrap_or(u64::MAX));
        prop_assert!(brought >= u128::from(best.min().unwrap()));
    }

    /// It never falls within an auction, and is within the bounds of the rule around the oracle's
    /// own price.
    #[test]
    fn climbs_by_the_second((io, usdc) in quotes(), moment in moment(), amount in amount()) {
        let at = |second| Moment { second, ..moment }.offer(&io, &usdc).unwrap().usdc_for_io(amount);
        if moment.second + 1 < i64::from(moment.auction.period) {
            if let (Ok(one), Ok(next)) = (at(moment.second), at(moment.second + 1)) {
                prop_assert!(one <= next);
            }
        }
        let middle = usd(&io).middle() / usd(&usdc).middle();
        let most = moment.exactly().factor(moment.auction.end()) * &middle;
        let rate = moment.rate(&io, &usdc).unwrap() * BigRational::from_integer(100.into());
        prop_assert!(rate < most, "confidences are taken against the caller");
        prop_assert!(rate > BigRational::zero());
    }

    /// The bound by the moving average is exact, to the last unit of it.
    #[test]
    fn never_over_a_tenth_above_the_average(
        (io, usdc) in quotes(),
        moment in moment(),
        off in -2..=2i64,
        far in any::<bool>(),
        any in any::<i64>(),
    ) {
        // The least average that the offer is within.
        let low = usd(&io).low() / BigRational::from_integer(10.into()).pow(io.exponent);
        let exactly = low * moment.exactly().factor(moment.now()) * BigRational::new(10.into(), 11.into());
        let least = i64::try_from(exactly.ceil().to_integer()).unwrap_or(i64::MAX);
        let average = if far { any } else { least.saturating_add(off) };
        let io = Quote { average, ..io };
        let offered = moment.offer(&io, &usdc);
        prop_assert_eq!(offered == Err(BuybackError::OverAverage), average < least, "{}", average);
        prop_assert_eq!(offered.is_ok(), moment.rate(&io, &usdc).is_some());
    }

    /// Any input at all gives an answer.
    #[test]
    fn nothing_panics(
        (price, conf, exponent) in any::<(i64, u64, i32)>(),
        (usdc_price, usdc_conf, usdc_exponent) in any::<(i64, u64, i32)>(),
        (max_conf_bps, under_bps, over_bps, period) in any::<(u16, u16, u16, u32)>(),
        sane in any::<bool>(),
        (now, start, amount, average) in any::<(i64, i64, u64, i64)>(),
    ) {
        let bounded = |exponent: i32| match sane {
            true => exponent % 19 - 18 * i32::from(exponent > 0),
            false => exponent,
        };
        let io = Quote { average, ..quote(price, conf, bounded(exponent)) };
        let usdc = quote(usdc_price, usdc_conf, bounded(usdc_exponent));
        let auction = Auction { start, period, under_bps, over_bps, ..AUCTION };
        let price = Price::new(&io, &usdc, max_conf_bps);
        if let Ok(Ok(offer)) = price.map(|price| Offer::new(&price, &auction, now)) {
            let _ = (offer.usdc_for_io(amount), offer.io_for_usdc(amount));
            let _ = (offer.usdc_for_io(u64::MAX), offer.io_for_usdc(u64::MAX));
        }
    }

    /// Confidence: exactly as wide as allowed passes, one more does not.
    #[test]
    fn as_wide_as_allowed(price in 1..=i64::MAX, max_conf_bps in 1..=MAX_CONF_BPS) {
        let widest = (u128::from(price.unsigned_abs()) * u128::from(max_conf_bps) / 10_000) as u64;
        let (at, over) = (quote(price, widest, -8), quote(price, widest + 1, -8));
        prop_assert!(usd(&at).within(max_conf_bps) && !usd(&over).within(max_conf_bps));
        let good = quote(100_000_000, 0, -8);
        prop_assert!(Price::new(&at, &good, max_conf_bps).is_ok());
        prop_assert!(Price::new(&good, &at, max_conf_bps).is_ok());
        prop_assert_eq!(Price::new(&over, &good, max_conf_bps), Err(PriceError::TooWide));
        prop_assert_eq!(Price::new(&good, &over, max_conf_bps), Err(PriceError::TooWide));
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
                for second in [0, HOUR - 1] {
                    let moment = Moment::of_an_hour(second);
                    is_exact(&io, &usdc, &moment, &[1, IO, USDC, HARD_CAP, u64::MAX]);
                }
                pairs += 1;
            }
        }
    }
    // An IO of 10^-12 USD has 7 exponents, one of 1 USD all 19, one of 10^6 USD 13.
    assert_eq!(pairs, 2 * 19 * (7 + 19 + 13));
}

const DOLLAR: Quote =
    Quote { price: 100_000_000, conf: 0, exponent: -8, publish_time: 0, average: 100_000_000 };

#[test]
fn an_auction_in_figures() {
    // 0.25 USD an IO, give or take 0.1%; a USDC is a dollar, give or take 0.01%.
    let io = quote(25_000_000, 25_000, -8);
    let usdc = quote(100_000_000, 10_000, -8);
    let paid =
        |second| Moment::of_an_hour(second).offer(&io, &usdc).unwrap().usdc_for_io(1_000 * IO).unwrap();
    let oracle = 250.0 * 0.999 / 1.0001;
    let expect = |second: i64, factor: f64| {
        let paid = paid(second) as f64 / USDC as f64;
        assert!((paid - oracle * factor).abs() < 2e-6, "second {second}: {paid}");
    };
    expect(0, 0.95);
    expect(900, 0.975);
    expect(1_800, 1.0);
    expect(3_599, 1.05 - 0.1 / 3_600.0);
    assert_eq!(paid(-5), paid(0), "a time before it opened is its first second");
}

#[test]
fn the_average_in_figures() {
    let usdc = DOLLAR;
    // It rose from 0.22 USD to 0.25 within the hour: 1.1 times the average is 0.242.
    let io = Quote { average: 22_000_000, ..quote(25_000_000, 0, -8) };
    let offer = |second| Moment::of_an_hour(second).offer(&io, &usdc);
    assert!(offer(648).is_ok(), "0.242 USD, 3.2% under the price of the oracle");
    assert_eq!(offer(649), Err(BuybackError::OverAverage));
    for average in [0, -1, i64::MIN] {
        let io = Quote { average, ..io };
        assert_eq!(Moment::of_an_hour(0).offer(&io, &usdc), Err(BuybackError::OverAverage));
    }
    let fell = Quote { average: i64::MAX, ..io };
    assert!(Moment::of_an_hour(3_599).offer(&fell, &usdc).is_ok());
}

#[test]
fn a_price_is_refused_by_what_is_wrong_with_it() {
    let refused = |quote: Quote, error| {
        assert_eq!(Price::new(&quote, &DOLLAR, PARAMS.max_conf_bps), Err(error));
        assert_eq!(Price::new(&DOLLAR, &quote, PARAMS.max_conf_bps), Err(error));
    };
    refused(quote(0, 0, -8), PriceError::NotPositive);
    refused(quote(-1, 0, -8), PriceError::NotPositive);
    refused(quote(i64::MIN, u64::MAX, i32::MIN), PriceError::NotPositive);
    refused(quote(1, 0, 1), PriceError::Exponent);
    refused(quote(1, 0, -19), PriceError::Exponent);
    refused(quote(1, 0, i32::MAX), PriceError::Exponent);
    refused(quote(1, 0, i32::MIN), PriceError::Exponent);
    refused(quote(1, 1, -8), PriceError::TooWide);
    refused(quote(i64::MAX, u64::MAX, -8), PriceError::TooWide);
}

#[test]
fn amounts_are_refused_by_what_is_wrong_with_them() {
    let offer = |io: &Quote| Moment::of_an_hour(1_800).offer(io, &DOLLAR).unwrap();
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
    let offer = |io, usdc| Moment::of_an_hour(1_800).offer(io, usdc);
    assert_eq!(offer(&dear, &dust), Err(BuybackError::PriceOutOfRange));
    assert!(offer(&dust, &dollar).is_ok());
    assert_eq!(offer(&dust, &dear), Err(BuybackError::PriceOutOfRange));
}
