//! What the auctions pay over fair value where keepers compete, simulated by the rule alone:
//! auctions from their opening on, and for comparison auctions by the clock, of an hour and of a
//! day, whose budget is what the vault holds at their first trade.

use io_economics::{
    buyback::{Auction, Params, MAX_DAILY_CAP},
    price::Quote,
    time::{DAY, HOUR},
    units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
};

const START: i64 = 20_454 * DAY;
/// Days that a simulation lasts.
const DAYS: i64 = 90;
/// The fair value moves by so much in a day: one standard deviation.
const DAILY_VOLATILITY: f64 = 0.06;
/// Seconds between two prices of the oracle, and the noise in them: one standard deviation.
const PRICE_EVERY: i64 = 20;
const NOISE: f64 = 0.000_5;
/// Seconds between two looks of a keeper.
const LOOK_EVERY: i64 = 30;
/// What IO costs a keeper over its fair value: the fee of a pool, 0.3%, what the trade moves the
/// pool by, and what it wants to keep.
const COSTS: [f64; 3] = [0.003_8, 0.004_2, 0.005];

/// When the fees of a day reach the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Revenue {
    /// Every few minutes.
    Steady,
    /// Once an hour.
    Hourly,
    /// Once a day, in the evening.
    InTheEvening,
    /// Once a day, at any second.
    AtRandom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// An auction opens when the vault holds the least budget and none runs.
    Opened,
    /// The offer climbs from one full hour, or midnight, to the next: so many seconds.
    ByTheClock(i64),
}

struct Market {
    random: fastrand::Rng,
    fair: f64,
    average: f64,
    quote: Quote,
    vault: u64,
    auction: Auction,
    /// USDC paid, and what the IO for it was worth, in base units of USDC.
    paid: f64,
    worth: f64,
}

impl Market {
    /// A sample of the normal distribution.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.random.f64()).sum::<f64>() - 6.0
    }

    /// Time passes, the fair value moves, and the oracle follows it.
    fn pass(&mut self, now: i64) {
        self.fair *= 1.0 + self.normal() * DAILY_VOLATILITY / (DAY as f64).sqrt();
        // An average over about an hour, as Pyth's.
        self.average += (self.fair - self.average) / HOUR as f64;
        if now % PRICE_EVERY == 0 {
            let usd = |value: f64| (value * 1e8) as i64;
            let price = usd(self.fair * (1.0 + self.normal() * NOISE));
            let (conf, average) = (price.unsigned_abs() / 2_000, usd(self.average));
            self.quote = Quote { price, conf, exponent: -8, publish_time: now, average };
        }
    }

    /// One keeper looks, and sells what the auction buys if that pays.
    fn look(&mut self, rule: Rule, params: &Params, cost: f64, now: i64) {
        match rule {
            Rule::Opened => {
                let _ = self.auction.open(params, now, self.vault);
            }
            Rule::ByTheClock(period) => {
                let start = now - now % period;
                if self.auction.start < start && self.vault > 0 {
                    self.auction = Auction {
                        start,
                        period: period as u32,
                        budget: self.vault,
                        spent: 0,
                        under_bps: params.under_bps,
                        over_bps: params.over_bps,
                        max_age: params.max_age,
                        max_conf_bps: params.max_conf_bps,
                        ..self.auction
                    };
                }
            }
        }
        let left = self.auction.left();
        let dollar =
            Quote { price: 100_000_000, conf: 0, exponent: -8, publish_time: now, average: 100_000_000 };
        let Ok(offer) = self.auction.offer(now, &self.quote, &dollar) else { return };
        let Ok(io) = offer.io_for_usdc(left) else { return };
        let worth = io as f64 / IO as f64 * self.fair * USDC as f64;
        if left >= USDC && worth * (1.0 + cost) <= left as f64 {
            self.auction.spend(left).unwrap();
            self.vault -= left;
            self.paid += left as f64;
            self.worth += worth;
        }
    }
}

/// What is paid over fair value, as a fraction, and the share of the revenue that is left in the
/// end.
fn simulate(rule: Rule, revenue: Revenue, seed: u64) -> (f64, f64) {
    let mut market = Market {
        random: fastrand::Rng::with_seed(seed),
        fair: 0.25,
        average: 0.25,
        quote: Quote::default(),
        vault: 0,
        auction: Auction::default(),
        paid: 0.0,
        worth: 0.0,
    };
    let params = Params { daily_cap: MAX_DAILY_CAP, ..Params::GENESIS };
    // 2,400 USDC a day.
    let (mut arrived, mut at) = (0u64, 0);
    for second in 0..DAYS * DAY {
        let (now, of_day) = (START + second, second % DAY);
        market.pass(now);
        if of_day == 0 {
            at = match revenue {
                Revenue::AtRandom => market.random.i64(0..DAY),
                _ => 19 * HOUR,
            };
        }
        let comes = match revenue {
            Revenue::Steady if second % 300 == 0 => 2_400 * USDC / 288,
            Revenue::Hourly if second % HOUR == 1_234 => 100 * USDC,
            Revenue::InTheEvening | Revenue::AtRandom if of_day == at => 2_400 * USDC,
            _ => 0,
        };
        market.vault += comes;
        arrived += comes;
        for (keeper, cost) in (0i64..).zip(COSTS) {
            if (second + 10 * keeper) % LOOK_EVERY == 0 {
                market.look(rule, &params, cost, now);
            }
        }
    }
    (market.paid / market.worth - 1.0, market.vault as f64 / arrived as f64)
}

#[test]
fn keepers_who_compete_are_paid_half_a_percent_over_fair_value() {
    let kinds = [Revenue::Steady, Revenue::Hourly, Revenue::InTheEvening, Revenue::AtRandom];
    let of = |rule| {
        let over: Vec<_> = kinds
            .iter()
            .map(|revenue| {
                let (over, left) = simulate(rule, *revenue, 7);
                println!("{rule:?}, {revenue:?}: {:.2}% over fair value", over * 100.0);
                assert!(left < 0.03, "{revenue:?}: what is left is of the last hours");
                over
            })
            .collect();
        let (least, most) = bounds(&over);
        println!("{rule:?}: {:.2} to {:.2}% over fair value", least * 100.0, most * 100.0);
        (least, most)
    };
    let (least, most) = of(Rule::Opened);
    assert!(least > COSTS[0] && most < 0.005, "from the cheapest keeper's cost to half a percent");
    let (_, hours) = of(Rule::ByTheClock(HOUR));
    let (_, days) = of(Rule::ByTheClock(DAY));
    assert!(hours > 2.0 * most && days > 2.0 * most, "late money is sold dear by the clock");
}

fn bounds(of: &[f64]) -> (f64, f64) {
    (of.iter().copied().fold(f64::MAX, f64::min), of.iter().copied().fold(f64::MIN, f64::max))
}
