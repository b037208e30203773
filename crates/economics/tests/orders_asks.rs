//! Asks: their bounds, what can be booked at them, and that an order at an ask is the order that
//! was created and accepted. And what another pays for harms nobody.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    orders::{Currency::*, OrderError::*, *},
    time::{DAY, HOUR as HOUR_SECONDS},
};
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;
const RULES: Rules = Rules::GENESIS;

/// An hour to a week on up to six processors.
const ASK: AskTerms = AskTerms {
    rate_usdc: 2_000_000,
    rate_io: 100_000_000,
    valid_until: NOW + DAY,
    least_seconds: HOUR,
    most_seconds: 7 * DAY as u32,
    oracle_seconds: DAY as u32,
    most_hired: 6,
    notice_hours: 24,
    premium_bps: 200,
    oracle_io: false,
    extendable: true,
};
const BOOKING: Booking = Booking { processors: 2, duration: DAY as u32, currency: Usdc, hired: 4 };

#[test]
fn an_ask_stays_within_its_bounds() {
    let oracle = AskTerms { rate_io: 0, oracle_io: true, ..ASK };
    for (what, ask, error) in [
        ("as it is", ASK, None),
        ("at the oracle's price", oracle, None),
        ("USDC alone", AskTerms { rate_io: 0, ..ASK }, None),
        ("IO alone", AskTerms { rate_usdc: 0, ..ASK }, None),
        ("the highest rates", AskTerms { rate_usdc: 1 << 40, rate_io: 1 << 40, ..ASK }, None),
        ("the longest notice", AskTerms { notice_hours: 72, ..ASK }, None),
        ("the longest time", AskTerms { most_seconds: MAX_SECONDS, ..ASK }, None),
        ("one time only", AskTerms { least_seconds: DAY as u32, most_seconds: DAY as u32, ..ASK }, None),
        ("the last second", AskTerms { valid_until: NOW + 30 * DAY, ..ASK }, None),
        ("the next second", AskTerms { valid_until: NOW + 1, ..ASK }, None),
        ("for nothing", AskTerms { rate_usdc: 0, rate_io: 0, ..ASK }, Some(NoRate)),
        ("a price of no rate", AskTerms { rate_usdc: 0, ..oracle }, Some(NoRate)),
        ("USDC above the highest", AskTerms { rate_usdc: (1 << 40) + 1, ..ASK }, Some(RateTooHigh)),
        ("IO above the highest", AskTerms { rate_io: u64::MAX, ..ASK }, Some(RateTooHigh)),
        ("IO twice", AskTerms { oracle_io: true, ..ASK }, Some(TwoIoRates)),
        ("the highest premium", AskTerms { premium_bps: 1_000, ..oracle }, None),
        ("above the premium", AskTerms { premium_bps: 1_001, ..oracle }, Some(PremiumTooHigh)),
        ("below an hour", AskTerms { least_seconds: HOUR - 1, ..ASK }, Some(InvalidAskTime)),
        ("above 30 days", AskTerms { most_seconds: MAX_SECONDS + 1, ..ASK }, Some(InvalidAskTime)),
        ("no time between", AskTerms { most_seconds: HOUR - 1, ..ASK }, Some(InvalidAskTime)),
        ("the oracle's below", AskTerms { oracle_seconds: HOUR - 1, ..oracle }, Some(InvalidAskTime)),
        (
            "the oracle's above",
            AskTerms { oracle_seconds: oracle.most_seconds + 1, ..oracle },
            Some(InvalidAskTime),
        ),
        ("the oracle's unused", AskTerms { oracle_seconds: 0, ..ASK }, None),
        ("too long a notice", AskTerms { notice_hours: 73, ..ASK }, Some(NoticeTooLong)),
        ("over by now", AskTerms { valid_until: NOW, ..ASK }, Some(InvalidValidity)),
        ("for too long", AskTerms { valid_until: NOW + 30 * DAY + 1, ..ASK }, Some(InvalidValidity)),
        ("no processors", AskTerms { most_hired: 0, ..ASK }, Some(InvalidMostHired)),
        ("nothing", AskTerms::default(), Some(NoRate)),
    ] {
        assert_eq!(ask.check(NOW).err(), error, "{what}");
    }
}

#[test]
fn only_what_is_asked_can_be_booked() {
    let take = |ask: AskTerms, booking: Booking, now| {
        ask.rate(booking.currency).and_then(|rate| ask.take(&booking, rate, now)).map(|terms| terms.hire.rate)
    };
    for (what, ask, booking, now, expected) in [
        ("as it is", ASK, BOOKING, NOW, Ok(2_000_000)),
        ("in IO", ASK, Booking { currency: Io, ..BOOKING }, NOW, Ok(100_000_000)),
        ("the last second", ASK, BOOKING, NOW + DAY - 1, Ok(2_000_000)),
        ("over", ASK, BOOKING, NOW + DAY, Err(AskOver)),
        ("removed", AskTerms::default(), BOOKING, NOW, Err(CurrencyNotTaken)),
        ("not in USDC", AskTerms { rate_usdc: 0, ..ASK }, BOOKING, NOW, Err(CurrencyNotTaken)),
        (
            "not in IO",
            AskTerms { rate_io: 0, ..ASK },
            Booking { currency: Io, ..BOOKING },
            NOW,
            Err(CurrencyNotTaken),
        ),
        ("the shortest", ASK, Booking { duration: HOUR, ..BOOKING }, NOW, Ok(2_000_000)),
        ("shorter", ASK, Booking { duration: HOUR - 1, ..BOOKING }, NOW, Err(TimeNotOffered)),
        ("the longest", ASK, Booking { duration: 7 * DAY as u32, ..BOOKING }, NOW, Ok(2_000_000)),
        ("longer", ASK, Booking { duration: 7 * DAY as u32 + 1, ..BOOKING }, NOW, Err(TimeNotOffered)),
        ("one too many", ASK, Booking { processors: 3, ..BOOKING }, NOW, Err(AboveMostHired)),
        ("far too many", ASK, Booking { hired: u32::MAX, ..BOOKING }, NOW, Err(AboveMostHired)),
    ] {
        assert_eq!(take(ask, booking, now), expected, "{what}");
    }
}

/// Any ask that its check lets pass, at any rates.
fn ask() -> impl Strategy<Value = AskTerms> {
    let rate = || prop_oneof![Just(0), 1..10_000u64, 1..=MAX_ASK_RATE, Just(MAX_ASK_RATE)];
    let times = (HOUR..=MAX_SECONDS, HOUR..=MAX_SECONDS);
    (rate(), rate(), times, 1..=MAX_ASK_SECONDS, 1..=u32::MAX, 0..=MAX_NOTICE_HOURS, any::<bool>()).prop_map(
        |(rate_usdc, rate_io, (one, other), valid, most_hired, notice_hours, extendable)| AskTerms {
            rate_usdc,
            rate_io: if rate_usdc == 0 { rate_io.max(1) } else { rate_io },
            valid_until: NOW + valid,
            least_seconds: one.min(other),
            most_seconds: one.max(other),
            oracle_seconds: 0,
            most_hired,
            notice_hours,
            premium_bps: 0,
            oracle_io: false,
            extendable,
        },
    )
}

fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![Just(Io), Just(Usdc)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    /// No figures make an ask panic.
    #[test]
    fn any_figures_are_checked(
        rates in any::<(u64, u64)>(), times in any::<(i64, i64)>(), seconds in any::<(u32, u32, u32)>(),
        figures in any::<(u32, u32, u16, bool, bool)>(), booking in any::<(u32, u32, u32)>(),
        currency in currency(),
    ) {
        let ask = AskTerms {
            rate_usdc: rates.0,
            rate_io: rates.1,
            valid_until: times.0,
            least_seconds: seconds.0,
            most_seconds: seconds.1,
            oracle_seconds: seconds.2,
            most_hired: figures.0,
            notice_hours: figures.1,
            premium_bps: figures.2,
            oracle_io: figures.3,
            extendable: figures.4,
        };
        let _ = ask.check(times.1);
        let booking = Booking { processors: booking.0, duration: booking.1, currency, hired: booking.2 };
        if let Ok(terms) = ask.rate(currency).and_then(|rate| ask.take(&booking, rate, times.1)) {
            let _ = Escrow::book(&ask, &terms, &RULES, times.1);
        }
    }

    /// Booked at an ask is created and accepted in the same second, at the ask's rate and within
    /// its longest time, to the last byte but the notice.
    #[test]
    fn a_booking_is_an_order_that_was_accepted(
        ask in ask(), currency in currency(), processors in 1..64u32, part in 0..=1_000u64,
        after in 0..40 * DAY,
        seconds in 1..40 * DAY as u32,
    ) {
        prop_assert_eq!(ask.check(NOW), Ok(()));
        let span = u64::from(ask.most_seconds - ask.least_seconds);
        let duration = ask.least_seconds + (span * part / 1_000) as u32;
        let booking = Booking { processors, duration, currency, hired: 0 };
        let now = NOW + after;
        let Ok(rate) = ask.rate(currency) else { return Ok(()) };
        let taken = ask.take(&booking, rate, now);
        if now >= ask.valid_until || processors > ask.most_hired {
            prop_assert!(taken.is_err());
            return Ok(());
        }
        let terms = taken.unwrap();
        prop_assert_eq!(terms, Terms { hire: Hire { processors, rate }, duration, currency });
        let booked = Escrow::book(&ask, &terms, &RULES, now);
        let created = Escrow::open(&terms, &RULES, now);
        let Ok((mut escrow, charge)) = booked else {
            prop_assert_eq!(booked.err(), created.err());
            return Ok(());
        };
        let (mut accepted, cost) = created.unwrap();
        accepted.accept(now, if ask.extendable { ask.most_seconds } else { 0 }).unwrap();
        prop_assert_eq!(charge, cost);
        prop_assert_eq!(u32::from(escrow.notice_hours), ask.notice_hours);
        accepted.notice_hours = escrow.notice_hours;
        prop_assert_eq!(escrow, accepted);
        // By extension no longer than asked, or not at all.
        let longer = escrow.extend(now, seconds);
        let fits = ask.extendable && u64::from(duration) + u64::from(seconds) <= ask.most_seconds.into();
        prop_assert_eq!(longer.is_ok(), fits, "{:?}", longer);
    }
}

/// What client and provider have in the end, and what a stranger paid for.
#[derive(Clone, Copy, Debug)]
struct End {
    provider: u64,
    returned: u64,
    gift: u64,
}

#[derive(Clone, Copy, Debug)]
struct Plan {
    /// When the client ends, in seconds after the start; at the end of what is booked if later.
    leaves: i64,
    /// An outage, in seconds after the start; reported an hour after it was over.
    outage: (i64, i64),
    /// When a stranger extends, and by how much.
    gift: Option<(i64, u32)>,
}

/// Runs an order through a plan.
fn run(mut escrow: Escrow, plan: Plan) -> End {
    let start = escrow.at;
    let mut end = End { provider: 0, returned: 0, gift: 0 };
    let mut take = |outcome: Outcome| {
        end.provider += outcome.provider;
        end.returned += outcome.client;
    };
    let mut steps = vec![(plan.outage.1 + HOUR_SECONDS, 0), (plan.leaves, 1)];
    steps.extend(plan.gift.map(|(at, _)| (at, 2)));
    steps.sort_unstable();
    let mut gift = 0;
    for (at, step) in steps {
        let now = start + at;
        match step {
            0 => drop(escrow.report_outage(now, start + plan.outage.0, start + plan.outage.1)),
            1 if at < escrow.duration.into() => take(escrow.end(now, Ender::Client).unwrap()),
            2 => {
                let seconds = plan.gift.map_or(0, |(_, seconds)| seconds);
                gift += escrow.extend(now, seconds).map_or(0, |charge| charge.total().unwrap());
            }
            _ => {}
        }
    }
    let mut now = start + plan.leaves.max(escrow.duration.into()).max(plan.outage.1 + HOUR_SECONDS);
    if escrow.stage == Stage::Running {
        take(escrow.end(now, Ender::Stranger).unwrap());
    }
    now += 31 * DAY;
    take(escrow.settle(now).unwrap());
    assert_eq!(escrow.stage, Stage::Settled);
    End { gift, ..end }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_192))]

    /// Whatever a stranger adds to an order and when: the client gets back no less than without it,
    /// but for three base units of rounding, and the provider is paid no less. So an extension
    /// needs nobody's signature but who pays.
    #[test]
    fn a_gift_harms_nobody(
        rate in prop_oneof![1..10_000u64, 1..10_000_000u64], processors in 1..16u32, currency in currency(),
        hours in 1..200u32, leaves in 0..250 * HOUR_SECONDS, from in 0..200 * HOUR_SECONDS,
        out in 0..30 * HOUR_SECONDS, at in 0..200 * HOUR_SECONDS, seconds in 1..100 * HOUR,
    ) {
        let rules = Rules { least_io: 1, least_usdc: 1, ..RULES };
        let terms = Terms { hire: Hire { processors, rate }, duration: hours * HOUR, currency };
        let (mut escrow, _) = Escrow::open(&terms, &rules, NOW).unwrap();
        escrow.accept(NOW, MAX_SECONDS).unwrap();
        let plan = Plan { leaves, outage: (from, from + out), gift: None };
        let (alone, given) = (run(escrow, plan), run(escrow, Plan { gift: Some((at, seconds)), ..plan }));
        prop_assert!(given.returned + 3 >= alone.returned, "{:?} {:?}", alone, given);
        prop_assert!(given.provider >= alone.provider, "{:?} {:?}", alone, given);
        prop_assert!(given.returned + given.provider <= alone.returned + alone.provider + given.gift);
    }
}
