//! Fees that buy and burn IO.

use {
    crate::shell::{figure, Shell, DAY},
    crate::IO,
    io_cli::Exit,
    io_client::economics::units::BASE_UNITS_PER_USDC,
    io_testkit::chain::{Call, Effect, FaultyChain},
    io_testkit::{buyback::PRICES, World},
    solana_signer::Signer,
};

#[test]
fn fees_are_burned_and_io_is_sold_to_the_vault() {
    let (mut world, roles) = World::with_buyback();
    let trader = world.trader(&roles, 10_000, 0);
    world.revenue(5_000);
    let vault = io_client::addresses::buyback::IO_VAULT;
    world.transfer_io(&roles.owners[4], &vault, 25 * IO);
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
    assert!(shell.fails("trader", "buyback burn", Exit::TooEarly).contains("Burn again after"));
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
    assert!(old.contains("Post a new price first"), "{old}");
    assert!(shell.io("trader", &format!("buyback status {oracle}"))["offer_usdc"].is_null());
}

#[test]
fn the_vault_buys_in_a_pool() {
    let (mut world, roles) = World::with_buyback();
    let wallet = world.wallet();
    let exchange = io_client::token_swap::ID;
    world
        .accepted(&[io_client::buyback::announce_exchange(&roles.admin.pubkey(), exchange)], &[&roles.admin]);
    let pool = world.pool(&roles.owners[4], 4_000_000, 1_000_000);
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
    assert!(over.contains("wait for the budget of the next day"), "{over}");
}
