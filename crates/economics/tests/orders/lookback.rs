//! What an operator loses to a client that pays in IO at the oracle's price and books again, at
//! every moment at which that saves it anything, once IO has risen: an option to look back. A
//! client of an IO that has fallen keeps its order.
//!
//! IO moves by 120% a year, without drift. The client picks the best price of those that the rules
//! take. The operator's pay is worth what IO is worth while it serves; each order is an `Escrow`,
//! by the rules of genesis.

use io_economics::{
    orders::{AskTerms, Booking, Currency, Ender, Escrow, PriceRules, Rules},
    price::Quote,
    time::{DAY, HOUR},
    units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
};

const VOLATILITY: f64 = 1.2;
const YEAR: f64 = 365.25 * DAY as f64;
const START: i64 = 1_800_000_000;
/// Seconds between two prices of the oracle.
const STEP: i64 = 10;
/// The moving average follows the price within an hour.
const AVERAGE: f64 = HOUR as f64;
/// Half of the width of IO's price.
const CONF: f64 = 0.000_5;
/// An IO as the story begins, in 10^-8 USD.
const PRICE: f64 = 25_000_000.0;
const DOLLAR: i64 = 100_000_000;
const RULES: PriceRules = PriceRules { io_feed: [1; 32], usdc_feed: [2; 32], ..PriceRules::GENESIS };
/// Two dollars an hour.
const RATE: u64 = 2 * BASE_UNITS_PER_USDC;

/// Numbers with a normal distribution, the same ones in every run.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// What the client does once IO has risen.
#[derive(Clone, Copy)]
enum Habit {
    /// It keeps its order to the end.
    Keeps,
    /// It books the rest again at the oracle's price, as often as that pays.
    BooksAgain,
    /// It ends the order when IO has risen by so much over what it paid by, and pays the rest in
    /// USDC.
    LeavesAt(f64),
}

/// An order, and the sum of the prices at which it was served.
struct Served {
    escrow: Escrow,
    worth: f64,
    steps: f64,
}

impl Served {
    fn book(ask: &AskTerms, rate: u64, duration: i64, now: i64) -> Self {
        let duration = duration.try_into().unwrap();
        let booking = Booking { processors: 1, duration, currency: Currency::Io, hired: 0 };
        let terms = ask.take(&booking, rate, now).unwrap();
        let (escrow, _) = Escrow::book(ask, &terms, &Rules::GENESIS, now).unwrap();
        assert_eq!(escrow.longest, escrow.duration, "no extensions at the oracle's price");
        Self { escrow, worth: 0.0, steps: 0.0 }
    }

    /// USD that the provider got.
    fn pay(mut self, now: i64, by: Ender) -> f64 {
        let ended = self.escrow.end(now, by).unwrap().provider;
        let last = self.escrow.settle(now + DAY).unwrap().provider;
        (ended + last) as f64 / BASE_UNITS_PER_IO as f64 * self.worth / self.steps
    }
}

/// What an operator loses on average, in percent of what it asks, of a service of `seconds` at a
/// premium.
fn loss(seconds: i64, premium_bps: u16, habit: Habit, stories: u32) -> f64 {
    loss_by(false, seconds, premium_bps, habit, stories)
}

/// The same, or by `spot` alone: without the average and the width of a price.
fn loss_by(spot: bool, seconds: i64, premium_bps: u16, habit: Habit, stories: u32) -> f64 {
    let ask = AskTerms {
        rate_usdc: RATE,
        valid_until: i64::MAX,
        least_seconds: HOUR as u32,
        most_seconds: 30 * DAY as u32,
        oracle_seconds: 30 * DAY as u32,
        most_hired: 1,
        premium_bps,
        oracle_io: true,
        extendable: true,
        ..AskTerms::default()
    };
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let paid: f64 = (0..stories).map(|_| story(&mut random, &ask, seconds, habit, spot)).sum();
    // The provider's own fee is 0.25% in either currency.
    let asked = RATE as f64 / BASE_UNITS_PER_USDC as f64 * seconds as f64 / HOUR as f64 * 0.997_5;
    100.0 * (1.0 - paid / f64::from(stories) / asked)
}

/// What the operator is paid by one course of the price, in USD.
fn story(random: &mut Random, ask: &AskTerms, seconds: i64, habit: Habit, spot: bool) -> f64 {
    let spread = VOLATILITY * (STEP as f64 / YEAR).sqrt();
    let (mut price, mut average, mut last) = (PRICE, PRICE, [PRICE; 4]);
    let rate_at = |now: i64, best: f64, average: f64| {
        let (conf, average) = if spot { (0.0, best) } else { (CONF, average) };
        let quote = |price: f64, conf: f64, average: f64| Quote {
            price: price as i64,
            conf: (price * conf) as u64,
            exponent: -8,
            publish_time: now - i64::from(RULES.max_age),
            average: average as i64,
        };
        let usdc = quote(DOLLAR as f64, 0.0, DOLLAR as f64);
        RULES.rate_in_io(now, &quote(best, conf, average), &usdc, ask.rate_usdc, ask.premium_bps).unwrap()
    };
    let mut paid_at = PRICE;
    let mut order = Some(Served::book(ask, rate_at(START, PRICE, PRICE), seconds, START));
    let mut paid = 0.0;
    for step in 1..=seconds / STEP {
        let now = START + step * STEP;
        let left = seconds - step * STEP;
        match &mut order {
            Some(served) => (served.worth, served.steps) = (served.worth + price / 1e8, served.steps + 1.0),
            None => paid += RATE as f64 / BASE_UNITS_PER_USDC as f64 * STEP as f64 / HOUR as f64 * 0.997_5,
        }
        price *= (spread * random.normal() - spread * spread / 2.0).exp();
        average += (price - average) * (1.0 - (-(STEP as f64) / AVERAGE).exp());
        last.rotate_left(1);
        last[3] = price;
        // Of less than an hour the whole hour would be paid, and is the least that is booked.
        let Some(served) = &order else { continue };
        if now - served.escrow.at < HOUR || left < HOUR {
            continue;
        }
        let best = last.iter().fold(0.0f64, |best, price| best.max(*price));
        match habit {
            Habit::Keeps => {}
            Habit::LeavesAt(rise) if price > paid_at * (1.0 + rise) => {
                paid += order.take().unwrap().pay(now, Ender::Client);
            }
            Habit::BooksAgain if best > paid_at || average > paid_at => {
                let rate = rate_at(now, best, average);
                if saves(&served.escrow, ask, rate, left, now) {
                    paid += order.take().unwrap().pay(now, Ender::Client);
                    order = Some(Served::book(ask, rate, left, now));
                    paid_at = if spot { best } else { best.min(average) };
                }
            }
            Habit::LeavesAt(_) | Habit::BooksAgain => {}
        }
    }
    paid + order.map_or(0.0, |served| served.pay(START + seconds, Ender::Stranger))
}

/// Whether the rest costs less, fees and all, than what the client gets back.
fn saves(escrow: &Escrow, ask: &AskTerms, rate: u64, left: i64, now: i64) -> bool {
    if rate >= escrow.rate {
        return false;
    }
    let back = { *escrow }.end(now, Ender::Client).unwrap().client;
    let again = Served::book(ask, rate, left, now).escrow;
    // What a new order puts in is what it holds.
    again.held().unwrap() < back
}

/// docs/market.md has these figures; `--nocapture` prints them.
#[test]
fn what_a_client_that_looks_back_takes() {
    let day = |premium_bps, habit| loss(DAY, premium_bps, habit, 1_000);
    let is = |what: &str, found: f64, least: f64, most: f64| {
        println!("{what}: {found:.2}%");
        assert!((least..most).contains(&found), "{what}: {found:.2}%");
    };
    let again = |seconds, premium_bps| loss(seconds, premium_bps, Habit::BooksAgain, 1_000);
    // The measure: of a client that keeps its order nothing is lost but by chance.
    is("a day that a client keeps", day(0, Habit::Keeps), -0.2, 0.2);
    // Without a premium, and with the one that makes it nothing.
    for (hours, least, most, premium_bps) in
        [(2, -0.1, 0.15, 10), (6, 0.4, 0.7, 60), (12, 0.9, 1.3, 120), (24, 1.9, 2.3, 210)]
    {
        is(&format!("{hours} hours"), again(hours * HOUR, 0), least, most);
        let what = format!("{hours} hours at a premium of {premium_bps} bps");
        is(&what, again(hours * HOUR, premium_bps), -0.2, 0.2);
    }
    let month = |premium_bps| loss(30 * DAY, premium_bps, Habit::BooksAgain, 40);
    is("30 days", month(0), 14.0, 18.0);
    is("30 days at a premium of 1,900 bps", month(1_900), -2.0, 2.0);
    is("a day by spot alone", loss_by(true, DAY, 0, Habit::BooksAgain, 1_000), 2.2, 2.8);
    // A client that leaves for USDC, at the rise that takes most: 3% make it nothing.
    is("a day, left for USDC, at 2%", day(200, Habit::LeavesAt(0.02)), 0.2, 0.6);
    for rise in [0.02, 0.03, 0.04] {
        is(&format!("left at {rise}, at 3%"), day(300, Habit::LeavesAt(rise)), -1.0, 0.05);
    }
}
