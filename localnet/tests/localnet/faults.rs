//! Two keepers run for a day in which every minute brings another fault. In the end every
//! crank has run, nothing was done twice, every kind of fault was met, and what their logs
//! complain of is explained by one that was on then.
//!
//! A minute on the chain passes in a quarter of a second here: the keepers, which look once a
//! second or when an order changes, meet each fault in the middle of their work. The 1,440 faults
//! take 6.3 minutes, all of it 7.8.

use {
    crate::{
        network::Network,
        proxy::{Failure, Proxy},
        tools::{complaints, lines, log_of, Keeper, Line, OLD_PRICE},
        totals::{check_bought, check_totals, wait_until_idle},
    },
    anyhow::{bail, ensure, Result},
    io_client::{
        addresses::buyback::CONFIG,
        buyback,
        economics::{
            buyback::Params,
            time::{DAY, HOUR},
            units::BASE_UNITS_PER_USDC,
        },
        emission,
        orders::{self, Currency, Order},
        staking,
    },
    io_localnet::{
        economy::AUCTIONS,
        faucet::{self, Amounts},
        oracle,
        pool::pool,
        prices, travel, Keys, Rpc, Span,
    },
    io_testkit::orders::terms,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        collections::BTreeMap,
        fs,
        ops::Range,
        thread::sleep,
        time::{Duration, Instant, SystemTime},
    },
};

const MINUTE: i64 = 60;

/// What a minute takes.
const PACE: Duration = Duration::from_millis(250);

/// Longer than from one look of a keeper to the next.
const LOOK: Duration = Duration::from_millis(1_200);

/// How long a keeper gives a call, in seconds.
const TIMEOUT: u32 = 2;

/// After the last fault, every complaint of one has been made: the longest that an explanation may
/// last.
const PATIENCE: Duration = Duration::from_secs(25);

/// What a complaint is explained by, and how long after it was on: a call that fails does so at
/// once, a slow one after the keeper's timeout, a transaction when all of its blockhashes have
/// expired.
const EXPLANATIONS: [(&str, &[Failure], Duration); 7] = [
    ("the request failed", &[Failure::Down, Failure::Drops, Failure::Loses], Duration::from_secs(1)),
    ("the answer is no JSON-RPC", &[Failure::Garbled], Duration::from_secs(1)),
    ("it took too long", &[Failure::Slow], Duration::from_secs(TIMEOUT as u64 + 1)),
    (OLD_PRICE, &[Failure::Stale], Duration::from_secs(1)),
    ("HTTP 503", &[Failure::Busy], Duration::from_secs(1)),
    ("Node is behind", &[Failure::Behind], Duration::from_secs(1)),
    ("did not land in time", &[Failure::Expired, Failure::Forgets], PATIENCE),
];

/// What a keeper logs, though it is no complaint, when it meets a rival, a pause, a price that is
/// too old.
const MET: [&str; 3] = ["somebody was first", "buyback is paused", UNFIT];
const UNFIT: &str = "the price cannot be used";

/// What the buyback's vault is given to buy with: more than the pool sells in a day, so that the
/// keepers trade all day.
const GIVEN: Amounts = Amounts { sol: 0, io: 0, usdc: 20_000 };

/// What a minute brings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The RPC of one keeper, or of both, fails.
    Rpc(Failure),
    /// Somebody else is first.
    Rival,
    /// Staking, orders and buyback are paused.
    Pause,
    /// The oracle's prices are two minutes old.
    Silence,
}

#[test]
fn a_fault_a_minute_for_a_day() -> Result<()> {
    let network = Network::start("faults", &["--no-oracle"])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    // The exchange that was announced at the start may be used after a week.
    travel::travel(&rpc, &keys.oracle, Span(9 * DAY - rpc.now()? % DAY))?;
    // A pause takes back what an auction has left, and there is one every ten minutes: auctions of
    // an hour that are worth a swap from their first minutes on.
    let params = Params { period: HOUR as u32, under_bps: 0, over_bps: 1_000, ..AUCTIONS };
    rpc.send(&[buyback::set_params(&keys.admin.pubkey(), params)], &keys.admin, &[])?;
    let proxies = [Proxy::start(network.port)?, Proxy::start(network.port)?];
    let swaps = format!("pool = \"{}\"", pool(&keys).address);
    let fills = "fill_io = \"0.01\"\nfill_price_usdc = \"0.01\"".to_owned();
    let (mut keepers, mut wallets, mut logs) = (Vec::new(), Vec::new(), Vec::new());
    for ((name, proxy), market) in ["first", "second"].into_iter().zip(&proxies).zip([swaps, fills]) {
        wallets.push(network.newcomer(name, Amounts { sol: 10, io: 10_000, usdc: 0 })?.pubkey());
        let log = log_of(&network.state, name);
        // An earlier run's log is not this one's.
        let _ = fs::remove_file(&log);
        logs.push(log);
        keepers.push(Keeper::start(&network, name, &proxy.url(), TIMEOUT, &market)?);
    }

    let node = staking::node_address(&keys.operator.pubkey(), 0);
    let mut load = Load { rpc: &rpc, keys: &keys, node, orders: 0, jumps: Vec::new() };
    // A calm day first: what it leaves to settle, to close and to spend falls into the day of
    // faults.
    for hour in 0..24 {
        if hour == 23 {
            faucet::give(&rpc, &keys, &CONFIG.address, GIVEN)?;
        }
        load.book()?;
        load.pass(HOUR)?;
        sleep(LOOK);
    }
    let mut random = fastrand::Rng::with_seed(1);
    let mut silences = Vec::new();
    let began = Instant::now();
    let minutes = DAY / MINUTE;
    for minute in 0..minutes {
        let (started, at) = (Instant::now(), SystemTime::now());
        if minute % 60 == 0 {
            proxies.iter().for_each(Proxy::remember);
            oracle::attest(&rpc, &keys.oracle)?;
            load.book()?;
        }
        let trouble = random_trouble(&mut random);
        match trouble {
            Trouble::Rpc(failure) => {
                let spared = random.usize(..3);
                (0..2).filter(|i| *i != spared).for_each(|i| proxies[i].set(failure));
            }
            Trouble::Rival => load.race(),
            Trouble::Pause => load.pause(true)?,
            Trouble::Silence => {}
        }
        let now = rpc.now()? + MINUTE;
        rpc.move_clock(now)?;
        let posted = if trouble == Trouble::Silence { now - 2 * MINUTE } else { now };
        prices::post_at(&rpc, &keys.oracle, posted)?;
        sleep(PACE.saturating_sub(started.elapsed()));
        proxies.iter().for_each(|proxy| proxy.set(Failure::None));
        match trouble {
            Trouble::Pause => load.pause(false)?,
            Trouble::Silence => silences.push(at..SystemTime::now()),
            _ => {}
        }
    }
    println!("{minutes} faults in {:.0?}, {} orders", began.elapsed(), load.orders);

    sleep(PATIENCE);
    let heard = logs.iter().map(|log| Ok(complaints(log)?.len())).collect::<Result<Vec<_>>>()?;
    // Two days and a half later every order is over and every holdback has passed.
    for _ in 0..15 {
        load.pass(4 * HOUR)?;
        sleep(LOOK);
    }
    wait_until_idle(&rpc)?;
    keepers.into_iter().try_for_each(Keeper::stop)?;
    check_totals(&rpc, GIVEN.usdc * BASE_UNITS_PER_USDC)?;
    check_bought(&rpc, &wallets[1])?;

    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for ((log, heard), proxy) in logs.iter().zip(heard).zip(&proxies) {
        let (complaints, past) = (complaints(log)?, proxy.past());
        let jumped = |complaint: &Line| {
            let during = |jump: &Range<SystemTime>| (jump.start..jump.end + PATIENCE).contains(&complaint.at);
            complaint.message.starts_with(OLD_PRICE) && load.jumps.iter().any(during)
        };
        let late = complaints.iter().skip(heard).find(|complaint| !jumped(complaint));
        ensure!(
            late.is_none(),
            "after the last fault: {}",
            late.map(ToString::to_string).unwrap_or_default()
        );
        for complaint in complaints.into_iter().filter(|complaint| !jumped(complaint)) {
            let explained = EXPLANATIONS.iter().find(|(words, failures, lasts)| {
                let is_on = |(failure, during): &(Failure, Range<SystemTime>)| {
                    failures.contains(failure) && (during.start..during.end + *lasts).contains(&complaint.at)
                };
                complaint.to_string().contains(words) && past.iter().any(is_on)
            });
            let Some((words, ..)) = explained.filter(|_| complaint.level == "WARN") else {
                bail!("unexplained: {complaint}");
            };
            *counts.entry(words).or_default() += 1;
        }
        for line in lines(log)? {
            let met = MET.iter().find(|words| line.message == **words);
            let silent = || silences.iter().any(|silence| silence.contains(&line.at));
            if let Some(words) = met.filter(|words| **words != UNFIT || silent()) {
                *counts.entry(words).or_default() += 1;
            }
        }
    }
    counts.iter().for_each(|(words, count)| println!("{count:>5} times \"{words}\""));
    for words in MET {
        ensure!(counts.contains_key(words), "no keeper met: {words}");
    }
    for failure in Failure::ALL {
        let struck: u32 =
            proxies.iter().map(|proxy| proxy.struck().get(&failure).copied().unwrap_or(0)).sum();
        println!("{struck:>5} calls met {failure:?}");
        ensure!(struck > 0, "no keeper met {failure:?}");
    }
    network.stop()
}

fn random_trouble(random: &mut fastrand::Rng) -> Trouble {
    let others = [Trouble::Rival, Trouble::Pause, Trouble::Silence];
    let all: Vec<Trouble> = Failure::ALL.into_iter().map(Trouble::Rpc).chain(others).collect();
    all[random.usize(..all.len())]
}

/// Orders, rivals and pauses, which make work for keepers.
struct Load<'a> {
    rpc: &'a Rpc,
    keys: &'a Keys,
    node: Pubkey,
    orders: u64,
    /// When hours passed at once.
    jumps: Vec<Range<SystemTime>>,
}

impl Load<'_> {
    /// Orders in both currencies, for an hour; of four, one is not accepted.
    fn book(&mut self) -> Result<()> {
        let (client, operator) = (&self.keys.client, &self.keys.operator);
        for currency in [Currency::Io, Currency::Usdc] {
            self.orders += 1;
            let id = self.orders;
            let call =
                orders::create(&client.pubkey(), id, &self.node, currency, terms(currency, HOUR as u32));
            self.rpc.send(&[call], client, &[])?;
            if !id.is_multiple_of(4) {
                let address = orders::order_address(&client.pubkey(), id);
                let order: Order = self.rpc.read(&address)?;
                let accept = orders::accept(&operator.pubkey(), &address, &order, false);
                // If no keeper has ended the order before it, its processors are not free: it is
                // left, too.
                let _ = self.rpc.send(&[accept], operator, &[]);
            }
        }
        Ok(())
    }

    /// Does what a keeper would do, before it.
    fn race(&self) {
        for call in [emission::crank(), orders::sweep_fees(Currency::Io), buyback::burn()] {
            // It may be done already.
            let _ = self.rpc.send(&[call], &self.keys.holder, &[]);
        }
    }

    /// Time passes for oracles that do their work.
    fn pass(&mut self, seconds: i64) -> Result<()> {
        let start = SystemTime::now();
        travel::travel(self.rpc, &self.keys.oracle, Span(seconds))?;
        self.jumps.push(start..SystemTime::now());
        Ok(())
    }

    fn pause(&self, paused: bool) -> Result<()> {
        let admin = self.keys.admin.pubkey();
        let calls = [
            staking::set_paused(&admin, paused),
            orders::set_paused(&admin, paused),
            buyback::set_paused(&admin, paused),
        ];
        self.rpc.send(&calls, &self.keys.admin, &[])
    }
}
