//! The rules one by one, at their edges: who gets what, and every refusal.
#![allow(clippy::arithmetic_side_effects)]

mod orders_world;

use io_economics::orders::*;
use orders_world::{
    deal::{Call, Deal, Moved},
    terms, DAY, HOUR_SECONDS, RULES, START,
};
use Call::*;
use OrderError::*;

/// 3,600 base units an hour: one a second.
const SECONDLY: u64 = 3_600;
const TEN_DAYS: u32 = 10 * 86_400;

/// One order in USDC for one base unit a second.
struct Scene {
    now: i64,
    deal: Deal,
}

impl Scene {
    fn open(duration: u32) -> Self {
        let terms = terms(1, SECONDLY, duration, Currency::Usdc);
        Self { now: START, deal: Deal::open(&terms, &RULES, START).unwrap().0 }
    }

    fn running(duration: u32) -> Self {
        let mut scene = Self::open(duration);
        scene.call(Accept { extendable: true }).unwrap();
        scene
    }

    /// At so many seconds after the start.
    fn at(&mut self, seconds: i64) -> &mut Self {
        self.now = self.deal.escrow.at + seconds;
        self
    }

    fn call(&mut self, call: Call) -> Result<Moved, OrderError> {
        self.deal.call(&call, self.now)
    }

    /// From and to in seconds after the start.
    fn outage(&mut self, from: i64, to: i64) -> Result<Moved, OrderError> {
        let at = self.deal.escrow.at;
        self.call(Outage { from: at + from, to: at + to })
    }

    fn settle(&mut self) -> u64 {
        let out = self.call(Settle).unwrap().out;
        out.provider + out.fees.provider_booking
    }

    fn finish(&mut self) -> &mut Self {
        self.deal.finish(self.now);
        self
    }

    /// Seconds paid, and what the client got back; the provider's fee is 0.25% of its pay, rounded up.
    fn paid_and_returned(&self) -> (u64, u64) {
        let paid = self.deal.escrow.paid;
        assert_eq!(self.deal.provider_fees(), paid.div_ceil(400));
        (paid, self.deal.client)
    }

    /// Of 0.25% and 2% on what was booked in all.
    fn buyer_fees_are_on(&self, cost: u64) {
        let fees = self.deal.fees;
        assert_eq!((fees.buyer_booking, fees.buyer_payment), (cost.div_ceil(400), cost.div_ceil(50)));
    }

    fn everything_is_back(&self) {
        assert_eq!(self.deal.totals(), (0, self.deal.put_in, Fees::default()));
    }
}

fn stage(scene: &Scene) -> Stage {
    scene.deal.escrow.stage
}

// --- the life of an order

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
    assert_eq!(scene.deal.escrow.must_be_settled(), Err(NotSettled));
    assert_eq!(scene.at(11 * DAY).settle(), 1);
    assert_eq!(scene.deal.escrow.must_be_settled(), Ok(()));
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

// --- before acceptance

#[test]
fn the_client_cancels_at_any_time_before_acceptance() {
    for after in [0, 3_600, 400 * DAY] {
        let mut scene = Scene::open(TEN_DAYS);
        scene.at(after).call(Cancel { by_client: true }).unwrap();
        scene.everything_is_back();
    }
}

#[test]
fn after_the_window_anyone_cancels_and_nobody_accepts() {
    let mut scene = Scene::open(TEN_DAYS);
    assert_eq!(scene.at(3_600).call(Cancel { by_client: false }), Err(AcceptWindowOpen));
    assert_eq!(scene.at(3_601).call(Accept { extendable: true }), Err(AcceptWindowOver));
    scene.call(Cancel { by_client: false }).unwrap();
    scene.everything_is_back();
    let mut scene = Scene::open(TEN_DAYS);
    scene.at(3_600).call(Accept { extendable: false }).unwrap();
    assert_eq!(scene.deal.escrow.at, START + 3_600, "the service starts when it is accepted");
    assert_eq!(scene.at(0).call(Accept { extendable: true }), Err(AlreadyAccepted));
    assert_eq!(scene.call(Cancel { by_client: true }), Err(AlreadyAccepted));
}

// --- the end of the service

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

// --- extensions

#[test]
fn an_extension_adds_time_at_the_same_rate() {
    let mut scene = Scene::running(HOUR);
    let before = scene.deal.put_in;
    let moved = scene.at(10).call(Extend { seconds: 400 }).unwrap();
    assert_eq!(moved.charge, Charge { cost: 400, booking: 1, payment: 8 });
    assert_eq!(
        (moved.out.fees, scene.deal.put_in),
        (Fees::default(), before + 409),
        "earned with the first hour"
    );
    scene.at(HOUR_SECONDS).call(Settle).unwrap();
    let moved = scene.call(Extend { seconds: 400 }).unwrap();
    assert_eq!(moved.out.fees, moved.charge.fees(), "earned at once");
    assert_eq!(moved.charge.fees().total(), 9);
    scene.at(4_400).finish();
    assert_eq!(scene.paid_and_returned(), (4_400, 0));
    scene.buyer_fees_are_on(4_400);
}

#[test]
fn extensions_are_refused() {
    let mut scene = Scene::open(HOUR);
    scene.call(Accept { extendable: false }).unwrap();
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
    assert_eq!(scene.paid_and_returned(), (239 * 3_600 - 23 * 3_600 - 1, 24 * 3_600 + 1));
    assert_eq!(scene.call(Extend { seconds: 1 }), Err(AlreadySettled));
}

// --- outages

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

// --- disputes

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

// --- the books

#[test]
fn books_refuse_what_they_do_not_cover() {
    let charge = Charge { cost: 100, booking: 1, payment: 2 };
    let mut balances = Balances::default();
    assert_eq!(balances.sweep(), Err(NothingToSweep));
    assert_eq!(balances.pay_in(charge, Fees { buyer_booking: 104, ..Fees::default() }), Err(Overflow));
    assert_eq!(balances.pay_in(Charge { cost: u64::MAX, ..charge }, Fees::default()), Err(CostTooHigh));
    balances.pay_in(charge, Fees { buyer_booking: 1, ..Fees::default() }).unwrap();
    assert_eq!(balances, Balances { escrowed: 102, fees: 1, ..Balances::default() });
    let out = Outcome { provider: 90, client: 10, fees: Fees { provider_booking: 3, ..Fees::default() } };
    assert_eq!(balances.take_out(&out), Err(Overflow));
    let out = Outcome { client: 9, ..out };
    balances.take_out(&out).unwrap();
    balances.keep(out.provider).unwrap();
    assert_eq!(balances.deliver(91), Err(Overflow));
    balances.deliver(50).unwrap();
    assert_eq!(balances, Balances { escrowed: 0, unclaimed: 40, fees: 4, swept: 0 });
    assert_eq!(balances.sweep(), Ok(4));
    assert_eq!((balances.sweep(), balances.swept), (Err(NothingToSweep), 4));
    for full in [
        Balances { escrowed: u64::MAX, ..Balances::default() },
        Balances { fees: u64::MAX, escrowed: 1, ..Balances::default() },
        Balances { unclaimed: u64::MAX, escrowed: 1, fees: 1, swept: u64::MAX },
    ] {
        let mut balances = full;
        let fee = Fees { buyer_booking: 1, ..Fees::default() };
        if full.unclaimed == 0 {
            assert_eq!(balances.pay_in(charge, fee), Err(Overflow));
        }
        if full.fees == u64::MAX {
            assert_eq!(balances.take_out(&Outcome { fees: fee, ..Outcome::default() }), Err(Overflow));
        }
        if full.unclaimed == u64::MAX {
            assert_eq!((balances.keep(1), balances.sweep()), (Err(Overflow), Err(Overflow)));
        }
        assert_eq!(balances, full, "nothing has changed");
    }
}
