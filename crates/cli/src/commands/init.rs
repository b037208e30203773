//! Genesis: looks how far the cluster is, and does the rest.
//!
//! Who is who comes from a JSON file, the one that migrations/ reads, with a few figures more:
//!
//! ```json
//! { "uri": "https://..", "owners": { "seed_investors": "..", "series_a_investors": "..", "core_contributors": "..",
//!   "ecosystem": "..", "community": ".." }, "admin": "..", "oracle": "..", "slasher": "..", "arbiter": "..",
//!   "io_feed": "..", "usdc_feed": ".." }
//! ```
//!
//! Roles that are left out are the signer's. Without the two feeds, Pyth's numbers of IO/USD and USDC/USD, the buyback
//! is left for later.

use {
    super::{
        deploy::{deploy, deployed, is_same, upgrade_authority, PROGRAMS},
        owners::{wallet, Owners},
    },
    crate::{Exit, Failure, Session},
    clap::Args,
    io_client::{
        addresses::{
            buyback as buyback_addresses, emission as mint_addresses, external, orders as order_addresses,
            staking as stake_addresses,
        },
        buyback,
        classes::CLASSES,
        economics::{
            buyback::Params,
            staking::{node_weight, BPS},
        },
        emission::{self, Emission},
        orders::{self, mint, Currency, Rules},
        staking::{self, class_address},
        token::create_associated,
    },
    io_rpc::{program_name, read},
    serde::Deserialize,
    solana_instruction::Instruction,
    solana_keypair::read_keypair_file,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fmt::Display,
        fs,
        path::{Path, PathBuf},
    },
};

/// The class whose weight is the pools' floor: one fully available H100, a tenth of it for CPUs.
const FLOOR_CLASS: usize = 2;

/// The token's description is named in no more bytes.
const MAX_URI: usize = 200;

/// Takes the programs through genesis.
#[derive(Args, Debug)]
pub struct Init {
    /// Who is who: owners of the genesis allocations, the token's URI, roles
    #[arg(long, value_name = "FILE")]
    genesis: PathBuf,
    /// Deploy what is missing first, from a folder with NAME.so of each program
    #[arg(long, value_name = "FOLDER")]
    programs: Option<PathBuf>,
    /// Folder with NAME-keypair.json of each program; that of --programs if left out
    #[arg(long, value_name = "FOLDER", requires = "programs")]
    keys: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Genesis {
    uri: String,
    owners: Owners,
    admin: Option<String>,
    oracle: Option<String>,
    slasher: Option<String>,
    arbiter: Option<String>,
    io_feed: Option<String>,
    usdc_feed: Option<String>,
}

impl Init {
    /// Does what is missing.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let genesis = self.read()?;
        let owners = genesis.owners.wallets()?;
        if let Some(folder) = &self.programs {
            deploy_from(session, folder, self.keys.as_ref().unwrap_or(folder))?;
        }
        let missing = missing(session)?;
        if session.options.dry_run && self.programs.is_some() && !missing.is_empty() {
            session.output.say("Genesis can be simulated once the programs are deployed. Nothing was sent.");
            session.output.set("complete", false);
            return Ok(());
        }
        must_be_deployed(&missing)?;
        let me = session.me()?;
        let role = |name: &str, key: &Option<String>| key.as_deref().map_or(Ok(me), |key| wallet(name, key));
        let (admin, oracle) = (role("admin", &genesis.admin)?, role("oracle", &genesis.oracle)?);
        let (slasher, arbiter) = (role("slasher", &genesis.slasher)?, role("arbiter", &genesis.arbiter)?);

        let state: Option<Emission> = read(session.chain, &mint_addresses::EMISSION.address)?;
        let metadata = session.chain.account(&mint_addresses::METADATA)?;
        let named = metadata.is_some_and(|account| account.owner == external::METADATA_PROGRAM);
        let allocated = state.as_ref().is_some_and(|state| state.genesis_ts != 0);
        if !allocated {
            genesis.owners.must_be_wallets(session, &owners)?;
        }
        must_be_authority(session, &me, named && allocated, genesis.io_feed.is_some())?;
        let [_, allocations] = emission::genesis(&me, &owners, &genesis.uri);
        let mut first = Vec::new();
        if state.is_none() {
            first.push(emission::initialize(&me));
        }
        if !named {
            first.push(emission::create_metadata(&me, genesis.uri.clone()));
        }
        step(session, "the mint and its metadata", &first)?;
        step(session, "the genesis allocations", if allocated { &[] } else { &allocations })?;
        step(session, "staking", &self.staking(session, me, admin, oracle, slasher)?)?;
        let with_classes = self.classes(session, me)?;
        let rules = orders::InitializeParams { admin, oracle, arbiter, rules: Rules::GENESIS };
        let config: Option<orders::Config> = read(session.chain, &order_addresses::CONFIG.address)?;
        let first = if config.is_some() { Vec::new() } else { vec![orders::initialize(&me, rules)] };
        step(session, "orders", &first)?;
        for currency in [Currency::Io, Currency::Usdc] {
            ledger(session, currency)?;
        }
        self.buyback(session, &genesis, me, admin)?;
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

    fn read(&self) -> Result<Genesis, Failure> {
        let name = self.genesis.display();
        let text = fs::read_to_string(&self.genesis)
            .map_err(|error| Failure::new(Exit::Usage, format!("Cannot read {name}: {error}.")))?;
        let genesis: Genesis = serde_json::from_str(&text)
            .map_err(|error| Failure::new(Exit::Usage, format!("{name}: {error}.")))?;
        if !genesis.uri.contains("://") || genesis.uri.len() > MAX_URI {
            let message =
                format!("\"{}\" in the genesis file is no URI of at most {MAX_URI} bytes.", genesis.uri);
            return Err(Failure::new(Exit::Usage, message));
        }
        Ok(genesis)
    }

    fn staking(
        &self,
        session: &Session,
        me: Pubkey,
        admin: Pubkey,
        oracle: Pubkey,
        slasher: Pubkey,
    ) -> Result<Vec<Instruction>, Failure> {
        let config: Option<staking::Config> = read(session.chain, &stake_addresses::CONFIG.address)?;
        if config.is_some() {
            return Ok(Vec::new());
        }
        let floor = node_weight(CLASSES[FLOOR_CLASS].2, 1, BPS);
        let params = staking::InitializeParams {
            admin,
            oracle,
            slasher,
            gpu_floor_weight: floor,
            cpu_floor_weight: floor / 10,
        };
        Ok(vec![staking::initialize(&me, params)])
    }

    fn buyback(
        &self,
        session: &mut Session,
        genesis: &Genesis,
        me: Pubkey,
        admin: Pubkey,
    ) -> Result<(), Failure> {
        let payer = session.payer_address()?;
        let config: Option<buyback::Config> = read(session.chain, &buyback_addresses::CONFIG.address)?;
        let (Some(io_feed), Some(usdc_feed)) = (&genesis.io_feed, &genesis.usdc_feed) else {
            if config.is_none() {
                session
                    .output
                    .say("buyback: left for later; the genesis file names no io_feed and usdc_feed");
            }
            return Ok(());
        };
        let mut calls = Vec::new();
        if config.is_none() {
            let (io_feed, usdc_feed) = (feed(io_feed)?, feed(usdc_feed)?);
            let params = buyback::InitializeParams { admin, io_feed, usdc_feed, params: Params::GENESIS };
            calls.push(buyback::initialize(&me, params));
        }
        let own = [buyback_addresses::SWAPPER_IO, buyback_addresses::SWAPPER_USDC];
        let usdc = session.chain.account(&mint(Currency::Usdc))?.is_some();
        if usdc && session.chain.accounts(&own)?.iter().any(Option::is_none) {
            calls.extend(buyback::create_accounts(&payer));
        }
        step(session, "buyback", &calls)
    }

    /// Creates the classes that are missing, if the signer is the admin; whether none is left out.
    fn classes(&self, session: &mut Session, me: Pubkey) -> Result<bool, Failure> {
        let addresses: Vec<Pubkey> = (0u16..).zip(CLASSES).map(|(id, _)| class_address(id)).collect();
        let accounts = session.chain.accounts(&addresses)?;
        let missing: Vec<Instruction> = (0u16..)
            .zip(CLASSES)
            .zip(&accounts)
            .filter(|(_, account)| {
                account.as_ref().is_none_or(|account| account.owner != stake_addresses::ID)
            })
            .map(|((id, (_, pool, multiplier)), _)| staking::create_class(&me, id, pool, multiplier))
            .collect();
        let config: Option<staking::Config> = read(session.chain, &stake_addresses::CONFIG.address)?;
        match config {
            Some(config) if config.admin != me && !missing.is_empty() => {
                session.output.say(format!(
                    "hardware classes: {} are missing; the admin {admin} creates them with `io init`, a multisig \
                     with `io init --multisig {admin}`",
                    missing.len(),
                    admin = config.admin
                ));
                Ok(false)
            }
            _ => step(session, "hardware classes", &missing).map(|()| true),
        }
    }
}

fn feed(text: &str) -> Result<[u8; 32], Failure> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let wrong = || {
        Failure::new(
            Exit::Usage,
            format!("\"{text}\" in the genesis file is no feed: 64 hexadecimal digits."),
        )
    };
    if digits.len() != 64 {
        return Err(wrong());
    }
    crate::values::note(digits).map_err(|_| wrong())
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

/// The books of a currency, and buyback's vault for its fees.
fn ledger(session: &mut Session, currency: Currency) -> Result<(), Failure> {
    let payer = session.payer_address()?;
    let title = format!("balances in {}", crate::session::name(currency));
    let accounts =
        session.chain.accounts(&[mint(currency), orders::ledger(currency), orders::sweep_to(currency)])?;
    let there = |i: usize| accounts.get(i).is_some_and(Option::is_some);
    if !there(0) && currency == Currency::Usdc {
        session.output.say(format!("{title}: there is no USDC ({}) on this cluster", mint(currency)));
        return Ok(());
    }
    let mut calls = Vec::new();
    if !there(1) {
        calls.push(orders::open_ledger(&payer, currency));
    }
    if !there(2) {
        calls.push(create_associated(&payer, &buyback_addresses::CONFIG.address, &mint(currency)));
    }
    step(session, &title, &calls)
}

/// Deploys the programs that are not there.
fn deploy_from(session: &mut Session, folder: &Path, keys: &Path) -> Result<(), Failure> {
    for (id, _) in PROGRAMS {
        let name = program_name(&id).unwrap_or_default();
        let (path, key) = (folder.join(format!("{name}.so")), keys.join(format!("{name}-keypair.json")));
        let unreadable = |path: &Path, error: &dyn Display| {
            Failure::new(Exit::Usage, format!("Cannot read {}: {error}.", path.display()))
        };
        let code = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
        if deployed(session, &id)?.is_some_and(|there| is_same(&there, &code)) {
            session.output.say(format!("{name}: deployed already"));
            continue;
        }
        let key = read_keypair_file(&key).map_err(|error| unreadable(&key, &error))?;
        if key.pubkey() != id {
            let message =
                format!("{name} was built for {id}, and the folder's key is that of {}.", key.pubkey());
            return Err(Failure::new(Exit::Key, message)
                .hint("Build the programs for your keys, and name their folder with --keys: migrations/README.md says how."));
        }
        deploy(session, name, &key, &code)?;
    }
    Ok(())
}

/// The names of the programs that are not there.
fn missing(session: &Session) -> Result<Vec<&'static str>, Failure> {
    let accounts = session.chain.accounts(&PROGRAMS.map(|(_, data)| data))?;
    let gone = PROGRAMS.iter().zip(accounts).filter(|(_, account)| {
        account.as_ref().is_none_or(|account| account.owner != external::UPGRADEABLE_LOADER)
    });
    Ok(gone.map(|((id, _), _)| program_name(id).unwrap_or_default()).collect())
}

/// # Errors
/// Unless no program is missing; says what to run.
fn must_be_deployed(missing: &[&str]) -> Result<(), Failure> {
    if missing.is_empty() {
        return Ok(());
    }
    let line = |name: &&str| {
        format!("  solana program deploy --program-id {name}-keypair.json target/deploy/{name}.so\n")
    };
    let hint = format!(
        "Build them with `cargo xtask build`, then run `io init` again with `--programs target/deploy`, which deploys \
         them, or deploy them before:\n{}",
        missing.iter().map(line).collect::<String>().trim_end()
    );
    Err(Failure::new(Exit::NotThere, "Not every program is deployed on this cluster.").hint(hint))
}

/// # Errors
/// Unless the signer is the upgrade authority of each program that has a step left which nobody else can do.
fn must_be_authority(
    session: &Session,
    me: &Pubkey,
    allocated: bool,
    with_buyback: bool,
) -> Result<(), Failure> {
    let configs = [stake_addresses::CONFIG, order_addresses::CONFIG, buyback_addresses::CONFIG];
    let configs = session.chain.accounts(&configs.map(|config| config.address))?;
    let initialized = |i: usize| {
        let config = configs.get(i).and_then(Option::as_ref);
        config.is_some_and(|config| PROGRAMS[i + 1].0 == config.owner)
    };
    let done = [allocated, initialized(0), initialized(1), initialized(2) || !with_buyback];
    for (program, _) in PROGRAMS.iter().zip(done).filter(|(_, done)| !done) {
        let authority = upgrade_authority(session, program)?;
        if authority != *me {
            let name = program_name(&program.0).unwrap_or_default();
            let message =
                format!("Genesis needs the upgrade authority of {name}, {authority}; the signer is {me}.");
            return Err(Failure::new(Exit::Key, message).hint("Sign with its key: --keypair."));
        }
    }
    Ok(())
}
