//! Two keepers live through a day in which every minute brings another fault. In the end every crank is turned, nothing
//! was done twice, and what their logs complain of is explained by a fault.
//!
//! A minute on the chain passes in a quarter of a second here: the keepers, which look once a second or when an order
//! changes, meet each fault in the middle of their work. The 1,440 faults take 6.3 minutes, all of it 7.8.

use {
    crate::{
        books::{must_add_up, settle_down},
        network::Network,
        proxy::{Failure, Proxy},
        tools::{complaints, log_of, Keeper},
    },
    anyhow::{anyhow, bail, ensure, Result},
    io_client::{
        buyback, emission,
        orders::{self, Currency, Order},
        staking,
    },
    io_localnet::{faucet, oracle, pool::pool, prices, travel, Keys, Rpc, Span},
    io_testkit::orders::terms,
    solana_keypair::{write_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        collections::BTreeMap,
        thread::sleep,
        time::{Duration, Instant},
    },
};

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// What a minute takes.
const PACE: Duration = Duration::from_millis(250);

/// Longer than from one look of a keeper to the next.
const LOOK: Duration = Duration::from_millis(1_200);

/// How long a keeper may still complain of a fault that is over: its patience with one transaction.
const PATIENCE: Duration = Duration::from_secs(25);

/// What a complaint is explained by.
const EXPLANATIONS: [(&str, &[Failure]); 5] = [
    ("the request failed", &[Failure::Down, Failure::Drops, Failure::Loses, Failure::Garbled]),
    ("it took too long", &[Failure::Slow]),
    ("HTTP 503", &[Failure::Busy]),
    ("Node is behind", &[Failure::Behind]),
    ("did not land in time", &[Failure::Expired, Failure::Forgets]),
];

/// What a minute brings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The RPC of one keeper, or of both, fails.
    Rpc(Failure),
    /// Somebody else is first.
    Rival,
    /// Staking, orders and buyback are paused.
    Pause,
    /// No prices are posted.
    Silence,
}

#[test]
fn a_fault_a_minute_for_a_day() -> Result<()> {
    let network = Network::start("faults", &["--no-oracle"])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    // The exchange that was announced at the start may be used after a week.
    travel::travel(&rpc, &keys.oracle, Span(8 * DAY))?;
    let proxies = [Proxy::start(network.port)?, Proxy::start(network.port)?];
    let swaps = format!("pool = \"{}\"", pool(&keys).address);
    let fills = "fill_io = \"1\"\nfill_price_usdc = \"0.01\"".to_owned();
    let mut keepers = Vec::new();
    for ((name, proxy), market) in ["first", "second"].into_iter().zip(&proxies).zip([swaps, fills]) {
        keepers.push(keeper(&network, &keys, name, proxy, &market)?);
    }

    let mut town =
        Town { rpc: &rpc, keys: &keys, node: staking::node_address(&keys.operator.pubkey(), 0), orders: 0 };
    // A calm day first: what it leaves to settle and to close falls into the day of faults.
    for _ in 0..24 {
        town.book()?;
        town.pass(HOUR)?;
        sleep(LOOK);
    }
    let mut random = fastrand::Rng::with_seed(1);
    let began = Instant::now();
    let minutes = DAY / MINUTE;
    for minute in 0..minutes {
        let started = Instant::now();
        if minute % 60 == 0 {
            proxies.iter().for_each(Proxy::remember);
            oracle::attest(&rpc, &keys.oracle)?;
            town.book()?;
        }
        let trouble = any(&mut random);
        match trouble {
            Trouble::Rpc(failure) => {
                let spared = random.usize(..3);
                (0..2).filter(|i| *i != spared).for_each(|i| proxies[i].set(failure));
            }
            Trouble::Rival => town.outrun(),
            Trouble::Pause => town.pause(true)?,
            Trouble::Silence => {}
        }
        rpc.move_clock(rpc.now()? + MINUTE)?;
        if trouble != Trouble::Silence {
            prices::post(&rpc, &keys.oracle)?;
        }
        sleep(PACE.saturating_sub(started.elapsed()));
        proxies.iter().for_each(|proxy| proxy.set(Failure::None));
        if trouble == Trouble::Pause {
            town.pause(false)?;
        }
    }
    println!("{minutes} faults in {:.0?}, {} orders", began.elapsed(), town.orders);

    sleep(PATIENCE);
    let logs = ["first", "second"].map(|name| log_of(&network.state, name));
    let heard = logs.iter().map(|log| Ok(complaints(log)?.len())).collect::<Result<Vec<_>>>()?;
    // Two days and a half later every order is over and every holdback has passed.
    for _ in 0..15 {
        town.pass(4 * HOUR)?;
        sleep(LOOK);
    }
    settle_down(&rpc)?;
    must_add_up(&rpc)?;
    keepers.into_iter().try_for_each(Keeper::stop)?;

    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (log, heard) in logs.iter().zip(heard) {
        let complaints = complaints(log)?;
        ensure!(complaints.len() == heard, "after the last fault: {}", complaints[heard].text);
        for complaint in complaints {
            let explained = EXPLANATIONS.iter().find(|(words, _)| complaint.text.contains(words));
            let Some((words, _)) = explained.filter(|_| complaint.level == "WARN") else {
                bail!("unexplained, {} {}: {}", complaint.at, complaint.level, complaint.text);
            };
            *counts.entry(words).or_default() += 1;
        }
    }
    for (words, count) in counts {
        let (_, failures) = EXPLANATIONS.iter().find(|(known, _)| *known == words).expect("just found");
        println!("{count:>5} warnings \"{words}\", by {failures:?}");
    }
    for failure in Failure::ALL {
        let struck: u32 =
            proxies.iter().map(|proxy| proxy.struck().get(&failure).copied().unwrap_or(0)).sum();
        println!("{struck:>5} calls met {failure:?}");
        ensure!(struck > 0, "no keeper met {failure:?}");
    }
    network.stop()
}

fn any(random: &mut fastrand::Rng) -> Trouble {
    let others = [Trouble::Rival, Trouble::Pause, Trouble::Silence];
    let all: Vec<Trouble> = Failure::ALL.into_iter().map(Trouble::Rpc).chain(others).collect();
    all[random.usize(..all.len())]
}

/// Starts a keeper behind a proxy.
fn keeper(network: &Network, keys: &Keys, name: &str, proxy: &Proxy, market: &str) -> Result<Keeper> {
    let (key, file) = (Keypair::new(), network.state.join(format!("{name}.json")));
    write_keypair_file(&key, &file).map_err(|error| anyhow!("{error}"))?;
    let amounts = faucet::Amounts { sol: 10, io: 10_000, usdc: 0 };
    faucet::give(&network.rpc(), keys, &key.pubkey(), amounts)?;
    let config = format!(
        "url = \"{}\"\nkeypair = \"{}\"\ninterval_seconds = 1\njitter_seconds = 0\ntimeout_seconds = 2\n\
        [policy]\nleast_sweep_io = \"0\"\nleast_sweep_usdc = \"0\"\nleast_burn_io = \"0\"\n[market]\n{market}\n",
        proxy.url(),
        file.display(),
    );
    // An earlier run's log is not this one's.
    let _ = std::fs::remove_file(log_of(&network.state, name));
    Keeper::start(&network.state, name, &config)
}

/// Those who make work for keepers.
struct Town<'a> {
    rpc: &'a Rpc,
    keys: &'a Keys,
    node: Pubkey,
    orders: u64,
}

impl Town<'_> {
    /// Orders in both currencies, for an hour; of four, one is not accepted.
    fn book(&mut self) -> Result<()> {
        let (client, operator) = (&self.keys.client, &self.keys.operator);
        for currency in [Currency::Io, Currency::Usdc] {
            self.orders += 1;
            let id = self.orders;
            let call =
                orders::create(&client.pubkey(), id, &self.node, currency, terms(currency, HOUR as u32));
            self.rpc.send(&[call], client, &[])?;
            if id % 4 > 0 {
                let address = orders::order_address(&client.pubkey(), id);
                let order: Order = self.rpc.read(&address)?;
                let accept = orders::accept(&operator.pubkey(), &address, &order, false);
                // If no keeper has ended the order before it, its processors are not free: it is left, too.
                let _ = self.rpc.send(&[accept], operator, &[]);
            }
        }
        Ok(())
    }

    /// Does what a keeper would do, if it comes first.
    fn outrun(&self) {
        for call in [emission::crank(), orders::sweep_fees(Currency::Io), buyback::burn()] {
            // It may be done already.
            let _ = self.rpc.send(&[call], &self.keys.holder, &[]);
        }
    }

    /// Time passes for oracles that do their work.
    fn pass(&self, seconds: i64) -> Result<()> {
        travel::travel(self.rpc, &self.keys.oracle, Span(seconds))
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
