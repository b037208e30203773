//! The commands in docs/*.md, run as they are printed.
//!
//! A page tells the test by comments what a reader does not see: `<!-- test: as holder -->` who types,
//! `<!-- test: after 14d -->` that time passes, `<!-- test: run io .. -->` a command that is not printed, and what
//! others do: the oracle attests, an operator accepts, a client orders, fees are earned. A command with `|| true` may fail.

mod shell;

use {
    io_client::orders::{self, Currency, Order},
    io_testkit::{buyback::Feed, orders::Deal, staking::Cast, World},
    serde_json::{json, Value},
    shell::Shell,
    solana_signer::Signer,
    std::{collections::HashMap, fs},
};

/// A page, and the terminal it is typed in.
struct Page {
    shell: Shell,
    cast: Option<Cast>,
    deal: Option<Deal>,
    who: String,
    values: HashMap<&'static str, String>,
    commands: u32,
}

impl Page {
    /// A cluster before genesis, for the deployer.
    fn bare() -> Self {
        let world = World::new();
        let deployer = world.deployer.insecure_clone();
        let shell = Shell::new(world);
        shell.key("deployer", &deployer);
        let wallet = |seed: u8| solana_keypair::Keypair::new_from_array([seed; 32]).pubkey().to_string();
        let hex = |feed: Feed| feed.id().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let names = ["seed_investors", "series_a_investors", "core_contributors", "ecosystem", "community"];
        let owners: serde_json::Map<String, Value> =
            (1u8..).zip(names).map(|(seed, name)| (name.to_owned(), json!(wallet(seed)))).collect();
        let genesis = json!({
            "uri": "https://io.net/io.json",
            "owners": owners,
            "oracle": wallet(6),
            "io_feed": hex(Feed::Io),
            "usdc_feed": hex(Feed::Usdc),
        });
        shell.write("genesis.json", &genesis.to_string());
        let who = "deployer".into();
        Self { shell, cast: None, deal: None, who, values: HashMap::new(), commands: 0 }
    }

    /// A cluster at work, for everybody else.
    fn town() -> Self {
        let (mut world, cast, _) = World::with_orders();
        world.start_buyback();
        let deal = world.deal(&cast);
        let people = [("holder", 5_000), ("newcomer", 40_000), ("keeper", 0), ("auditor", 0)]
            .map(|(name, io)| (name, world.holder(&cast, io)));
        for (_, key) in &people {
            world.usdc_account(&key.pubkey());
        }
        let shell = Shell::new(world);
        for (name, key) in &people {
            shell.key(name, key);
        }
        shell.key("client", &deal.client);
        shell.key("operator", &deal.operator);
        shell.key("oracle", &cast.oracle);
        let values =
            HashMap::from([("$NODE", deal.node.to_string()), ("$WALLET", people[0].1.pubkey().to_string())]);
        Self { shell, cast: Some(cast), deal: Some(deal), who: String::new(), values, commands: 0 }
    }

    fn read(&mut self, page: &str) {
        let path = format!("{}/../../docs/{page}.md", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap();
        let mut in_shell = false;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("<!-- test: ") {
                self.direct(rest.trim_end_matches("-->").trim());
            } else if line.starts_with("```") {
                in_shell = line == "```sh";
            } else if in_shell {
                if let Some(command) = line.strip_prefix("io ") {
                    self.command(command);
                }
            }
        }
        assert!(self.commands > 3, "{page}: only {} commands", self.commands);
    }

    fn command(&mut self, line: &str) {
        self.commands += 1;
        let (line, may_fail) = line.split_once(" || true").map_or((line, false), |(line, _)| (line, true));
        let mut line = line.split(" #").next().unwrap_or(line).to_owned();
        for (name, value) in &self.values {
            line = line.replace(name, value);
        }
        if may_fail {
            let _ = self.shell.run(&self.who, &line);
            return;
        }
        let said = self.shell.io(&self.who, &line);
        for (name, key) in [("$NODE", "node"), ("$ORDER", "order")] {
            if let Some(value) = said[key].as_str() {
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
            "attest" => self.attest(),
            "accept" => self.accept(),
            "order" => self.order(),
            "fees" => self.fees(),
            other => panic!("no such direction: {other}"),
        }
    }

    fn after(&self, time: &str) {
        let (number, unit) = time.split_at(time.len() - 1);
        let unit = if unit == "d" { 86_400 } else { 3_600 };
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

    fn accept(&self) {
        let open: Vec<(_, Order)> = io_rpc::every(&self.shell.chain, &[]).unwrap();
        for (address, order) in open {
            if order.escrow.stage == orders::Stage::Open {
                self.shell.io("operator", &format!("order accept {address}"));
            }
        }
    }

    /// The client orders time on the newcomer's node.
    fn order(&mut self) {
        let node = &self.values["$NODE"];
        let line = format!("order create --node {node} --processors 2 --rate \"3 IO\" --for 5d --id 77");
        let said = self.shell.io("client", &line);
        self.values.insert("$ORDER", said["order"].as_str().unwrap().to_owned());
    }

    /// An order runs for two days and earns fees.
    fn fees(&mut self) {
        let (deal, cast) = (self.deal.as_ref().unwrap(), self.cast.as_ref().unwrap());
        let mut world = self.shell.chain.world();
        let address = world.running(deal, 9, Currency::Io, 5 * 86_400);
        world.pass(2 * 86_400);
        world.attest(cast, &deal.node);
        drop(world);
        self.values.insert("$ORDER", address.to_string());
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
fn auditor() {
    Page::town().read("auditor");
}
