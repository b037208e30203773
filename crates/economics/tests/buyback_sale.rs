//! What a fill sells: all that it offers, or as much as what the auction has left pays for, against
//! exact rationals.
#![allow(clippy::arithmetic_side_effects)]

use {
    io_economics::{
        buyback::*,
        price::{Price, Quote, MAX_AGE_SECONDS, MAX_CONF_BPS},
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC, HARD_CAP},
    },
    io_reference::buyback::{self as exact, Usd},
    num_rational::BigRational,
    proptest::prelude::*,
};

const START: i64 = 20_454 * DAY;
const CENT: i64 = 1_000_000;

/// A price of 10^-8 USD without confidence.
fn quote(price: i64) -> Quote {
    Quote { price, conf: 0, exponent: -8, publish_time: START, average: price }
}

/// An auction that has `left` at one of its seconds, with an IO at `price` 10^-8 USD.
struct Moment {
    auction: Auction,
    offer: Offer,
    rate: BigRational,
}

impl Moment {
    fn new(price: i64, second: i64, left: u64) -> Self {
        let Params { period, under_bps, over_bps, .. } = Params::GENESIS;
        let budget = left + 7 * USDC;
        let (latest, start, spent) = (START + second, START, 7 * USDC);
        let auction =
            Auction { latest, start, budget, spent, period, under_bps, over_bps, ..Auction::default() };
        let (io, usdc) = (quote(price), quote(100 * CENT));
        let offer = Offer::new(&Price::new(&io, &usdc, 1).unwrap(), &auction, latest).unwrap();
        let usd = |Quote { price, conf, average, exponent, .. }| Usd { price, conf, average, exponent };
        let exactly = exact::Auction { start, period, under_bps, over_bps };
        let rate = exactly.rate(&usd(io), &usd(usdc), latest).unwrap();
        Self { auction, offer, rate }
    }

    /// Fills; compares with the exact rule, and that a refusal changes nothing.
    fn sell(&mut self, io: u64, min_usdc: u64) -> Result<Sale, BuybackError> {
        let (before, left) = (self.auction, self.auction.left());
        let expected = match exact::sell(&self.rate, io, left, min_usdc) {
            Some((io, usdc)) => Ok(Sale { io, usdc }),
            None if io == 0 => Err(BuybackError::ZeroAmount),
            None if exact::usdc_for_io(&self.rate, io) == Some(0) => Err(BuybackError::WorthNothing),
            None if left == 0 => Err(BuybackError::OverBudget),
            None => Err(BuybackError::BelowLimit),
        };
        let sale = self.auction.sell(&self.offer, io, min_usdc);
        assert_eq!(sale, expected, "{io} for {min_usdc} of {before:?}");
        let spent = before.spent + sale.map_or(0, |sale| sale.usdc);
        assert_eq!(self.auction, Auction { spent, ..before });
        sale
    }
}

/// Amounts of every length.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![0..1_000u64, (any::<u64>(), 0..64u32).prop_map(|(value, shift)| value >> shift)]
}

fn left() -> impl Strategy<Value = u64> {
    prop_oneof![0..3u64, 0..2_000 * USDC, 0..=MAX_DAILY_CAP]
}

/// From 10^-6 to 10^6 USD an IO.
fn price() -> impl Strategy<Value = i64> {
    (1..1_000i64, 0..12u32).prop_map(|(digits, power)| digits * 10i64.pow(power))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// The exact rule, never more IO than was offered nor less USDC than was asked for, and the
    /// rate of the whole at most.
    #[test]
    fn sells_by_the_exact_rule(
        price in price(), second in 0..HOUR, left in left(), io in amount(), min in amount(),
    ) {
        let mut moment = Moment::new(price, second, left);
        if let Ok(sale) = moment.sell(io, min) {
            prop_assert!(sale.io <= io && sale.usdc >= min && sale.usdc <= left);
            let exactly = |amount: u64| BigRational::from_integer(amount.into());
            prop_assert!(exactly(sale.usdc) <= &moment.rate * exactly(sale.io), "over the offer");
            // Of what is offered it sells as little as that USDC takes.
            let less = (sale.io < io).then(|| exact::usdc_for_io(&moment.rate, sale.io - 1).unwrap());
            prop_assert!(less.is_none_or(|less| less < sale.usdc));
        }
    }

    /// A limit of the whole is all or nothing; and less than the auction has left is sold whole.
    #[test]
    fn a_limit_of_the_whole_sells_all_or_nothing(
        price in price(), second in 0..HOUR, left in left(), io in amount(),
    ) {
        let mut moment = Moment::new(price, second, left);
        let Ok(usdc) = moment.offer.usdc_for_io(io) else { return Ok(()) };
        let sale = moment.sell(io, usdc);
        match left {
            0 => prop_assert_eq!(sale, Err(BuybackError::OverBudget)),
            left if usdc <= left => prop_assert_eq!(sale, Ok(Sale { io, usdc })),
            _ => prop_assert_eq!(sale, Err(BuybackError::BelowLimit)),
        }
    }

    /// Pieces in a row sell no more than the auction has, and are paid no more than one of all.
    #[test]
    fn pieces_are_paid_no_more_than_the_whole(
        price in price(), left in left(), pieces in prop::collection::vec(1..=HARD_CAP / 40, 1..40),
    ) {
        let mut moment = Moment::new(price, 0, left);
        let sales: Vec<_> = pieces.iter().filter_map(|io| moment.sell(*io, 0).ok()).collect();
        let (io, usdc) = sales.iter().fold((0, 0), |sum, sale| (sum.0 + sale.io, sum.1 + sale.usdc));
        prop_assert!(usdc <= left && io <= pieces.iter().sum());
        let whole = Moment::new(price, 0, left).sell(io, 0).map_or(0, |sale| sale.usdc);
        prop_assert!(usdc <= whole, "{} of {}", usdc, whole);
    }
}

proptest! {
    /// No parameters within their bounds starve the burn: each auction ends 1.9% over fair value by
    /// prices that are 20 seconds old and 0.5% wide, and 0.9% over by the widest of genesis.
    #[test]
    fn no_parameters_starve_the_burn(
        cents in 1..1_000i64,
        daily_cap in MIN_DAILY_CAP..=MAX_DAILY_CAP,
        least_budget in MIN_LEAST_BUDGET..=MAX_LEAST_BUDGET,
        period in MIN_PERIOD_SECONDS..=MAX_PERIOD_SECONDS,
        max_age in MIN_AGE_SECONDS..=MAX_AGE_SECONDS,
        max_conf_bps in MIN_CONF_BPS..=MAX_CONF_BPS,
        under_bps in 0..=MAX_OFFSET_BPS,
        over_bps in MIN_OVER_BPS..=MAX_OFFSET_BPS,
    ) {
        let params = Params { daily_cap, least_budget, period, max_age, max_conf_bps, under_bps, over_bps };
        prop_assert_eq!(params.check(), Ok(()));
        let mut auction = Auction::default();
        auction.open(&params, START, u64::from(least_budget)).unwrap();
        let now = auction.end() - 1;
        let fair = cents.unsigned_abs() * USDC / 100;
        for (bps, over, fits) in [(50, 1_019, true), (100, 1_009, max_conf_bps == 100)] {
            let at = |price: i64| {
                let (conf, publish_time) = (price.unsigned_abs() * bps / 10_000, now - 20);
                Quote { conf, publish_time, ..quote(price) }
            };
            let offer = auction.offer(now, &at(cents * CENT), &at(100 * CENT));
            prop_assert_eq!(offer.is_ok(), fits);
            let paid = offer.map_or(u64::MAX, |offer| offer.usdc_for_io(1_000 * IO).unwrap());
            prop_assert!(paid >= fair * over, "{} for {}", paid, fair * 1_000);
        }
    }
}

/// A dollar an IO in the middle of the hour, and 1,000 USDC left.
#[test]
fn a_sale_in_figures() {
    let of = |left| Moment::new(100 * CENT, HOUR / 2, left);
    let sale = |io, usdc| Ok(Sale { io, usdc });
    let all = of(1_000 * USDC).sell(1_000 * IO, 1_000 * USDC);
    assert_eq!(all, sale(1_000 * IO, 1_000 * USDC));
    // Somebody has sold dust before.
    let mut less = of(1_000 * USDC - 1);
    assert_eq!(less.sell(1_000 * IO, 1_000 * USDC), Err(BuybackError::BelowLimit));
    assert_eq!(less.sell(1_000 * IO, 900 * USDC), sale(1_000 * IO - 100, 1_000 * USDC - 1));
    assert_eq!(less.sell(1_000 * IO, 0), Err(BuybackError::OverBudget));
    for (io, error) in [(0, BuybackError::ZeroAmount), (99, BuybackError::WorthNothing)] {
        assert_eq!(less.sell(io, 0), Err(error));
    }
    assert_eq!(of(1_000 * USDC).sell(u64::MAX, 0), sale(1_000 * IO, 1_000 * USDC));
    assert_eq!(of(1).sell(IO, 1), sale(100, 1));
    assert_eq!(of(1).sell(IO, 2), Err(BuybackError::BelowLimit));
}

/// A base unit of IO that is worth more than one of USDC: what is left may be less than it.
#[test]
fn the_last_base_unit_rounds_towards_the_vault() {
    // 250 USD an IO: 2.5 base units of USDC for one of IO.
    let of = |left| Moment::new(25_000 * CENT, HOUR / 2, left);
    for (left, io) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2)] {
        assert_eq!(of(left).sell(IO, 0), Ok(Sale { io, usdc: left }));
    }
    // What does not fit 64 bits is more than any auction has left: 10^6 USD an IO.
    let mut dear = Moment::new(100_000_000 * CENT, HOUR / 2, 1_000 * USDC);
    assert_eq!(dear.offer.usdc_for_io(u64::MAX), Err(BuybackError::TooLarge));
    assert_eq!(dear.sell(u64::MAX, 1_000 * USDC), Ok(Sale { io: IO / 1_000, usdc: 1_000 * USDC }));
}
