//! Notice: given, kept and broken.

use super::*;
use io_economics::orders::Notice as State;

const NOTICE: u8 = 12;
const SECONDS: i64 = 12 * HOUR_SECONDS;

/// A running order of ten days whose operator agreed to 12 hours of notice.
fn agreed() -> Scene {
    let mut scene = Scene::running(TEN_DAYS);
    scene.deal.agree(NOTICE);
    scene
}

#[test]
fn notice_caps_the_booked_time_and_returns_the_rest() {
    let mut scene = agreed();
    let out = scene.at(2 * DAY).call(Call::Notice).unwrap().out;
    let left = (8 * DAY - SECONDS) as u64;
    // Ten days' buyer's fees were 2,160 and 17,280; two days and a half keep a quarter of them.
    assert_eq!(out.client, left + 1_620 + 12_960);
    assert_eq!(scene.deal.escrow.notice, State::Given);
    assert_eq!(scene.call(Call::Notice), Err(NoticeGiven), "once");
    assert_eq!(scene.call(Extend { seconds: 1 }), Err(ExtensionRefused));
    assert_eq!(scene.at(2 * DAY + SECONDS).call(Settle), Err(EndFirst), "over, as if it had been booked so");
    scene.call(End { by: Ender::Stranger }).unwrap();
    scene.finish();
    scene.has_paid(216_000, 216_000);
    assert!(!scene.deal.escrow.left_early);
}

/// The first hour stays booked, and what is booked is never longer than before.
#[test]
fn notice_leaves_the_first_hour_and_never_prolongs() {
    for (hours, at, over) in [(1, 0, HOUR_SECONDS), (1, 60, HOUR_SECONDS + 60), (72, 8 * DAY, 10 * DAY)] {
        let mut scene = Scene::running(TEN_DAYS);
        scene.deal.agree(hours);
        scene.at(at).call(Call::Notice).unwrap();
        assert_eq!(i64::from(scene.deal.escrow.duration), over);
        assert_eq!(scene.deal.escrow.longest, scene.deal.escrow.duration);
    }
}

#[test]
fn after_notice_the_client_leaves_for_free() {
    let mut scene = agreed();
    scene.at(2 * DAY).call(Call::Notice).unwrap();
    scene.at(2 * DAY + 60).call(End { by: Ender::Client }).unwrap();
    scene.finish();
    scene.has_paid(172_860, 172_860);
    // So does one that disputes, and is found against.
    let mut scene = agreed();
    scene.at(2 * DAY).call(Call::Notice).unwrap();
    scene.call(Dispute).unwrap();
    scene.call(Resolve { share_bps: 10_000 }).unwrap();
    scene.has_paid(172_800, 172_800);
}

#[test]
fn notice_has_its_time() {
    let mut scene = Scene::open(TEN_DAYS);
    scene.deal.agree(NOTICE);
    assert_eq!(scene.call(Call::Notice), Err(NotAccepted));
    scene.call(Accept { longest: 0 }).unwrap();
    assert_eq!(scene.at(10 * DAY).call(Call::Notice), Err(ServiceOver));
    scene.call(End { by: Ender::Stranger }).unwrap();
    assert_eq!(scene.call(Call::Notice), Err(AlreadyEnded));
    scene.finish();
    assert_eq!(scene.call(Call::Notice), Err(AlreadySettled));
    assert_eq!(Scene::running(TEN_DAYS).call(Call::Notice), Err(NoNoticeAgreed));
}

/// The last 12 hours are the client's, less the buyer's fees on them; settled before or not.
#[test]
fn an_end_without_notice_forfeits_the_last_hours() {
    for (given, settled) in [(false, false), (false, true), (true, false)] {
        let mut scene = agreed();
        if settled {
            scene.at(3 * DAY).settle();
        }
        if given {
            scene.at(3 * DAY - SECONDS + 1).call(Call::Notice).unwrap();
        }
        scene.at(3 * DAY).call(End { by: Ender::Operator }).unwrap();
        assert_eq!(scene.deal.escrow.notice, State::Broken);
        scene.finish();
        scene.has_paid(259_200 - SECONDS as u64, 259_200);
    }
}

/// What was paid stays paid: with 72 hours of notice it is the day that is held back.
#[test]
fn no_more_is_forfeited_than_is_held_back() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.deal.agree(72);
    scene.at(3 * DAY).settle();
    scene.call(End { by: Ender::Operator }).unwrap();
    assert_eq!(scene.call(Settle), Err(NothingDue));
    scene.finish();
    scene.has_paid(172_800, 259_200);
}

/// An hour that was out is no pay: nothing of it is forfeited, and no fees are kept on it.
#[test]
fn an_outage_within_the_forfeited_hours_costs_no_fees() {
    let mut scene = agreed();
    scene.at(3 * DAY).call(End { by: Ender::Operator }).unwrap();
    scene.at(3 * DAY + 60).outage(3 * DAY - HOUR_SECONDS, 3 * DAY).unwrap();
    scene.finish();
    scene.has_paid(259_200 - SECONDS as u64, 259_200 - 3_600);
}

/// The client may still dispute what is left; what is forfeited is its own already.
#[test]
fn a_dispute_divides_what_is_not_forfeited() {
    for (share_bps, paid, fees_on) in [
        (0, 172_800, 172_800),
        (4_999, 172_800 + 21_595, 172_800 + 21_595),
        (5_000, 172_800 + 21_600, 172_800 + 21_600 + SECONDS as u64),
        (10_000, 259_200 - SECONDS as u64, 259_200),
    ] {
        let mut scene = agreed();
        scene.at(3 * DAY).call(End { by: Ender::Operator }).unwrap();
        assert_eq!(scene.call(Dispute).unwrap().bond, 864, "2% of the other half of a day");
        scene.call(Resolve { share_bps }).unwrap();
        scene.has_paid(paid, fees_on);
    }
    let mut scene = agreed();
    scene.at(3 * DAY).call(End { by: Ender::Operator }).unwrap();
    assert_eq!(scene.at(3 * DAY + SECONDS).call(Dispute), Err(NothingDisputed));
}

/// Within the first hour all returns, as it does from an operator that agreed to no notice.
#[test]
fn a_notice_broken_in_the_first_hour() {
    let mut scene = agreed();
    scene.at(600).call(End { by: Ender::Operator }).unwrap();
    scene.everything_is_back();
    assert!(scene.deal.escrow.left_early && scene.deal.escrow.hires());
    assert_eq!((scene.deal.escrow.notice, scene.deal.escrow.duration), (State::Broken, 600));
}

/// What breaking a notice to relist costs, and wins. Eight processors at 2 USDC: 24 hours of notice
/// forfeit 384 USDC, the pay of 24 hours; relisting at 3 USDC wins 192 USDC in those hours. It pays
/// from twice the rate on, or where the notice is longer than what is held back: 72 hours against
/// 24 from a rate of 4/3 on. Both show in the record.
#[test]
fn what_a_broken_notice_wins() {
    let hire = |rate: u64| Hire { processors: 8, rate: rate * 1_000_000 };
    for (hours, relisted, forfeited, won) in [
        (24, 3, 384_000_000, 192_000_000),
        (24, 4, 384_000_000, 384_000_000),
        (72, 3, 384_000_000, 576_000_000),
    ] {
        let terms = Terms { hire: hire(2), duration: TEN_DAYS, currency: Currency::Usdc };
        let paid = |broken: bool| {
            let mut deal = Deal::running(&terms, &RULES, START);
            deal.agree(if broken { hours } else { 0 });
            deal.call(&End { by: Ender::Operator }, START + 5 * DAY).unwrap();
            deal.finish(START);
            deal.escrow.paid
        };
        assert_eq!(paid(false) - paid(true), forfeited);
        let more = hire(relisted).cost(u32::from(hours) * HOUR).unwrap();
        assert_eq!(more - hire(2).cost(u32::from(hours) * HOUR).unwrap(), won);
    }
}

/// An order keeps the bounds of two outages. A third one in the same holdback moves the second to
/// where the first ended, here out of the hours that an operator forfeits into those that are paid:
/// it loses what that outage lasted, and no more.
#[test]
fn a_third_outage_in_one_holdback_costs_an_operator_that_breaks_its_notice() {
    let paid = |outages: &[i64]| {
        let mut scene = Scene::running(TEN_DAYS);
        scene.deal.agree(16);
        for hour in outages {
            let (from, to) = (hour * HOUR_SECONDS, (hour + 1) * HOUR_SECONDS);
            scene.at(to).outage(from, to).unwrap();
        }
        scene.at(20 * HOUR_SECONDS).call(End { by: Ender::Operator }).unwrap();
        scene.finish();
        scene.deal.escrow.paid
    };
    // Four of its 20 hours are paid, the second of them out.
    assert_eq!(paid(&[1, 10]), 3 * SECONDLY);
    assert_eq!(paid(&[1, 5]), 3 * SECONDLY);
    assert_eq!(paid(&[1, 5, 10]), 2 * SECONDLY);
}
