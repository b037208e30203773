//! Either side gets out alone: whoever is silent, frozen, slashed or gone, a stranger brings every
//! order to its end, and nobody gets a base unit more or less for it.

use {
    crate::{
        scene::{both, Scene, BOOKED},
        trouble::{finish, gains, gains_alone, states, with_and_without, Trouble::*, TROUBLES, WAYS},
    },
    io_client::{
        orders::{self, mint, Balances, Currency, OrdersError::AlreadyAccepted, Stage},
        staking::{self, StakingError},
        token,
    },
    io_economics::{
        staking::COOLDOWN_SECONDS,
        time::{DAY, HOUR},
    },
    io_testkit::World,
    solana_signer::Signer,
    std::collections::BTreeMap,
};

#[test]
fn no_trouble_changes_what_anyone_gets() {
    for open in both(Scene::open) {
        for (name, state) in states() {
            let scene = state(open.clone());
            let untroubled = gains_alone(scene.clone(), Nothing);
            for trouble in TROUBLES.into_iter().filter(|trouble| trouble.is_of(open.currency)) {
                println!("{trouble:?}, when {name}, in {:?}", open.currency);
                let [troubled, _] = with_and_without(&scene, trouble);
                assert_eq!(gains_alone(troubled, trouble), untroubled);
            }
        }
    }
}

/// No trouble closes a way, opens one, or changes where it leads; and each is gone after each
/// trouble.
fn the_ways_stay(currency: Currency) {
    let open = Scene::open(currency);
    let troubles = || TROUBLES.into_iter().filter(move |trouble| trouble.is_of(currency));
    let mut gone = Vec::new();
    for (name, state) in states() {
        let scene = state(open.clone());
        let mut expected = BTreeMap::new();
        for trouble in troubles() {
            let [troubled, untroubled] = with_and_without(&scene, trouble);
            let without = || WAYS.map(|way| gains(untroubled.clone(), Nothing, way));
            let expected = expected.entry(untroubled.world.now()).or_insert_with(without);
            for (way, expected) in WAYS.into_iter().zip(expected) {
                println!("{way:?} after {trouble:?}, when {name}, in {currency:?}");
                assert_eq!(gains(troubled.clone(), trouble, way), *expected);
                if expected.is_ok() {
                    gone.push((trouble, way));
                }
            }
        }
    }
    for trouble in troubles() {
        for way in WAYS {
            assert!(gone.contains(&(trouble, way)), "nobody went {way:?} after {trouble:?}");
        }
    }
}

#[test]
fn no_trouble_changes_a_way_in_io() {
    the_ways_stay(Currency::Io);
}

#[test]
fn no_trouble_changes_a_way_in_usdc() {
    the_ways_stay(Currency::Usdc);
}

#[test]
fn a_donation_changes_nothing_and_blocks_nothing() {
    for mut open in both(Scene::open) {
        let donor = open.world.client(&open.cast, 1_000, 1_000);
        for (_, state) in states() {
            let scene = state(open.clone());
            let mut given = scene.clone();
            match given.currency {
                Currency::Io => drop(given.world.donate(&donor, &orders::vault(Currency::Io), 12_345)),
                Currency::Usdc => {
                    given.world.transfer_usdc(&donor, &orders::vault(Currency::Usdc), 12_345);
                }
            }
            let [plain, given] = [scene, given].map(|mut scene| {
                finish(&mut scene);
                let worth = [scene.client(), scene.operator()].map(|wallet| scene.worth(&wallet));
                (worth, scene.world.ledger(scene.currency).balances)
            });
            assert_eq!(plain, given);
        }
    }
}

#[test]
fn a_change_of_rules_leaves_running_orders_alone() {
    for open in both(Scene::open) {
        for (_, state) in states() {
            let scene = state(open.clone());
            let mut changed = scene.clone();
            let admin = changed.roles.clone();
            let dearest = orders::Rules {
                fees: orders::FeeRates { booking_bps: 100, payment_bps: 500, provider_payment_bps: 500 },
                accept_seconds: 600,
                holdback_seconds: 7 * DAY as u32,
                least_io: 100 * io_economics::units::BASE_UNITS_PER_IO,
                least_usdc: 100 * io_economics::units::BASE_UNITS_PER_USDC,
                ..io_testkit::orders::RULES
            };
            let set = orders::set_rules(&admin.admin.pubkey(), dearest);
            changed.world.accepted(&[set], &[&admin.admin]);
            assert_eq!(gains_alone(changed, Nothing), gains_alone(scene, Nothing));
        }
    }
    // The least bond is that of the creation: 2% of an hour at 3 USDC is less.
    let scene = Scene::running(Currency::Usdc).at(600);
    let mut changed = scene.clone();
    let admin = changed.roles.clone();
    let dear = orders::Rules { least_usdc: 2_000_000, ..io_testkit::orders::RULES };
    changed.world.accepted(&[orders::set_rules(&admin.admin.pubkey(), dear)], &[&admin.admin]);
    let [bond, changed] = [scene, changed].map(|scene| scene.after("dispute").order.escrow.bonded());
    assert_eq!((bond, changed), (io_testkit::orders::RULES.least_usdc, bond));
    // An extension is at the rates of the order too.
    let scene = Scene::running(Currency::Usdc);
    let mut changed = scene.clone();
    let admin = changed.roles.clone();
    let free = orders::Rules { fees: orders::FeeRates::default(), ..io_testkit::orders::RULES };
    changed.world.accepted(&[orders::set_rules(&admin.admin.pubkey(), free)], &[&admin.admin]);
    let extended = [scene, changed].map(|scene| scene.after("extend").order.escrow.held());
    assert_eq!(extended[0], extended[1]);
}

#[test]
fn pay_goes_to_the_wallet_of_the_acceptance() {
    for mut scene in both(Scene::running) {
        let (deal, operator) = (scene.deal.clone(), scene.operator());
        let other = scene.world.wallet().pubkey();
        scene.world.accepted(&[staking::set_payout(&operator, &deal.node, other)], &[&deal.operator]);
        scene = scene.at(BOOKED);
        let before = scene.worth(&operator);
        finish(&mut scene);
        assert!(scene.worth(&operator) > before);
        assert_eq!(scene.worth(&other), 0);
    }
}

#[test]
fn delegators_leave_in_full_while_operator_and_client_keep_a_node_hired() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (operator, node) = (deal.operator.pubkey(), deal.node);
    let holder = world.holder(&cast, 8_000);
    world.stake(&holder, &node, 8_000);
    let mut params = io_testkit::orders::terms(Currency::Io, 30 * DAY as u32);
    params.processors = 8;
    let create = orders::create(&deal.client.pubkey(), 0, &node, Currency::Io, params);
    world.accepted(&[create], &[&deal.client]);
    let address = orders::order_address(&deal.client.pubkey(), 0);
    world.accept(&deal, &address, true);
    assert_eq!(world.node(&node).ledger.hired, 8);

    let key = holder.pubkey();
    let account = token::associated_address(&key, &mint(Currency::Io));
    let all = 8_000 * io_economics::units::BASE_UNITS_PER_IO;
    world.accepted(&[staking::unstake(&key, &node, all)], &[&holder]);
    let own = staking::unstake(&operator, &node, 1);
    world.refused(&[own], &[&deal.operator], StakingError::OwnStakeLocked);
    world.pass(COOLDOWN_SECONDS);
    world.accepted(&[staking::withdraw(&key, &node)], &[&holder]);
    assert_eq!(world.balance(&account), all);
    assert_eq!(world.stage(&address), Stage::Running);
}

#[test]
fn an_operator_that_accepts_and_ends_at_once_costs_the_client_nothing() {
    for mut scene in both(Scene::open) {
        let (client, deal) = (scene.client(), scene.deal.clone());
        let total = scene.order.escrow.held().unwrap();
        let before = [scene.worth(&client) + total, scene.worth(&scene.operator())];
        let accept = scene.call("accept").instruction;
        let end = scene.call("end by the operator").instruction;
        scene.world.accepted(&[accept, end], &[&deal.operator]);
        assert_eq!([scene.worth(&client), scene.worth(&scene.operator())], before);
        assert_eq!(scene.world.ledger(scene.currency).balances, Balances::default());
        scene.world.pass(HOUR);
        scene.make("close");
    }
}

/// An order that nobody has accepted is an offer. An operator that sees it being cancelled accepts
/// first: the client ends then, and pays an hour and the fees on a day of what is left.
#[test]
fn an_offer_that_is_taken_as_it_is_cancelled_costs_an_hour_and_a_days_fees() {
    for scene in both(Scene::open) {
        let wallets = [scene.client(), scene.operator()];
        let held = scene.order.escrow.held().unwrap();
        let before = [scene.worth(&wallets[0]) + held, scene.worth(&wallets[1])];
        let cancel = scene.call("cancel");
        let mut scene = scene.accepted();
        let late = std::slice::from_ref(&cancel.instruction);
        scene.world.refused(late, &cancel.signers(), AlreadyAccepted);
        scene = scene.after("end by the client").at(HOUR + DAY).after("settle");
        assert_eq!(scene.stage(), Stage::Settled);
        let after = wallets.map(|wallet| scene.worth(&wallet));
        let (hour, fees) = (scene.order.escrow.hire().cost(HOUR as u32).unwrap(), scene.order.escrow.fees);
        // 4.6875 USDC for 2.9925: two processors at 1.5.
        assert_eq!(before[0] - after[0], hour + fees.buyer(25 * hour).fees().total());
        assert_eq!(after[1] - before[1], hour - fees.provider(hour).provider());
        if scene.currency == Currency::Usdc {
            assert_eq!([before[0] - after[0], after[1] - before[1]], [4_687_500, 2_992_500]);
        }
    }
}
