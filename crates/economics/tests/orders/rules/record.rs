//! Records and attestations.

use super::*;

const WINDOW: i64 = WINDOW_SECONDS;

fn facts(served: u64) -> Facts {
    Facts { served, out: 2, fees: 3, left_early: true, dispute_lost: true, ..Facts::default() }
}

#[test]
fn a_window_ends_after_90_days() {
    let mut history = History::at(5 * WINDOW + 7);
    assert_eq!(history.number, 5);
    history.add(5 * WINDOW + 7, Currency::Io, &facts(10));
    history.add(6 * WINDOW - 1, Currency::Usdc, &facts(20));
    let both = Window {
        served: 30,
        out: 4,
        fees_io: 3,
        fees_usdc: 3,
        orders: 2,
        left_early: 2,
        disputes_lost: 2,
        ..Window::default()
    };
    assert_eq!((history.current, history.last), (both, Window::default()));
    history.add(6 * WINDOW, Currency::Io, &facts(1));
    assert_eq!((history.number, history.last, history.current.served), (6, both, 1));
    history.add(6 * WINDOW - 1, Currency::Io, &facts(1));
    assert_eq!((history.number, history.current.served), (6, 2), "an earlier clock is the latest seen");
    history.add(8 * WINDOW, Currency::Io, &facts(5));
    assert_eq!(
        (history.number, history.last),
        (8, Window::default()),
        "nothing was settled in the one before"
    );
}

#[test]
fn counts_stay_at_their_most() {
    let mut history = History::at(0);
    let most = Facts { served: u64::MAX, out: u64::MAX, fees: u64::MAX, ..facts(0) };
    for _ in 0..2 {
        history.add(0, Currency::Io, &most);
    }
    assert_eq!(
        (history.current.served, history.current.fees_io, history.current.orders),
        (u64::MAX, u64::MAX, 2)
    );
}

#[test]
fn maintenance_is_announced_a_day_ahead_and_takes_a_day_at_most() {
    let now = 5 * WINDOW;
    let mut history = History::at(now);
    assert_eq!(history.announce(now, now + DAY, now + DAY), Err(InvalidMaintenance));
    assert_eq!(history.announce(now, now + DAY - 1, now + 2 * DAY), Err(MaintenanceTooSoon));
    assert_eq!(history.announce(now, now + DAY, now + 2 * DAY + 1), Err(TooMuchMaintenance));
    assert_eq!(history.announce(now, i64::MIN, i64::MAX), Err(MaintenanceTooSoon));
    assert_eq!(history.announce(now, i64::MAX - 1, i64::MAX), Ok(()));
    assert_eq!(history.announce(now, now + DAY, now + DAY + 3_599), Ok(()));
    assert_eq!((history.maintenance_from, history.maintenance_to), (now + DAY, now + DAY + 3_599));
    assert_eq!(history.current.maintenance, 3_600);
    assert_eq!(history.announce(now, now + DAY, now + 2 * DAY - 3_599), Err(TooMuchMaintenance));
    assert_eq!(
        history.announce(now + WINDOW, now + WINDOW + DAY, now + WINDOW + 2 * DAY),
        Ok(()),
        "a new window"
    );
    assert_eq!((history.last.maintenance, history.current.maintenance), (3_600, 86_400));
}

/// Announced or not, an outage counts: it is shown beside maintenance, and nothing is taken off.
#[test]
fn maintenance_hides_no_outage() {
    let mut history = History::at(START);
    history.announce(START, START + DAY, START + 2 * DAY).unwrap();
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(2 * DAY).outage(DAY, 2 * DAY).unwrap();
    scene.call(End { by: Ender::Client }).unwrap();
    scene.finish();
    let facts = scene.deal.escrow.facts(&scene.deal.last, false);
    history.add(scene.now, Currency::Usdc, &facts);
    assert_eq!((history.current.served, history.current.out), (86_400, 86_400));
}

/// An operator that hires itself shows 1,000 USDC of fees only where it has burned as much: with
/// both sides' 0.25% and the buyer's 2%, 40,000 USDC have to go round.
#[test]
fn a_lifted_record_costs_what_it_shows() {
    let terms = terms(100, 40_000_000_000 / 2_400, 24 * HOUR, Currency::Usdc);
    let mut deal = Deal::running(&terms, &RULES, START);
    deal.call(&End { by: Ender::Operator }, START + DAY).unwrap();
    deal.finish(START);
    let spent = deal.put_in - deal.client - deal.provider;
    let facts = deal.escrow.facts(&deal.last, false);
    assert_eq!((facts.fees, spent), (deal.fees.total(), deal.fees.total()));
    assert_eq!(spent, 999_999_960, "of 39,999.9984 USDC");
    assert_eq!(facts.served, 100 * 86_400);
}

/// Where it ends the order within the first hour it pays nothing, and shows an early end and
/// nothing else.
#[test]
fn a_free_order_lifts_no_record() {
    let mut scene = Scene::running(TEN_DAYS);
    scene.at(3_599).call(End { by: Ender::Operator }).unwrap();
    let facts = scene.deal.escrow.facts(&scene.deal.last, false);
    let early = Facts { left_early: true, ..Facts::default() };
    assert_eq!(facts, early);
}

#[test]
fn an_attestation_holds_for_a_year() {
    let last = START + MAX_ATTESTATION_SECONDS;
    for (expires_at, answer) in
        [(START, Err(InvalidExpiry)), (START + 1, Ok(())), (last, Ok(())), (last + 1, Err(InvalidExpiry))]
    {
        assert_eq!(check_expiry(START, expires_at), answer);
    }
    assert_eq!(check_expiry(i64::MAX, i64::MAX), Err(InvalidExpiry));
}

#[test]
fn attributes_are_written_one_way() {
    let of = |region: &[u8; 6], confidential| Attributes {
        region: *region,
        confidential,
        ..Attributes::default()
    };
    for good in [b"DE\0\0\0\0", b"US-CA\0", b"FR-75C", b"\0\0\0\0\0\0"] {
        assert_eq!(of(good, 1).check(), Ok(()));
    }
    for bad in [b"de\0\0\0\0", b"D\0E\0\0\0", b"\0DE\0\0\0", b"DE \0\0\0"] {
        assert_eq!(of(bad, 0).check(), Err(InvalidAttributes));
    }
    assert_eq!(of(b"DE\0\0\0\0", 2).check(), Err(InvalidAttributes));
}

#[test]
fn attributes_meet_what_is_asked() {
    let has = Attributes { storage: 2_000, region: *b"US-CA\0", bandwidth: 3, confidential: 0 };
    let meets = |asked: Attributes| has.meet(&asked);
    assert!(meets(Attributes::default()) && meets(has));
    assert!(meets(Attributes { region: *b"US\0\0\0\0", ..has }));
    assert!(
        !meets(Attributes { region: *b"US-NY\0", ..has })
            && !meets(Attributes { region: *b"DE\0\0\0\0", ..has })
    );
    assert!(!meets(Attributes { storage: 2_001, ..has }) && !meets(Attributes { bandwidth: 4, ..has }));
    assert!(!meets(Attributes { confidential: 1, ..has }));
    let country = Attributes { region: *b"US\0\0\0\0", ..has };
    assert!(!country.meet(&has), "which state is not known");
}
