//! Calls that come too early or too late, and clocks that go back.

use {
    crate::scene::{both, Scene, BOOKED},
    io_client::orders::{Currency, OrdersError::*, Stage},
    io_economics::time::{DAY, HOUR},
    io_testkit::calls::NOT_THERE,
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
