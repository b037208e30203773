//! The commands in docs/*.md, run as they are printed.
//!
//! A page tells the test by comments what a reader does not see: `<!-- test: as holder -->` who
//! types, `<!-- test: after 14d -->` that time passes, `<!-- test: run io .. -->` a command that is
//! not printed, and what others do: the oracle attests, an operator accepts, a client orders, fees
//! are earned, prices are posted, money waits, a vault signs. `<!-- test: not run, why -->` leaves
//! out the block after it; no other line of a shell is left out.

mod commands;
#[path = "../shell/mod.rs"]
mod shell;

use {
    clap::Parser,
    io_client::{
        addresses::external::USDC_MINT,
        airdrop::season_address,
        economics::time::{DAY, HOUR},
        hex,
        orders::{self, Currency, Order},
        subscriptions,
        token::associated_address,
        token_swap,
    },
    io_keeper::{Config, Keeper, Settings},
    io_rpc::{Chain, KeySource, Patience},
    io_testkit::{
        buyback::{Feed, PRICES},
        bytecode,
        orders::Deal,
        owners::COMMUNITY,
        staking::Cast,
        World,
    },
    serde_json::{json, Value},
    shell::{words, Shell},
    solana_signer::Signer,
    std::{collections::HashMap, fs, sync::atomic::AtomicBool},
};

/// A page, and the terminal it is typed in.
struct Page {
    shell: Shell,
    cast: Option<Cast>,
    deal: Option<Deal>,
    who: String,
    values: HashMap<&'static str, String>,
    commands: u32,
    /// Whether the next block is left out.
    skips: bool,
}

impl Page {
    /// A cluster before genesis, for the deployer.
    fn bare() -> Self {
        let mut world = World::new();
        let (deployer, vault) = (world.deployer.insecure_clone(), world.wallet());
        let values = HashMap::from([
            ("$VAULT", vault.pubkey().to_string()),
            ("$WALLET", world.key().pubkey().to_string()),
            ("$EXCHANGE", token_swap::ID.to_string()),
        ]);
        let shell = Shell::new(world);
        shell.key("deployer", &deployer);
        shell.key("vault", &vault);
        let wallet = |seed: u8| solana_keypair::Keypair::new_from_array([seed; 32]).pubkey().to_string();
        let hex = |feed: Feed| hex::encode(&feed.id());
        let names = ["seed_investors", "series_a_investors", "core_contributors", "ecosystem", "community"];
        let owners: serde_json::Map<String, Value> =
            (1u8..).zip(names).map(|(seed, name)| (name.to_owned(), json!(wallet(seed)))).collect();
        let genesis = json!({
            "uri": "https://io.net/io.json",
            "owners": owners,
            "oracle": wallet(6),
            "io_feed": hex(Feed::Io),
            "usdc_feed": hex(Feed::Usdc),
            "full_weight": { "gpu": 10_000_000_000u64, "cpu": 1_000_000_000 },
        });
        shell.write("genesis.json", &genesis.to_string());
        let who = "deployer".into();
        Self { shell, cast: None, deal: None, who, values, commands: 0, skips: false }
    }

    /// A cluster at work, for everybody else.
    fn town() -> Self {
        let (mut world, cast, _) = World::with_orders();
        let admin = world.start_buyback();
        world.allow_exchange(&admin, token_swap::ID);
        // An IO is a quarter of a dollar there.
        let pool = world.pool(&cast.owners[COMMUNITY], 4_000_000, 1_000_000);
        world.revenue(1_000);
        let subscriptions = bytecode::read("io_allowances");
        world.svm.add_program(subscriptions::ID, &subscriptions).unwrap();
        let deal = world.deal(&cast);
        let people = [("holder", 5_000), ("newcomer", 40_000), ("keeper", 500), ("auditor", 0)]
            .map(|(name, io)| (name, world.holder(&cast, io)));
        for (_, key) in &people {
            world.usdc_account(&key.pubkey());
        }
        let next = world.wallet().pubkey();
        let shell = Shell::new(world);
        for (name, key) in &people {
            shell.key(name, key);
        }
        for (name, owner) in [("manager", 0), ("funder", 4)] {
            shell.key(name, &cast.owners[owner]);
        }
        shell.key("client", &deal.client);
        shell.key("operator", &deal.operator);
        shell.key("oracle", &cast.oracle);
        let values = HashMap::from([
            ("$NODE", deal.node.to_string()),
            ("$KEEPER", people[2].1.pubkey().to_string()),
            ("$WALLET", people[0].1.pubkey().to_string()),
            ("$POOL", pool.address.to_string()),
            ("$NEXT", next.to_string()),
            ("$SEASON", season_address(&cast.owners[COMMUNITY].pubkey(), 1).to_string()),
        ]);
        let values = values.into_iter().chain(lists(&shell)).collect();
        Self {
            shell,
            cast: Some(cast),
            deal: Some(deal),
            who: String::new(),
            values,
            commands: 0,
            skips: false,
        }
    }

    fn read(&mut self, page: &str) {
        let path = format!("{}/../../docs/{page}.md", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap();
        let (mut in_shell, mut left_out) = (false, false);
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("<!-- test: ") {
                self.direct(rest.trim_end_matches("-->").trim());
            } else if line.starts_with("```") {
                in_shell = line == "```sh";
                left_out = in_shell && std::mem::take(&mut self.skips);
            } else if in_shell && !left_out {
                self.line(page, line);
            }
        }
        assert!(self.commands > 3, "{page}: only {} commands", self.commands);
    }

    fn line(&mut self, page: &str, line: &str) {
        if let Some(command) = line.strip_prefix("io ") {
            self.command(command);
        } else if let Some(flags) = line.strip_prefix("io-keeper ") {
            self.keep(flags);
        } else {
            panic!(
                "{page}: \"{line}\" is not run: say why by `<!-- test: not run, why -->` before its block"
            );
        }
    }

    /// One pass of a keeper with these flags.
    fn keep(&mut self, flags: &str) {
        static GO: AtomicBool = AtomicBool::new(false);
        self.commands += 1;
        let args = words(flags).into_iter().map(|word| {
            let in_folder = word.ends_with(".json");
            if in_folder {
                self.shell.file(&word).display().to_string()
            } else {
                word
            }
        });
        let settings = Settings::try_parse_from(std::iter::once("io-keeper".to_owned()).chain(args)).unwrap();
        let config = Config::of(&settings).unwrap();
        let payer = KeySource::parse(&config.keypair).unwrap().read().unwrap();
        let report = Keeper::new(&self.shell.chain, payer, config, Patience::NONE, &GO).pass();
        assert!(report.is_clean(), "io-keeper {flags}: {report:?}");
    }

    fn command(&mut self, line: &str) {
        self.commands += 1;
        let mut line = line.split(" #").next().unwrap_or(line).to_owned();
        for (name, value) in &self.values {
            line = line.replace(name, value);
        }
        let said = self.shell.io(&self.who, &line);
        let says = said.as_object().is_some_and(|said| !said.is_empty());
        assert!(says, "io {line} --json prints an empty object");
        if let Some(signature) = said["transactions"][0]["signers"][0].as_str() {
            self.values.insert("$SIGNATURE", signature.to_owned());
        }
        if let Some(message) = said["transactions"][0]["message"].as_str() {
            self.values.insert("$MESSAGE", message.to_owned());
        }
        for (name, key) in [("$NODE", "node"), ("$ORDER", "order"), ("$REQUEST", "request")] {
            if let Some(value) = said[key]["address"].as_str() {
                self.values.insert(name, value.to_owned());
            }
        }
    }

    fn direct(&mut self, what: &str) {
        let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
        match verb {
            "as" => self.who = rest.to_owned(),
            "run" => self.command(rest.strip_prefix("io ").unwrap()),
            "after" => self.after(rest),
            "month" => self.shell.chain.world().at_month(rest.parse().unwrap(), HOUR),
            "attest" => self.attest(),
            "accept" => self.accept(),
            "delegate" => self.delegate(),
            "blockhash" => self.blockhash(),
            "order" => self.order(),
            "fees" => self.fees(),
            "prices" => self.prices(),
            "due" => self.due(),
            "signed" => self.accept_admin(),
            "not" => self.skips = rest.starts_with("run, "),
            other => panic!("no such direction: {other}"),
        }
    }

    fn after(&self, time: &str) {
        let (number, unit) = time.split_at(time.len() - 1);
        let unit = if unit == "d" { DAY } else { HOUR };
        self.shell.pass(number.parse::<i64>().unwrap() * unit);
    }

    fn attest(&self) {
        let nodes = self.shell.io("oracle", "node list");
        for node in nodes["nodes"].as_array().unwrap() {
            let availability = format!("node attest {}", node["address"].as_str().unwrap());
            // One of them has been attested in this very second.
            let _ = self.shell.run("oracle", &availability);
        }
    }

    /// The cluster's latest one.
    fn blockhash(&mut self) {
        let hash = self.shell.chain.latest_blockhash().unwrap().hash;
        self.values.insert("$BLOCKHASH", hash.to_string());
    }

    /// Holders stake what the newcomer's node takes of them, and half a day passes.
    fn delegate(&self) {
        self.shell.io("holder", &format!("stake {} 1,000", self.values["$NODE"]));
        self.attest();
        self.shell.pass(DAY / 2);
    }

    fn accept(&self) {
        let open: Vec<(_, Order)> = io_rpc::every(&self.shell.chain, &[]).unwrap();
        for (address, order) in open {
            if order.escrow.stage == orders::Stage::Open {
                self.shell.io("operator", &format!("order accept {address}"));
            }
        }
    }

    /// The vault has signed what it was to sign.
    fn accept_admin(&self) {
        self.shell.io("vault", "admin accept staking orders buyback");
    }

    /// The client orders time on the newcomer's node.
    fn order(&mut self) {
        let node = &self.values["$NODE"];
        let line = format!("order create --node {node} --processors 2 --rate \"3 IO\" --for 5d --id 77");
        let said = self.shell.io("client", &line);
        self.values.insert("$ORDER", said["order"]["address"].as_str().unwrap().to_owned());
    }

    /// Pyth has new prices: half a dollar an IO.
    fn prices(&mut self) {
        let mut world = self.shell.chain.world();
        world.post_prices(50_000_000);
        let pyth = io_rpc::price_accounts(&world.buyback(), io_rpc::SHARD);
        for (from, to) in [(PRICES.io, pyth.io), (PRICES.usdc, pyth.usdc)] {
            let account = world.svm.get_account(&from).unwrap();
            world.svm.set_account(to, account).unwrap();
        }
    }

    /// USDC comes back to the client while its account is frozen.
    fn due(&mut self) {
        let deal = self.deal.as_ref().unwrap();
        let client = associated_address(&deal.client.pubkey(), &USDC_MINT);
        let line =
            format!("order create --node {} --processors 1 --rate \"1 USDC\" --for 1d --id 99", deal.node);
        self.shell.io("client", &line);
        self.shell.chain.world().freeze(&client);
        self.shell.io("client", "order cancel 99");
        self.shell.chain.world().thaw(&client);
    }

    /// An order runs for two days and earns fees.
    fn fees(&mut self) {
        let (deal, cast) = (self.deal.as_ref().unwrap(), self.cast.as_ref().unwrap());
        let mut world = self.shell.chain.world();
        let address = world.running(deal, 9, Currency::Io, 5 * 86_400);
        world.pass(2 * DAY);
        world.attest(cast, &deal.node);
        drop(world);
        self.values.insert("$ORDER", address.to_string());
    }
}

/// The files that the pages of the locks and the airdrops name.
fn lists(shell: &Shell) -> [(&'static str, String); 4] {
    let address = |name| shell.address(name);
    let grants = format!("seed,1,{0},2500000\nseed,2,{0},1250000.5\n", address("holder"));
    let [holder, newcomer, keeper] = ["holder", "newcomer", "keeper"].map(address);
    let points = format!("{holder},17499000\n{newcomer},1\n{keeper},999\n");
    let treasury = json!({ "community": address("funder").to_string() });
    shell.write("treasury.json", &treasury.to_string());
    let path = |name: &str| shell.file("season").with_file_name(name).display().to_string();
    [
        ("grants.csv", shell.write("grants.csv", &grants)),
        ("points.csv", shell.write("points.csv", &points)),
        ("season-1", path("season-1")),
        ("locks.svg", path("locks.svg")),
    ]
}

/// A page for each reader.
const PAGES: [&str; 8] =
    ["airdrop", "auditor", "client", "deployer", "holder", "keeper", "operator", "vesting"];

/// What stands before commands that no test reads, with the reason.
const NOT_RUN: &str = "<!-- test: not run, ";

#[test]
fn commands_of_other_pages_say_why_no_test_reads_them() {
    for page in fs::read_dir(format!("{}/../../docs", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let path = page.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|kind| kind == "md") && !PAGES.contains(&name.as_str()) {
            let text = fs::read_to_string(&path).unwrap();
            let before: Vec<_> = text.split("```sh").collect();
            for before in &before[..before.len() - 1] {
                let line = before.trim_end().lines().last().unwrap_or_default();
                assert!(line.starts_with(NOT_RUN), "{name} has commands that are not tested");
            }
        }
    }
}

#[test]
fn holder() {
    Page::town().read("holder");
}

#[test]
fn client() {
    Page::town().read("client");
}

#[test]
fn operator() {
    Page::town().read("operator");
}

#[test]
fn keeper() {
    Page::town().read("keeper");
}

#[test]
fn deployer() {
    Page::bare().read("deployer");
}

#[test]
fn vesting() {
    Page::town().read("vesting");
}

#[test]
fn airdrop() {
    Page::town().read("airdrop");
}

#[test]
fn auditor() {
    Page::town().read("auditor");
}
