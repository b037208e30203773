//! Disputes, and what the arbiter decides.

use super::*;

#[test]
fn a_dispute_divides_what_was_held_back() {
    for (share_bps, paid) in [(0, 4 * 86_400), (2_500, 4 * 86_400 + 21_600), (10_000, 5 * 86_400)] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(2 * DAY).settle();
        scene.at(5 * DAY).call(Dispute).unwrap();
        assert_eq!(scene.call(Settle), Err(Disputed), "frozen");
        assert_eq!(scene.call(Dispute), Err(Disputed), "once");
        assert_eq!(scene.at(12 * DAY - 1).call(Settle), Err(Disputed));
        assert_eq!(scene.call(Resolve { share_bps: 10_001 }), Err(InvalidShare));
        scene.call(Resolve { share_bps }).unwrap();
        assert_eq!(scene.paid_and_returned(), (paid, 864_000 - paid), "four days were not disputed");
        scene.buyer_fees_are_on(864_000);
    }
}

#[test]
fn after_7_days_time_decides_alone() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).call(Dispute).unwrap();
    assert_eq!(scene.at(12 * DAY).call(Resolve { share_bps: 0 }), Err(ArbiterTooLate));
    scene.call(Settle).unwrap();
    assert_eq!(scene.paid_and_returned(), (5 * 86_400, 5 * 86_400));
    assert_eq!(scene.call(Resolve { share_bps: 0 }), Err(NotDisputed));
}

#[test]
fn the_window_for_a_dispute_ends_with_the_holdback() {
    for end in [false, true] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(10 * DAY);
        if end {
            scene.call(End { by: Ender::Stranger }).unwrap();
        }
        assert_eq!(scene.at(11 * DAY).call(Dispute), Err(DisputeWindowOver));
        scene.at(11 * DAY - 1).call(Dispute).unwrap();
        scene.call(Resolve { share_bps: 0 }).unwrap();
        assert_eq!(scene.paid_and_returned(), (863_999, 1), "late, it is about the last second");
    }
}

/// Whoever decides, the first hour is not dodged by disputing instead of ending.
#[test]
fn a_dispute_in_the_first_hour() {
    let disputed = || {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(10).call(Dispute).unwrap();
        assert_eq!(scene.call(End { by: Ender::Client }), Err(AlreadyEnded));
        assert_eq!(scene.call(End { by: Ender::Operator }), Err(AlreadyEnded), "nor undone by the operator");
        scene
    };
    let mut scene = disputed();
    scene.finish();
    assert_eq!(scene.paid_and_returned(), (3_600, 864_000 - 3_600));
    scene.buyer_fees_are_on(864_000);

    let mut scene = disputed();
    scene.call(Resolve { share_bps: 5_000 }).unwrap();
    assert_eq!(scene.paid_and_returned(), (1_800, 864_000 - 1_800));
    scene.buyer_fees_are_on(864_000);

    let mut scene = disputed();
    scene.call(Resolve { share_bps: 0 }).unwrap();
    scene.everything_is_back();
}

/// The fees return with all of the pay or not at all: one base unit to the provider, and they are earned.
#[test]
fn the_least_pay_earns_the_fees() {
    for (share_bps, earned) in [(9_999, 0), (10_000, 2)] {
        let mut deal = Deal::running(&terms(1, 1, HOUR, Currency::Usdc), &RULES, START);
        deal.call(&Dispute, START + 10).unwrap();
        deal.call(&Resolve { share_bps }, START + 20).unwrap();
        assert_eq!(deal.fees.buyer_booking + deal.fees.buyer_payment, earned);
        assert_eq!((deal.provider, deal.provider_fees()), (0, earned / 2), "its fee is all of it");
        assert_eq!(deal.client, 3 - 3 * (earned / 2));
    }
}

#[test]
fn after_the_first_hour_a_dispute_returns_no_fees() {
    let mut scene = Scene::running(TEN_DAYS);
    let out = scene.at(HOUR_SECONDS).call(Dispute).unwrap().out;
    assert_eq!(out.fees.total(), 2_160 + 17_280);
    scene.call(Resolve { share_bps: 0 }).unwrap();
    assert_eq!(scene.paid_and_returned(), (0, 864_000));
    scene.buyer_fees_are_on(864_000);
}

/// An outage may lie in the last day or before it: until the end it counts against what is sure, and the arbiter's share
/// can give all of that back. A settlement before the report keeps what it paid.
#[test]
fn what_an_outage_hides_is_the_arbiters() {
    let cases = [(false, 0, 3), (true, 0, 4), (false, 10_000, 4), (true, 10_000, 4)];
    for (settled, share_bps, days) in cases {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(5 * DAY);
        if settled {
            assert_eq!(scene.settle(), 4 * 86_400);
        }
        scene.outage(4 * DAY, 5 * DAY).unwrap();
        scene.call(Dispute).unwrap();
        scene.call(Resolve { share_bps }).unwrap();
        assert_eq!(scene.paid_and_returned().0, days * 86_400);
    }
}

/// An outage that is reported after the dispute counts too.
#[test]
fn an_outage_is_reported_while_disputed() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).call(Dispute).unwrap();
    scene.at(6 * DAY).outage(4 * DAY, 5 * DAY).unwrap();
    scene.at(12 * DAY).call(Settle).unwrap();
    assert_eq!(scene.paid_and_returned(), (4 * 86_400, 6 * 86_400));
}
