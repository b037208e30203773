//! Time in which the node did not serve.

use super::*;

/// The start and the end that were booked, in seconds after the start of the service.
fn booked(scene: &Scene, moved: Moved) -> (i64, i64) {
    let (from, to) = moved.outage.unwrap();
    (from - scene.deal.escrow.at, to - scene.deal.escrow.at)
}

#[test]
fn an_outage_is_not_paid() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(2 * DAY).outage(DAY, DAY + 1_000).unwrap();
    assert_eq!(scene.settle(), 86_400, "it lies in what is held back");
    assert_eq!(scene.at(2 * DAY + 500).call(Settle), Err(NothingDue));
    assert_eq!(scene.at(2 * DAY + 1_001).settle(), 1);
    scene.at(10 * DAY).call(End { by: Ender::Stranger }).unwrap();
    scene.outage(10 * DAY - 60, 10 * DAY).unwrap();
    scene.at(11 * DAY).call(Settle).unwrap();
    scene.has_paid(864_000 - 1_060, 864_000 - 1_060);
}

/// A node that was dead from the first second costs its client nothing, as long as the oracle tells
/// in time.
#[test]
fn an_outage_of_everything_pays_nothing() {
    let mut scene = Scene::running(TEN_DAYS);
    for day in 1..=10 {
        scene.at(day * DAY).outage(0, 10 * DAY).unwrap();
    }
    scene.finish();
    scene.everything_is_back();
}

#[test]
fn an_outage_counts_within_the_holdback_the_service_and_after_the_last_one() {
    let mut scene = Scene::running(TEN_DAYS);
    let moved = scene.at(60).outage(-100, 30).unwrap();
    assert_eq!(booked(&scene, moved), (0, 30), "from the start of the service");
    let moved = scene.at(3 * DAY).outage(0, 4 * DAY).unwrap();
    assert_eq!(booked(&scene, moved), (2 * DAY, 3 * DAY), "what is held back, up to now");
    let moved = scene.at(3 * DAY + 10).outage(2 * DAY, 3 * DAY + 5).unwrap();
    assert_eq!(booked(&scene, moved), (3 * DAY, 3 * DAY + 5), "after the last one");
    scene.at(4 * DAY).call(End { by: Ender::Client }).unwrap();
    let moved = scene.at(4 * DAY + 50).outage(3 * DAY + 6, 5 * DAY).unwrap();
    assert_eq!(booked(&scene, moved), (3 * DAY + 50, 4 * DAY), "until the end of the service");

    let mut scene = Scene::running(TEN_DAYS);
    scene.at(3 * DAY).call(Dispute).unwrap();
    let moved = scene.at(3 * DAY + 50).outage(0, 4 * DAY).unwrap();
    assert_eq!(booked(&scene, moved), (2 * DAY + 50, 3 * DAY), "or until the dispute");

    let mut scene = Scene::running(TEN_DAYS);
    let moved = scene.at(10).call(Outage { from: i64::MIN, to: i64::MAX }).unwrap();
    assert_eq!(booked(&scene, moved), (0, 10));
}

#[test]
fn outages_are_refused() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(3 * DAY);
    assert_eq!(scene.outage(5, 5), Err(EmptyOutage));
    assert_eq!(scene.outage(6, 5), Err(EmptyOutage));
    assert_eq!(scene.outage(-10, 0), Err(OutageDoesNotCount), "before the start");
    assert_eq!(scene.outage(3 * DAY, 4 * DAY), Err(OutageDoesNotCount), "not yet");
    assert_eq!(scene.outage(DAY, 2 * DAY), Err(OutageDoesNotCount), "before what is held back");
    scene.outage(2 * DAY + 100, 2 * DAY + 200).unwrap();
    assert_eq!(scene.outage(2 * DAY + 50, 2 * DAY + 200), Err(OutageDoesNotCount), "in their order only");
    scene.call(End { by: Ender::Client }).unwrap();
    assert_eq!(scene.at(4 * DAY).outage(3 * DAY, 4 * DAY), Err(OutageDoesNotCount), "after the end");
    scene.at(4 * DAY).settle();
    assert_eq!(scene.outage(3 * DAY, 3 * DAY + 1), Err(AlreadySettled));
    assert_eq!(Scene::open(HOUR).outage(0, 1), Err(NotAccepted));
}

/// A client that leaves while the node is out leaves no fees behind.
#[test]
fn an_outage_that_runs_at_the_end_keeps_no_fees() {
    for (until, fees_on) in [(100, 3 * 86_400 - 100), (99, 4 * 86_400 - 99)] {
        for disputes in [false, true] {
            let mut scene = Scene::running(TEN_DAYS);
            let call = if disputes { Dispute } else { End { by: Ender::Client } };
            scene.at(3 * DAY).call(call).unwrap();
            // The oracle reports a little later, when it has seen the node dead for a while.
            let outage = scene.at(3 * DAY + 30).outage(3 * DAY - 100, 3 * DAY - 100 + until);
            assert_eq!(booked(&scene, outage.unwrap()).1, 3 * DAY - 100 + until);
            scene.finish();
            scene.has_paid(3 * 86_400 - until as u64, fees_on);
        }
    }
}

/// A node that never served, booked for 30 days at 3 USDC an hour: its client leaves after 600
/// seconds and pays nothing, no fees on a day more, nor the rest of the first hour. A second of
/// service before it leaves, and it pays the hour but for what was out.
#[test]
fn a_client_that_leaves_a_dead_node_in_the_first_hour_pays_nothing() {
    let month = terms(1, 3_000_000, MAX_SECONDS, Currency::Usdc);
    let calls: [&[Call]; 4] = [
        &[End { by: Ender::Client }],
        &[Dispute],
        &[End { by: Ender::Client }, Dispute],
        &[End { by: Ender::Client }, Dispute, Resolve { share_bps: 10_000 }],
    ];
    for reported_first in [true, false] {
        for (until, paid) in [(600, 0), (599, 3_600 - 599)] {
            for calls in calls {
                let mut scene = Scene { now: START, deal: Deal::running(&month, &RULES, START) };
                scene.at(600);
                // What the oracle sees later, after the client has gone, is no outage of the
                // service.
                let reported = [until, if until == 600 { 3_600 } else { until }];
                if reported_first {
                    scene.outage(0, reported[0]).unwrap();
                }
                for call in calls {
                    // Nothing is left to dispute of a node that is known to be dead.
                    assert!(scene.call(call.clone()).is_ok() || (reported_first && until == 600));
                }
                if stage(&scene) == Stage::Running {
                    scene.call(End { by: Ender::Client }).unwrap();
                }
                if !reported_first && stage(&scene) != Stage::Settled {
                    let moved = scene.at(4_000).outage(0, reported[1]).unwrap();
                    assert_eq!(booked(&scene, moved), (0, until));
                }
                let decided_first = stage(&scene) == Stage::Settled;
                if !decided_first {
                    scene.finish();
                }
                if paid == 0 && !decided_first {
                    scene.everything_is_back();
                } else if !decided_first {
                    let cost = |seconds: u64| 3_000_000 * seconds / 3_600;
                    scene.has_paid(cost(paid), cost(paid) + cost(86_400));
                }
            }
        }
    }
}

/// A node that fails after its client has left fails nobody: the first hour is paid.
#[test]
fn an_outage_after_the_client_has_left_does_not_count() {
    for calls in [[End { by: Ender::Client }].as_slice(), &[Dispute], &[End { by: Ender::Client }, Dispute]] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(600);
        for call in calls {
            scene.call(call.clone()).unwrap();
        }
        assert_eq!(scene.at(4_000).outage(600, 3_600), Err(OutageDoesNotCount));
        scene.finish();
        scene.has_paid(3_600, 3_600 + 86_400);
    }
}

/// The first hour is still divided to the second where it is disputed late.
#[test]
fn a_late_dispute_of_a_first_hour_leaves_what_is_final() {
    for settles in [false, true] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(600).call(End { by: Ender::Client }).unwrap();
        scene.at(DAY + 1_000);
        if settles {
            assert_eq!(scene.settle(), 1_000);
        }
        scene.call(Dispute).unwrap();
        scene.at(8 * DAY).call(Resolve { share_bps: 0 }).unwrap();
        scene.has_paid(1_000, 1_000);
    }
}

/// 48 hours, of which the last 24 were out: 24 are paid, whoever calls first.
#[test]
fn a_settlement_before_a_report_changes_nothing() {
    for settles in [false, true] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(2 * DAY);
        if settles {
            scene.settle();
        }
        scene.outage(0, 2 * DAY).unwrap();
        scene.call(End { by: Ender::Operator }).unwrap();
        scene.finish();
        scene.has_paid(86_400, 86_400);
    }
}

/// Hour by hour, as an oracle reports: one outage.
#[test]
fn adjoining_outages_are_one() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(20 * HOUR_SECONDS).outage(0, 3_600).unwrap();
    for hour in 40..50 {
        let from = hour * HOUR_SECONDS;
        scene.at(from + HOUR_SECONDS).outage(from, from + HOUR_SECONDS).unwrap();
    }
    let outages = scene.deal.escrow.outages;
    assert_eq!(outages.seconds, 11 * 3_600);
    assert_eq!((outages.earlier, outages.last), (Span { from: 0, to: 3_600 }, span(40, 50)));
}

fn span(from: u32, to: u32) -> Span {
    Span { from: from * HOUR, to: to * HOUR }
}

/// With three outages in one holdback, the second counts right after the first.
#[test]
fn a_third_outage_closes_a_gap() {
    for (outages, earlier, last) in [
        // The first is before the holdback.
        ([(0, 1), (10, 11), (30, 31)], span(10, 11), span(30, 31)),
        ([(10, 11), (17, 19), (20, 21)], span(10, 13), span(20, 21)),
        ([(2, 8), (12, 13), (30, 31)], span(2, 9), span(30, 31)),
    ] {
        let mut list = Outages::default();
        for (from, to) in outages {
            list.add((to * HOUR).saturating_sub(24 * HOUR), span(from, to));
        }
        assert_eq!((list.earlier, list.last), (earlier, last), "{outages:?}");
        let seconds: u32 = outages.iter().map(|(from, to)| (to - from) * HOUR).sum();
        assert_eq!(list.seconds, seconds);
        assert_eq!(list.before(21 * HOUR), list.before(30 * HOUR), "nothing moves later");
    }
}
