//! Time in which the node did not serve.

use super::*;

#[test]
fn an_outage_is_not_paid() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(2 * DAY).outage(DAY, DAY + 1_000).unwrap();
    assert_eq!(scene.settle(), 86_400 - 1_000, "counted as before this moment");
    assert_eq!(scene.at(2 * DAY + 1_000).settle(), 1_000, "the next one makes up for it");
    scene.at(10 * DAY).call(End { by: Ender::Stranger }).unwrap();
    scene.outage(10 * DAY - 60, 10 * DAY).unwrap();
    let out = scene.at(11 * DAY).call(Settle).unwrap().out;
    assert_eq!(out.client, 1_060);
    assert_eq!(scene.paid_and_returned(), (864_000 - 1_060, 1_060));
    scene.buyer_fees_are_on(864_000);
}

#[test]
fn an_outage_of_everything_pays_nothing() {
    let mut scene = Scene::running(HOUR);
    scene.at(HOUR_SECONDS).outage(0, HOUR_SECONDS).unwrap();
    scene.finish();
    assert_eq!(scene.paid_and_returned(), (0, 3_600));
    scene.buyer_fees_are_on(3_600);
}

#[test]
fn outages_are_refused() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(3 * DAY);
    assert_eq!(scene.outage(5, 5), Err(EmptyOutage));
    assert_eq!(scene.outage(6, 5), Err(EmptyOutage));
    assert_eq!(scene.outage(-1, 5), Err(OutageOutsideService), "before the start");
    assert_eq!(scene.outage(5, 3 * DAY + 1), Err(OutageOutsideService), "longer than the time run");
    assert_eq!(scene.call(Outage { from: i64::MIN, to: i64::MAX }), Err(OutageOutsideService));
    scene.outage(100, 200).unwrap();
    assert_eq!(scene.outage(199, 300), Err(OutageOverlaps));
    assert_eq!(scene.outage(50, 60), Err(OutageOverlaps), "in their order only");
    scene.outage(200, 300).unwrap();
    scene.settle();
    assert_eq!(scene.outage(2 * DAY - 1, 2 * DAY + 1), Err(OutageSettled));
    scene.outage(2 * DAY, 2 * DAY + 1).unwrap();
    scene.call(End { by: Ender::Client }).unwrap();
    assert_eq!(
        scene.at(4 * DAY).outage(3 * DAY - 1, 3 * DAY + 1),
        Err(OutageOutsideService),
        "after the end"
    );
    scene.outage(3 * DAY - 1, 3 * DAY).unwrap();
    scene.at(4 * DAY).settle();
    assert_eq!(scene.outage(3 * DAY, 3 * DAY + 1), Err(AlreadySettled));
    assert_eq!(Scene::open(HOUR).outage(0, 1), Err(NotAccepted));

    let mut scene = Scene::running(TEN_DAYS);
    scene.at(3 * DAY).call(Dispute).unwrap();
    assert_eq!(scene.at(4 * DAY).outage(3 * DAY - 1, 3 * DAY + 1), Err(OutageOutsideService));
    scene.outage(3 * DAY - 1, 3 * DAY).unwrap();
}

/// What was paid stays paid; the outage is made up for out of what follows, so the sum is the same.
#[test]
fn an_outage_after_a_settlement_comes_out_of_the_rest() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(2 * DAY).settle();
    scene.outage(DAY, 2 * DAY).unwrap();
    assert_eq!(scene.call(Settle), Err(NothingDue));
    assert_eq!(scene.at(3 * DAY).call(Settle), Err(NothingDue));
    assert_eq!(scene.at(3 * DAY + 5).settle(), 5);
    scene.call(End { by: Ender::Client }).unwrap();
    scene.finish();
    assert_eq!(scene.paid_and_returned(), (2 * 86_400 + 5, 864_000 - 2 * 86_400 - 5));
}
