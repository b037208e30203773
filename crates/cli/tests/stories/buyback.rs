//! Fees that buy and burn IO.

use {
    crate::shell::{figure, Shell, DAY},
    crate::IO,
    base64::{prelude::BASE64_STANDARD, Engine},
    io_cli::Exit,
    io_client::economics::units::BASE_UNITS_PER_USDC,
    io_testkit::chain::{Call, Effect, FaultyChain},
    io_testkit::{buyback::PRICES, owners::COMMUNITY, World},
    serde_json::json,
    solana_message::VersionedMessage,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

#[test]
fn fees_are_burned_and_io_is_sold_to_the_vault() {
    let (mut world, roles) = World::with_buyback();
    let trader = world.trader(&roles, 10_000, 0);
    world.revenue(5_000);
    let vault = io_client::addresses::buyback::IO_VAULT;
    world.transfer_io(&roles.owners[COMMUNITY], &vault, 25 * IO);
    let shell = Shell::new(world);
    shell.key("trader", &trader);
    let oracle = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    let stale = shell.fails("trader", &format!("buyback fill 100 {oracle}"), Exit::NotThere);
    assert!(stale.contains("no price of the oracle"), "{stale}");
    shell.chain.world().post_prices(50_000_000);
    let status = shell.io("trader", &format!("buyback status {oracle}"));
    // 5% under half a dollar, less the confidences.
    assert!((470_000..480_000).contains(&figure(&status, "offer_usdc")), "{status}");
    assert_eq!(figure(&status, "auction_left"), 5_000 * BASE_UNITS_PER_USDC);
    assert_eq!(figure(&status, "io_waiting"), 25 * IO);
    assert_eq!(figure(&shell.io("trader", "buyback burn"), "burned"), 25 * IO);
    assert!(shell.fails("trader", "buyback burn", Exit::TooEarly).contains("Burn again"));
    let filled = shell.io("trader", &format!("buyback fill 100 {oracle}"));
    let usdc = figure(&filled, "usdc");
    assert!((47 * BASE_UNITS_PER_USDC..48 * BASE_UNITS_PER_USDC).contains(&usdc), "{usdc}");
    // The offer rises while it waits to land, and what came is what is said.
    let trader = shell.address("trader");
    let held = || shell.chain.world().wallet_balance(&trader, io_client::orders::Currency::Usdc);
    let before = held();
    let slow = FaultyChain::new(&shell.chain, |call| {
        if matches!(call, Call::Send(_)) {
            shell.pass(50);
        }
        Effect::Answer
    });
    let filled = shell.run_on(&slow, "trader", &format!("buyback fill 100 {oracle}")).unwrap();
    let later = figure(&filled.json(), "usdc");
    assert_eq!(later, held() - before);
    assert!(later > usdc + 1_000, "{later} after {usdc}");
    assert!(filled.text().contains(&format!("{} USDC for 100.00000000 IO", io_client::amount::usdc(later))));
    let greedy = format!("buyback fill 100 --at-least \"60 USDC\" {oracle}");
    shell.fails("trader", &greedy, Exit::Refused);
    shell.pass(300);
    let old = shell.fails("trader", &format!("buyback fill 100 {oracle}"), Exit::Refused);
    assert!(old.contains("Post a new price"), "{old}");
    assert!(shell.io("trader", &format!("buyback status {oracle}"))["offer_usdc"].is_null());
}

#[test]
fn what_an_auction_has_left_is_sold_and_told() {
    let (mut world, roles) = World::with_buyback();
    let trader = world.trader(&roles, 10_000, 0);
    world.revenue(200);
    world.post_prices(50_000_000);
    let asked = world.offer().io_for_usdc(200 * BASE_UNITS_PER_USDC).unwrap();
    let shell = Shell::new(world);
    shell.key("trader", &trader);
    let prices = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    // All or nothing, unless a limit is named.
    let all = shell.fails("trader", &format!("buyback fill 1,000 {prices}"), Exit::Refused);
    assert!(all.contains("200.000000 USDC are left: sell less"), "{all}");
    let line = format!("buyback fill 1,000 --at-least \"190 USDC\" {prices}");
    let sold = shell.run("trader", &line).unwrap();
    let told = sold.json();
    assert_eq!((figure(&told, "io"), figure(&told, "usdc")), (asked, 200 * BASE_UNITS_PER_USDC));
    let (io, kept) = (io_client::amount::io(asked), io_client::amount::io(1_000 * IO - asked));
    assert!(sold.text().contains(&format!("200.000000 USDC for {io} IO")), "{}", sold.text());
    assert!(sold.text().contains(&format!("{kept} IO of what you offered stay yours")), "{}", sold.text());
    let none = shell.fails("trader", &format!("buyback fill 1 {prices}"), Exit::Refused);
    assert!(none.contains("wait for the next auction"), "{none}");
}

#[test]
fn the_vault_buys_in_a_pool() {
    let (mut world, roles) = World::with_buyback();
    let wallet = world.wallet();
    let exchange = io_client::token_swap::ID;
    world
        .accepted(&[io_client::buyback::announce_exchange(&roles.admin.pubkey(), exchange)], &[&roles.admin]);
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
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
    let none = shell.fails("anyone", &swap("1,000 USDC"), Exit::TooEarly);
    assert!(none.contains("Open an auction first"), "{none}");
    shell.io("anyone", "buyback open");
    assert!(shell.fails("anyone", "buyback open", Exit::TooEarly).contains("period of the auction is over"));
    let swapped = shell.io("anyone", &swap("1,000 USDC"));
    assert!(figure(&swapped, "io") > 3_000 * IO, "{swapped}");
    let status = shell.io("anyone", &format!("buyback status {prices}"));
    assert_eq!(figure(&status, "usdc_spent"), 1_000 * BASE_UNITS_PER_USDC);
    let over = shell.fails("anyone", &swap("4,000.000001 USDC"), Exit::Refused);
    assert!(over.contains("Take less") && over.contains("4,000.000000 USDC are left"), "{over}");
}

#[test]
fn the_vault_buys_by_a_route_with_a_lookup_table() {
    let (mut world, roles) = World::with_buyback();
    let anyone = world.wallet();
    let exchange = io_client::token_swap::ID;
    world.allow_exchange(&roles.admin, exchange);
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
    world.revenue(5_000);
    world.post_prices(30_000_000);
    world.open_auction();
    let shell = Shell::new(world);
    shell.key("anyone", &anyone);
    let prices = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    let more =
        [pool.address, pool.authority(), pool.a, pool.b, pool.mint, pool.fees].map(|key| key.to_string());
    shell.remember_slots();
    let created = shell.io("anyone", &format!("lut create {}", more.join(" ")));
    let table = created["table"].as_str().unwrap().to_owned();
    let shown = shell.io("stranger", &format!("lut show {table}"));
    assert_eq!(shown["owner"], shell.address("anyone").to_string());
    assert!(shown["addresses"].as_array().unwrap().iter().any(|key| *key == more[0]), "{shown}");
    // The cluster has moved on since: a table is of use from the next slot.
    let slot = shell.chain.world().svm.get_sysvar::<solana_clock::Clock>().slot;
    shell.chain.world().svm.warp_to_slot(slot + 10);

    use io_client::addresses::buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC};
    let route = |usdc: u64, out: u64, owner: &str| {
        let call = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc * BASE_UNITS_PER_USDC, 0);
        let mut accounts: Vec<_> = call
            .accounts
            .iter()
            .map(|meta| {
                json!({
                    "pubkey": meta.pubkey.to_string(),
                    "isSigner": meta.is_signer,
                    "isWritable": meta.is_writable,
                })
            })
            .collect();
        if !owner.is_empty() {
            accounts.push(json!({ "pubkey": owner, "isSigner": true, "isWritable": true }));
        }
        let data = BASE64_STANDARD.encode(&call.data);
        let answer = json!({
            "setupInstructions": [],
            "swapInstruction": { "programId": exchange.to_string(), "accounts": accounts, "data": data },
            "addressLookupTableAddresses": [table],
            "outAmount": out.to_string(),
        });
        shell.write("route.txt", &answer.to_string())
    };
    let file = route(1_000, 3_900 * IO, "");
    let slow = FaultyChain::watched(&shell.chain);
    let line = format!("buyback swap \"1,000 USDC\" --route {file} {prices}");
    let said = shell.run_on(&slow, "anyone", &line).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(figure(&said.json(), "io") > 3_000 * IO, "{}", said.text());
    assert!(matches!(slow.sent()[0].message, VersionedMessage::V0(_)), "it was sent with the table");
    // What it is said to bring is less than a fill would burn.
    let file = route(1_000, 1_000 * IO, "");
    let line = format!("buyback swap \"1,000 USDC\" --route {file} {prices}");
    assert!(shell.fails("anyone", &line, Exit::Refused).contains("said to bring"));
    // A route that would have the signature of whoever sends it.
    let own = shell.address("anyone").to_string();
    let file = route(1_000, 3_900 * IO, &own);
    let line = format!("buyback swap \"1,000 USDC\" --route {file} {prices}");
    assert!(shell.fails("anyone", &line, Exit::Refused).contains("whose signature it would have"));

    shell.fails("holder", &format!("lut close {table}"), Exit::Key);
    let close = format!("lut close {table}");
    assert_eq!(shell.io("anyone", &close)["closed"], false);
    assert!(shell.fails("anyone", &close, Exit::TooEarly).contains("slots ago"));
    shell.pass_slots(600);
    let holds = |of: &Pubkey| shell.chain.world().svm.get_balance(of).unwrap_or_default();
    let (owner, at) = (shell.address("anyone"), table.parse::<Pubkey>().unwrap());
    let (before, rent) = (holds(&owner), holds(&at));
    assert_eq!(shell.io("anyone", &close)["closed"], true);
    assert_eq!(holds(&owner), before + rent - 5_000, "its rent comes back, less the fee");
    shell.fails("stranger", &format!("lut show {table}"), Exit::NotThere);
}

#[test]
fn a_price_that_nobody_pushes_is_told_with_what_to_do() {
    let (mut world, _) = World::with_buyback();
    let anyone = world.wallet();
    world.post_prices(50_000_000);
    let shell = Shell::new(world);
    shell.key("anyone", &anyone);
    let prices = format!("--io-price {} --usdc-price {}", PRICES.io, PRICES.usdc);
    let status = shell.io("anyone", &format!("buyback status {prices}"));
    assert_eq!(status["prices_stale"], false);
    assert_eq!(status["io_price"]["age_seconds"], 0);
    assert_eq!(status["io_price"]["width_bps"], 5);
    shell.pass(601);
    let status = shell.run("anyone", &format!("buyback status {prices}")).unwrap();
    assert_eq!(status.json()["prices_stale"], true);
    assert!(status.text().contains("run Pyth's price pusher"), "{}", status.text());
    // Where the push oracle keeps them in a shard of one's own.
    let config = shell.chain.world().buyback();
    let own = io_rpc::price_accounts(&config, 7);
    assert_ne!(own.io, io_rpc::price_accounts(&config, io_rpc::SHARD).io);
    for (from, to) in [(PRICES.io, own.io), (PRICES.usdc, own.usdc)] {
        let account = shell.chain.world().svm.get_account(&from).unwrap();
        shell.chain.world().svm.set_account(to, account).unwrap();
    }
    assert!(shell.io("anyone", "buyback status")["io_price"].is_null());
    assert_eq!(
        shell.io("anyone", "buyback status --price-shard 7")["io_price"]["account"],
        own.io.to_string()
    );
}
