//! The end of the service.

use super::*;

#[test]
fn an_operator_that_accepts_and_ends_at_once_costs_the_client_nothing() {
    for after in [0, 1, HOUR_SECONDS - 1] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(after).call(Extend { seconds: 77 }).unwrap();
        scene.call(End { by: Ender::Operator }).unwrap();
        scene.everything_is_back();
        assert_eq!(stage(&scene), Stage::Settled);
    }
}

#[test]
fn an_operator_that_ends_later_is_paid_by_the_second() {
    let mut scene = Scene::running(TEN_DAYS);
    let moved = scene.at(HOUR_SECONDS).call(End { by: Ender::Operator }).unwrap();
    assert_eq!(moved.out.client, 864_000 - 3_600);
    scene.finish();
    assert_eq!(scene.paid_and_returned(), (3_600, 864_000 - 3_600));
    scene.buyer_fees_are_on(864_000);
}

#[test]
fn a_client_that_ends_early_pays_the_first_hour() {
    for (after, paid) in [(0, 3_600), (1_800, 3_600), (3_600, 3_600), (3_601, 3_601), (86_400, 86_400)] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(after).call(End { by: Ender::Client }).unwrap();
        scene.finish();
        assert_eq!(scene.paid_and_returned(), (paid, 864_000 - paid), "the unserved time returns");
        scene.buyer_fees_are_on(864_000);
    }
}

#[test]
fn an_operator_cannot_undo_the_first_hour_of_a_client_that_ended() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(10).call(End { by: Ender::Client }).unwrap();
    for by in [Ender::Operator, Ender::Client, Ender::Stranger] {
        assert_eq!(scene.call(End { by }), Err(AlreadyEnded));
    }
    assert_eq!(scene.at(HOUR_SECONDS + DAY - 1).settle(), 3_599);
    assert_eq!(scene.at(HOUR_SECONDS + DAY).settle(), 1);
}

#[test]
fn when_the_time_is_over_anyone_ends() {
    for by in [Ender::Client, Ender::Operator, Ender::Stranger] {
        let mut scene = Scene::running(HOUR);
        assert_eq!(scene.at(HOUR_SECONDS).call(End { by }).unwrap().out.client, 0);
        scene.finish();
        assert_eq!(scene.paid_and_returned(), (3_600, 0));
    }
}

/// Neither side gains by ending just before a settlement, nor by settling just before an end.
#[test]
fn an_end_and_a_settlement_commute() {
    let mut scenes = [Scene::running(TEN_DAYS), Scene::running(TEN_DAYS)];
    scenes[0].at(3 * DAY).call(End { by: Ender::Client }).unwrap();
    scenes[1].at(3 * DAY).settle();
    scenes[1].call(End { by: Ender::Client }).unwrap();
    scenes[0].settle();
    assert_eq!(scenes[0].deal.escrow, scenes[1].deal.escrow);
    assert_eq!(scenes[0].deal.totals(), scenes[1].deal.totals());
}
