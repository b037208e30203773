//! An order's life, in both currencies: what each side pays and gets.

use {
    io_addresses::buyback,
    io_client::orders::{self, mint, Currency, Stage},
    io_economics::{
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{
        calls::with_account,
        orders::{terms, CURRENCIES, RULES},
        World,
    },
    solana_signer::Signer,
};

const fn unit(currency: Currency) -> u64 {
    match currency {
        Currency::Io => BASE_UNITS_PER_IO,
        Currency::Usdc => BASE_UNITS_PER_USDC,
    }
}

#[test]
fn an_order_runs_to_its_end() {
    for currency in CURRENCIES {
        let (mut world, cast, _) = World::with_orders();
        let deal = world.deal(&cast);
        let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
        let start = [client, operator].map(|wallet| world.wallet_balance(&wallet, currency));
        let lamports = world.svm.get_balance(&client).unwrap();

        // Two processors at 1.5 an hour for two days: 144.
        let cost = 144 * unit(currency);
        let booking = cost * 25 / 10_000;
        let payment = if currency == Currency::Usdc { cost * 200 / 10_000 } else { 0 };
        let address = world.running(&deal, 0, currency, 2 * DAY as u32);
        assert_eq!(world.wallet_balance(&client, currency), start[0] - cost - booking - payment);
        let rent = lamports - world.svm.get_balance(&client).unwrap();
        assert_eq!(rent, 2_672_640, "lamports of rent");

        // A day and a half in, half a day is past the holdback.
        world.pass(DAY * 3 / 2);
        world.attest(&cast, &deal.node);
        let order = world.order(&address);
        world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        let net = |part: u64| part - part * 25 / 10_000;
        assert_eq!(world.wallet_balance(&operator, currency), start[1] + net(cost / 4));
        let fees = world.ledger(currency).balances.fees;
        assert_eq!(fees, (2 * booking + payment) / 4, "both sides' fees follow the pay");

        world.pass(DAY / 2);
        let stranger = world.wallet();
        world.accepted(&[orders::end(&stranger.pubkey(), &address, &order, None)], &[&stranger]);
        assert_eq!(world.node(&deal.node).ledger.hired, 0);
        world.pass(DAY);
        world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        assert_eq!(world.wallet_balance(&operator, currency), start[1] + net(cost));
        assert_eq!(world.stage(&address), Stage::Settled);
        world.accepted(&[orders::close(&address, &order)], &[]);
        assert_eq!(world.svm.get_balance(&client).unwrap(), lamports, "all of the rent");

        world.accepted(&[orders::sweep_fees(currency)], &[]);
        let swept = world.wallet_balance(&buyback::CONFIG.address, currency);
        assert_eq!(swept, 2 * booking + payment);
        assert_eq!(world.ledger(currency).balances, orders::Balances { swept, ..Default::default() });
    }
}

#[test]
fn a_client_that_ends_early_pays_for_the_first_hour_at_least() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let before = world.wallet_balance(&client, Currency::Usdc);
    let address = world.running(&deal, 0, Currency::Usdc, DAY as u32);
    world.pass(600);
    let order = world.order(&address);
    world.accepted(&[orders::end(&client, &address, &order, None)], &[&deal.client]);
    // 72 booked. An hour costs 3; the fees are those on it and on up to 24 hours more, which is all
    // here.
    let (cost, hour) = (72 * BASE_UNITS_PER_USDC, 3 * BASE_UNITS_PER_USDC);
    let fees = cost * 225 / 10_000;
    assert_eq!(world.wallet_balance(&client, Currency::Usdc), before - fees - hour);
    world.pass(HOUR + DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    assert_eq!(world.wallet_balance(&operator, Currency::Usdc), hour - hour * 25 / 10_000);
}

#[test]
fn an_operator_that_stops_within_the_first_hour_is_paid_nothing() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let before = world.wallet_balance(&client, Currency::Io);
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    world.pass(HOUR - 1);
    let order = world.order(&address);
    let held = order.escrow.held().unwrap();
    let receipt = world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
    let [ended] = &receipt.events::<orders::events::OrderEnded>()[..] else { panic!("one event") };
    assert_eq!((ended.order, ended.by), (address, operator));
    assert_eq!((ended.duration, ended.done), (HOUR as u32 - 1, true), "nothing is left");
    assert_eq!((ended.left_early, ended.notice_broken, ended.recorded), (true, false, false));
    assert_eq!((ended.refund, ended.kept, ended.now), (held, 0, world.now()));
    assert_eq!(world.wallet_balance(&client, Currency::Io), before);
    assert_eq!(world.stage(&address), Stage::Settled);
    assert_eq!(world.ledger(Currency::Io).balances, orders::Balances::default());
}

#[test]
fn outages_are_not_paid_and_return_at_the_end() {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let earlier = world.wallet_balance(&operator, Currency::Io);
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    let order = world.order(&address);
    let start = order.escrow.at;
    world.pass(DAY / 2);
    let outage = |from, to| {
        orders::report_outage(&roles.oracle.pubkey(), &address, order.serial, start + from, start + to)
    };
    world.accepted(&[outage(3_600, 7_200), outage(36_000, 39_600)], &[&roles.oracle]);
    world.pass(DAY / 2);
    world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
    world.pass(DAY);
    let before = world.wallet_balance(&client, Currency::Io);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    // 72 booked, 6 of them not served, which bear no fees.
    let served = 66 * BASE_UNITS_PER_IO;
    assert_eq!(world.wallet_balance(&operator, Currency::Io), earlier + served - served * 25 / 10_000);
    let unserved = 6 * BASE_UNITS_PER_IO;
    assert_eq!(world.wallet_balance(&client, Currency::Io), before + unserved + unserved * 25 / 10_000);
}

#[test]
fn an_extension_costs_what_booking_longer_would_have() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let client = deal.client.pubkey();
    let before = world.wallet_balance(&client, Currency::Usdc);
    let address = world.running(&deal, 0, Currency::Usdc, 7_200);
    let order = world.order(&address);
    for seconds in [7_201, 12_799] {
        world.pass(600);
        world.accepted(&[orders::extend(&client, &address, &order, seconds)], &[&deal.client]);
    }
    let extended = before - world.wallet_balance(&client, Currency::Usdc);
    let before = world.wallet_balance(&client, Currency::Usdc);
    world.create(&deal, 1, Currency::Usdc, 27_200);
    assert_eq!(before - world.wallet_balance(&client, Currency::Usdc), extended);
}

#[test]
fn an_arbiter_divides_what_is_held_back() {
    for share in [0, 4_000, 10_000] {
        let (mut world, cast, roles) = World::with_orders();
        let deal = world.deal(&cast);
        let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
        let earlier = world.wallet_balance(&operator, Currency::Usdc);
        let address = world.running(&deal, 0, Currency::Usdc, 4 * DAY as u32);
        let order = world.order(&address);
        let before = world.wallet_balance(&client, Currency::Usdc);
        world.pass(2 * DAY);
        world.accepted(&[orders::dispute(&client, &address, &order)], &[&deal.client]);
        assert_eq!(world.node(&deal.node).ledger.hired, 0, "the node is free at once");
        world.pass(DAY);
        let call = orders::resolve(&roles.arbiter.pubkey(), &address, &order, share, [None; 2]);
        world.accepted(&[call], &[&roles.arbiter]);
        // One day was past the holdback and is paid, one is divided, two come back.
        let day = 72 * BASE_UNITS_PER_USDC;
        let gross = day + day * u64::from(share) / 10_000;
        assert_eq!(world.wallet_balance(&operator, Currency::Usdc), earlier + gross - gross * 25 / 10_000);
        // From a half on the client leaves the fees on a day more; with nothing won it loses the
        // bond.
        let fees_on = gross + if share < 5_000 { 0 } else { day };
        let fees = (4 * day - fees_on) * 225 / 10_000;
        let bond = if share == 10_000 { day * 2 / 100 } else { 0 };
        assert_eq!(world.wallet_balance(&client, Currency::Usdc), before + 4 * day - gross + fees - bond);
        assert_eq!(world.stage(&address), Stage::Settled);
    }
}

#[test]
fn what_a_frozen_account_cannot_take_waits_for_its_payee() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let usdc = mint(Currency::Usdc);
    let [of_client, of_operator] =
        [client, operator].map(|wallet| io_client::token::associated_address(&wallet, &usdc));
    let address = world.running(&deal, 0, Currency::Usdc, 2 * DAY as u32);
    let order = world.order(&address);
    world.freeze(&of_client);
    world.freeze(&of_operator);
    world.pass(DAY);
    let unclaimed_balances =
        [client, operator].map(|wallet| Some(orders::unclaimed_address(&wallet, Currency::Usdc)));
    let payer = world.payer.pubkey();
    for wallet in [client, operator] {
        world.accepted(&[orders::open_unclaimed(&payer, &wallet, Currency::Usdc)], &[]);
    }
    world.accepted(&[orders::end(&client, &address, &order, unclaimed_balances[0])], &[&deal.client]);
    world.pass(DAY);
    world.accepted(&[orders::settle(&address, &order, unclaimed_balances)], &[]);
    world.accepted(&[orders::close(&address, &order)], &[]);
    let day = 72 * BASE_UNITS_PER_USDC;
    assert_eq!(world.unclaimed(&client, Currency::Usdc).amount, day);
    assert_eq!(world.unclaimed(&operator, Currency::Usdc).amount, day - day * 25 / 10_000);

    world.thaw(&of_client);
    let rent = world.svm.get_balance(&payer).unwrap();
    let take = orders::take_unclaimed(&client, &payer, Currency::Usdc, &of_client);
    world.accepted(&[take], &[&deal.client]);
    assert!(world.svm.get_balance(&payer).unwrap() > rent, "the rent returns to who opened it");
    assert_eq!(world.ledger(Currency::Usdc).balances.unclaimed, day - day * 25 / 10_000);
}

#[test]
fn sol_sent_ahead_blocks_no_order_and_is_its_clients_at_the_close() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let client = deal.client.pubkey();
    let before = world.svm.get_balance(&client).unwrap();
    let sent = 1_000_000;
    world.svm.airdrop(&orders::order_address(&client, 0), sent).unwrap();
    let unclaimed = orders::unclaimed_address(&client, Currency::Io);
    world.svm.airdrop(&unclaimed, sent).unwrap();

    let address = world.create(&deal, 0, Currency::Io, 7_200);
    let order = world.order(&address);
    world.accepted(&[orders::cancel(&client, &address, &order, None)], &[&deal.client]);
    world.accepted(&[orders::close(&address, &order)], &[]);
    assert_eq!(world.svm.get_balance(&client), Some(before + sent));
    let payer = world.payer.pubkey();
    world.accepted(&[orders::open_unclaimed(&payer, &client, Currency::Io)], &[]);
    assert_eq!(world.unclaimed(&client, Currency::Io).payee, client);
}

#[test]
fn a_client_pays_from_any_account_and_is_refunded_to_its_associated_one() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let client = deal.client.pubkey();
    let before = world.wallet_balance(&client, Currency::Io);
    let own = io_client::token::associated_address(&client, &mint(Currency::Io));
    let other = world.key().pubkey();
    let account = world.svm.get_account(&own).unwrap();
    world.svm.set_account(other, account).unwrap();
    let call = orders::create(&client, 0, &deal.node, Currency::Io, terms(Currency::Io, 7_200));
    world.accepted(&[with_account(call, own, other)], &[&deal.client]);
    assert_eq!(world.wallet_balance(&client, Currency::Io), before);
    let address = orders::order_address(&client, 0);
    let order = world.order(&address);
    world.accepted(&[orders::cancel(&client, &address, &order, None)], &[&deal.client]);
    let cost = 6 * BASE_UNITS_PER_IO;
    assert_eq!(world.wallet_balance(&client, Currency::Io), before + cost + cost * 25 / 10_000);
}

#[test]
fn the_rules_are_within_their_bounds() {
    RULES.check().unwrap();
}
