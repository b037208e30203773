//! What the deployer does.

use {
    crate::shell::{figure, Shell},
    crate::IO,
    io_cli::Exit,
    io_client::hex,
    io_testkit::{
        buyback::Feed,
        orders::{PRICE_RULES, RULES},
        World,
    },
    serde_json::json,
    solana_signer::Signer,
};

/// A genesis file, with more fields.
pub fn genesis(more: &[(&str, String)]) -> String {
    let owner = |seed: u8| solana_keypair::Keypair::new_from_array([seed; 32]).pubkey().to_string();
    let mut file = json!({
        "uri": "https://io.net/io.json",
        "full_weight": { "gpu": 1_000_000_000, "cpu": 1_000_000_000 },
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
    let hex = |feed: Feed| hex::encode(&feed.id());
    let file =
        shell.write("genesis.txt", &genesis(&[("io_feed", hex(Feed::Io)), ("usdc_feed", hex(Feed::Usdc))]));
    let line = format!("init --genesis {file} --programs target/deploy");
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
    assert_eq!(config.prices.at(0), &PRICE_RULES, "orders and the buyback use the same feeds");
    let config: io_client::buyback::Config =
        io_rpc::read(&shell.chain, &io_client::addresses::buyback::CONFIG.address).unwrap().unwrap();
    assert_eq!(config.params, io_client::economics::buyback::Params::GENESIS);
    assert_eq!(shell.io("stranger", &line)["complete"], true, "nothing is left that needs a key");
}

/// The feeds may be named later: then the buyback is initialized, and orders have them 7 days
/// later.
#[test]
fn feeds_may_be_named_later() {
    let world = World::new();
    let deployer = world.deployer.insecure_clone();
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    let hex = |feed: Feed| hex::encode(&feed.id());
    let (io, usdc) = (("io_feed", hex(Feed::Io)), ("usdc_feed", hex(Feed::Usdc)));
    let init = |name: &str, more: &[(&str, String)]| {
        format!("init --genesis {} --programs target/deploy", shell.write(name, &genesis(more)))
    };
    let rules = || {
        let config: Option<io_client::orders::Config> =
            io_rpc::read(&shell.chain, &io_client::addresses::orders::CONFIG.address).unwrap();
        config.unwrap().prices
    };
    shell.fails("deployer", &init("half.txt", std::slice::from_ref(&io)), Exit::Usage);
    shell.io("deployer", &init("none.txt", &[]));
    assert!(!rules().next.has_feeds());
    let later = init("feeds.txt", &[io, usdc]);
    shell.io("deployer", &later);
    assert_eq!((rules().rules.has_feeds(), rules().next), (false, PRICE_RULES));
    let again = shell.run("deployer", &later).unwrap();
    assert!(again.json()["transactions"].is_null(), "{}", again.text());
}

#[test]
fn an_admin_who_is_not_the_deployer_creates_the_classes() {
    let mut world = World::new();
    let (deployer, admin) = (world.deployer.insecure_clone(), world.wallet());
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    shell.key("admin", &admin);
    let file = shell.write("genesis.txt", &genesis(&[("admin", admin.pubkey().to_string())]));
    let line = format!("init --genesis {file} --programs target/deploy");
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
fn the_file_may_list_classes_of_its_own() {
    use io_client::{
        economics::staking::PoolKind,
        staking::{class_address, HardwareClass},
    };
    let world = World::new();
    let deployer = world.deployer.insecure_clone();
    let shell = Shell::new(world);
    shell.key("deployer", &deployer);
    let file = |classes: serde_json::Value| {
        let mut file: serde_json::Value = serde_json::from_str(&genesis(&[])).unwrap();
        file["classes"] = classes;
        format!("init --programs target/deploy --genesis {}", shell.write("classes.txt", &file.to_string()))
    };
    let class = |class: serde_json::Value, pool: &str, multiplier: f64| -> serde_json::Value {
        json!({ "class": class, "pool": pool, "multiplier": multiplier })
    };
    let h100 = || class(json!("H100"), "gpu", 12.5);
    for (classes, word) in [
        (json!([]), "`classes` is empty"),
        (json!([class(json!("H1000"), "gpu", 1.0)]), "\"H1000\" is no class: name a class: B200"),
        (json!([class(json!(65_536), "gpu", 1.0)]), "\"65536\" is no class"),
        (json!([class(json!(9), "tpu", 1.0)]), "the pool \"tpu\" of class 9 is neither gpu nor cpu"),
        (json!([class(json!(9), "gpu", 0.0)]), "is no multiplier of class 9: from 0.01 to 100"),
        (json!([class(json!(9), "gpu", 100.01)]), "100.01 is no multiplier of class 9"),
        (json!([class(json!(9), "gpu", 1.005)]), "1.005 is no multiplier of class 9"),
        (json!([h100(), class(json!(2), "gpu", 1.0)]), "class 2 is listed twice"),
        (json!([{ "class": 9, "pool": "gpu", "multiplier": 1, "name": "TPU" }]), "name"),
    ] {
        let failure = shell.fails("deployer", &file(classes), Exit::Usage);
        assert!(failure.contains(word), "{failure}");
        let emission = io_client::addresses::emission::EMISSION.address;
        assert!(shell.chain.world().svm.get_account(&emission).is_none(), "nothing was sent");
    }
    // 21 classes: three transactions.
    let others = (9..29).map(|id| class(json!(id), "cpu", 0.01));
    let line = file(others.chain([h100()]).collect());
    let done = shell.io("deployer", &line);
    assert_eq!(done["complete"], true);
    let read = |id: u16| io_rpc::read::<HardwareClass>(&shell.chain, &class_address(id)).unwrap();
    assert!(read(0).is_none(), "io.net's are not created beside them");
    let found = [2, 9, 28].map(|id| read(id).map(|class| (class.pool, class.multiplier)));
    let cpu = Some((PoolKind::Cpu, 1));
    assert_eq!(found, [Some((PoolKind::Gpu, 1_250)), cpu, cpu]);
    let again = shell.run("deployer", &line).unwrap();
    assert!(again.json()["transactions"].is_null(), "{}", again.text());
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
        format!("init --programs target/deploy --genesis {}", shell.write("owners.txt", &file.to_string()))
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
        (tokens, "a mint or a token account"),
        (io_client::token_swap::ID, "a program"),
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
