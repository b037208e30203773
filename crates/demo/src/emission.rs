//! Genesis, then 20 years of cranks at irregular gaps.

use {
    crate::{
        buyback, distribution,
        network::{self, Outcome},
        orders::{self, OrdersStory},
        staking::{self, Economy},
    },
    anyhow::{ensure, Result},
    indicatif::{ProgressBar, ProgressStyle},
    io_economics::{
        emission::{MONTHS, MONTH_SECONDS},
        genesis,
        time::HOUR,
        units::HARD_CAP,
    },
    io_reference::emission as reference,
    io_testkit::World,
    serde::Serialize,
    std::time::Instant,
};

const MONTH: i64 = MONTH_SECONDS as i64;
const YEARS: i64 = 20;
/// Transactions between two checks of staking's invariants, which go through every account.
const CHECK_EVERY: u64 = 1_000;

/// What happened, in base units of IO.
#[derive(Serialize)]
pub struct Story {
    /// Seed of the gaps.
    pub seed: u64,
    /// What exists after genesis.
    pub genesis: u64,
    /// Compute units of the three transactions of genesis.
    pub genesis_compute_units: [u64; 3],
    /// Transactions that cranked.
    pub cranks: u64,
    /// The longest gap between two cranks, in seconds.
    pub longest_gap_seconds: i64,
    /// The dearest crank.
    pub most_crank_compute_units: u64,
    /// What the schedule minted.
    pub emitted: u64,
    /// What exists in the end.
    pub supply: u64,
    /// The state at the end of each year.
    pub years: Vec<Year>,
    /// What had been emitted at the end of each month, month 0 first.
    pub months: Vec<u64>,
    /// Burned by slashes, the buyback and the airdrops, in base units.
    pub burned: u64,
    /// Nodes and stakers.
    pub staking: staking::Story,
    /// What happened to orders.
    pub orders: orders::Story,
    /// What the buyback did.
    pub buyback: buyback::Story,
    /// The seasons and the grants.
    pub distribution: distribution::Story,
    /// Burned by slashes and the buyback up to each month's end, in base units, from month 0 on.
    pub months_burned: Vec<u64>,
    /// What a pool carries under three networks, in 20 years.
    pub networks: Vec<Outcome>,
    /// How long the chain ran.
    pub seconds: f64,
}

/// One year.
#[derive(Serialize)]
pub struct Year {
    /// From 1.
    pub year: i64,
    /// Cranks in it.
    pub cranks: u64,
    /// Emitted in it, in base units.
    pub emitted: u64,
    /// Supply at its end, in base units.
    pub supply: u64,
}

/// Runs the story; fails where the chain differs from the exact reference.
pub fn run(seed: u64) -> Result<Story> {
    let begun = Instant::now();
    let mut world = World::new().trusting_signatures();
    world.check_every = CHECK_EVERY;
    let owners = [(); genesis::CATEGORIES].map(|()| world.wallet());
    let receipts = world.genesis(&owners);
    let start = world.emission().genesis_ts;
    ensure!(world.supply() == genesis::TOTAL, "genesis minted {}", world.supply());
    let mut distribution = distribution::Distribution::new(&mut world, &owners, seed);
    let cast = world.start_staking(owners);
    let roles = world.start_orders();
    let orders = OrdersStory::new(&mut world, &cast, roles, seed);
    let buyback = buyback::BuybackStory::new(&mut world, &cast, seed);

    let mut story = Story {
        seed,
        genesis: world.supply(),
        genesis_compute_units: receipts.map(|receipt| receipt.compute_units),
        cranks: 0,
        longest_gap_seconds: 0,
        most_crank_compute_units: 0,
        emitted: 0,
        supply: 0,
        years: Vec::new(),
        months: vec![0],
        burned: 0,
        staking: staking::Story::default(),
        orders: orders::Story::default(),
        buyback: buyback::Story::default(),
        distribution: distribution::Story::default(),
        months_burned: vec![0],
        networks: network::outcomes()?,
        seconds: 0.0,
    };
    let bar = ProgressBar::new(MONTHS);
    bar.set_style(ProgressStyle::with_template("{bar:40} month {pos} of {len}  [{elapsed}]").expect("fixed"));
    let mut economy = Economy::new(&mut world, cast, orders, buyback, seed);
    let mut gaps = Gaps { random: fastrand::Rng::with_seed(seed), long_one_at: 7 * 12 };
    let mut year = Year { year: 1, cranks: 0, emitted: 0, supply: 0 };
    for month in 1..=MONTHS as i64 {
        let end = month_end(start, month);
        while world.now() < end {
            let (before, gap) = (world.now(), gaps.next(month));
            // A gap that would pass a month's end stops there, so that every month has its row; the
            // one long gap passes over them.
            let next = if gap > MONTH { before + gap } else { (before + gap).min(end) };
            economy.run_until(&mut world, next)?;
            let receipt = world.crank();
            let minted = world.emission().minted;
            let exact = reference::cumulative(next - start);
            ensure!(minted == exact, "minted {minted}, the reference says {exact} at {next}");
            story.longest_gap_seconds = story.longest_gap_seconds.max(next - before);
            story.most_crank_compute_units = story.most_crank_compute_units.max(receipt.compute_units);
            year.cranks += 1;
            economy.after_crank(&mut world)?;
            distribution.day(&mut world)?;
        }
        let emitted = reference::cumulative(end - start);
        story.months.push(emitted);
        distribution.month_ends(&mut world, month)?;
        story.months_burned.push(world.burned_by_programs - distribution.story.burned);
        bar.inc(1);
        if month % 12 == 0 {
            let supply = genesis::TOTAL + emitted;
            let earlier = story.years.last().map_or(genesis::TOTAL, |year| year.supply);
            story.years.push(Year { supply, emitted: supply - earlier, ..year });
            story.cranks += story.years.last().map_or(0, |year| year.cranks);
            year = Year { year: month / 12 + 1, cranks: 0, emitted: 0, supply: 0 };
        }
    }
    bar.finish_and_clear();

    economy.run_until(&mut world, month_end(start, MONTHS as i64) + HOUR)?;
    economy.settle(&mut world)?;
    economy.orders.finish(&mut world)?;
    story.orders = economy.orders.story.clone();
    story.staking = economy.story.clone();
    economy.buyback.finish(&world)?;
    distribution.finish(&world)?;
    story.distribution = distribution.story;
    story.buyback = economy.buyback.story;
    let slashed: u64 = story.staking.classes.iter().map(|class| class.slashed).sum();
    story.burned = slashed + story.buyback.fees_burned + story.buyback.bought + story.distribution.burned;
    ensure!(story.burned == world.burned_by_programs, "burned {}", world.burned_by_programs);
    (story.emitted, story.supply) = (world.emission().minted, world.supply());
    story.seconds = begun.elapsed().as_secs_f64();
    ensure!(story.emitted == io_economics::emission::TOTAL, "emitted {}", story.emitted);
    ensure!(story.supply + story.burned == HARD_CAP, "supply {} and burned {}", story.supply, story.burned);
    ensure!(story.years.len() as i64 == YEARS, "{} years", story.years.len());
    world.pass(100 * 12 * MONTH);
    let late = world.send(&[io_client::emission::crank()], &[]);
    ensure!(late.is_err(), "a crank after the end was accepted");
    Ok(story)
}

/// The first full hour at which a month is complete: an odd month ends on a half.
fn month_end(start: i64, month: i64) -> i64 {
    let end = month * MONTH;
    start + (end + HOUR - 1) / HOUR * HOUR
}

/// Irregular gaps between cranks: hours, days, and one of five months.
struct Gaps {
    random: fastrand::Rng,
    long_one_at: i64,
}

impl Gaps {
    fn next(&mut self, month: i64) -> i64 {
        if month == self.long_one_at {
            self.long_one_at = 0;
            return 5 * MONTH;
        }
        let hours = match self.random.u8(..10) {
            0..=5 => self.random.i64(1..=12),
            6..=8 => self.random.i64(24..=72),
            _ => self.random.i64(100..=400),
        };
        hours * HOUR + self.random.i64(0..HOUR)
    }
}
