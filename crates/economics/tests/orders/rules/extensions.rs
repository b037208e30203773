//! Time booked later.

use super::*;

#[test]
fn an_extension_adds_time_at_the_same_rate() {
    let mut scene = Scene::running(HOUR);
    let before = scene.deal.put_in;
    let moved = scene.at(10).call(Extend { seconds: 400 }).unwrap();
    assert_eq!(moved.charge, Charge { cost: 400, booking: 1, payment: 8 });
    assert_eq!((moved.out, scene.deal.put_in), (Outcome::default(), before + 409));
    scene.at(HOUR_SECONDS);
    let moved = scene.call(Extend { seconds: 400 }).unwrap();
    assert_eq!(moved.out, Outcome::default(), "earned with the pay, and not before");
    assert_eq!(moved.charge.fees().total(), 9);
    scene.at(4_400).finish();
    scene.has_paid(4_400, 4_400);
}

#[test]
fn extensions_are_refused() {
    for longest in [0, HOUR] {
        let mut scene = Scene::open(HOUR);
        scene.call(Accept { longest }).unwrap();
        assert_eq!(scene.call(Extend { seconds: 1 }), Err(ExtensionRefused));
    }
    let mut scene = Scene::open(HOUR);
    scene.call(Accept { longest: HOUR + 10 }).unwrap();
    assert_eq!(scene.call(Extend { seconds: 11 }), Err(InvalidDuration), "longer than was agreed");
    scene.call(Extend { seconds: 10 }).unwrap();
    assert_eq!(scene.call(Extend { seconds: 1 }), Err(ExtensionRefused));

    let mut scene = Scene::running(HOUR);
    assert_eq!(scene.call(Extend { seconds: 0 }), Err(InvalidDuration));
    assert_eq!(scene.call(Extend { seconds: MAX_SECONDS - HOUR + 1 }), Err(InvalidDuration));
    assert_eq!(scene.call(Extend { seconds: u32::MAX }), Err(InvalidDuration));
    assert_eq!(scene.at(HOUR_SECONDS).call(Extend { seconds: 1 }), Err(ServiceOver));
    scene.at(HOUR_SECONDS - 1).call(Extend { seconds: MAX_SECONDS - HOUR }).unwrap();

    let most = terms(1, u64::MAX / 2, HOUR, Currency::Usdc);
    let mut deal = Deal::running(&most, &RULES, START);
    assert_eq!(deal.call(&Extend { seconds: HOUR }, START), Err(CostTooHigh));
}

/// Time bought again and again keeps nothing disputable but what is held back, and revives nothing.
#[test]
fn extensions_move_no_window() {
    let mut scene = Scene::running(HOUR);
    for hour in 1..240 {
        scene.at(hour * HOUR_SECONDS - 1).call(Extend { seconds: HOUR }).unwrap();
    }
    scene.at(240 * HOUR_SECONDS - 1).call(Dispute).unwrap();
    scene.call(Resolve { share_bps: 0 }).unwrap();
    let paid = (240 - 24) * 3_600 - 1;
    scene.has_paid(paid, paid);
    assert_eq!(scene.call(Extend { seconds: 1 }), Err(AlreadySettled));
}
