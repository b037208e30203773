//! An attacker with unlimited IO and USDC, who owns the whole pool, picks the moment and the price
//! updates of each call, moves the pool before and after the buyback's swap, and fills in the same
//! transaction.
//!
//! A search over everything that it can choose looks for the most it can leave with, valued at the
//! oracle's price. The rule allows what a fill of the whole budget pays at the best second by the
//! best updates, and no more.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::USDC_MINT,
    },
    io_client::{
        buyback::{self, Prices},
        token,
        token_swap::{self, Pool},
    },
    io_economics::{
        buyback::{Auction, Offer, Params},
        price::{Price, Quote},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_USDC as USDC,
    },
    io_testkit::{
        buyback::{Feed, PARAMS},
        walk, World,
    },
    pyth_solana_receiver_sdk::price_update::VerificationLevel,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// When the auction opened.
const OPENED: i64 = World::START + 30 * DAY;
/// What the auction may spend: all of the revenue.
const BUDGET: u64 = 100_000 * USDC;
/// USD an IO by the last update, in 10^-8.
const NOW_USD: i64 = 25_000_000;
/// Updates of the last minute, the oldest first: seconds ago, price of IO and of USDC against the
/// last one in 10^-4, and confidence in 10^-4 of the price.
const UPDATES: [(i64, i64, i64, i64); 8] = [
    (60, 42, -3, 5),
    (50, 71, 2, 60),
    (40, 55, -6, 8),
    (30, -20, 4, 5),
    (20, 12, -1, 100),
    (10, -35, 0, 5),
    (0, 0, 0, 5),
    (-10, 9, 1, 30),
];
/// Attacks that the search tries.
const TRIES: u64 = 3_000;

/// The places of an IO/USD and a USDC/USD update among [`UPDATES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    io: usize,
    usdc: usize,
}

impl Pair {
    fn random(random: &mut fastrand::Rng) -> Self {
        Self { io: random.usize(..UPDATES.len()), usdc: random.usize(..UPDATES.len()) }
    }

    /// IO/USD and USDC/USD at a second of the auction.
    fn quotes(self, second: i64) -> (Quote, Quote) {
        let quote = |at: usize, price: i64, against: i64| {
            let (ago, .., conf) = UPDATES[at];
            let price = price + price / 10_000 * against;
            let conf = (price / 10_000 * conf).unsigned_abs();
            Quote { price, conf, exponent: -8, publish_time: OPENED + second - ago, average: price }
        };
        let ((_, io, ..), (_, _, usdc, _)) = (UPDATES[self.io], UPDATES[self.usdc]);
        (quote(self.io, NOW_USD, io), quote(self.usdc, 100_000_000, usdc))
    }

    fn offer(self, second: i64) -> Offer {
        let (io, usdc) = self.quotes(second);
        let price = Price::new(&io, &usdc, PARAMS.max_conf_bps).unwrap();
        let Params { period, under_bps, over_bps, .. } = PARAMS;
        let auction = Auction { start: OPENED, period, under_bps, over_bps, ..Auction::default() };
        Offer::new(&price, &auction, OPENED + second).unwrap()
    }
}

/// What the attacker chooses.
#[derive(Clone, Copy, Debug)]
struct Attack {
    /// Second of the auction.
    second: i64,
    /// The updates that the earlier of fill and swap is given, and the later one.
    updates: [Pair; 2],
    /// USDC with which it buys IO in the pool first, in base units; or, if below 0, IO worth that
    /// which it sells.
    front: i64,
    /// USDC that the buyback swaps, in base units.
    swap: u64,
    /// USDC for which it fills, in base units.
    fill: u64,
    fill_first: bool,
    /// Part of the IO bought first that it sells last, in percent.
    back: u64,
}

impl Attack {
    fn random(random: &mut fastrand::Rng) -> Self {
        Self {
            second: random.i64(0..HOUR),
            updates: [Pair::random(random), Pair::random(random)],
            front: random.i64(-1_000_000..4_000_000) * USDC as i64,
            swap: random.u64(..=BUDGET),
            fill: random.u64(..=BUDGET),
            fill_first: random.bool(),
            back: random.u64(..=100),
        }
    }

    /// The same with one choice changed, a little or altogether.
    fn varied(mut self, random: &mut fastrand::Rng) -> Self {
        let other = Self::random(random);
        let near = |value: i64, random: &mut fastrand::Rng| value + value / 1_000 * random.i64(-100..=100);
        let call = random.usize(..2);
        match random.u8(..12) {
            0 => self.second = other.second,
            1 => self.second = (self.second + random.i64(-60..60)).clamp(0, HOUR - 1),
            2 => self.updates[call].io = other.updates[call].io,
            3 => self.updates[call].usdc = other.updates[call].usdc,
            4 => self.front = other.front,
            5 => self.front = near(self.front, random),
            6 => self.swap = other.swap,
            7 => self.swap = near(self.swap as i64, random) as u64,
            8 => self.fill = BUDGET.saturating_sub(self.swap),
            9 => self.fill = near(self.fill as i64, random) as u64,
            10 => self.fill_first = !self.fill_first,
            _ => self.back = other.back,
        }
        self
    }

    /// A sandwich around a swap, and a fill in the same transaction.
    fn is_whole(&self) -> bool {
        self.front != 0 && self.swap > 0 && self.fill > 0 && self.back > 0
    }

    /// The same as one that is whole and within the budget.
    fn whole(mut self) -> Self {
        if self.front == 0 {
            self.front = USDC as i64;
        }
        self.swap = self.swap.clamp(USDC, BUDGET - USDC);
        self.fill = self.fill.clamp(USDC, BUDGET - self.swap);
        self.back = self.back.max(1);
        self
    }
}

struct Scene {
    world: World,
    attacker: Keypair,
    pool: Pool,
    /// Where the updates of the earlier call are, and those of the later one.
    prices: [Prices; 2],
}

impl Scene {
    fn new() -> Self {
        let (mut world, roles) = World::with_buyback();
        world.allow_exchange(&roles.admin, token_swap::ID);
        world.set_clock(OPENED);
        world.mint_usdc(&USDC_VAULT, BUDGET);
        world.open_auction();
        let attacker = world.trader(&roles, 90_000_000, 50_000_000);
        // A deep pool at the oracle's price.
        let pool = world.pool(&attacker, 40_000_000, 10_000_000);
        let prices = [(); 2].map(|()| Prices { io: world.key().pubkey(), usdc: world.key().pubkey() });
        Self { world, attacker, pool, prices }
    }

    /// What the attacker owns, in units of 10^-6 USDC by the oracle's last price; the pool is its
    /// own.
    fn wealth(&self, balance: impl Fn(&Pubkey) -> u64) -> i128 {
        let own = |mint| token::associated_address(&self.attacker.pubkey(), mint);
        let usdc = i128::from(balance(&own(&USDC_MINT))) + i128::from(balance(&self.pool.a));
        let io = i128::from(balance(&own(&MINT.address))) + i128::from(balance(&self.pool.b));
        usdc + io * i128::from(NOW_USD) / 10_000_000_000
    }

    /// Sets the clock and posts the updates that the attacker chose; all are from the oracle.
    fn set(&mut self, attack: &Attack) {
        self.world.set_clock(OPENED + attack.second);
        for (prices, pair) in self.prices.into_iter().zip(attack.updates) {
            let (io, usdc) = pair.quotes(attack.second);
            self.world.write_update(prices.io, VerificationLevel::Full, Feed::Io.id(), io);
            self.world.write_update(prices.usdc, VerificationLevel::Full, Feed::Usdc.id(), usdc);
        }
    }

    /// The attack as one transaction.
    fn calls(&self, attack: &Attack) -> Vec<Instruction> {
        let key = self.attacker.pubkey();
        let own = |mint| token::associated_address(&key, mint);
        let (own_usdc, own_io) = (own(&USDC_MINT), own(&MINT.address));
        let pool = &self.pool;
        let buy = |usdc| pool.swap(&key, own_usdc, own_io, usdc, 0);
        let sell = |io| pool.reversed().swap(&key, own_io, own_usdc, io, 0);
        // IO worth as many USDC at the oracle's price.
        let worth = |usdc: u64| (u128::from(usdc) * 10_000_000_000 / NOW_USD.unsigned_abs() as u128) as u64;
        let (mut calls, mut last) = (Vec::new(), None);
        match attack.front {
            0 => {}
            usdc if usdc > 0 => {
                calls.push(buy(usdc as u64));
                last = Some(sell(self.world.pool_brings(pool, usdc as u64) / 100 * attack.back));
            }
            usdc => {
                let io = worth(usdc.unsigned_abs());
                calls.push(sell(io));
                last = Some(buy(self.world.pool_brings(&pool.reversed(), io) / 100 * attack.back));
            }
        }
        let swap = |call: usize| {
            let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, attack.swap, 0);
            (attack.swap > 0).then(|| buyback::swap_and_burn(&self.prices[call], attack.swap, swap))
        };
        let fill = |call: usize| {
            let io = attack.updates[call].offer(attack.second).io_for_usdc(attack.fill).ok()?;
            Some(buyback::fill(&key, &self.prices[call], io, 0))
        };
        let both = if attack.fill_first { [fill(0), swap(1)] } else { [swap(0), fill(1)] };
        calls.extend(both.into_iter().flatten());
        calls.extend(last.filter(|_| attack.back > 0));
        calls
    }

    /// What an attack gains, in 10^-6 USDC; none if it is refused.
    fn gain(&mut self, attack: &Attack) -> Option<i128> {
        self.set(attack);
        let mut calls = self.calls(attack);
        if calls.is_empty() {
            return None;
        }
        // All that counts must be named: a transfer of nothing does.
        let key = self.attacker.pubkey();
        let program = io_addresses::external::TOKEN_PROGRAM;
        for mint in [USDC_MINT, MINT.address] {
            let own = token::associated_address(&key, &mint);
            let of_pool = if mint == USDC_MINT { self.pool.a } else { self.pool.b };
            calls.push(
                spl_token_interface::instruction::transfer(&program, &own, &of_pool, &key, &[], 0).unwrap(),
            );
        }
        let before = self.wealth(|account| self.world.balance(account));
        let after = self.world.simulate(&calls, &[&self.attacker])?;
        Some(self.wealth(|account| after.balance(account)) - before)
    }
}

/// The most that a fill of the whole budget gains by any updates at any second, in 10^-6 USDC.
fn allowed() -> i128 {
    let places = || 0..UPDATES.len();
    let pairs = places().flat_map(|io| places().map(move |usdc| Pair { io, usdc }));
    let burned = pairs.filter_map(|pair| pair.offer(HOUR - 1).io_for_usdc(BUDGET).ok());
    let least = i128::from(burned.min().unwrap());
    i128::from(BUDGET) - least * i128::from(NOW_USD) / 10_000_000_000
}

/// The best of some attacks that were accepted.
#[derive(Default)]
struct Best {
    accepted: u64,
    /// What it gains, in 10^-6 USDC.
    most: Option<(i128, Attack)>,
}

impl Best {
    fn note(&mut self, gain: i128, attack: Attack) {
        self.accepted += 1;
        if self.most.is_none_or(|(most, _)| gain > most) {
            self.most = Some((gain, attack));
        }
    }
}

/// Tries attacks, mostly near the best so far, as `bound` lets them be; returns the best.
fn search(scene: &mut Scene, what: &str, bound: impl Fn(Attack) -> Attack) -> Best {
    let seed = walk::seed();
    println!("IO_WALK_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let allowed = allowed();
    let (mut best, mut swaps, mut two_prices) = (Best::default(), 0, 0);
    for attempt in 0..TRIES {
        let attack = bound(match best.most {
            Some((_, best)) if attempt % 8 > 0 => {
                (0..random.u8(1..4)).fold(best, |attack, _| attack.varied(&mut random))
            }
            _ => Attack::random(&mut random),
        });
        let Some(gain) = scene.gain(&attack) else { continue };
        // Valuing what is there before and after rounds by less than a base unit each.
        assert!(gain <= allowed + 2, "{attack:?} gains {gain}, the rule allows {allowed}");
        best.note(gain, attack);
        swaps += u64::from(attack.swap > 0);
        two_prices += u64::from(attack.swap > 0 && attack.fill > 0 && attack.updates[0] != attack.updates[1]);
    }
    let (gain, attack) = best.most.expect("some attack is accepted");
    let usdc = |amount: i128| amount as f64 / USDC as f64;
    println!(
        "{what}: of {TRIES} on {} USDC {} were accepted, {swaps} with a swap, {two_prices} with a fill \
         by other updates; \
         the best gains {:.2} USDC, the rule allows {:.2}: {attack:?}",
        BUDGET / USDC,
        best.accepted,
        usdc(gain),
        usdc(allowed),
    );
    assert!(best.accepted > TRIES / 20 && swaps > 0, "the search went nowhere");
    assert!(two_prices > 0 || attack.fill == 0, "no attack used one update after another");
    best
}

/// Carries an attack out, with every invariant checked.
fn carry_out(scene: &mut Scene, attack: &Attack) {
    scene.set(attack);
    let calls = scene.calls(attack);
    let before = scene.wealth(|account| scene.world.balance(account));
    let receipt = scene.world.accepted(&calls, &[&scene.attacker]);
    let after = scene.wealth(|account| scene.world.balance(account));
    assert!(after - before <= allowed() + 2);
    println!("it takes {} CU and {} bytes", receipt.compute_units, receipt.bytes);
}

#[test]
fn the_best_attack_gains_no_more_than_the_rule_allows() {
    let mut scene = Scene::new();
    let (gain, attack) = search(&mut scene, "attacks", |attack| attack).most.unwrap();
    assert!(gain * 10 > allowed() * 8, "the search did not get near what the rule allows");
    carry_out(&mut scene, &attack);
}

/// Without a fill the attacker has to make the pool dear for the buyback.
#[test]
fn the_best_sandwich_gains_no_more_than_the_rule_allows() {
    let mut scene = Scene::new();
    search(&mut scene, "sandwiches", |attack| Attack { fill: 0, swap: attack.swap.max(USDC), ..attack });
}

/// Everything in one transaction: a trade in the pool, the fill and the swap in either order, and
/// the trade back.
#[test]
fn the_best_sandwich_with_a_fill_gains_no_more_than_the_rule_allows() {
    let mut scene = Scene::new();
    let (gain, attack) = search(&mut scene, "sandwiches with a fill", Attack::whole).most.unwrap();
    assert!(attack.is_whole());
    assert!(gain * 10 > allowed() * 8, "the search did not get near what the rule allows");
    carry_out(&mut scene, &attack);
}
