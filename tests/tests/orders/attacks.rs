//! Rules that hold when people play against them: the figures that a review found, each with the
//! fair one.

use {
    crate::scene::{both, Scene, BOOKED},
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, mint, CreateParams, Currency, OrdersError::*, Stage, MAX_SECONDS},
        staking::{self, StakingError},
    },
    io_economics::{
        staking::COOLDOWN_SECONDS,
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{
        orders::{terms, Deal, RULES},
        World,
    },
    solana_signer::Signer,
};

const USDC: u64 = BASE_UNITS_PER_USDC;

/// All orders of `count` things.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for next in 0..count {
        let insert = |order: Vec<usize>| {
            (0..=next).map(move |place| {
                let mut order = order.clone();
                order.insert(place, next);
                order
            })
        };
        all = all.into_iter().flat_map(insert).collect();
    }
    all
}

/// What provider and client gain of an order at 3 USDC an hour, out of service in `outage`, that
/// its client disputes at `at` and of which the arbiter gives the provider nothing; by each order
/// of calls in that second. Where an outage leaves nothing to dispute, the client ends.
fn gained(at: i64, outage: (i64, i64)) -> Vec<[u64; 2]> {
    let scene = Scene::running(Currency::Usdc).at(at);
    let start = scene.order.escrow.at;
    let roles = scene.roles.clone();
    let (oracle, arbiter) = (roles.oracle.pubkey(), roles.arbiter.pubkey());
    let report = orders::report_outage(
        &oracle,
        &scene.address,
        scene.order.serial,
        start + outage.0,
        start + outage.1,
    );
    let resolve = orders::resolve(&arbiter, &scene.address, &scene.order, 0, [None; 2]);
    let [settle, dispute] = ["settle", "dispute"].map(|name| scene.call(name).instruction);
    let calls = [
        (settle, None),
        (report, Some(&roles.oracle)),
        (dispute, Some(&scene.deal.client)),
        (resolve, Some(&roles.arbiter)),
    ];
    let wallets = [scene.operator(), scene.client()];
    let mut gained = Vec::new();
    for order in permutations(4) {
        let mut fork = scene.clone();
        let before = wallets.map(|wallet| fork.worth(&wallet));
        // Where the decision came before the dispute, both come again.
        for index in order.iter().chain(&[2, 3]) {
            let (call, signer) = &calls[*index];
            let _ = fork.world.send(std::slice::from_ref(call), signer.as_slice());
        }
        if fork.world.stage(&fork.address) != Stage::Settled {
            let dispute = fork.call("dispute").instruction;
            fork.world.refused(&[dispute], &[&scene.deal.client], NothingDisputed);
            fork = fork.after("end by the client").at(at + DAY).after("settle");
        }
        assert_eq!(fork.world.stage(&fork.address), Stage::Settled);
        let after = wallets.map(|wallet| fork.worth(&wallet));
        gained.push([after[0] - before[0], after[1] - before[1]]);
    }
    gained
}

/// 47 hours, half of them past the holdback, and all of them out: 68.83 or 5.98 USDC, by who called
/// first. Where ten of the last 24 were out, 35.91 or 20.95. Now what lay before the holdback is
/// the provider's.
#[test]
fn who_calls_first_changes_no_pay() {
    // 48 hours were escrowed, with 2.25% of fees. The client has back all but what was served.
    let fair = |served: u64| {
        let cost = |minutes: u64| minutes * 3 * USDC / 60;
        let [escrowed, spent] = [48 * 60, served].map(|minutes| cost(minutes) * 10_225 / 10_000);
        [cost(served) * 9_975 / 10_000, escrowed - spent]
    };
    assert_eq!(fair(23 * 60), [68_827_500, 76_687_500]);
    for gained in gained(47 * HOUR, (0, 47 * HOUR)) {
        assert_eq!(gained, fair(23 * 60));
    }
    // A minute less than 24 hours lay before the holdback.
    assert_eq!(fair(24 * 60 - 1)[0], 71_770_125);
    for gained in gained(BOOKED - 60, (BOOKED - 20 * HOUR, BOOKED - 10 * HOUR)) {
        assert_eq!(gained, fair(24 * 60 - 1));
    }
}

/// 16 USDC an hour for 30 days: 11,520 USDC, and 259.20 of the buyer's fees.
fn month() -> CreateParams {
    let params = CreateParams { processors: 8, rate: 2 * USDC, ..terms(Currency::Usdc, MAX_SECONDS) };
    assert_eq!(u64::from(params.processors) * params.rate * 720, 11_520 * USDC);
    params
}

/// An operator that ended after an hour left its client 259.24 USDC of fees for 16 USDC of service.
#[test]
fn an_operator_that_ends_burns_no_fees_of_its_client() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let before = world.wallet_balance(&client, Currency::Usdc);
    world.accepted(&[orders::create(&client, 0, &deal.node, Currency::Usdc, month())], &[&deal.client]);
    let address = orders::order_address(&client, 0);
    world.accept(&deal, &address, true);
    assert_eq!(before - world.wallet_balance(&client, Currency::Usdc), 11_779_200_000);
    world.pass(HOUR);
    let order = world.order(&address);
    world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
    assert_eq!(before - world.wallet_balance(&client, Currency::Usdc), 16_360_000, "16 and 0.36 USDC");
    world.pass(DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    assert_eq!(world.ledger(Currency::Usdc).balances.fees, 400_000, "and 0.04 of the provider's");
}

/// Leaving a cluster of ten nodes, once one of its operators had ended, cost 2,476.80 USDC: 144 for
/// the hour that the nine others served, and all fees on 30 days. Now the fees on a day of it.
#[test]
fn a_cluster_is_left_for_a_day_of_fees() {
    let (mut world, cast, _) = World::with_orders();
    let deals: Vec<Deal> = (0..10).map(|_| world.deal(&cast)).collect();
    let client = &deals[0].client;
    let key = client.pubkey();
    let addresses: Vec<Pubkey> = (0..).map(|id| orders::order_address(&key, id)).take(10).collect();
    for (id, deal) in (0..).zip(&deals) {
        world.accepted(&[orders::create(&key, id, &deal.node, Currency::Usdc, month())], &[client]);
        let address = orders::order_address(&key, id);
        world.accept(deal, &address, true);
    }
    world.pass(HOUR);
    let end = |world: &World, ender: &Pubkey, address: &Pubkey| {
        [orders::end(ender, address, &world.order(address), None)]
    };
    let by_operator = end(&world, &deals[0].operator.pubkey(), &addresses[0]);
    world.accepted(&by_operator, &[&deals[0].operator]);
    let held = |world: &World| world.ledger(Currency::Usdc).balances.escrowed;
    let one = held(&world) - 9 * 11_779_200_000;
    for address in &addresses[1..] {
        let by_client = end(&world, &key, address);
        world.accepted(&by_client, &[client]);
    }
    // Each: 16 USDC for the hour, 0.36 of fees on it, 8.64 of fees on the next 24 hours.
    assert_eq!(held(&world) - one, 9 * 25_000_000);
    assert_eq!(one, 16_360_000);
}

/// Client and operator that end within the hour, and settle outside of the programs, had a node to
/// themselves for ever without a fee. Now they have it every other hour.
#[test]
fn who_goes_round_the_fees_has_half_the_hours() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let before = [client, operator].map(|wallet| world.wallet_balance(&wallet, Currency::Usdc));
    let (mut served, start, address) = (0, world.now(), orders::order_address(&client, 0));
    let params = CreateParams { processors: 8, ..terms(Currency::Usdc, HOUR as u32) };
    while world.now() < start + DAY {
        world.attest(&cast, &deal.node);
        world.accepted(&[orders::create(&client, 0, &deal.node, Currency::Usdc, params)], &[&deal.client]);
        world.accept(&deal, &address, true);
        world.pass(HOUR - 1);
        served += HOUR - 1;
        let order = world.order(&address);
        world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
        let close = [orders::close(&address, &order)];
        world.refused(&close, &[], StillHired);
        world.pass(HOUR);
        world.accepted(&close, &[]);
    }
    assert_eq!(served, 13 * (HOUR - 1), "of {} s", world.now() - start);
    assert_eq!(world.now() - start, 13 * (2 * HOUR - 1));
    let after = [client, operator].map(|wallet| world.wallet_balance(&wallet, Currency::Usdc));
    assert_eq!(before, after, "no fee");
}

/// A node that was dead from the first second, as the oracle told day by day, did the same.
#[test]
fn a_dead_node_costs_its_client_nothing() {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let client = deal.client.pubkey();
    let before = world.wallet_balance(&client, Currency::Usdc);
    world.accepted(&[orders::create(&client, 0, &deal.node, Currency::Usdc, month())], &[&deal.client]);
    let address = orders::order_address(&client, 0);
    world.accept(&deal, &address, true);
    let order = world.order(&address);
    for _ in 0..3 {
        world.pass(DAY);
        let (from, to) = (world.now() - DAY, world.now());
        let report = orders::report_outage(&roles.oracle.pubkey(), &address, order.serial, from, to);
        world.accepted(&[report], &[&roles.oracle]);
    }
    // Its client has seen enough. It leaves no fees behind, since the node is out when it ends.
    world.accepted(&[orders::end(&client, &address, &order, None)], &[&deal.client]);
    world.pass(DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    assert_eq!(world.wallet_balance(&client, Currency::Usdc), before);
    assert_eq!(world.ledger(Currency::Usdc).balances.fees, 0);
}

/// A dispute held all pay for a week and cost nothing. Now it holds what is disputed, and takes a
/// bond of 2% of that, which a client that is not believed at all loses.
#[test]
fn a_dispute_takes_a_bond_and_holds_no_other_pay() {
    for share in [0, 9_999, 10_000] {
        let mut scene = Scene::running(Currency::Usdc).at(BOOKED - HOUR);
        let (purse, operator) = (scene.purse, scene.operator());
        let before = [scene.world.balance(&purse), scene.worth(&operator)];
        scene.make("dispute");
        // 24 hours at 3 USDC are disputed.
        let bond = 72 * USDC * 2 / 100;
        assert_eq!(before[0] - scene.world.balance(&purse), bond);
        assert_eq!(scene.world.ledger(Currency::Usdc).balances.bonds, bond);
        scene.make("settle");
        let sure = 23 * 3 * USDC;
        assert_eq!(scene.worth(&operator) - before[1], sure - sure * 25 / 10_000);
        scene.world.refused(&[scene.call("settle").instruction], &[], Disputed);

        let roles = scene.roles.clone();
        let resolve =
            orders::resolve(&roles.arbiter.pubkey(), &scene.address, &scene.order, share, [None; 2]);
        let receipt = scene.world.accepted(&[resolve], &[&roles.arbiter]);
        let [event] = &receipt.events::<orders::events::OrderResolved>()[..] else { panic!("one event") };
        let forfeited = if share == 10_000 { bond } else { 0 };
        assert_eq!((event.bond_forfeited, event.bond_returned), (forfeited, bond - forfeited));
        let balances = scene.world.ledger(Currency::Usdc).balances;
        assert_eq!((balances.bonds, balances.escrowed), (0, 0));
    }
}

/// An arbiter that is silent returns the bond.
#[test]
fn silence_returns_the_bond() {
    for mut scene in both(|currency| Scene::running(currency).at(DAY)) {
        let before = scene.worth(&scene.client());
        let mut ended = scene.clone();
        ended.make("end by the client");
        scene = scene.after("dispute").at(8 * DAY).after("settle");
        ended = ended.at(2 * DAY).after("settle");
        assert!(scene.worth(&scene.client()) > before);
        assert_eq!(scene.worth(&scene.client()), ended.worth(&ended.client()), "as if it had ended");
        assert_eq!(scene.worth(&scene.operator()), ended.worth(&ended.operator()));
    }
}

/// In the first hour a client that disputed got its fees back where the provider got nothing, and
/// one that ended first did not.
#[test]
fn a_client_that_ends_first_fares_as_one_that_disputes() {
    for scene in both(|currency| Scene::running(currency).at(600)) {
        for share in [0, 4_999, 5_000, 10_000] {
            let [disputed, ended] = [false, true].map(|ends_first| {
                let mut scene = scene.clone();
                if ends_first {
                    scene.make("end by the client");
                }
                scene.make("dispute");
                let roles = scene.roles.clone();
                let resolve =
                    orders::resolve(&roles.arbiter.pubkey(), &scene.address, &scene.order, share, [None; 2]);
                scene.world.accepted(&[resolve], &[&roles.arbiter]);
                [scene.client(), scene.operator()].map(|wallet| scene.worth(&wallet))
            });
            assert_eq!(disputed, ended, "{share}");
        }
    }
}

/// A client that left a node that never served paid the rest of the first hour, and fees on a day.
#[test]
fn a_dead_node_earns_nothing_in_the_first_hour() {
    for scene in both(Scene::running) {
        for reported_at in [600, 2 * HOUR] {
            let mut scene = scene.clone();
            let before = scene.worth(&scene.operator());
            let paid_in = scene.order.escrow.booked().unwrap().total().unwrap();
            let had = scene.worth(&scene.client()) + paid_in;
            let roles = scene.roles.clone();
            let (start, at) = (scene.order.escrow.at, scene.address);
            let (oracle, serial) = (roles.oracle.pubkey(), scene.order.serial);
            let report = [orders::report_outage(&oracle, &at, serial, start, start + HOUR)];
            scene = scene.at(600);
            if reported_at == 600 {
                scene.world.accepted(&report, &[&roles.oracle]);
            }
            scene.make("end by the client");
            scene = scene.at(reported_at);
            if reported_at > 600 {
                scene.world.accepted(&report, &[&roles.oracle]);
            }
            scene = scene.at(600 + DAY).after("settle");
            assert_eq!(scene.stage(), Stage::Settled);
            assert_eq!((scene.worth(&scene.operator()), scene.worth(&scene.client())), (before, had));
            assert_eq!(scene.world.ledger(scene.currency).balances.fees, 0);
        }
    }
}

#[test]
fn nothing_served_is_nothing_disputed() {
    for mut scene in both(|currency| Scene::running(currency).at(HOUR).after("report an outage")) {
        let call = scene.call("dispute");
        scene.world.refused(&[call.instruction], &[&scene.deal.client.insecure_clone()], NothingDisputed);
    }
}

/// Each dispute of a flood that holds up an hour's pay costs its client the least cost of an order
/// as a bond, if the arbiter finds all of it for the provider.
#[test]
fn a_flood_of_disputes_costs_each_the_least_cost() {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let client = deal.client.pubkey();
    let least = RULES.least_usdc;
    let before = world.wallet_balance(&client, Currency::Usdc);
    let params = CreateParams { processors: 1, rate: least, ..terms(Currency::Usdc, HOUR as u32) };
    world.accepted(&[orders::create(&client, 0, &deal.node, Currency::Usdc, params)], &[&deal.client]);
    let address = orders::order_address(&client, 0);
    world.accept(&deal, &address, true);
    world.pass(HOUR);
    let order = world.order(&address);
    world.accepted(&[orders::dispute(&client, &address, &order)], &[&deal.client]);
    let resolve = orders::resolve(&roles.arbiter.pubkey(), &address, &order, 10_000, [None; 2]);
    world.accepted(&[resolve], &[&roles.arbiter]);
    let lost = before - world.wallet_balance(&client, Currency::Usdc);
    assert_eq!(lost, 2 * least + 2_250, "0.1 USDC of pay, 0.00225 of fees, 0.1 of bond");
}

/// A stranger that opened an unclaimed balance kept 8.98 USDC for ever from a payout wallet that
/// cannot sign. Now anyone delivers them.
#[test]
fn a_stranger_keeps_no_pay_from_a_wallet_that_cannot_sign() {
    let (mut world, cast, _) = World::with_orders();
    let (deal, stranger) = (world.deal(&cast), world.wallet());
    let silent = Pubkey::find_program_address(&[b"deposits"], &io_addresses::external::TOKEN_PROGRAM).0;
    let set = staking::set_payout(&deal.operator.pubkey(), &deal.node, silent);
    world.accepted(&[set], &[&deal.operator]);
    let address = world.running(&deal, 0, Currency::Usdc, 3 * HOUR as u32);
    let order = world.order(&address);
    world.pass(3 * HOUR);
    let end = orders::end(&stranger.pubkey(), &address, &order, None);
    world.accepted(&[end], &[&stranger]);
    world.pass(DAY);
    let open = orders::open_unclaimed(&stranger.pubkey(), &silent, Currency::Usdc);
    let place = orders::unclaimed_address(&silent, Currency::Usdc);
    world.accepted(&[open, orders::settle(&address, &order, [Some(place), None])], &[&stranger]);
    assert_eq!(world.unclaimed(&silent, Currency::Usdc).amount, 8_977_500);
    let deliver = [orders::deliver_unclaimed(&silent, &stranger.pubkey(), Currency::Usdc)];
    world.refused(&deliver, &[], PayeeCannotTake);
    world.token_account(&silent, &mint(Currency::Usdc));
    world.accepted(&deliver, &[]);
    assert_eq!(world.wallet_balance(&silent, Currency::Usdc), 8_977_500);
}

/// An operator's stake was locked for ever once io_orders was gone. Now it is free at the time that
/// the acceptance named: 30 days, 7 of holdback, 7 of the arbiter's, at the most.
#[test]
fn a_program_that_is_gone_locks_no_stake_for_ever() {
    let (mut world, cast, roles) = World::with_orders();
    let rules = orders::Rules { holdback_seconds: 7 * DAY as u32, ..RULES };
    world.accepted(&[orders::set_rules(&roles.admin.pubkey(), rules)], &[&roles.admin]);
    let deal = world.deal(&cast);
    let operator = deal.operator.pubkey();
    world.running(&deal, 0, Currency::Usdc, HOUR as u32);
    let until = world.node(&deal.node).ledger.hired_until;
    assert_eq!(until - world.now(), 44 * DAY);
    // From here on nobody calls io_orders.
    let all = 16_000 * BASE_UNITS_PER_IO;
    let unstake = [staking::unstake(&operator, &deal.node, all)];
    world.set_clock(until - 1);
    world.refused(&unstake, &[&deal.operator], StakingError::OwnStakeLocked);
    world.set_clock(until);
    world.accepted(&unstake, &[&deal.operator]);
    world.pass(COOLDOWN_SECONDS);
    world.accepted(&[staking::withdraw(&operator, &deal.node)], &[&deal.operator]);
    assert_eq!(world.node(&deal.node).ledger.hired, 2, "io_orders never released them");
}
