//! A holder, two operators, a client and two keepers work for a month. One day brings no
//! reports of the nodes. Half way the keepers are killed, and start again two days later; so is an
//! index that follows it all. In the end nothing is lost, nothing was done twice, nothing is left
//! over, and a backfill finds the same history.

use {
    crate::{
        index,
        network::{balance, Network},
        tools::{complaints, io, log_of, Keeper, OLD_PRICE},
        totals::{check_bought, check_totals, wait_until_idle},
    },
    anyhow::{bail, ensure, Context, Result},
    io_client::{
        addresses::{
            emission::{EMISSION, MINT},
            external::USDC_MINT,
            staking::REWARD_VAULT,
        },
        economics::time::{DAY, HOUR},
        emission::Emission,
        orders::{ledger, order_address, Currency, Ledger},
        staking::Node,
    },
    io_localnet::{faucet::Amounts, oracle, pool::pool, prices, travel, Keys, Rpc, Span},
    serde_json::Value,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// The keepers look this often, at least, and time leaps by six hours between two looks.
const LOOK: Duration = Duration::from_millis(1_100);

/// How long something may take that is done in the next look.
const PATIENCE: Duration = Duration::from_secs(20);

/// A month on a network whose oracles work when time passes.
struct Month {
    network: Network,
    rpc: Rpc,
    keys: Keys,
    newcomer: Pubkey,
    /// Swaps in the pool, and fills.
    keepers: [(&'static str, String, Pubkey); 2],
    day: i64,
}

impl Month {
    fn start() -> Result<Self> {
        let network = Network::start("month", &["--no-oracle"])?;
        let (rpc, keys) = (network.rpc(), network.keys()?);
        // The exchange that was announced at the start may be used after a week.
        travel::travel(&rpc, &keys.oracle, Span(8 * DAY))?;
        let newcomer = network.newcomer("newcomer", Amounts { sol: 10, io: 40_000, usdc: 0 })?.pubkey();
        let swaps = format!("pool = \"{}\"", pool(&keys).address);
        let fills = "fill_io = \"1\"\nfill_price_usdc = \"0.01\"".to_owned();
        let keeper = |name, market| {
            // An earlier run's log is not this one's.
            let _ = fs::remove_file(log_of(&network.state, name));
            let key = network.newcomer(name, Amounts { sol: 10, io: 1_000, usdc: 0 })?;
            Ok::<_, anyhow::Error>((name, market, key.pubkey()))
        };
        let keepers = [keeper("early", swaps)?, keeper("late", fills)?];
        Ok(Self { network, rpc, keys, newcomer, keepers, day: 0 })
    }

    /// What somebody types.
    fn io(&self, who: &str, line: &str) -> Result<Value> {
        // A price is one word: 1.5 USDC.
        let words: Vec<String> = line.split(' ').map(|word| word.replace('_', " ")).collect();
        io(&self.network, who, &words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Time passes until a day of the month, while keepers look or not.
    fn until(&mut self, day: i64, watched: bool) -> Result<()> {
        for _ in 0..4 * (day - self.day) {
            travel::travel(&self.rpc, &self.keys.oracle, Span(6 * HOUR))?;
            if watched {
                sleep(LOOK);
            }
        }
        self.day = day;
        Ok(())
    }

    /// A day and an hour pass at once, without a report: the keepers see that no node counts any
    /// more, until the oracle is back.
    fn lapse(&self) -> Result<()> {
        let weight = || -> Result<u64> {
            Ok(self.rpc.every::<Node>()?.iter().map(|(_, node)| node.ledger.weight).sum())
        };
        ensure!(weight()? > 0, "no node counts before its report lapses");
        self.rpc.move_clock(self.rpc.now()? + DAY + HOUR)?;
        let start = Instant::now();
        while weight()? > 0 {
            ensure!(start.elapsed() < PATIENCE, "no keeper synced the nodes");
            sleep(Duration::from_millis(200));
        }
        oracle::attest(&self.rpc, &self.keys.oracle)?;
        ensure!(weight()? > 0, "no node counts after its report");
        prices::post(&self.rpc, &self.keys.oracle)
    }

    fn start_keepers(&self) -> Result<Vec<Keeper>> {
        let start = |(name, market, _): &(&str, String, Pubkey)| {
            Keeper::start(&self.network, name, &self.network.url(), 30, market)
        };
        self.keepers.iter().map(start).collect()
    }

    /// Waits until the oracle has seen the newcomer's node.
    fn node_of_newcomer(&self) -> Result<String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            oracle::attest(&self.rpc, &self.keys.oracle)?;
            let nodes = self.io("newcomer", "node list --mine --ready")?;
            if let Some(address) = nodes["nodes"][0]["address"].as_str() {
                return Ok(address.to_owned());
            }
            sleep(Duration::from_millis(200));
        }
        bail!("the newcomer's node does not get ready")
    }

    fn order(&self, id: u32, node: &str, rate: &str, time: &str, accepted_by: Option<&str>) -> Result<()> {
        let line = format!("order create --node {node} --processors 2 --rate {rate} --for {time} --id {id}");
        let order = self.io("client", &line)?;
        let address = order["order"]["address"].as_str().context("its address")?;
        accepted_by.map_or(Ok(()), |who| self.io(who, &format!("order accept {address}")).map(drop))
    }

    /// Base units of the wallets of the client, the operator and the newcomer.
    fn money(&self, mint: &Pubkey) -> Result<[u64; 3]> {
        let wallets = [self.keys.client.pubkey(), self.keys.operator.pubkey(), self.newcomer];
        let held = wallets.map(|wallet| balance(&self.rpc, &wallet, mint));
        let [client, operator, newcomer] = held;
        Ok([client?, operator?, newcomer?])
    }

    /// What the client paid came to the operators, and the rest is fees: not a unit more or less.
    fn check_paid(&self, mint: &Pubkey, currency: Currency, before: [u64; 3]) -> Result<()> {
        let after = self.money(mint)?;
        let spent = before[0] - after[0];
        let earned = after[1] - before[1] + after[2] - before[2];
        let fees = self.rpc.read::<Ledger>(&ledger(currency))?.balances.swept;
        ensure!(spent == earned + fees, "{currency:?}: {spent} spent, {earned} earned, {fees} fees");
        ensure!(earned > 0 && fees > 0, "nothing was earned in {currency:?}");
        println!("{currency:?}: {spent} spent = {earned} earned + {fees} fees");
        Ok(())
    }

    /// What the holder and the operators claim, and what is left in the vault, is what was minted.
    fn check_rewards(&self, claimed: u64) -> Result<()> {
        let held = |wallet: &Pubkey| balance(&self.rpc, wallet, &MINT.address);
        let wallets = [self.keys.holder.pubkey(), self.keys.operator.pubkey(), self.newcomer];
        let sum = || wallets.iter().map(held).sum::<Result<u64>>();
        let before = sum()?;
        for (who, line) in [
            ("holder", "claim"),
            ("operator", "claim"),
            ("newcomer", "claim"),
            // The newcomer's node has no delegators, who alone pay a commission.
            ("operator", "node claim-commission 0"),
        ] {
            self.io(who, line)?;
        }
        let claimed = claimed + sum()? - before;
        let minted = self.rpc.read::<Emission>(&EMISSION.address)?.minted;
        let left: u64 = self.rpc.client().get_token_account_balance(&REWARD_VAULT)?.amount.parse()?;
        ensure!(claimed + left == minted, "{claimed} claimed and {left} left of {minted} minted");
        println!("{minted} minted = {claimed} claimed + {left} in the vault");
        Ok(())
    }
}

#[test]
fn a_month_with_two_keepers_killed_half_way() -> Result<()> {
    let began = Instant::now();
    let mut month = Month::start()?;
    let mut index = index::Live::start(&month.network)?;
    let keepers = month.start_keepers()?;
    let node = month.io("operator", "node list --mine")?["nodes"][0]["address"]
        .as_str()
        .context("the operator's node")?
        .to_owned();
    month.io("newcomer", "node register --class H100 --processors 8 --commission 10%")?;
    month.io("newcomer", "stake 0 20000")?;
    let second = month.node_of_newcomer()?;
    let (io_before, usdc_before) = (month.money(&MINT.address)?, month.money(&USDC_MINT)?);

    month.io("holder", &format!("stake {node} 6000"))?;
    month.order(1, &node, "3_IO", "3d", Some("operator"))?;
    month.order(2, &node, "1.5_USDC", "20d", Some("operator"))?;
    month.order(3, &node, "2_IO", "5d", None)?;
    month.order(4, &second, "2_USDC", "10d", Some("newcomer"))?;
    month.order(5, &second, "5_IO", "8d", Some("newcomer"))?;
    month.until(4, true)?;
    month.io("client", "order end 4")?;
    month.io("client", "order extend 2 2d")?;
    month.until(6, true)?;
    month.io("client", "order dispute 5")?;
    month.until(8, true)?;
    let disputed = order_address(&month.keys.client.pubkey(), 5);
    month.io("arbiter", &format!("order resolve {disputed} --provider-share 50%"))?;
    month.until(10, true)?;
    month.lapse()?;
    let had = balance(&month.rpc, &month.keys.holder.pubkey(), &MINT.address)?;
    month.io("holder", "claim")?;
    let claimed = balance(&month.rpc, &month.keys.holder.pubkey(), &MINT.address)? - had;
    month.io("holder", &format!("unstake {node} 2000"))?;

    month.until(15, true)?;
    drop(keepers);
    index.restart()?;
    month.order(6, &second, "1_USDC", "1d", Some("newcomer"))?;
    month.until(17, false)?;
    let keepers = month.start_keepers()?;
    month.until(25, true)?;
    month.io("holder", &format!("withdraw {node}"))?;
    month.until(30, true)?;

    wait_until_idle(&month.rpc)?;
    keepers.into_iter().try_for_each(Keeper::stop)?;
    check_totals(&month.rpc, 0)?;
    check_bought(&month.rpc, &month.keepers[1].2)?;
    month.check_paid(&MINT.address, Currency::Io, io_before)?;
    month.check_paid(&USDC_MINT, Currency::Usdc, usdc_before)?;
    month.check_rewards(claimed)?;
    let status = month.io("holder", "status")?;
    ensure!(status["covered"] == true && status["orders"] == 0, "{status}");
    ensure!(claimed > 0, "the holder earned nothing");
    for (name, ..) in &month.keepers {
        let complaints = complaints(&log_of(&month.network.state, name))?;
        let unexpected = complaints.iter().find(|line| !line.message.starts_with(OLD_PRICE));
        ensure!(
            unexpected.is_none(),
            "{name} complains: {}",
            unexpected.map(ToString::to_string).unwrap_or_default()
        );
    }
    println!("a month in {:.0?}", began.elapsed());
    index.check(&month.network)?;
    month.network.stop()
}
