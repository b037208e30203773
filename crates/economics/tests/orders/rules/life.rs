//! An order from its creation to its end, and what it costs.

use super::*;

#[test]
fn an_order_served_to_its_end() {
    let mut scene = Scene::running(TEN_DAYS);
    assert_eq!(scene.deal.put_in, 864_000 + 2_160 + 17_280);
    assert_eq!(scene.at(HOUR_SECONDS - 1).call(Settle), Err(FirstHour));
    let out = scene.at(HOUR_SECONDS).call(Settle).unwrap().out;
    assert_eq!(
        (out.provider, out.client, out.fees.total()),
        (0, 0, 2_160 + 17_280),
        "the buyer's fees are earned"
    );
    assert_eq!(scene.at(DAY).call(Settle), Err(NothingDue), "all is held back");
    assert_eq!(scene.at(DAY + 1).settle(), 1);
    assert_eq!(scene.call(Settle), Err(NothingDue), "twice in a second");
    assert_eq!(scene.at(5 * DAY).settle(), 4 * 86_400 - 1);
    assert_eq!(scene.at(10 * DAY - 1).settle(), 5 * 86_400 - 1);
    assert_eq!(scene.call(End { by: Ender::Stranger }), Err(StillBooked));
    assert_eq!(scene.at(10 * DAY).call(Settle), Err(EndFirst));
    assert_eq!(scene.call(End { by: Ender::Stranger }).unwrap(), Moved::default());
    assert_eq!(scene.at(11 * DAY - 1).settle(), 86_400);
    assert_eq!(scene.deal.escrow.check_settled(), Err(NotSettled));
    assert_eq!(scene.at(11 * DAY).settle(), 1);
    assert_eq!(scene.deal.escrow.check_settled(), Ok(()));
    assert_eq!(scene.call(Settle), Err(AlreadySettled));
    assert_eq!(scene.paid_and_returned(), (864_000, 0));
    scene.buyer_fees_are_on(864_000);
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
