//! The tool from end to end: what a holder, an operator, a client and a deployer type, on the programs' bytecode.

mod shell;
mod slow;

use {
    io_cli::Exit,
    io_client::{
        addresses::emission::ID as EMISSION,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{
        buyback::{Feed, PARAMS, PRICES},
        orders::RULES,
        World,
    },
    serde_json::json,
    shell::{figure, Shell, DAY},
    slow::Slow,
    solana_signer::Signer,
    solana_transaction::Transaction,
};

const IO: u64 = BASE_UNITS_PER_IO;

/// Genesis done, staking and orders running, with these people: admin, oracle, operator, holder, client, nobody (without
/// SOL), stranger (with SOL alone).
fn town() -> Shell {
    let (mut world, cast, desk) = World::with_orders();
    let operator = world.client(&cast, 40_000, 0);
    let holder = world.holder(&cast, 5_000);
    let client = world.client(&cast, 1_000, 1_000);
    let (stranger, nobody) = (world.wallet(), world.key());
    let shell = Shell::new(world);
    for (name, key) in [
        ("admin", &cast.admin),
        ("oracle", &cast.oracle),
        ("outages", &desk.oracle),
        ("arbiter", &desk.arbiter),
        ("operator", &operator),
        ("holder", &holder),
        ("client", &client),
        ("stranger", &stranger),
        ("nobody", &nobody),
    ] {
        shell.key(name, key);
    }
    shell
}

/// Registers a node of 8 H100, stakes its minimum, reports it available; its address.
fn ready_node(shell: &Shell) -> String {
    let registered = shell.io("operator", "node register --class h100 --processors 8 --commission 10%");
    assert_eq!(figure(&registered, "minimum_stake"), 16_000 * IO);
    let node = registered["node"].as_str().unwrap().to_owned();
    shell.io("operator", "stake 0 16,000");
    shell.io("oracle", &format!("node attest {node}"));
    node
}

#[test]
fn a_holder_stakes_claims_and_leaves() {
    let shell = town();
    let node = ready_node(&shell);
    let staked = shell.io("holder", &format!("stake {node} 1,000.5"));
    assert_eq!(figure(&staked, "amount"), 1_000 * IO + IO / 2);
    assert!(staked["transactions"][0]["compute_units"].as_u64().unwrap() > 5_000);
    shell.io("holder", &format!("stake {node} \"499.5 IO\""));
    assert!(shell.fails("holder", "claim", Exit::TooEarly).contains("Nothing is owed"));

    shell.pass(DAY / 2);
    let stakes = shell.io("holder", "stakes");
    assert_eq!(figure(&stakes["stakes"][0], "worth"), 1_500 * IO);
    let rewards = figure(&stakes["stakes"][0], "rewards");
    assert!(rewards > 0);
    let claimed = shell.io("holder", "claim");
    assert_eq!(figure(&claimed, "claimed"), rewards, "what is shown is what is paid");
    shell.pass(7_200);
    shell.io("holder", &format!("restake {node}"));
    shell.io("operator", "node claim-commission 0");

    let too_much = shell.fails("holder", &format!("unstake {node} 2,000,000"), Exit::Funds);
    assert!(too_much.contains("worth"), "{too_much}");
    shell.io("holder", &format!("unstake {node} all"));
    let early = shell.fails("holder", &format!("withdraw {node}"), Exit::TooEarly);
    assert!(early.contains("unlocked at 2026-01-15"), "{early}");
    shell.pass(14 * DAY);
    shell.io("holder", &format!("withdraw {node}"));
    // Nothing accrued since the stake left.
    shell.fails("holder", "claim", Exit::TooEarly);
    shell.io("holder", &format!("close-stake {node}"));
    assert_eq!(shell.io("holder", "stakes")["stakes"], json!([]));
    assert_eq!(shell.io("stranger", "status")["covered"], true);
}

#[test]
fn one_claim_covers_many_nodes() {
    let shell = town();
    let mut nodes = Vec::new();
    for id in 0..13 {
        let line = format!("node register --class rtx-4090 --processors 1 --id {id}");
        nodes.push(shell.io("operator", &line)["node"].as_str().unwrap().to_owned());
        shell.io("operator", &format!("stake {id} 250"));
        shell.io("holder", &format!("stake {} 20", nodes[id]));
    }
    shell.io("oracle", &format!("node attest {}", nodes.join(" ")));
    shell.pass(DAY);
    let dry = shell.io("holder", "claim --dry-run");
    assert_eq!(dry["transactions"].as_array().unwrap().len(), 3, "each is simulated after a crank");
    let claimed = shell.io("holder", "claim --fee-payer stranger.json");
    assert_eq!(claimed["transactions"].as_array().unwrap().len(), 3, "13 claims, 6 a transaction");
    assert!(shell.fails("holder", "claim", Exit::TooEarly).contains("Nothing is owed"));
}

#[test]
fn whoever_cranks_first_a_claim_is_paid() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("holder", &format!("stake {node} 1,000"));
    let restake = format!("restake {node}");
    for (who, line) in [("holder", "claim"), ("holder", &restake), ("operator", "node claim-commission 0")] {
        shell.pass(7_200);
        let slow = Slow::new(&shell.chain, 0).that_is_cranked();
        let said = shell.run_on(&slow, who, line).unwrap_or_else(|failure| panic!("{line}: {failure}"));
        let cranks = |sent: &Transaction| sent.message.account_keys.contains(&EMISSION);
        let cranks: Vec<bool> = slow.sent().iter().map(cranks).collect();
        assert_eq!((cranks.first(), cranks.last()), (Some(&true), Some(&false)), "{line}: then without");
        assert_eq!(said.json()["transactions"].as_array().unwrap().len(), 1, "{line}");
    }
}

#[test]
fn an_operator_runs_a_node() {
    let shell = town();
    let node = ready_node(&shell);
    let shown = shell.io("stranger", &format!("node show {node}"));
    assert_eq!(shown["node"]["ready"], true);
    assert_eq!(shown["node"]["class"], "H100");
    assert_eq!(shown["node"]["commission_bps"], 1_000);
    assert_eq!(shell.io("stranger", "node list --ready")["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(shell.io("operator", "node list --mine")["nodes"][0]["address"], json!(node));
    assert_eq!(shell.io("stranger", "node list --mine")["nodes"], json!([]));
    assert_eq!(
        figure(&shell.io("stranger", "node stake-needed --class B200 --processors 2"), "minimum_stake"),
        12_000 * IO
    );
    assert_eq!(figure(&shell.io("operator", "node stake-needed 0"), "missing_stake"), 0);

    shell.io("operator", "node commission 0 5%");
    let wallet = shell.io("operator", "node show 0")["node"]["operator"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("node payout 0 {wallet}"));
    shell.pass(2 * DAY);
    let lapsed = shell.io("stranger", &format!("node show {node}"));
    assert_eq!(lapsed["node"]["obstacle"], "offline");
    shell.io("stranger", &format!("node sync {node}"));
    shell.io("operator", "node hardware 0 --class h200 --processors 4");
    assert_eq!(shell.io("operator", "node show 0")["node"]["class"], "H200");
    shell.io("operator", "node retire 0");
    assert_eq!(shell.io("operator", "node show 0")["node"]["obstacle"], "retired");
    let again = shell.fails("operator", "node register --class h100 --processors 8", Exit::Refused);
    assert!(again.contains("--id"), "{again}");
    shell.io("operator", "node register --class rtx-4090 --processors 1 --id 1");
}

#[test]
fn an_order_from_quote_to_close() {
    let shell = town();
    let node = ready_node(&shell);
    let deal = "--processors 2 --rate \"1.5 USDC\" --for 2d";
    let quote = shell.io("client", &format!("order quote {deal}"));
    let usdc = BASE_UNITS_PER_USDC;
    assert_eq!(figure(&quote, "cost"), 144 * usdc);
    assert_eq!(figure(&quote, "total"), 144 * usdc * 10_225 / 10_000);
    let created = shell.io("client", &format!("order create --node {node} {deal} --id 7 --note \"job 7\""));
    let order = created["order"].as_str().unwrap().to_owned();
    assert!(shell
        .fails("client", &format!("order create --node {node} {deal} --id 7"), Exit::Refused)
        .contains("--id"));
    assert_eq!(shell.io("client", "order show 7")["order"]["stage"], "open");
    shell.io("operator", &format!("order accept {order}"));
    assert_eq!(shell.io("operator", &format!("order list --node {node}"))["orders"][0]["stage"], "running");
    shell.io("client", "order extend 7 12h");

    let early = shell.fails("stranger", &format!("order settle {order}"), Exit::TooEarly);
    assert!(early.contains("from 2026-01-02"), "{early}");
    shell.pass(DAY * 3 / 2);
    let settled = shell.io("stranger", &format!("order settle {order}"));
    assert_eq!(figure(&settled, "provider"), 36 * usdc - 36 * usdc * 25 / 10_000);
    shell.pass(DAY);
    let over = shell.fails("stranger", &format!("order settle {order}"), Exit::TooEarly);
    assert!(over.contains("`io order end ORDER`"), "{over}");
    shell.io("stranger", &format!("order end {order}"));
    shell.pass(DAY);
    let last = shell.io("stranger", &format!("order settle {order}"));
    let rest = (180 - 36) * usdc;
    assert_eq!(figure(&last, "provider") + figure(&last, "fees"), rest);
    assert_eq!(figure(&last, "client"), 0);
    shell.io("stranger", &format!("order close {order}"));
    assert_eq!(shell.io("client", "order list")["orders"], json!([]));
    assert!(figure(&shell.io("stranger", "sweep usdc"), "USDC") > 0);
    shell.fails("stranger", "sweep", Exit::TooEarly);
    assert_eq!(shell.io("stranger", "status")["covered"], true);
}

#[test]
fn orders_that_go_wrong_return_what_is_due() {
    let shell = town();
    let node = ready_node(&shell);
    let deal = format!("order create --node {node} --processors 1 --rate \"2 IO\" --for 1d");
    shell.io("client", &format!("{deal} --id 1"));
    let cancelled = shell.io("client", "order cancel 1");
    assert_eq!(figure(&cancelled, "client"), 48 * IO * 10_025 / 10_000);
    assert_eq!((figure(&cancelled, "provider"), figure(&cancelled, "fees")), (0, 0));
    shell.io("client", "order close 1");

    let order = shell.io("client", &format!("{deal} --id 2"))["order"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("order accept {order} --no-extensions"));
    shell.pass(3 * 3_600);
    let at = shell.chain.world().now();
    shell.io("outages", &format!("order outage {order} --from {} --to {}", at - 7_200, at - 3_600));
    assert_eq!(shell.io("client", "order show 2")["order"]["outage"], 3_600);
    shell.io("client", "order dispute 2");
    let wrong = shell.fails("client", "order resolve 2 --provider-share 0%", Exit::Key);
    assert!(wrong.contains("Only the arbiter"), "{wrong}");
    let resolved = shell.io("arbiter", &format!("order resolve {order} --provider-share 50%"));
    // Two hours of three were served, at 2 IO; the provider gets half of that.
    assert_eq!(figure(&resolved, "provider"), 2 * IO - 2 * IO * 25 / 10_000);
    assert_eq!(figure(&resolved, "client"), 46 * IO);
    assert_eq!(shell.io("client", "order show 2")["order"]["stage"], "settled");

    // Without a number the client gets a free one.
    shell.io("client", &deal);
    shell.io("client", &deal);
    assert_eq!(shell.io("client", "order list")["orders"].as_array().unwrap().len(), 3);
}

#[test]
fn what_a_frozen_account_cannot_take_is_taken_later() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io(
        "client",
        &format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --id 1"),
    );
    let client = shell.io("client", "order show 1")["order"]["client"].as_str().unwrap().parse().unwrap();
    let mint = io_client::addresses::external::USDC_MINT;
    let account = io_client::token::associated_address(&client, &mint);
    shell.chain.world().freeze(&account);
    shell.io("client", "order cancel 1");
    assert!(shell.fails("stranger", "order take-unclaimed usdc", Exit::TooEarly).contains("No USDC waits"));
    shell.chain.world().thaw(&account);
    let taken = shell.io("client", "order take-unclaimed usdc");
    assert_eq!(figure(&taken, "amount"), 24 * BASE_UNITS_PER_USDC * 10_225 / 10_000);
}

#[test]
fn supply_and_schedule() {
    let shell = town();
    shell.pass(2 * 3_600);
    let supply = shell.io("stranger", "supply");
    assert_eq!(figure(&supply, "supply"), 500_000_000 * IO);
    let due = figure(&supply, "due");
    assert!(due > 0);
    assert_eq!(figure(&shell.io("stranger", "crank"), "minted"), due);
    let nothing = shell.fails("stranger", "crank", Exit::TooEarly);
    assert_eq!(nothing, "io_emission: Nothing is due; crank again after the next full hour since genesis.");
    let schedule = shell.io("stranger", "schedule --month 240");
    assert_eq!(figure(&schedule["months"][0], "emitted_so_far"), 300_000_000 * IO);
    assert_eq!(schedule["months"][0]["ends_at"], World::START + 240 * 2_629_800);
    assert_eq!(shell.io("stranger", "schedule --monthly --offline")["months"].as_array().unwrap().len(), 240);
}

#[test]
fn a_dry_run_sends_nothing() {
    let shell = town();
    ready_node(&shell);
    let dry = shell.run("holder", "stake 9 1 --dry-run");
    assert!(dry.is_err(), "there is no such node");
    let node = shell.io("stranger", "node list")["nodes"][0]["address"].as_str().unwrap().to_owned();
    let output = shell.run("holder", &format!("stake {node} 10 --dry-run --priority-fee 1000")).unwrap();
    assert!(output.text().contains("compute units"), "{}", output.text());
    let record = &output.json()["transactions"][0];
    assert!(record["signature"].is_null());
    assert!(record["fee_lamports"].as_u64().unwrap() > 5_000, "{record}");
    assert!(!record["logs"].as_array().unwrap().is_empty());
    assert_eq!(shell.io("holder", "stakes")["stakes"], json!([]));
    let refused = shell.run("holder", "crank --dry-run").unwrap_err();
    assert!(refused.with_logs().starts_with(&format!("{refused}\n    Program ")), "{}", refused.with_logs());
}

#[test]
fn another_key_pays_and_links_lead_to_the_explorer() {
    let shell = town();
    let node = ready_node(&shell);
    let key = shell.chain.world().key();
    shell.key("poor", &key);
    let account = shell.chain.world().io_account(&key.pubkey());
    shell.chain.world().svm.airdrop(&key.pubkey(), 3_000_000).unwrap();
    let _ = account;
    let broke = shell.fails("poor", &format!("stake {node} 1 --fee-payer stranger.json"), Exit::Funds);
    assert!(broke.contains("has 0.00000000 IO"), "{broke}");
    let lamports = |who: &str| {
        let wallet = shell.address(who);
        shell.chain.world().svm.get_balance(&wallet).unwrap()
    };
    shell.io("holder", &format!("stake {node} 1"));
    let (holder, stranger) = (lamports("holder"), lamports("stranger"));
    let slow = Slow::new(&shell.chain, 0);
    let line = format!("stake {node} 1 --fee-payer stranger.json --priority-fee 1000000 --explorer");
    let output = shell.run_on(&slow, "holder", &line).unwrap();
    assert_eq!(lamports("holder"), holder, "the holder pays nothing");
    let fee = output.json()["transactions"][0]["fee_lamports"].as_u64().unwrap();
    assert_eq!(stranger - lamports("stranger"), fee, "what was shown is what was paid");
    assert_eq!(slow.prices(), [Some(1_000_000)]);
    assert!(fee > 10_000, "two signatures and the priority fee: {fee}");
    assert!(output.text().contains("https://explorer.solana.com/tx/"), "{}", output.text());
    assert!(output.text().contains("?cluster=custom&customUrl=http"), "{}", output.text());

    let genesis_mint = io_client::addresses::emission::MINT.address.to_string();
    let vault = io_client::addresses::staking::STAKE_VAULT.address.to_string();
    for (line, address) in
        [(format!("node show {node}"), &node), ("supply".into(), &genesis_mint), ("status".into(), &vault)]
    {
        let text = shell.run("stranger", &format!("{line} --explorer")).unwrap().text().to_owned();
        assert!(
            text.contains(&format!("https://explorer.solana.com/address/{address}?cluster=custom")),
            "{text}"
        );
        let text = shell.run("stranger", &line).unwrap().text().to_owned();
        assert!(text.contains(address.as_str()) && !text.contains("https://"), "{text}");
    }
}

#[test]
fn a_transaction_that_may_still_land_is_named() {
    let shell = town();
    let node = ready_node(&shell);
    let slow = Slow::new(&shell.chain, 0).that_dies();
    let failure = shell.run_on(&slow, "holder", &format!("stake {node} 1")).unwrap_err();
    assert_eq!(failure.exit, Exit::Pending);
    let signature = slow.sent()[0].signatures[0].to_string();
    assert_eq!(failure.signature.as_deref(), Some(signature.as_str()));
    assert!(failure.message.contains(&signature), "{failure}");
    let stakes = shell.io("holder", "stakes");
    assert_eq!(figure(&stakes["stakes"][0], "worth"), IO, "it did land");
}

#[test]
fn status_shows_pauses_and_what_waits_for_the_buyback() {
    let (mut world, cast, desk) = World::with_orders();
    let admin = world.start_buyback();
    world.revenue(70);
    let calls = [
        io_client::orders::set_paused(&desk.admin.pubkey(), true),
        io_client::staking::set_paused(&cast.admin.pubkey(), true),
    ];
    let shell = Shell::new(world);
    let status = shell.io("nobody", "status");
    assert_eq!(status["paused"], json!({ "staking": false, "orders": false, "buyback": false }));
    shell.chain.world().accepted(&calls, &[&desk.admin, &cast.admin]);
    let status = shell.run("nobody", "status").unwrap();
    assert_eq!(status.json()["paused"], json!({ "staking": true, "orders": true, "buyback": false }));
    shell.chain.world().accepted(&[io_client::buyback::set_paused(&admin.pubkey(), true)], &[&admin]);
    assert_eq!(shell.io("nobody", "status")["paused"]["buyback"], true);
    let vaults = status.json()["vaults"].clone();
    let vault = vaults.as_array().unwrap().last().unwrap();
    assert_eq!((vault["vault"].as_str(), vault["currency"].as_str()), (Some("buyback"), Some("USDC")));
    assert_eq!(figure(vault, "held"), 70 * BASE_UNITS_PER_USDC);
    assert!(status.text().contains("to be burned") && status.text().contains("buys IO"), "{}", status.text());
}

#[test]
fn each_common_mistake_gets_one_clear_sentence() {
    let shell = town();
    let node = ready_node(&shell);
    let deal = "--processors 1 --rate \"1 USDC\" --for 1d";
    let poor = shell.fails("stranger", &format!("stake {node} 5"), Exit::Funds);
    assert!(poor.contains("has 0.00000000 IO, less than 5.00000000 IO"), "{poor}");
    let no_sol = shell.fails("nobody", "node register --class h100 --processors 8", Exit::Funds);
    assert!(no_sol.contains("no SOL"), "{no_sol}");
    let no_usdc = shell.fails("operator", &format!("order create --node {node} {deal}"), Exit::Funds);
    assert!(no_usdc.contains("0.000000 USDC"), "{no_usdc}");
    let no_file = shell.fails("ghost", &format!("stake {node} 5"), Exit::Key);
    assert!(no_file.contains("solana-keygen new"), "{no_file}");
    let not_yours = shell.fails("holder", &format!("node retire {node}"), Exit::Key);
    assert!(not_yours.contains("operator's key"), "{not_yours}");
    let not_oracle = shell.fails("holder", &format!("node attest {node}"), Exit::Key);
    assert!(not_oracle.contains("oracle is"), "{not_oracle}");
    let no_node = shell.fails(
        "client",
        "order create --node 4 --processors 1 --rate \"1 USDC\" --for 1d",
        Exit::NotThere,
    );
    assert!(no_node.contains("There is no node at"), "{no_node}");
    let config = io_client::addresses::staking::CONFIG.address;
    let no_node = shell.fails("client", &format!("node show {config}"), Exit::NotThere);
    assert!(no_node.contains("is of another type"), "{no_node}");
    shell.fails("client", "order quote --processors 1 --rate 1 --for 1d", Exit::Usage);
    let short = shell.fails("client", "order quote --processors 1 --rate \"1 USDC\" --for 5m", Exit::Refused);
    assert!(short.contains("between one hour and 30 days"), "{short}");
    let many = shell.fails(
        "client",
        &format!("order create --node {node} --processors 9 --rate \"1 USDC\" --for 1d"),
        Exit::Refused,
    );
    assert!(many.contains("fewer free processors"), "{many}");
    shell.pass(2 * DAY);
    let offline = shell.fails("client", &format!("order create --node {node} {deal}"), Exit::Refused);
    assert!(offline.contains("offline") && offline.contains("io node list --ready"), "{offline}");
}

#[test]
fn on_a_cluster_without_the_programs_it_says_so() {
    let mut world = World::new();
    let wallet = world.wallet();
    let shell = Shell::new(world);
    shell.key("holder", &wallet);
    let supply = shell.fails("holder", "supply", Exit::NotThere);
    assert!(supply.contains("genesis is not complete"), "{supply}");
    let mut bare = World::new();
    bare.svm = litesvm::LiteSVM::new();
    let shell = Shell::new(bare);
    shell.key("holder", &wallet);
    for line in ["supply", "status", "node list", "crank"] {
        let failure = shell.fails("holder", line, Exit::NotThere);
        assert!(failure.contains("is not on the cluster at http://localhost:8899"), "{failure}");
    }
    let init = shell.fails(
        "holder",
        &format!("init --genesis {}", shell.write("g.json", &genesis(&[]))),
        Exit::NotThere,
    );
    assert!(init.contains("solana program deploy --program-id io_emission-keypair.json"), "{init}");
}

/// A genesis file, with more fields.
fn genesis(more: &[(&str, String)]) -> String {
    let owner = |seed: u8| solana_keypair::Keypair::new_from_array([seed; 32]).pubkey().to_string();
    let mut file = json!({
        "uri": "https://io.net/io.json",
        "owners": {
            "seed_investors": owner(1),
            "series_a_investors": owner(2),
            "core_contributors": owner(3),
            "ecosystem": owner(4),
            "community": owner(5),
        },
    });
    for (key, value) in more {
        file[*key] = json!(value);
    }
    file.to_string()
}

#[test]
fn init_goes_on_where_it_stopped_and_does_nothing_twice() {
    let world = World::new();
    let deployer = world.deployer.insecure_clone();
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    let hex = |feed: Feed| feed.id().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let file =
        shell.write("genesis.txt", &genesis(&[("io_feed", hex(Feed::Io)), ("usdc_feed", hex(Feed::Usdc))]));
    let line = format!("init --genesis {file}");
    let stranger = shell.chain.world().wallet();
    shell.key("stranger", &stranger);
    let wrong = shell.fails("stranger", &line, Exit::Key);
    assert!(wrong.contains("upgrade authority"), "{wrong}");
    let dry = shell.io("deployer", &format!("{line} --dry-run"));
    assert_eq!(dry["transactions"].as_array().unwrap().len(), 1);
    // Somebody stops after the first step.
    let first = io_client::emission::initialize(&deployer.pubkey());
    shell.chain.world().accepted(&[first], &[&deployer]);
    let done = shell.io("deployer", &line);
    assert_eq!(done["complete"], true);
    assert_eq!(done["mint"], io_client::addresses::emission::MINT.address.to_string());
    let again = shell.run("deployer", &line).unwrap();
    assert!(again.json()["transactions"].is_null(), "{}", again.text());
    let status = shell.io("deployer", "status");
    assert_eq!(figure(&status, "supply"), 500_000_000 * IO);
    assert_eq!(status["covered"], true);
    shell.io("deployer", "node register --class h100 --processors 1");
    let config: io_client::orders::Config =
        io_rpc::read(&shell.chain, &io_client::addresses::orders::CONFIG.address).unwrap().unwrap();
    assert_eq!(config.rules, RULES);
    let config: io_client::buyback::Config =
        io_rpc::read(&shell.chain, &io_client::addresses::buyback::CONFIG.address).unwrap().unwrap();
    assert_eq!(config.params, PARAMS);
    assert_eq!(shell.io("stranger", &line)["complete"], true, "nothing is left that needs a key");
}

#[test]
fn an_admin_who_is_not_the_deployer_creates_the_classes() {
    let mut world = World::new();
    let (deployer, admin) = (world.deployer.insecure_clone(), world.wallet());
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    shell.key("admin", &admin);
    let file = shell.write("genesis.txt", &genesis(&[("admin", admin.pubkey().to_string())]));
    let line = format!("init --genesis {file}");
    let said = shell.run("deployer", &line).unwrap();
    assert_eq!(said.json()["complete"], false);
    let hint =
        format!("9 are missing; the admin {0} creates them with `io init`, a multisig", admin.pubkey());
    assert!(said.text().contains(&hint), "{}", said.text());
    let said = shell.io("admin", &line);
    assert_eq!(said["complete"], true);
    assert_eq!(said["transactions"].as_array().unwrap().len(), 1, "the classes and nothing else");
    shell.io("deployer", "node register --class h100 --processors 1");
}

#[test]
fn init_says_what_is_wrong_with_its_file() {
    let shell = Shell::new(World::new());
    let default = solana_pubkey::Pubkey::default().to_string();
    for (text, word) in [
        ("{".to_owned(), "EOF"),
        (genesis(&[("colour", "red".into())]), "colour"),
        (genesis(&[("oracle", "nobody".into())]), "nobody"),
        (genesis(&[]).replace("series_a", "series_b"), "series_b"),
        (genesis(&[("uri", "io.json".into())]), "no URI"),
        (genesis(&[("uri", format!("https://{}", "x".repeat(200)))]), "no URI"),
        (genesis(&[("arbiter", default)]), "address of arbiter"),
    ] {
        let deployer = shell.chain.world().deployer.insecure_clone();
        shell.key("deployer", &deployer);
        let file = shell.write("wrong.txt", &text);
        let failure = shell.fails("deployer", &format!("init --genesis {file}"), Exit::Usage);
        assert!(failure.contains(word), "{failure}");
    }
}

#[test]
fn init_refuses_owners_that_could_never_move_their_io() {
    use io_client::addresses::{buyback, emission, external, orders, staking};
    let mut world = World::new();
    let wallet = world.wallet();
    let tokens = world.usdc_account(&wallet.pubkey());
    let deployer = world.deployer.insecure_clone();
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    let init = |category: &str, owner: solana_pubkey::Pubkey| {
        let mut file: serde_json::Value = serde_json::from_str(&genesis(&[])).unwrap();
        file["owners"][category] = json!(owner.to_string());
        format!("init --genesis {}", shell.write("owners.txt", &file.to_string()))
    };
    let other = solana_keypair::Keypair::new_from_array([1; 32]).pubkey();
    for (owner, word) in [
        (solana_pubkey::Pubkey::default(), "no wallet: write the address of community"),
        (other, "community and seed_investors have the same owner"),
        (staking::CONFIG.address, "an address of the programs"),
        (orders::CONFIG.address, "an address of the programs"),
        (buyback::SWAPPER.address, "an address of the programs"),
        (emission::MINT.address, "an address of the programs"),
        (emission::ID, "an address of the programs"),
        (external::USDC_MINT, "an address of the programs"),
        (tokens, "a mint, a token account or a program"),
        (io_client::token_swap::ID, "a mint, a token account or a program"),
    ] {
        let failure = shell.fails("deployer", &init("community", owner), Exit::Usage);
        assert!(failure.contains(word), "{owner}: {failure}");
        assert!(
            shell.chain.world().svm.get_account(&emission::EMISSION.address).is_none(),
            "nothing was sent"
        );
    }
    // A wallet that has SOL is one.
    shell.io("deployer", &init("community", wallet.pubkey()));
}

#[test]
fn fees_are_burned_and_io_is_sold_to_the_vault() {
    let (mut world, desk) = World::with_buyback();
    let trader = world.trader(&desk, 10_000, 0);
    world.revenue(5_000);
    let vault = io_client::addresses::buyback::IO_VAULT;
    world.transfer_io(&desk.owners[4], &vault, 25 * IO);
    let shell = Shell::new(world);
    shell.key("trader", &trader);
    let oracle = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    let stale = shell.fails("trader", &format!("buyback fill 100 {oracle}"), Exit::NotThere);
    assert!(stale.contains("no price of the oracle"), "{stale}");
    shell.chain.world().post_prices(50_000_000);
    let status = shell.io("trader", &format!("buyback status {oracle}"));
    // 5% under half a dollar, less the confidences.
    assert!((470_000..480_000).contains(&figure(&status, "offer_usdc")), "{status}");
    assert_eq!(figure(&status, "day_left"), 5_000 * BASE_UNITS_PER_USDC);
    assert_eq!(figure(&status, "io_waiting"), 25 * IO);
    assert_eq!(figure(&shell.io("trader", "buyback burn"), "burned"), 25 * IO);
    assert!(shell.fails("trader", "buyback burn", Exit::TooEarly).contains("No IO fees wait"));
    let filled = shell.io("trader", &format!("buyback fill 100 {oracle}"));
    let usdc = figure(&filled, "usdc");
    assert!((47 * BASE_UNITS_PER_USDC..48 * BASE_UNITS_PER_USDC).contains(&usdc), "{usdc}");
    // The offer rises while it waits to land, and what came is what is said.
    let trader = shell.address("trader");
    let held = || shell.chain.world().wallet_balance(&trader, io_client::orders::Currency::Usdc);
    let before = held();
    let slow = Slow::new(&shell.chain, 50);
    let filled = shell.run_on(&slow, "trader", &format!("buyback fill 100 {oracle}")).unwrap();
    let later = figure(&filled.json(), "usdc");
    assert_eq!(later, held() - before);
    assert!(later > usdc + 1_000, "{later} after {usdc}");
    assert!(filled.text().contains(&format!("{} USDC for 100.00000000 IO", io_client::amount::usdc(later))));
    let greedy = format!("buyback fill 100 --at-least \"60 USDC\" {oracle}");
    shell.fails("trader", &greedy, Exit::Refused);
    shell.pass(300);
    let old = shell.fails("trader", &format!("buyback fill 100 {oracle}"), Exit::Refused);
    assert!(old.contains("too old"), "{old}");
    assert!(shell.io("trader", &format!("buyback status {oracle}"))["offer_usdc"].is_null());
}

#[test]
fn the_vault_buys_in_a_pool() {
    let (mut world, desk) = World::with_buyback();
    let wallet = world.wallet();
    let exchange = io_client::token_swap::ID;
    world.accepted(&[io_client::buyback::announce_exchange(&desk.admin.pubkey(), exchange)], &[&desk.admin]);
    let pool = world.pool(&desk.owners[4], 4_000_000, 1_000_000);
    world.pass(7 * DAY);
    world.revenue(5_000);
    world.post_prices(30_000_000);
    let shell = Shell::new(world);
    shell.key("anyone", &wallet);
    let prices = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    let swap = |amount| format!("buyback swap \"{amount}\" --pool {} {prices}", pool.address);
    assert!(shell.fails("anyone", &swap("5 IO"), Exit::Usage).contains("USDC"));
    let wrong = format!("buyback swap \"5 USDC\" --pool {} {prices}", PRICES.io);
    assert!(shell.fails("anyone", &wrong, Exit::NotThere).contains("no pool"));
    shell.io("anyone", &swap("1,000 USDC"));
    let status = shell.io("anyone", &format!("buyback status {prices}"));
    assert_eq!(figure(&status, "usdc_spent"), 1_000 * BASE_UNITS_PER_USDC);
    let over = shell.fails("anyone", &swap("4,000.000001 USDC"), Exit::Refused);
    assert!(over.contains("budget has less left"), "{over}");
}

#[test]
fn a_cluster_that_does_not_answer_is_named_as_the_cause() {
    use clap::Parser;
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let url = format!("http://{free}");
    let cli = io_cli::Cli::parse_from(["io", "supply", "--url", &url, "--timeout", "2"]);
    let failure = io_cli::main(&cli).unwrap_err();
    assert_eq!(failure.exit, Exit::Unreachable);
    assert_eq!(failure.message, "The cluster does not answer: no connection.");
}

#[test]
fn completions_name_every_command() {
    let shell = Shell::new(World::new());
    for kind in ["bash", "zsh", "fish"] {
        let output = shell.run("nobody", &format!("completions {kind}")).unwrap();
        for command in ["stake", "order", "claim-commission", "take-unclaimed", "announce-role", "hand-over"]
        {
            assert!(output.text().contains(command), "{kind}: {command}");
        }
    }
}
