//! What it costs to lift a record or to harm a rival's, and what a broken notice wins.

use {
    crate::facts::{over, recorded},
    io_client::orders::{
        self, AskTerms, BookParams, Choice, Currency, LeastRecord, OrdersError, RequestParams,
    },
    io_economics::{
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_USDC,
    },
    io_testkit::{
        market::asked,
        requests::{asked_for, Bidder},
    },
    solana_signer::Signer,
};

/// An operator hires its own node: what the record shows as fees it has paid, to the base unit, and
/// they are swept to the buyback, which burns them.
#[test]
fn a_wash_costs_what_it_shows() {
    let (mut world, _, _, deal) = recorded();
    let pair = [deal.client.pubkey(), deal.operator.pubkey()];
    let worth = |world: &io_testkit::World| -> u64 {
        pair.iter().map(|wallet| world.wallet_balance(wallet, Currency::Usdc)).sum()
    };
    let before = worth(&world);
    let address = world.running(&deal, 0, Currency::Usdc, 2 * DAY as u32);
    world.pass(2 * DAY - 60);
    over(&mut world, &deal, &address);
    let shown = world.record(&deal.node).history.current.fees_usdc;
    assert_eq!(before - worth(&world), shown);
    world.accepted(&[orders::sweep_fees(Currency::Usdc)], &[]);
    assert_eq!(world.balance(&orders::sweep_to(Currency::Usdc)), shown);
    // 0.25% and 2% of 144 USDC from the buyer, of which a minute was not served, and 0.25% of the
    // pay from the provider.
    assert_eq!(shown, 3_240_000 + 359_875);
}

/// The least cost of an order buys a month of a node: 5,760 processor-hours served for a quarter of
/// a cent. So whoever wants to keep such a record out asks for fees, not for time.
#[test]
fn served_time_is_lifted_for_next_to_nothing() {
    let (mut world, cast, _, deal) = recorded();
    let pair = [deal.client.pubkey(), deal.operator.pubkey()];
    let worth = |world: &io_testkit::World| -> u64 {
        pair.iter().map(|wallet| world.wallet_balance(wallet, Currency::Usdc)).sum()
    };
    let before = worth(&world);
    // 8 x 720 hours at 18 base units are 103,680; no order costs less than 100,000.
    let terms = AskTerms { rate_usdc: 18, rate_io: 0, ..asked(world.now()) };
    world.ask_for(&deal, terms);
    let params = BookParams { processors: 8, ..world.taking(&deal.node, 30 * DAY) };
    let book = orders::book(&pair[0], 0, &deal.node, Currency::Usdc, params);
    world.accepted(&[book], &[&deal.client]);
    world.pass(30 * DAY);
    over(&mut world, &deal, &orders::order_address(&pair[0], 0));
    let done = orders::lately(&world.record(&deal.node), world.now());
    assert_eq!(done.served, 8 * 30 * DAY as u64);
    // 0.25% and 2% from the buyer, 0.25% from the provider, each rounded up.
    assert_eq!(done.fees_usdc, 260 + 2_074 + 260);
    assert_eq!(before - worth(&world), done.fees_usdc);

    let bidder = Bidder { operator: deal.operator.insecure_clone(), node: deal.node };
    let client = world.client(&cast, 0, 10_000);
    let asks = |least_record| RequestParams { least_record, ..asked_for(Currency::Usdc, Choice::Client) };
    let time = LeastRecord { served: 5_000 * HOUR as u64, ..LeastRecord::default() };
    let by_time = world.request_with(&client, 0, Currency::Usdc, asks(time));
    world.bid(&bidder, &by_time, 50);
    let fees = LeastRecord { fees_usdc: BASE_UNITS_PER_USDC, ..LeastRecord::default() };
    let by_fees = world.request_with(&client, 1, Currency::Usdc, asks(fees));
    let call = world.bidding(&bidder, &by_fees, 50);
    world.refused(&[call], &[&bidder.operator], OrdersError::RecordTooLow);
}

/// A rival books a node to harm its record: what it can show is that the node served and earned.
#[test]
fn a_rival_cannot_mark_a_node_that_serves() {
    let (mut world, cast, _, deal) = recorded();
    for id in 0..3 {
        world.attest(&cast, &deal.node);
        let address = world.running(&deal, id, Currency::Usdc, DAY as u32);
        world.pass(HOUR);
        over(&mut world, &deal, &address);
    }
    // Disputes that the arbiter does not decide leave no mark either.
    world.attest(&cast, &deal.node);
    let address = world.running(&deal, 3, Currency::Usdc, DAY as u32);
    let order = world.order(&address);
    world.pass(HOUR);
    world.accepted(&[orders::dispute(&deal.client.pubkey(), &address, &order)], &[&deal.client]);
    world.pass(7 * DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    let window = world.record(&deal.node).history.current;
    assert_eq!((window.orders, window.left_early, window.disputes_lost, window.out), (4, 0, 0, 0));
    assert!(window.fees_usdc > 0);
}

/// An operator breaks a notice of 24 hours to relist its processors at twice the rate: it forfeits
/// the pay of the last 24 hours, which is all that it wins over giving notice in those 24 hours.
#[test]
fn a_notice_broken_to_relist_forfeits_what_it_wins() {
    let paid = |broken: bool| {
        let (mut world, cast, _, deal) = recorded();
        let operator = deal.operator.pubkey();
        let before = world.wallet_balance(&operator, Currency::Io);
        let address = world.with_notice(&deal, 0, Currency::Io, 10 * DAY, 24);
        let order = world.order(&address);
        world.pass(3 * DAY);
        world.attest(&cast, &deal.node);
        if !broken {
            world.give_notice(&deal, &address);
            world.pass(DAY);
        }
        world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
        world.pass(DAY);
        world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        world.wallet_balance(&operator, Currency::Io) - before
    };
    // Two processors at 1.5 IO an hour, less 0.25%: 24 hours forfeited, and 24 more not served.
    let day = 2 * 24 * 150_000_000 - 2 * 24 * 150_000_000 / 400;
    assert_eq!(paid(false) - paid(true), 2 * day);
}
