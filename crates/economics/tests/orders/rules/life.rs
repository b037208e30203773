//! An order from its creation to its end, and what it costs.

use super::*;

#[test]
fn an_order_served_to_its_end() {
    let mut scene = Scene::running(TEN_DAYS);
    assert_eq!(scene.deal.put_in, 864_000 + 2_160 + 17_280);
    assert_eq!(scene.at(HOUR_SECONDS - 1).call(Settle), Err(FirstHour));
    assert_eq!(scene.at(HOUR_SECONDS).call(Settle), Err(NothingDue), "all is held back");
    assert_eq!(scene.at(DAY).call(Settle), Err(NothingDue));
    let out = scene.at(DAY + 1).call(Settle).unwrap().out;
    assert_eq!((out.provider, out.fees.provider_booking), (0, 1), "its fee is all of the first unit");
    assert_eq!((out.fees.buyer_booking, out.fees.buyer_payment), (1, 1), "earned with the pay");
    assert_eq!(scene.call(Settle), Err(NothingDue), "twice in a second");
    assert_eq!(scene.at(5 * DAY).settle(), 4 * 86_400 - 1);
    assert_eq!(scene.deal.fees.buyer_booking, 864, "four days' 0.25%");
    assert_eq!(scene.at(10 * DAY - 1).settle(), 5 * 86_400 - 1);
    assert_eq!(scene.call(End { by: Ender::Stranger }), Err(StillBooked));
    assert_eq!(scene.at(10 * DAY).call(Settle), Err(EndFirst));
    assert_eq!(scene.call(End { by: Ender::Stranger }).unwrap(), Moved::default());
    assert_eq!(scene.at(11 * DAY - 1).settle(), 86_400);
    assert_eq!(scene.deal.escrow.close(scene.now), Err(NotSettled));
    assert_eq!(scene.at(11 * DAY).settle(), 1);
    assert_eq!(scene.deal.escrow.close(scene.now), Ok(false), "its processors are released already");
    assert_eq!(scene.call(Settle), Err(AlreadySettled));
    scene.has_paid(864_000, 864_000);
}

#[test]
fn io_pays_no_payment_fee() {
    let (deal, charge) = Deal::open(&terms(2, 7_200, HOUR, Currency::Io), &RULES, START).unwrap();
    assert_eq!(charge, Charge { cost: 14_400, booking: 36, payment: 0 });
    assert_eq!(deal.escrow.fees, FeeRates { booking_bps: 25, payment_bps: 0, provider_payment_bps: 0 });
    assert_eq!(deal.escrow.booked(), Ok(charge));
}

#[test]
fn an_order_keeps_the_rules_of_its_creation() {
    let scene = Scene::open(TEN_DAYS);
    let Escrow { fees, accept_seconds, holdback_seconds, .. } = scene.deal.escrow;
    assert_eq!((fees, accept_seconds, holdback_seconds), (RULES.fees, 3_600, 86_400));
}

#[test]
fn terms_out_of_bounds_are_refused() {
    let quote = |processors, rate, duration| terms(processors, rate, duration, Currency::Io).quote(&RULES);
    assert_eq!(quote(0, 1, HOUR), Err(InvalidProcessors));
    assert_eq!(quote(1, 0, HOUR), Err(InvalidRate));
    assert_eq!(quote(1, 1, HOUR - 1), Err(InvalidDuration));
    assert_eq!(quote(1, 1, MAX_SECONDS + 1), Err(InvalidDuration));
    assert_eq!(quote(u32::MAX, u64::MAX, HOUR), Err(CostTooHigh));
    assert_eq!(quote(1, u64::MAX, HOUR), Err(CostTooHigh), "the fees do not fit");
    assert_eq!(quote(1, u64::MAX / 720, MAX_SECONDS), Err(CostTooHigh), "nor here");
    assert_eq!(quote(1, 1, HOUR).unwrap().total(), Ok(2));
    let rules = Rules { least_io: 1_000, least_usdc: 5, ..RULES };
    assert_eq!(terms(1, 999, HOUR, Currency::Io).quote(&rules), Err(BelowLeastCost));
    assert_eq!(terms(1, 1_000, HOUR, Currency::Io).quote(&rules).unwrap().cost, 1_000);
    assert_eq!(terms(1, 4, HOUR, Currency::Usdc).quote(&rules), Err(BelowLeastCost));
    assert!(terms(1, 5, HOUR, Currency::Usdc).quote(&rules).is_ok());
}

/// The hire lasts until nobody can need the processors or their stake any more, at most 44 days.
#[test]
fn an_acceptance_says_until_when_it_hires() {
    let week = i64::from(ARBITER_SECONDS);
    for (holdback_seconds, longest, until) in [
        (MIN_HOLDBACK_SECONDS, 0, DAY + HOUR_SECONDS + week),
        (DAY as u32, 2 * DAY as u32, 3 * DAY + week),
        (MAX_HOLDBACK_SECONDS, MAX_SECONDS, 44 * DAY),
        (MAX_HOLDBACK_SECONDS, u32::MAX, 44 * DAY),
    ] {
        let rules = Rules { holdback_seconds, ..RULES };
        let terms = terms(1, SECONDLY, DAY as u32, Currency::Io);
        let (mut escrow, _) = Escrow::open(&terms, &rules, START).unwrap();
        escrow.accept(START + 60, longest).unwrap();
        assert_eq!(escrow.hired_until(), START + 60 + until);
    }
}
