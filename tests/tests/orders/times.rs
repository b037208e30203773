//! Calls that come too early or too late, and clocks that go back.

use {
    crate::scene::{both, Scene, BOOKED},
    io_client::orders::{self, CreateParams, Currency, OrdersError::*, Stage},
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::NOT_THERE,
        orders::{terms, RULES},
        World,
    },
    solana_signer::Signer,
};

#[test]
fn pay_starts_after_the_first_hour_and_stays_a_day_behind() {
    for mut scene in both(Scene::running) {
        let settle = [scene.call("settle").instruction];
        let pay = |scene: &Scene| scene.worth(&scene.operator());
        let before = pay(&scene);
        for early in [0, 1, HOUR - 1] {
            scene = scene.at(early);
            scene.world.refused(&settle, &[], FirstHour);
        }
        for held in [HOUR, HOUR + 1, DAY] {
            scene = scene.at(held);
            scene.world.refused(&settle, &[], NothingDue);
        }
        scene = scene.at(DAY + 1);
        scene.make("settle");
        assert!(pay(&scene) > before);
        scene.world.refused(&settle, &[], NothingDue);

        // Clocks that stand still, go back, or leap.
        for back in [DAY, HOUR, 0, -365 * DAY] {
            scene = scene.at(back);
            scene.world.refused(&settle, &[], NothingDue);
        }
        scene = scene.at(365 * DAY);
        scene.world.refused(&settle, &[], EndFirst);
        scene.make("end by a stranger");
        scene.make("settle");
        assert_eq!(scene.stage(), Stage::Settled);
        scene.world.refused(&settle, &[], AlreadySettled);
        scene.make("close");
        scene.world.refused(&settle, &[], NOT_THERE);
    }
}

#[test]
fn a_time_once_seen_does_not_come_back() {
    for scene in both(Scene::running) {
        // The oracle's report at the end of the service is seen by the order.
        let late = scene.at(BOOKED).after("report an outage");
        let back = late.at(60);
        let mut back_again = back.clone();
        back_again.world.refused(&[back.call("extend").instruction], &[&back.deal.client], ServiceOver);
        back_again.make("end by a stranger");
        let full = i64::from(back_again.order.escrow.duration);
        assert_eq!(full, BOOKED, "the whole time is billed");

        let over = back_again.at(BOOKED + DAY);
        assert_eq!(over.after("settle").stage(), Stage::Settled);
    }
}

#[test]
fn an_order_of_a_clock_that_went_back_is_no_older_for_it() {
    let mut scene = Scene::open(Currency::Io);
    scene = scene.at(-DAY);
    let (deal, currency) = (scene.deal.clone(), scene.currency);
    scene.world.refused(
        &[scene.call("cancel by a stranger").instruction],
        &[&scene.stranger],
        AcceptWindowOpen,
    );
    let address = scene.world.create(&deal, 1, currency, HOUR as u32);
    assert_eq!(scene.world.order(&address).escrow.at, scene.world.now());
    let mut scene = scene.accepted();
    assert!(scene.order.escrow.at > scene.world.now(), "its own time stands still meanwhile");
    scene.world.refused(&[scene.call("settle").instruction], &[], FirstHour);
}

#[test]
fn a_dispute_is_once_and_in_time() {
    for mut scene in both(|currency| Scene::running(currency).at(BOOKED)) {
        let dispute = [scene.call("dispute").instruction];
        let deal = scene.deal.clone();
        scene = scene.at(BOOKED + DAY);
        scene.world.refused(&dispute, &[&deal.client], DisputeWindowOver);
        scene = scene.at(BOOKED + DAY - 1).after("dispute");
        scene.world.refused(&dispute, &[&deal.client], Disputed);
        scene.make("resolve");
        scene.world.refused(&dispute, &[&deal.client], AlreadySettled);
        scene.make("close");
        scene.world.refused(&dispute, &[&deal.client], NOT_THERE);
    }
}

/// A client that has left an order disputes in the last second of the holdback, when a second's pay
/// is left to dispute, for a bond of as much. By a share below a half of that second the arbiter
/// gives back the buyer's fees on the day that the client has left, too.
#[test]
fn a_dispute_of_the_last_second_decides_the_fees_on_a_day() {
    for scene in both(|currency| Scene::running(currency).at(2 * HOUR)) {
        let left = scene.after("end by the client");
        let settled = left.clone().at(2 * HOUR + DAY).after("settle");
        let disputed = left.at(2 * HOUR + DAY - 1).after("dispute");
        let escrow = disputed.order.escrow;
        let cost = |seconds| escrow.hire().cost(seconds).unwrap();
        let second = cost(7_200) - cost(7_199);
        assert_eq!(escrow.bonded(), second);
        let wallets = [settled.client(), settled.operator()];
        let decided = |share_bps| {
            let (mut scene, roles) = (disputed.clone(), disputed.roles.clone());
            let key = roles.arbiter.pubkey();
            let resolve = orders::resolve(&key, &scene.address, &scene.order, share_bps, [None; 2]);
            scene.world.accepted(&[resolve], &[&roles.arbiter]);
            wallets.map(|wallet| i128::from(scene.worth(&wallet)) - i128::from(settled.worth(&wallet)))
        };
        let [half, nothing] = [5_000, 0].map(decided);
        let second = i128::from(second);
        assert!(0 < half[0] && half[0] < second && -second < half[1] && half[1] < 0, "{half:?}");
        let a_day = i128::from(escrow.fees.buyer(cost(DAY as u32)).fees().total());
        assert!((a_day + second..=a_day + 2 * second).contains(&nothing[0]), "{nothing:?}");
        assert!((-second..0).contains(&nothing[1]), "{nothing:?}");
        if settled.currency == Currency::Usdc {
            assert_eq!(nothing, [1_620_852, -832], "1.62 USDC for a second of 0.000834");
        }
    }
}

/// Who hires its own node for the least order and disputes the last second of it pays, for each
/// dispute of a flood, the fees of that order and that second, even if the arbiter answers.
#[test]
fn a_flood_of_disputes_of_a_second_costs_each_the_fees_of_the_least_order() {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let wallets = [deal.client.pubkey(), deal.operator.pubkey()];
    let have = |world: &World| wallets.map(|wallet| world.wallet_balance(&wallet, Currency::Usdc));
    let before = have(&world);
    let params = CreateParams { processors: 1, rate: RULES.least_usdc, ..terms(Currency::Usdc, HOUR as u32) };
    let create = orders::create(&wallets[0], 0, &deal.node, Currency::Usdc, params);
    world.accepted(&[create], &[&deal.client]);
    let address = orders::order_address(&wallets[0], 0);
    world.accept(&deal, &address, true);
    world.pass(HOUR);
    let order = world.order(&address);
    let end = orders::end(&wallets[1], &address, &order, None);
    world.accepted(&[end], &[&deal.operator]);
    world.pass(DAY - 1);
    world.accepted(&[orders::dispute(&wallets[0], &address, &order)], &[&deal.client]);
    assert_eq!(world.order(&address).escrow.bonded(), 28);
    let resolve = orders::resolve(&roles.arbiter.pubkey(), &address, &order, 10_000, [None; 2]);
    world.accepted(&[resolve], &[&roles.arbiter]);
    let after = have(&world);
    let lost = before.iter().sum::<u64>() - after.iter().sum::<u64>();
    assert_eq!(lost, 2_500 + 28, "0.00225 and 0.00025 USDC of fees, and the bond");
}

#[test]
fn an_order_closes_empty() {
    for open in both(Scene::open) {
        let states: [fn(Scene) -> Scene; 4] = [
            |open| open,
            |open| open.accepted().at(DAY),
            |open| open.accepted().at(DAY).after("end by the client"),
            |open| open.accepted().at(DAY).after("dispute"),
        ];
        for state in states {
            let mut scene = state(open.clone());
            scene.world.refused(&[scene.call("close").instruction], &[], NotSettled);
        }
    }
}

/// Client and operator cannot go round the fees again and again in the same second: what an
/// operator ends within the first hour stays hired until anyone closes it, an hour later.
#[test]
fn an_order_that_is_ended_at_once_keeps_its_processors_for_an_hour() {
    for open in both(Scene::open) {
        let mut scene = open.accepted().at(HOUR - 1).after("end by the operator");
        assert_eq!(scene.stage(), Stage::Settled);
        let hired = |scene: &Scene| scene.world.node(&scene.deal.node).ledger.hired;
        assert_eq!(hired(&scene), 2);
        let close = [scene.call("close").instruction];
        for early in [HOUR - 1, 2 * HOUR - 2] {
            scene = scene.at(early);
            scene.world.refused(&close, &[], StillHired);
        }
        // A clock that goes back shortens nothing.
        scene = scene.at(-DAY);
        scene.world.refused(&close, &[], StillHired);
        scene = scene.at(2 * HOUR - 1);
        scene.make("close");
        assert_eq!(hired(&scene), 0);
    }
}
