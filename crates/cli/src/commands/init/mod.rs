//! Genesis: looks how far the cluster is, and does the rest.
//!
//! Owners and roles come from a JSON file, the one that migrations/ reads, with a few fields more:
//!
//! ```json
//! { "uri": "https://..",
//!   "owners": { "seed_investors": "..", "series_a_investors": "..",
//!     "core_contributors": "..", "ecosystem": "..", "community": ".." },
//!   "admin": "..", "oracle": "..", "slasher": "..", "arbiter": "..",
//!   "io_feed": "..", "usdc_feed": "..", "full_weight": { "gpu": 10000000000, "cpu": 1000000000 },
//!   "classes": [{ "class": "H100", "pool": "gpu", "multiplier": 10 }] }
//! ```
//!
//! A role that is left out is the signer's. Without the two feeds, Pyth's numbers of IO/USD and
//! USDC/USD, the buyback is left for later, and orders take IO only at rates in IO. Without
//! `classes` the hardware classes are io.net's.

mod classes;
mod genesis;
mod locks;
mod owners;
mod programs;
mod steps;

use {
    super::{metadata, vaults},
    crate::{Exit, Failure, Session},
    clap::Args,
    genesis::Genesis,
    io_client::{
        addresses::{
            buyback as buyback_addresses, emission as mint_addresses, orders as order_addresses,
            staking as stake_addresses,
        },
        emission::{self, Emission},
        orders::{self, Currency, Rules},
        vesting::{self, Managers},
    },
    io_rpc::read,
    locks::Locks,
    owners::wallet,
    solana_instruction::Instruction,
    std::path::PathBuf,
};

/// Takes the programs through genesis.
#[derive(Args, Debug)]
pub struct Init {
    /// The genesis file: owners of the genesis allocations, the token's URI, roles
    #[arg(long, value_name = "FILE")]
    genesis: PathBuf,
    /// Deploy what is missing first, from a folder with NAME.so of each program; needed until
    /// io_vesting is final, to compare its code
    #[arg(long, value_name = "FOLDER")]
    programs: Option<PathBuf>,
    /// Folder with NAME-keypair.json of each program; that of --programs if left out
    #[arg(long, value_name = "FOLDER", requires = "programs")]
    keys: Option<PathBuf>,
}

impl Init {
    /// Does what is missing.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let genesis = Genesis::read(&self.genesis)?;
        let (owners, classes) = (genesis.owners.wallets()?, genesis.classes()?);
        if let Some(folder) = &self.programs {
            programs::deploy_from(session, folder, self.keys.as_ref().unwrap_or(folder))?;
        }
        let missing = programs::missing(session)?;
        if session.options.dry_run && self.programs.is_some() && !missing.is_empty() {
            session.output.say("Genesis can be simulated once the programs are deployed. Nothing was sent.");
            session.output.set("complete", false);
            return Ok(());
        }
        programs::must_be_deployed(&missing)?;
        let me = session.me()?;
        let role = |name: &str, key: &Option<String>| key.as_deref().map_or(Ok(me), |key| wallet(name, key));
        let (admin, oracle) = (role("admin", &genesis.admin)?, role("oracle", &genesis.oracle)?);
        let (slasher, arbiter) = (role("slasher", &genesis.slasher)?, role("arbiter", &genesis.arbiter)?);

        let state: Option<Emission> = read(session.chain, &mint_addresses::EMISSION.address)?;
        let allocated = state.as_ref().is_some_and(|state| state.genesis_ts != 0);
        let named = metadata::is_named(session, &genesis.uri, allocated)?;
        if !allocated {
            genesis.owners.must_be_wallets(session, &owners)?;
        }
        let [seed, series_a, core, ecosystem, community] = owners;
        let managers = Managers { seed, series_a, core };
        let locks = Locks::read(session, &managers, allocated)?;
        let done = programs::Done {
            emission: named && allocated,
            vesting: locks.need_no_authority(),
            without_buyback: genesis.io_feed.is_none(),
        };
        programs::must_be_authority(session, &me, &done)?;
        locks.check_code(session, self.programs.as_deref())?;
        let mut first = Vec::new();
        if state.is_none() {
            first.push(emission::initialize(&me));
        }
        if !named {
            first.push(emission::create_metadata(&me, genesis.uri.clone()));
        }
        step(session, "the mint and its metadata", &first)?;
        step(session, "the locks", &locks.calls(&me, managers))?;
        if !allocated && session.sends() {
            locks::must_be_final(session)?;
        }
        let allocations = match (allocated, locks.started) {
            (false, _) => emission::allocations(&me, &ecosystem, &community),
            // Somebody has sent `allocate` alone.
            (true, false) => vec![vesting::start()],
            (true, true) => Vec::new(),
        };
        step(session, "the genesis allocations", &allocations)?;
        step(session, "staking", &steps::staking(session, me, admin, oracle, slasher, genesis.full_weight)?)?;
        let with_classes = steps::classes(session, me, &classes)?;
        let prices = genesis.price_rules()?;
        let params = orders::InitializeParams { admin, oracle, arbiter, rules: Rules::GENESIS, prices };
        let config: Option<orders::Config> = read(session.chain, &order_addresses::CONFIG.address)?;
        let first = if config.is_some() { Vec::new() } else { vec![orders::initialize(&me, params)] };
        step(session, "orders", &first)?;
        if let Some(config) = config.filter(|config| !config.prices.next.has_feeds()) {
            steps::feeds(session, config.admin, me, prices)?;
        }
        for currency in [Currency::Io, Currency::Usdc] {
            steps::ledger(session, currency)?;
        }
        steps::buyback(session, &genesis, me, admin)?;
        if session.sends() {
            check(session)?;
        }
        session.output.say(match (session.sends(), with_classes) {
            (false, _) => "Nothing was sent.",
            (true, false) => "Genesis is complete, but for the hardware classes.",
            (true, true) => "Genesis is complete.",
        });
        let accounts = [
            ("IO mint", "mint", mint_addresses::MINT.address),
            ("staking", "staking", stake_addresses::CONFIG.address),
            ("orders", "orders", order_addresses::CONFIG.address),
            ("buyback", "buyback", buyback_addresses::CONFIG.address),
        ];
        let links = accounts.map(|(title, _, address)| (title, session.link(&address)));
        session.output.facts(&links);
        accounts.iter().for_each(|(_, key, address)| session.output.set(key, address.to_string()));
        session.output.set("complete", session.sends() && with_classes);
        Ok(())
    }
}

/// # Errors
/// If the mint, a lock or a vault is not as the programs write it.
fn check(session: &mut Session) -> Result<(), Failure> {
    let mut wrong = super::locks::check(session)?;
    wrong.extend(vaults::check(session)?);
    if wrong.is_empty() {
        return Ok(());
    }
    let message = format!("Genesis is done, and yet do not use this cluster: {}.", wrong.join("; "));
    Err(Failure::new(Exit::Refused, message))
}

/// Sends a step, or says that it is done.
fn step(session: &mut Session, title: &str, instructions: &[Instruction]) -> Result<(), Failure> {
    if instructions.is_empty() {
        session.output.say(format!("{title}: done already"));
        return Ok(());
    }
    if !session.sends() && !session.output.json()["transactions"].is_null() {
        session.output.say(format!("{title}: missing; can be simulated once the step before it is done"));
        return Ok(());
    }
    session.send(title, instructions)
}
