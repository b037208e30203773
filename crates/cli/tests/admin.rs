//! What the admins of the programs type, and what a multisig imports.

mod shell;

use {
    base64::{prelude::BASE64_STANDARD, Engine},
    io_cli::Exit,
    io_client::{
        addresses::{
            buyback::CONFIG as BUYBACK_CONFIG, orders::CONFIG as ORDERS_CONFIG,
            staking::CONFIG as STAKING_CONFIG,
        },
        buyback,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        orders::{self, PriceRules},
        staking::{self, class_address, HardwareClass},
        token_swap,
    },
    io_testkit::{
        buyback::PARAMS,
        orders::{PRICE_RULES, RULES},
        staking::H100,
        World,
    },
    serde_json::Value,
    shell::{Shell, DAY},
    solana_keypair::Keypair,
    solana_message::Message,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_transaction::Transaction,
};

/// Every program at work; the keys `staking`, `orders` and `buyback` are their admins.
fn town() -> (Shell, Keypair) {
    let (mut world, cast, roles) = World::with_orders();
    let admin = world.start_buyback();
    let (holder, next) = (world.holder(&cast, 1_000), world.wallet());
    world.ready_node(&cast, H100, 8);
    let shell = Shell::new(world);
    for (name, key) in [
        ("staking", &cast.admin),
        ("orders", &roles.admin),
        ("buyback", &admin),
        ("holder", &holder),
        ("next", &next),
    ] {
        shell.key(name, key);
    }
    (shell, next)
}

fn read<T: io_client::AccountDeserialize + io_client::Owner>(shell: &Shell, address: &Pubkey) -> T {
    io_rpc::read(&shell.chain, address).unwrap().unwrap()
}

/// The one of a list in JSON whose `key` is `name`.
fn one<'a>(list: &'a Value, key: &str, name: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|entry| entry[key] == name).unwrap()
}

#[test]
fn admins_tune_within_bounds() {
    let (shell, _) = town();
    shell.io("orders", "admin rules --least-usdc 0.5 --accept 12h --booking-fee 0.2%");
    let config: orders::Config = read(&shell, &ORDERS_CONFIG.address);
    let mut rules = RULES;
    (rules.least_usdc, rules.accept_seconds, rules.fees.booking_bps) = (BASE_UNITS_PER_USDC / 2, 43_200, 20);
    assert_eq!(config.rules, rules, "what is left out stays");
    shell.io(
        "orders",
        "admin rules --least-io \"1 IO\" --holdback 2d --payment-fee 1% --provider-payment-fee 5bps",
    );
    let config: orders::Config = read(&shell, &ORDERS_CONFIG.address);
    (rules.least_io, rules.holdback_seconds) = (BASE_UNITS_PER_IO, 2 * 86_400);
    (rules.fees.payment_bps, rules.fees.provider_payment_bps) = (100, 5);
    assert_eq!(config.rules, rules);
    shell.fails("orders", "admin rules", Exit::Usage);
    shell.fails("orders", "admin rules --booking-fee 100%", Exit::Refused);

    shell.io("orders", "admin price-rules --max-age 20s");
    let feed = "7".repeat(64);
    shell.io("orders", &format!("admin price-rules --usdc-feed 0x{feed} --max-confidence 0.5%"));
    let config: orders::Config = read(&shell, &ORDERS_CONFIG.address);
    let next = PriceRules { usdc_feed: [0x77; 32], max_age: 20, max_conf_bps: 50, ..PRICE_RULES };
    assert_eq!((config.prices.rules, config.prices.next), (PRICE_RULES, next), "7 days ahead");
    let shown = shell.io("orders", "admin show");
    assert_eq!((&shown["prices"]["max_age"], &shown["next_prices"]["max_age"]), (&30.into(), &20.into()));
    shell.fails("orders", "admin price-rules --max-age 2m", Exit::Refused);
    shell.fails("orders", "admin price-rules --io-feed 12", Exit::Usage);
    shell.fails("orders", "admin price-rules", Exit::Usage);

    shell.io(
        "buyback",
        "admin params --daily-cap 5,000 --least-budget 50 --period 2h --max-age 30s \
         --max-confidence 0.5% --under 4% --over 3%",
    );
    let config: buyback::Config = read(&shell, &BUYBACK_CONFIG.address);
    let mut params = PARAMS;
    (params.daily_cap, params.max_age, params.max_conf_bps) = (5_000 * BASE_UNITS_PER_USDC, 30, 50);
    (params.under_bps, params.over_bps) = (400, 300);
    (params.least_budget, params.period) = (50 * BASE_UNITS_PER_USDC as u32, 7_200);
    assert_eq!(config.params, params);
    shell.fails("buyback", "admin params --max-age 1d", Exit::Refused);

    shell.io("staking", "admin full-weight cpu 1000000000");
    let config: staking::ConfigAndPools = read(&shell, &STAKING_CONFIG.address);
    assert_eq!(config.pools.cpu.next_full_weight, 1_000_000_000);
    shell.fails("staking", "admin full-weight cpu 1234567", Exit::Refused);
    shell.io("staking", "admin multiplier h100 12.5");
    let class: HardwareClass = read(&shell, &class_address(H100));
    assert_eq!((class.multiplier, class.next_multiplier), (1_000, 1_250));
    shell.fails("staking", "admin multiplier 77 1", Exit::NotThere);
    shell.io("staking", "admin create-class 77 gpu 0.5");
    let class: HardwareClass = read(&shell, &class_address(77));
    assert_eq!(class.next_multiplier, 50);
}

#[test]
fn a_pause_stops_entries_until_it_ends() {
    let (shell, _) = town();
    let nodes = shell.io("holder", "node list")["nodes"].clone();
    let stake = format!("stake {} 1", nodes[0]["address"].as_str().unwrap());
    shell.io("staking", "admin pause staking --dry-run");
    shell.io("holder", &stake);
    shell.io("staking", "admin pause staking");
    let paused = |program: &str| {
        one(&shell.io("holder", "admin show")["admins"], "program", program)["paused"].as_bool().unwrap()
    };
    assert!(paused("staking") && !paused("orders") && !paused("buyback"));
    assert!(shell.fails("holder", &stake, Exit::Refused).contains("admin resumes"));
    shell.io("staking", "admin resume staking");
    shell.io("holder", &stake);
    for program in ["orders", "buyback"] {
        shell.io(program, &format!("admin pause {program}"));
        assert!(paused(program));
        shell.fails("holder", &format!("admin resume {program}"), Exit::Key);
    }
    shell.fails("staking", "admin pause", Exit::Usage);
    // All or nothing: its admin may pause one of them.
    shell.fails("staking", "admin pause staking orders", Exit::Key);
    assert!(!paused("staking"));
}

#[test]
fn roles_and_exchanges_hold_when_everybody_could_leave() {
    let (shell, next) = town();
    let key = next.pubkey().to_string();
    let holder = |role: &str| one(&shell.io("holder", "admin show")["roles"], "role", role).clone();
    let roles = [
        ("staking-oracle", "staking"),
        ("slasher", "staking"),
        ("orders-oracle", "orders"),
        ("arbiter", "orders"),
    ];
    for (role, admin) in roles {
        shell.fails("holder", &format!("admin announce-role {role} {key}"), Exit::Key);
        shell.io(admin, &format!("admin announce-role {role} {key}"));
        assert_eq!(holder(role)["next"]["key"], key, "{role}");
        assert_ne!(holder(role)["holder"], key, "{role}");
    }
    let exchange = token_swap::ID.to_string();
    shell.io("buyback", &format!("admin announce-exchange {exchange}"));
    let listed = shell.io("holder", "admin show")["exchanges"].clone();
    assert_eq!(listed[0]["program"], exchange);
    assert_eq!(listed[0]["from"], shell.chain.world().now() + 7 * DAY);
    shell.pass(7 * DAY);
    for (role, _) in roles {
        if role == "slasher" {
            // It has to wait until stake that leaves has cooled down, too.
            assert_ne!(holder(role)["holder"], key);
            shell.pass(14 * DAY);
        }
        assert_eq!(holder(role)["holder"], key, "{role}");
        assert!(holder(role)["next"].is_null(), "{role}");
    }
    shell.io("buyback", &format!("admin remove-exchange {exchange}"));
    assert_eq!(shell.io("holder", "admin show")["exchanges"], serde_json::json!([]));
    shell.fails("buyback", &format!("admin remove-exchange {exchange}"), Exit::Refused);
}

/// A multisig imports what was printed, and executes it.
fn execute(shell: &Shell, said: &Value, vault: &Keypair) {
    for transaction in said["transactions"].as_array().unwrap() {
        let bytes = BASE64_STANDARD.decode(transaction["message"].as_str().unwrap()).unwrap();
        let base58 = bs58::decode(transaction["message_base58"].as_str().unwrap()).into_vec().unwrap();
        assert_eq!(base58, bytes);
        let message: Message = wincode::deserialize(&bytes).unwrap();
        assert_eq!(message.header.num_required_signatures, 1, "the vault's alone");
        assert_eq!(message.account_keys[0], vault.pubkey());
        let mut world = shell.chain.world();
        let transaction = Transaction::new(&[vault], message, world.svm.latest_blockhash());
        world.submit(transaction).unwrap_or_else(|failure| panic!("{failure:?}"));
    }
}

#[test]
fn a_multisig_takes_over_and_pauses_everything() {
    let (shell, vault) = town();
    let address = vault.pubkey().to_string();
    for program in ["staking", "orders", "buyback"] {
        shell.io(program, &format!("admin propose {address} {program}"));
        shell.io(program, &format!("admin propose nobody {program}"));
        let admins = shell.io("holder", "admin show")["admins"].clone();
        assert!(one(&admins, "program", program)["next"].is_null());
        shell.io(program, &format!("admin propose {address} {program}"));
        let admins = shell.io("holder", "admin show")["admins"].clone();
        assert_eq!(one(&admins, "program", program)["next"], address);
    }
    // Nobody's key is read, and nothing is sent.
    let accept = format!("admin accept staking orders buyback --multisig {address}");
    let said = shell.run("nobody", &accept).unwrap();
    assert_ne!(shell.io("holder", "admin show")["admins"][0]["admin"], address);
    let message = said.json()["transactions"][0]["message"].as_str().unwrap().to_owned();
    assert!(said.text().contains(&message), "{}", said.text());
    let dry = shell.io("nobody", &format!("{accept} --dry-run"));
    assert!(dry["transactions"][0]["message"].is_null());
    assert!(!dry["transactions"][0]["logs"].as_array().unwrap().is_empty());
    execute(&shell, &said.json(), &vault);
    execute(
        &shell,
        &shell.io("nobody", &format!("admin pause staking orders buyback --multisig {address}")),
        &vault,
    );
    for admin in shell.io("holder", "admin show")["admins"].as_array().unwrap() {
        assert_eq!((&admin["admin"], &admin["paused"]), (&Value::from(address.clone()), &Value::from(true)));
    }

    // What would be refused is refused before anybody votes.
    let other = shell.address("holder");
    shell.fails("nobody", &format!("admin resume staking --multisig {other}"), Exit::Key);
    // A vault without SOL, whose members pay: so does somebody for the simulation.
    let poor = shell.chain.world().key();
    let propose = format!("admin propose {} staking --multisig {address}", poor.pubkey());
    execute(&shell, &shell.io("nobody", &propose), &vault);
    let accept = format!("admin accept staking --multisig {}", poor.pubkey());
    shell.fails("nobody", &accept, Exit::Funds);
    let said = shell.io("nobody", &format!("{accept} --fee-payer holder.json"));
    shell.chain.world().svm.airdrop(&poor.pubkey(), 1_000_000_000).unwrap();
    execute(&shell, &said, &poor);
}

/// With an admin's key on a machine without a network.
#[test]
fn cold_admins_do_everything() {
    let (shell, next) = town();
    let shell = shell.in_real_time();
    let (key, exchange) = (next.pubkey().to_string(), token_swap::ID.to_string());
    for (who, line) in [
        ("staking", "admin pause staking".to_owned()),
        ("staking", "admin resume staking".into()),
        ("staking", "admin full-weight cpu 1000000000".into()),
        ("staking", "admin multiplier h100 12.5".into()),
        ("staking", "admin create-class 77 gpu 0.5".into()),
        ("staking", format!("admin announce-role slasher {key}")),
        ("orders", "admin rules --least-usdc 0.5 --booking-fee 0.2%".into()),
        ("orders", format!("admin announce-role arbiter {key}")),
        ("buyback", "admin params --daily-cap 5,000".into()),
        ("buyback", format!("admin announce-exchange {exchange}")),
        ("buyback", format!("admin remove-exchange {exchange}")),
        ("buyback", format!("admin propose {key} buyback")),
        ("next", "admin accept buyback".into()),
    ] {
        let said = shell.cold(who, &line);
        assert!(said["transactions"][0]["signature"].is_string(), "{who}$ io {line}");
    }
    let admins = shell.io("holder", "admin show")["admins"].clone();
    assert_eq!(one(&admins, "program", "buyback")["admin"], key);
}
