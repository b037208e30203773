//! Disputes, and what the arbiter decides.

use super::*;

#[test]
fn a_dispute_divides_what_was_held_back() {
    const DAYS: u64 = 86_400;
    // From a half on the client has ended the service, as far as its fees go.
    for (share_bps, paid, kept) in [
        (0, 4 * DAYS, 0),
        (2_500, 4 * DAYS + 21_600, 0),
        (5_000, 4 * DAYS + 43_200, DAYS),
        (10_000, 5 * DAYS, DAYS),
    ] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(2 * DAY).settle();
        scene.at(5 * DAY).call(Dispute).unwrap();
        assert_eq!(scene.call(Dispute), Err(Disputed), "once");
        assert_eq!(scene.at(12 * DAY - 1).settle(), 3 * DAYS, "what is not disputed is paid");
        assert_eq!(scene.call(Settle), Err(Disputed), "the rest is frozen");
        assert_eq!(scene.call(Resolve { share_bps: 10_001 }), Err(InvalidShare));
        scene.call(Resolve { share_bps }).unwrap();
        scene.has_paid(paid, paid + kept);
    }
}

#[test]
fn after_7_days_time_decides_alone() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).call(Dispute).unwrap();
    assert_eq!(scene.at(12 * DAY).call(Resolve { share_bps: 0 }), Err(ArbiterTooLate));
    scene.call(Settle).unwrap();
    scene.has_paid(5 * 86_400, 6 * 86_400);
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
        assert_eq!(
            scene.at(11 * DAY - 1).call(Dispute).unwrap().bond,
            1,
            "late, it is about the last second"
        );
        scene.call(Resolve { share_bps: 0 }).unwrap();
        scene.has_paid(863_999, 863_999);
    }
}

/// In the first hour a client that disputes fares as one that ends first.
#[test]
fn a_dispute_in_the_first_hour() {
    for ends_first in [false, true] {
        let disputed = || {
            let mut scene = Scene::running(TEN_DAYS);
            scene.at(10);
            if ends_first {
                scene.call(End { by: Ender::Client }).unwrap();
            }
            scene.call(Dispute).unwrap();
            for by in [Ender::Client, Ender::Operator] {
                assert_eq!(scene.call(End { by }), Err(AlreadyEnded), "nor undone by the operator");
            }
            scene
        };
        let mut scene = disputed();
        scene.finish();
        scene.has_paid(3_600, 3_600 + 86_400);
        for (share_bps, paid, fees_on) in
            [(10_000, 3_600, 3_600 + 86_400), (5_000, 1_800, 1_800 + 86_400), (4_999, 1_799, 1_799)]
        {
            let mut scene = disputed();
            scene.call(Resolve { share_bps }).unwrap();
            scene.has_paid(paid, fees_on);
        }
        let mut scene = disputed();
        scene.call(Resolve { share_bps: 0 }).unwrap();
        scene.everything_is_back();
    }
}

#[test]
fn a_dispute_returns_the_fees_on_what_it_takes() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(HOUR_SECONDS).call(Dispute).unwrap();
    scene.call(Resolve { share_bps: 0 }).unwrap();
    scene.everything_is_back();
}

/// Ten hours of the last day are out, and the arbiter gives nothing: the day before them is the
/// provider's, in every order of calls. With a share of a half it is the half of the 14 hours that
/// were served.
#[test]
fn every_order_of_calls_pays_the_same() {
    let calls = |order: [usize; 4], share_bps| {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(2 * DAY);
        let mut resolved_first = false;
        for index in order {
            match index {
                0 => drop(scene.call(Settle)),
                1 => {
                    let report = scene.outage(DAY, DAY + 10 * HOUR_SECONDS);
                    resolved_first |= report == Err(AlreadySettled);
                }
                2 => drop(scene.call(Dispute)),
                _ => drop(scene.call(Resolve { share_bps })),
            }
        }
        if stage(&scene) == Stage::Running {
            scene.call(Dispute).unwrap();
        }
        if stage(&scene) == Stage::Disputed {
            scene.call(Resolve { share_bps }).unwrap();
        }
        (!resolved_first).then_some(scene)
    };
    let orders = (0..256).map(|n| [n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 & 3]);
    let mut tried = 0;
    for order in orders.filter(|order| (0..4).all(|call| order.contains(&call))) {
        if let Some(scene) = calls(order, 0) {
            scene.has_paid(86_400, 86_400);
            tried += 1;
        }
        if let Some(scene) = calls(order, 5_000) {
            let paid = 86_400 + 7 * 3_600;
            scene.has_paid(paid, paid + 86_400);
        }
    }
    // In 20 of 24 the report comes before the decision.
    assert_eq!(tried, 20);
}

/// An outage that is reported after the dispute counts too.
#[test]
fn an_outage_is_reported_while_disputed() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).call(Dispute).unwrap();
    scene.at(5 * DAY + 600).outage(4 * DAY, 5 * DAY).unwrap();
    scene.at(12 * DAY).call(Settle).unwrap();
    scene.has_paid(4 * 86_400 + 600, 4 * 86_400 + 600);
}

// --- the bond

/// 2% of what is disputed, at least the least cost, at most all of it.
#[test]
fn a_bond_is_a_share_of_what_is_disputed() {
    for (least, at, bond) in [
        (1, 5 * DAY, 1_728),
        (1_000, 5 * DAY, 1_728),
        (2_000, 5 * DAY, 2_000),
        (2_000, 10, 2_000),
        (1, 10, 72),
        (100_000, 10, 3_600),
        (1, HOUR_SECONDS + 1, 73),
    ] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.deal.escrow.bond = least;
        assert_eq!(scene.at(at).call(Dispute).unwrap().bond, bond, "{least} at {at}");
    }
    // Outages are not in dispute.
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).outage(4 * DAY, 5 * DAY - 100).unwrap();
    assert_eq!(scene.call(Dispute).unwrap().bond, 2);
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).outage(4 * DAY, 5 * DAY).unwrap();
    assert_eq!(scene.call(Dispute), Err(NothingDisputed));
}

/// The least bond is the least cost of the order's creation, whatever the rules say later.
#[test]
fn the_least_bond_is_that_of_the_creation() {
    let scene = Scene::running(TEN_DAYS);
    assert_eq!(scene.deal.escrow.bond, RULES.least_cost(Currency::Usdc));
    assert_eq!(scene.deal.escrow.bonded(), 0, "nothing is deposited before a dispute");
    let rules = Rules { least_usdc: 77, ..RULES };
    let mut deal = Deal::running(&terms(1, SECONDLY, TEN_DAYS, Currency::Usdc), &rules, START);
    assert_eq!(deal.call(&Dispute, START + 10).unwrap().bond, 77);
    assert_eq!(deal.escrow.bonded(), 77);
}

#[test]
fn a_bond_is_lost_only_with_all_of_the_dispute() {
    for (share_bps, forfeited) in [(0, 0), (9_999, 0), (10_000, 1_728)] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(5 * DAY).call(Dispute).unwrap();
        assert_eq!(scene.deal.escrow.bonded(), 1_728);
        let out = scene.call(Resolve { share_bps }).unwrap().out;
        assert_eq!((out.bond_forfeited, out.bond_returned), (forfeited, 1_728 - forfeited));
        assert_eq!(out.to_client(), out.client + out.bond_returned);
        assert_eq!(scene.deal.escrow.bonded(), 0);
    }
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(5 * DAY).call(Dispute).unwrap();
    let out = scene.at(12 * DAY).call(Settle).unwrap().out;
    assert_eq!((out.bond_forfeited, out.bond_returned), (0, 1_728), "silence returns it");
}
