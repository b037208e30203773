//! Requests and bids: every rule, and laws against the exact model.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    orders::*,
    staking::MAX_HIRE_SECONDS,
    time::{DAY, HOUR as HOUR_SECONDS},
};
use io_reference::requests::{charge, Auction};
use proptest::prelude::*;

const AT: i64 = 1_800_000_000;
const RULES: Rules = Rules { least_io: 1, least_usdc: 1, ..Rules::GENESIS };

fn terms(processors: u32, rate: u64, duration: u32) -> Terms {
    Terms { hire: Hire { processors, rate }, duration, currency: Currency::Usdc }
}

fn opening(choice: Choice, seconds: u32) -> Opening {
    Opening { seconds, choice, notice_hours: 0 }
}

/// Two processors for two days at 1,000,000 at most.
fn tender(choice: Choice) -> Tender {
    Tender::open(&terms(2, 1_000_000, 172_800), &RULES, &opening(choice, HOUR), AT).unwrap().0
}

fn bid(rate: u64) -> BidTerms {
    BidTerms { rate, longest: 0, notice_hours: 0 }
}

#[test]
fn a_request_is_open_for_a_time_within_its_bounds() {
    let open = |choice, seconds| {
        Tender::open(&terms(1, 10, HOUR), &RULES, &opening(choice, seconds), AT)
            .map(|(tender, _)| tender.ends_at())
    };
    for (choice, most) in [(Choice::Client, 7 * 86_400), (Choice::Lowest, 3_600)] {
        assert_eq!(open(choice, 600), Ok(AT + 600));
        assert_eq!(open(choice, most), Ok(AT + i64::from(most)));
        for seconds in [0, 599, most + 1, u32::MAX] {
            assert_eq!(open(choice, seconds), Err(OrderError::InvalidOpenTime));
        }
    }
    let noticed = Opening { notice_hours: 73, ..opening(Choice::Client, 600) };
    let refused = Tender::open(&terms(1, 10, HOUR), &RULES, &noticed, AT).map(|_| ());
    assert_eq!(refused, Err(OrderError::NoticeTooLong));
    let nothing = Tender::open(&terms(0, 10, HOUR), &RULES, &opening(Choice::Client, 600), AT).map(|_| ());
    assert_eq!(nothing, Err(OrderError::InvalidProcessors));
}

#[test]
fn a_bid_is_what_the_request_asks_for() {
    let strict = Tender { notice_hours: 24, ..tender(Choice::Client) };
    let rules = Rules { least_usdc: 48_000_000, ..RULES };
    let (costly, _) =
        Tender::open(&terms(2, 1_000_000, 172_800), &rules, &opening(Choice::Client, HOUR), AT).unwrap();
    let noticed = BidTerms { notice_hours: 24, ..bid(1_000_000) };
    assert_eq!(strict.check_bid(&noticed, AT), Ok(()));
    assert_eq!(costly.check_bid(&bid(500_000), AT), Ok(()));
    for (tender, bid, error) in [
        (strict, BidTerms { notice_hours: 23, ..noticed }, OrderError::NoticeTooShort),
        (strict, BidTerms { notice_hours: 73, ..noticed }, OrderError::NoticeTooLong),
        (strict, BidTerms { rate: 0, ..noticed }, OrderError::InvalidRate),
        (strict, BidTerms { rate: 1_000_001, ..noticed }, OrderError::AboveMostRate),
        (strict, BidTerms { longest: MAX_SECONDS + 1, ..noticed }, OrderError::InvalidDuration),
        (costly, bid(499_999), OrderError::BelowLeastCost),
    ] {
        assert_eq!(tender.check_bid(&bid, AT), Err(error));
    }
    let over = AT + HOUR_SECONDS + 1;
    assert_eq!(strict.check_bid(&noticed, over - 1), Ok(()));
    assert_eq!(strict.check_bid(&noticed, over), Err(OrderError::RequestOver));
    assert_eq!(tender(Choice::Client).outbid(&bid(5), AT), Err(OrderError::ClientChooses));
}

#[test]
fn a_new_best_bid_is_a_hundredth_below() {
    let mut lowest = tender(Choice::Lowest);
    for (rate, taken) in [
        (1_000_001, false),
        (1_000_000, true),
        (990_001, false),
        (990_000, true),
        (990_000, false),
        (1, true),
        (1, false),
    ] {
        let before = lowest;
        assert_eq!(lowest.outbid(&bid(rate), AT).is_ok(), taken, "{rate}");
        assert!(taken || lowest == before, "a refused bid changed something");
    }
    assert_eq!(lowest.outbid(&bid(1), AT), Err(OrderError::BidNotLowEnough));
}

#[test]
fn the_last_minute_prolongs_ten_times() {
    let mut lowest = tender(Choice::Lowest);
    let mut rate = 1_000_000;
    for round in 0..12 {
        // A bid with a whole minute left prolongs nothing.
        let end = lowest.ends_at();
        lowest.outbid(&bid(rate), end - 60).unwrap();
        assert_eq!(lowest.ends_at(), end);
        rate = rate / 100 * 98;
        lowest.outbid(&bid(rate), end - 59).unwrap();
        assert_eq!(lowest.ends_at(), end + if round < 10 { 60 } else { 0 });
        rate = rate / 100 * 98;
    }
    assert_eq!(lowest.ends_at(), AT + HOUR_SECONDS + 600);
    assert_eq!(lowest.outbid(&bid(1), lowest.ends_at() + 1), Err(OrderError::RequestOver));
    assert_eq!(lowest.outbid(&bid(1), lowest.ends_at()), Ok(()));
}

#[test]
fn who_may_cancel_and_award_when() {
    let end = AT + HOUR_SECONDS;
    let ways = |tender: Tender, now| {
        let award = { tender }.award(&bid(1_000), now).map(|_| ());
        let [client, stranger] = [true, false].map(|by| { tender }.cancel(now, by).map(|_| ()));
        (award, client, stranger)
    };
    use OrderError::*;
    let manual = tender(Choice::Client);
    assert_eq!(ways(manual, end), (Ok(()), Ok(()), Err(RequestOpen)));
    assert_eq!(ways(manual, end + 1), (Err(RequestOver), Ok(()), Ok(())));
    let empty = tender(Choice::Lowest);
    assert_eq!(ways(empty, end), (Err(RequestOpen), Ok(()), Err(RequestOpen)));
    assert_eq!(ways(empty, end + 1).1, Ok(()));
    let mut bidden = empty;
    bidden.outbid(&bid(1_000), AT).unwrap();
    assert_eq!(ways(bidden, end), (Err(RequestOpen), Err(HasBids), Err(HasBids)));
    let last = end + i64::from(AWARD_SECONDS);
    for now in [end + 1, last] {
        assert_eq!(ways(bidden, now), (Ok(()), Err(HasBids), Err(HasBids)));
    }
    assert_eq!(ways(bidden, last + 1), (Err(AwardTooLate), Ok(()), Ok(())));
    assert_eq!(manual.clone().award(&bid(1_000_001), AT).map(|_| ()), Err(AboveMostRate));
}

#[test]
fn the_bond_is_an_hour_at_the_most_rate_and_the_clients_if_the_operator_leaves() {
    let mut lowest = tender(Choice::Lowest);
    assert_eq!(lowest.bond(), Ok(2_000_000));
    lowest.outbid(&bid(10_000), AT).unwrap();
    let start = AT + HOUR_SECONDS + 5;
    let (order, _) = lowest.award(&bid(10_000), start).unwrap();
    let owner = |by: Option<(i64, Ender)>, now: i64| {
        let mut order = order;
        if let Some((at, by)) = by {
            order.end(start + at, by).unwrap();
        }
        order.bond_owner(start + now)
    };
    use BondOwner::*;
    assert_eq!(owner(None, 3_599), Err(OrderError::BondNotDue));
    assert_eq!(owner(None, 3_600), Ok(Operator));
    // The client has stopped it: the order's pay decides.
    assert_eq!(owner(Some((10, Ender::Client)), 10), Err(OrderError::BondNotDue));
    assert_eq!(owner(Some((3_600, Ender::Client)), 3_600), Ok(Operator));
    assert_eq!(owner(Some((3_599, Ender::Operator)), 3_599), Ok(Client));
    // It does not matter when somebody asks.
    assert_eq!(owner(Some((3_599, Ender::Operator)), 1_000_000), Ok(Client));
    assert_eq!(owner(Some((3_600, Ender::Operator)), 3_600), Ok(Operator));
}

/// An order that was won by a bid, and starts at its `at`.
fn won() -> Escrow {
    let mut lowest = tender(Choice::Lowest);
    lowest.outbid(&bid(10_000), AT).unwrap();
    lowest.award(&bid(10_000), AT + HOUR_SECONDS + 5).unwrap().0
}

#[test]
fn a_bond_waits_for_what_is_paid_for_a_first_hour_that_the_client_has_stopped() {
    use BondOwner::*;
    let order = won();
    let start = order.at;
    // A dispute in the first hour, and how the arbiter decides; one in the first second after it.
    for (at, share_bps, owner) in [
        (300, Some(0), Client),
        (300, Some(1_000), Operator),
        (300, Some(10_000), Operator),
        (3_599, Some(0), Client),
        (300, None, Operator),
    ] {
        let mut disputed = order;
        disputed.dispute(start + at).unwrap();
        let late = start + at + 7 * DAY;
        assert_eq!(disputed.bond_owner(late), Err(OrderError::BondNotDue));
        match share_bps {
            Some(share_bps) => disputed.resolve(start + at, share_bps).unwrap(),
            // Silence settles as if the client had ended: an hour is paid, so a client gains no
            // bond by a dispute that nobody decides.
            None => disputed.settle(late).unwrap(),
        };
        assert_eq!(disputed.bond_owner(start + at), Ok(owner), "{at} {share_bps:?}");
    }
    let mut later = order;
    later.dispute(start + 3_600).unwrap();
    assert_eq!(later.bond_owner(start + 3_600), Ok(Operator));
    later.resolve(start + 3_600, 0).unwrap();
    assert_eq!(later.bond_owner(start + 3_600), Ok(Operator));
    // Out from the first second until the client left, or for a second less.
    for (from, owner) in [(0, Client), (1, Operator)] {
        let mut out = order;
        out.end(start + 300, Ender::Client).unwrap();
        out.report_outage(start + 400, start + from, start + 300).unwrap();
        assert_eq!(out.bond_owner(start + DAY), Err(OrderError::BondNotDue));
        out.settle(start + 2 * DAY).unwrap();
        assert_eq!((out.paid == 0, out.bond_owner(start)), (owner == Client, Ok(owner)));
    }
}

#[test]
fn a_bond_that_is_back_stays_back_if_the_clock_goes_back() {
    let mut order = won();
    let start = order.at;
    assert_eq!(order.return_bond(start + 3_599), Err(OrderError::BondNotDue));
    assert_eq!(order, won());
    assert_eq!(order.return_bond(start + 3_600), Ok(BondOwner::Operator));
    order.end(start + 10, Ender::Operator).unwrap();
    assert_eq!((order.duration, order.keeps_hired), (3_600, false));
    // What was ended before notes no later time: its processors are free when they were.
    let mut fled = won();
    fled.end(start + 10, Ender::Operator).unwrap();
    assert_eq!(fled.return_bond(start + 3_000), Ok(BondOwner::Client));
    assert_eq!(fled.seen_at(), start + 10);
}

#[test]
fn a_record_counts_in_its_windows() {
    let window = Window { served: 10, fees_io: 5, fees_usdc: 7, ..Window::default() };
    let now = 90 * DAY * 100;
    let history = History { number: 100, current: window, last: window, ..History::default() };
    let least = |served, fees_io, fees_usdc| LeastRecord { served, fees_io, fees_usdc };
    assert!(least(20, 10, 14).is_met_by(&history, now));
    for more in [least(21, 0, 0), least(0, 11, 0), least(0, 0, 15)] {
        assert!(!more.is_met_by(&history, now));
    }
    // A window later, the last one is gone; two later, both are.
    assert!(least(10, 5, 7).is_met_by(&history, now + 90 * DAY));
    assert!(!least(11, 0, 0).is_met_by(&history, now + 90 * DAY));
    assert!(!least(1, 0, 0).is_met_by(&history, now + 180 * DAY));
    assert!(LeastRecord::default().is_met_by(&History::default(), now));
}

proptest! {
    /// What a client pays in is what returns to it and what its order holds, to the base unit.
    #[test]
    fn an_award_returns_the_difference(
        processors in 1..64u32,
        most in 1..1_000_000_000u64,
        part in 0..=1_000_000u64,
        duration in HOUR..=MAX_SECONDS,
        longest in 0..=MAX_SECONDS,
        wait in 0..=HOUR_SECONDS,
    ) {
        let rate = (most * part / 1_000_000).max(1);
        let (asked, time) = (terms(processors, most, duration), opening(Choice::Client, HOUR));
        let (mut tender, paid) = Tender::open(&asked, &RULES, &time, AT).unwrap();
        let paid = paid.total().unwrap();
        let (order, outcome) = tender.award(&BidTerms { rate, longest, notice_hours: 9 }, AT + wait).unwrap();
        let fees = [RULES.fees.booking_bps, RULES.fees.payment_bps];
        let [most, less] =
            [most, rate].map(|rate| charge(rate * u64::from(processors), duration.into(), fees));
        prop_assert_eq!((paid, order.held().unwrap()), (most, less));
        prop_assert_eq!(outcome, Outcome { client: most - less, ..Outcome::default() });
        prop_assert_eq!(tender.escrow.held(), Ok(0));
        prop_assert_eq!((order.at, order.stage, order.notice_hours), (AT + wait, Stage::Running, 9));
        prop_assert_eq!(order.longest, longest.max(duration));
        // The order is what `create` and `accept` would have made of it.
        let (mut other, _) = Escrow::open(&terms(processors, rate, duration), &RULES, AT + wait).unwrap();
        other.accept(AT + wait, longest).unwrap();
        prop_assert_eq!(order, Escrow { accept_seconds: HOUR, notice_hours: 9, ..other });
    }

    /// Who bids what when decides alone, as in the model.
    #[test]
    fn an_automatic_request_is_the_model(
        seconds in MIN_OPEN_SECONDS..=MAX_AUTO_SECONDS,
        most in 1..2_000_000u64,
        steps in prop::collection::vec((0..400i64, 9_700..10_010u64, 0..4u8), 0..60),
    ) {
        let (mut tender, _) =
            Tender::open(&terms(1, most, HOUR), &RULES, &opening(Choice::Lowest, seconds), AT).unwrap();
        let (mut now, mut bids, mut taken) = (AT, Vec::new(), Vec::new());
        for (wait, part, late) in steps {
            // Often close to the end.
            now = if late == 0 { now.max(tender.ends_at() - wait % 70) } else { now + wait };
            let from = if tender.best_rate > 0 { tender.best_rate } else { most };
            let rate = from * part / 10_000;
            bids.push((now, rate));
            taken.push(tender.outbid(&bid(rate), now).is_ok());
        }
        let auction = Auction { at: AT, seconds: seconds.into(), most };
        let result = auction.run(&bids);
        prop_assert_eq!(&taken, &result.taken);
        prop_assert_eq!(tender.ends_at(), result.ends_at);
        prop_assert_eq!(tender.best_rate, result.winner.map_or(0, |best| bids[best].1));
    }

    /// A best bid hires for as long as its order can need, and never beyond 44 days.
    #[test]
    fn a_best_bid_hires_for_long_enough(
        seconds in MIN_OPEN_SECONDS..=MAX_AUTO_SECONDS,
        duration in HOUR..=MAX_SECONDS,
        longest in 0..=MAX_SECONDS,
        bid_after in 0..=600i64,
        late in 0..=4_200i64,
    ) {
        let (mut tender, _) =
            Tender::open(&terms(1, 10, duration), &RULES, &opening(Choice::Lowest, seconds), AT).unwrap();
        let bid = BidTerms { rate: 10, longest, notice_hours: 0 };
        tender.outbid(&bid, AT + bid_after).unwrap();
        let until = tender.hired_until(&bid, AT + bid_after);
        prop_assert!(until <= AT + bid_after + MAX_HIRE_SECONDS);
        let start = (tender.ends_at() + 1 + late).min(tender.ends_at() + i64::from(AWARD_SECONDS));
        let (order, _) = tender.award(&bid, start).unwrap();
        prop_assert!(order.hired_until() <= until);
    }

    /// Whatever happens, all that was paid in is accounted for.
    #[test]
    fn a_cancelled_request_returns_all(
        most in 1..u64::from(u32::MAX),
        automatic in any::<bool>(),
        wait in 0..20_000i64,
        by_client in any::<bool>(),
        bids in any::<bool>(),
    ) {
        let choice = if automatic { Choice::Lowest } else { Choice::Client };
        let (mut tender, paid) =
            Tender::open(&terms(3, most, HOUR), &RULES, &opening(choice, HOUR), AT).unwrap();
        if automatic && bids {
            tender.outbid(&bid(most), AT).unwrap();
        }
        let held = tender.escrow.held().unwrap();
        prop_assert_eq!(held, paid.total().unwrap());
        match tender.cancel(AT + wait, by_client) {
            Ok(outcome) => {
                prop_assert_eq!(outcome, Outcome { client: held, ..Outcome::default() });
                prop_assert_eq!(tender.escrow.held(), Ok(0));
            }
            Err(_) => prop_assert_eq!(tender.escrow.held(), Ok(held)),
        }
    }
}
