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

/// The operator ends in its first hour, and the client pays it directly: the next order on these
/// processors is an hour away, so that the two save fees for no more than every other hour.
#[test]
fn an_early_end_keeps_the_processors_hired_for_an_hour() {
    for after in [0, HOUR_SECONDS - 1] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.at(after).call(End { by: Ender::Operator }).unwrap();
        assert!(scene.deal.escrow.hires());
        for early in [0, HOUR_SECONDS - 1] {
            assert_eq!(scene.deal.escrow.close(START + after + early), Err(StillHired));
        }
        assert_eq!(scene.deal.escrow.close(START + after + HOUR_SECONDS), Ok(true));
    }
}

#[test]
fn an_operator_that_ends_later_is_paid_by_the_second() {
    let mut scene = Scene::running(TEN_DAYS);
    let moved = scene.at(HOUR_SECONDS).call(End { by: Ender::Operator }).unwrap();
    // The buyer's fees on an hour are 9 and 72.
    assert_eq!(moved.out.client, 864_000 + 2_160 + 17_280 - 3_600 - 9 - 72);
    assert!(!scene.deal.escrow.hires());
    scene.finish();
    scene.has_paid(3_600, 3_600);
}

/// Fees of 259.20 USDC for 16 USDC of service, before they followed the pay.
#[test]
fn an_operator_that_ends_burns_no_fees_of_its_client() {
    let month = terms(8, 2_000_000, MAX_SECONDS, Currency::Usdc);
    let mut deal = Deal::running(&month, &RULES, START);
    assert_eq!(deal.put_in, 11_520_000_000 + 259_200_000);
    deal.call(&End { by: Ender::Operator }, START + HOUR_SECONDS).unwrap();
    deal.finish(START);
    assert_eq!(deal.fees.buyer_booking + deal.fees.buyer_payment, 360_000, "0.36 USDC");
    assert_eq!(deal.put_in - deal.client, 16_360_000);
}

/// The whole first hour, and the fees on it and on a day that was not served.
#[test]
fn a_client_that_ends_early_pays_the_first_hour_and_fees_on_a_day_more() {
    for (after, paid) in [(0, 3_600), (1_800, 3_600), (3_600, 3_600), (3_601, 3_601), (86_400, 86_400)] {
        let mut scene = Scene::running(TEN_DAYS);
        let moved = scene.at(after).call(End { by: Ender::Client }).unwrap();
        let kept: u64 = paid + 86_400;
        let fees = kept.div_ceil(400) + kept.div_ceil(50);
        assert_eq!(moved.out.client, scene.deal.put_in - paid - fees, "the rest returns at once");
        scene.finish();
        scene.has_paid(paid, kept);
    }
}

#[test]
fn a_client_that_ends_in_the_last_day_pays_fees_on_what_was_booked() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(10 * DAY - 100).call(End { by: Ender::Client }).unwrap();
    scene.finish();
    scene.has_paid(863_900, 864_000);
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
        scene.has_paid(3_600, 3_600);
    }
}

/// Neither side gains by ending just before a settlement, nor by settling just before an end.
#[test]
fn an_end_and_a_settlement_commute() {
    for by in [Ender::Client, Ender::Operator] {
        let mut scenes = [Scene::running(TEN_DAYS), Scene::running(TEN_DAYS)];
        scenes[0].at(3 * DAY).call(End { by }).unwrap();
        scenes[1].at(3 * DAY).settle();
        scenes[1].call(End { by }).unwrap();
        scenes[0].settle();
        assert_eq!(scenes[0].deal.escrow, scenes[1].deal.escrow);
        assert_eq!(scenes[0].deal.totals(), scenes[1].deal.totals());
    }
}
