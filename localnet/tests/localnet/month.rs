//! A holder, two operators, a client and two keepers live through a month. Half way the keepers are killed, and start
//! again two days later. In the end nothing is lost, nothing was done twice, nothing is left over.

use {
    crate::{
        books::{must_add_up, settle_down},
        network::{balance, Network},
        tools::{complaints, io, log_of, Keeper},
    },
    anyhow::{anyhow, ensure, Context, Result},
    io_client::{
        addresses::{
            emission::{EMISSION, MINT},
            external::USDC_MINT,
            staking::REWARD_VAULT,
        },
        emission::Emission,
        orders::{order_address, payment, Currency, Payment},
    },
    io_localnet::{faucet, travel, Keys, Rpc, Span},
    serde_json::Value,
    solana_keypair::{write_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        thread::sleep,
        time::{Duration, Instant},
    },
};

const HOUR: i64 = 3_600;

/// The keepers look this often, at least, and time leaps by six hours between two looks.
const LOOK: Duration = Duration::from_millis(1_100);

/// A town on a network.
struct Town {
    network: Network,
    rpc: Rpc,
    keys: Keys,
    newcomer: Pubkey,
    day: i64,
}

impl Town {
    fn start() -> Result<Self> {
        let network = Network::start("month", &[])?;
        let (rpc, keys) = (network.rpc(), network.keys()?);
        let newcomer = Keypair::new();
        write_keypair_file(&newcomer, network.state.join("newcomer.json")).map_err(|e| anyhow!("{e}"))?;
        let newcomer = newcomer.pubkey();
        faucet::give(&rpc, &keys, &newcomer, faucet::Amounts { sol: 10, io: 40_000, usdc: 0 })?;
        Ok(Self { network, rpc, keys, newcomer, day: 0 })
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

    fn keepers(&self) -> Result<[Keeper; 2]> {
        let start = |name: &str| {
            let config = format!(
                "url = \"{}\"\nkeypair = \"{}\"\ninterval_seconds = 1\njitter_seconds = 0\n\
                [policy]\nleast_sweep_io = \"0\"\nleast_sweep_usdc = \"0\"\nleast_burn_io = \"0\"\n",
                self.network.url(),
                self.keys.path("keeper").display(),
            );
            Keeper::start(&self.network.state, name, &config)
        };
        Ok([start("early")?, start("late")?])
    }

    /// Waits until the oracle has seen the newcomer's node.
    fn node_of_newcomer(&self) -> Result<String> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            let nodes = self.io("newcomer", "node list --mine --ready")?;
            if let Some(address) = nodes["nodes"][0]["address"].as_str() {
                return Ok(address.to_owned());
            }
            sleep(Duration::from_millis(200));
        }
        Err(anyhow!("the newcomer's node does not get ready"))
    }

    fn order(&self, id: u32, node: &str, rate: &str, time: &str, accepted_by: Option<&str>) -> Result<()> {
        let line = format!("order create --node {node} --processors 2 --rate {rate} --for {time} --id {id}");
        let order = self.io("client", &line)?;
        let address = order["order"].as_str().context("its address")?;
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
    fn must_have_paid(&self, mint: &Pubkey, currency: Currency, before: [u64; 3]) -> Result<()> {
        let after = self.money(mint)?;
        let spent = before[0] - after[0];
        let earned = after[1] - before[1] + after[2] - before[2];
        let fees = self.rpc.read::<Payment>(&payment(currency))?.books.swept;
        ensure!(spent == earned + fees, "{currency:?}: {spent} spent, {earned} earned, {fees} fees");
        ensure!(earned > 0 && fees > 0, "nothing was earned in {currency:?}");
        println!("{currency:?}: {spent} spent = {earned} earned + {fees} fees");
        Ok(())
    }

    /// What the holder and the operators claim, and what is left in the vault, is what was minted.
    fn must_have_rewarded(&self, claimed: u64) -> Result<()> {
        let held = |wallet: &Pubkey| balance(&self.rpc, wallet, &MINT.address);
        let wallets = [self.keys.holder.pubkey(), self.keys.operator.pubkey(), self.newcomer];
        let sum = || wallets.iter().map(held).sum::<Result<u64>>();
        let before = sum()?;
        for (who, line) in [
            ("holder", "claim"),
            ("operator", "claim"),
            ("newcomer", "claim"),
            ("operator", "node claim-commission 0"),
            ("newcomer", "node claim-commission 0"),
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
    let mut town = Town::start()?;
    for name in ["early", "late"] {
        // An earlier run's log is not this one's.
        let _ = fs::remove_file(log_of(&town.network.state, name));
    }
    let keepers = town.keepers()?;
    let node = town.io("operator", "node list --mine")?["nodes"][0]["address"]
        .as_str()
        .context("the operator's node")?
        .to_owned();
    town.io("newcomer", "node register --class H100 --processors 8 --commission 10%")?;
    town.io("newcomer", "stake 0 20000")?;
    let second = town.node_of_newcomer()?;
    let (io_before, usdc_before) = (town.money(&MINT.address)?, town.money(&USDC_MINT)?);

    town.io("holder", &format!("stake {node} 50000"))?;
    town.order(1, &node, "3_IO", "3d", Some("operator"))?;
    town.order(2, &node, "1.5_USDC", "20d", Some("operator"))?;
    town.order(3, &node, "2_IO", "5d", None)?;
    town.order(4, &second, "2_USDC", "10d", Some("newcomer"))?;
    town.order(5, &second, "5_IO", "8d", Some("newcomer"))?;
    town.until(4, true)?;
    town.io("client", "order end 4")?;
    town.io("client", "order extend 2 2d")?;
    town.until(6, true)?;
    town.io("client", "order dispute 5")?;
    town.until(8, true)?;
    let disputed = order_address(&town.keys.client.pubkey(), 5);
    town.io("arbiter", &format!("order resolve {disputed} --provider-share 50%"))?;
    town.until(10, true)?;
    let had = balance(&town.rpc, &town.keys.holder.pubkey(), &MINT.address)?;
    town.io("holder", "claim")?;
    let claimed = balance(&town.rpc, &town.keys.holder.pubkey(), &MINT.address)? - had;
    town.io("holder", &format!("unstake {node} 20000"))?;

    town.until(15, true)?;
    drop(keepers);
    town.order(6, &second, "1_USDC", "1d", Some("newcomer"))?;
    town.until(17, false)?;
    let keepers = town.keepers()?;
    town.until(25, true)?;
    town.io("holder", &format!("withdraw {node}"))?;
    town.until(30, true)?;

    settle_down(&town.rpc)?;
    keepers.into_iter().try_for_each(Keeper::stop)?;
    must_add_up(&town.rpc)?;
    town.must_have_paid(&MINT.address, Currency::Io, io_before)?;
    town.must_have_paid(&USDC_MINT, Currency::Usdc, usdc_before)?;
    town.must_have_rewarded(claimed)?;
    let status = town.io("holder", "status")?;
    ensure!(status["covered"] == true && status["orders"] == 0, "{status}");
    ensure!(claimed > 0, "the holder won nothing");
    for name in ["early", "late"] {
        let complaints = complaints(&log_of(&town.network.state, name))?;
        ensure!(complaints.is_empty(), "{name} complains: {}", complaints[0].text);
    }
    println!("a month in {:.0?}", began.elapsed());
    town.network.stop()
}
