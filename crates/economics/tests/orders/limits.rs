//! The largest figures, and figures that make no sense: nothing panics, nothing is lost.

use crate::world::{
    deal::{Call, Deal},
    terms, DAY, HOUR_SECONDS, RULES, START,
};
use io_economics::{orders::*, units::HARD_CAP};
use proptest::prelude::*;

fn small() -> impl Strategy<Value = u32> {
    prop_oneof![
        2 => any::<u32>(),
        2 => 0..10_000u32,
        1 => 0..=MAX_SECONDS,
        1 => Just(u32::MAX),
        1 => Just(0),
        1 => Just(HOUR),
    ]
}

fn large() -> impl Strategy<Value = u64> {
    prop_oneof![2 => any::<u64>(), 2 => 0..1_000_000u64, 1 => Just(u64::MAX), 1 => Just(0)]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => any::<i64>(),
        4 => -10_000..3_000_000i64,
        1 => Just(i64::MAX),
        1 => Just(i64::MIN),
        1 => (i64::MAX - 5_000_000)..=i64::MAX,
    ]
}

fn bps() -> impl Strategy<Value = u16> {
    prop_oneof![3 => 0..600u16, 1 => any::<u16>(), 1 => Just(u16::MAX)]
}

fn stage() -> impl Strategy<Value = Stage> {
    prop::sample::select(vec![Stage::Open, Stage::Running, Stage::Ended, Stage::Disputed, Stage::Settled])
}

/// An escrow of any bits: most could never have come about.
fn any_escrow() -> impl Strategy<Value = Escrow> {
    let windows = (small(), small(), small(), small());
    let progress = (small(), small(), small());
    let span = || (small(), small()).prop_map(|(from, to)| Span { from, to });
    let outages = (small(), span(), span());
    (
        (large(), large(), time(), large(), small()),
        windows,
        progress,
        (bps(), bps(), bps()),
        stage(),
        any::<bool>(),
        outages,
        (any::<u8>(), prop::sample::select(vec![Notice::None, Notice::Given, Notice::Broken])),
    )
        .prop_map(|(figures, windows, progress, fees, stage, keeps_hired, outages, notice)| Escrow {
            rate: figures.0,
            paid: figures.1,
            at: figures.2,
            bond: figures.3,
            processors: figures.4,
            seen: windows.0,
            accept_seconds: windows.1,
            holdback_seconds: windows.2,
            duration: windows.3,
            longest: progress.0,
            kept: progress.1,
            disputed_at: progress.2,
            outages: Outages { seconds: outages.0, earlier: outages.1, last: outages.2 },
            fees: FeeRates { booking_bps: fees.0, payment_bps: fees.1, provider_payment_bps: fees.2 },
            stage,
            keeps_hired,
            notice_hours: notice.0,
            notice: notice.1,
            left_early: keeps_hired,
            reserved: [0; 1],
        })
}

fn call() -> impl Strategy<Value = Call> {
    let by = prop::sample::select(vec![Ender::Client, Ender::Operator, Ender::Stranger]);
    prop_oneof![
        any::<bool>().prop_map(|by_client| Call::Cancel { by_client }),
        small().prop_map(|longest| Call::Accept { longest }),
        small().prop_map(|seconds| Call::Extend { seconds }),
        Just(Call::Settle),
        (time(), time()).prop_map(|(from, to)| Call::Outage { from, to }),
        by.prop_map(|by| Call::End { by }),
        Just(Call::Notice),
        Just(Call::Dispute),
        bps().prop_map(|share_bps| Call::Resolve { share_bps }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]

    #[test]
    fn no_figures_make_a_call_panic(
        mut escrow in any_escrow(),
        calls in prop::collection::vec((call(), time()), 1..12),
    ) {
        for (call, now) in calls {
            let _ = match call {
                Call::Cancel { by_client } => escrow.cancel(now, by_client).map(|out| out.total()),
                Call::Accept { longest } => escrow.accept(now, longest).map(|()| 0),
                Call::Extend { seconds } => escrow.extend(now, seconds).map(|charge| charge.cost),
                Call::Settle => escrow.settle(now).map(|out| out.total()),
                Call::Outage { from, to } => escrow.report_outage(now, from, to).map(|_| 0),
                Call::End { by } => escrow.end(now, by).map(|out| out.total()),
                Call::Notice => escrow.give_notice(now).map(|out| out.total()),
                Call::Dispute => escrow.dispute(now),
                Call::Resolve { share_bps } => escrow.resolve(now, share_bps).map(|out| out.total()),
            };
            let _ = (escrow.held(), escrow.booked(), escrow.close(now));
            let _ = (escrow.facts(&Outcome::default(), true), escrow.bonded());
            let _ = (escrow.hires(), escrow.hired_until(), escrow.is_over(now));
        }
    }

    #[test]
    fn no_terms_or_rules_make_a_quote_panic(
        hire in (small(), large()), duration in small(), currency in crate::world::currency(),
        least in (large(), large()), windows in (small(), small()), fees in (bps(), bps(), bps()),
        now in time(),
    ) {
        let fees = FeeRates { booking_bps: fees.0, payment_bps: fees.1, provider_payment_bps: fees.2 };
        let rules = Rules {
            least_io: least.0,
            least_usdc: least.1,
            accept_seconds: windows.0,
            holdback_seconds: windows.1,
            fees,
            padding: [0; 2],
        };
        let _ = rules.check();
        let _ = fees.provider(least.0).total();
        let _ = fees.buyer(least.1).total();
        let terms = Terms { hire: Hire { processors: hire.0, rate: hire.1 }, duration, currency };
        if let Ok((escrow, charge)) = Escrow::open(&terms, &rules, now) {
            prop_assert_eq!(escrow.held(), charge.total());
        }
    }

    #[test]
    fn no_figures_make_the_balances_panic(
        balances in (large(), large(), large(), large(), large()), charge in (large(), large(), large()),
        out in (large(), large(), large(), large()), fees in (large(), large(), large(), large()),
    ) {
        let mut balances = Balances {
            escrowed: balances.0,
            unclaimed: balances.1,
            bonds: balances.2,
            fees: balances.3,
            swept: balances.4,
        };
        let charge = Charge { cost: charge.0, booking: charge.1, payment: charge.2 };
        let fees = Fees {
            buyer_booking: fees.0,
            buyer_payment: fees.1,
            provider_booking: fees.2,
            provider_payment: fees.3,
        };
        let all = |balances: &Balances| {
            let Balances { escrowed, unclaimed, bonds, fees, .. } = *balances;
            [escrowed, unclaimed, bonds, fees].map(u128::from).into_iter().sum::<u128>()
        };
        let before = balances;
        if balances.pay_in(charge).is_ok() {
            prop_assert_eq!(all(&balances), all(&before) + u128::from(charge.total().unwrap()));
        } else {
            prop_assert_eq!(balances, before);
        }
        let before = balances;
        let (provider, client, bond_returned, bond_forfeited) = out;
        let outcome = Outcome { provider, client, fees, bond_returned, bond_forfeited };
        let taken = balances.take_out(&outcome);
        if outcome.total() == u64::MAX {
            // More than any order holds; its parts may add up to more than that.
            balances = before;
        } else if taken.is_ok() {
            let left = [provider, client, bond_returned].map(u128::from).into_iter().sum::<u128>();
            prop_assert_eq!(all(&balances) + left, all(&before));
        } else {
            prop_assert_eq!(balances, before);
        }
        let _ = (balances.keep(out.0), balances.deliver(out.1), balances.bond(out.2));
        let before = balances;
        match balances.sweep() {
            Ok(swept) => {
                prop_assert_eq!((balances.swept, balances.fees), (before.swept + swept, before.fees - swept));
            }
            Err(_) => prop_assert_eq!(balances, before),
        }
    }

    /// Terms that a quote takes carry every later call: an order's own calls never fail for its
    /// figures.
    #[test]
    fn what_was_quoted_never_overflows(
        processors in small(), rate in large(), duration in HOUR..=MAX_SECONDS,
        currency in crate::world::currency(),
        rules in crate::world::rules(), calls in prop::collection::vec((call(), 0..3 * DAY), 1..20),
    ) {
        let Ok((mut deal, _)) = Deal::open(&terms(processors, rate, duration, currency), &rules, START) else {
            return Ok(());
        };
        let mut now = START;
        let _ = deal.call(&Call::Accept { longest: MAX_SECONDS }, now);
        for (call, gap) in calls {
            now += gap;
            match (&call, deal.call(&call, now)) {
                (Call::Extend { .. }, Err(OrderError::CostTooHigh)) => {}
                (_, Err(error)) => {
                    let figures = matches!(error, OrderError::CostTooHigh | OrderError::Overflow);
                    prop_assert!(!figures, "{:?}", error);
                }
                _ => {}
            }
        }
        deal.finish(now);
    }
}

/// The dearest order there can be: all of a u64, with u32::MAX processors and with one.
#[test]
fn the_dearest_orders() {
    for processors in [1, u32::MAX] {
        for duration in [HOUR, MAX_SECONDS] {
            let costs = |rate| terms(processors, rate, duration, Currency::Usdc).quote(&RULES);
            let (mut fits, mut too_high) = (1, u64::MAX);
            while too_high - fits > 1 {
                let middle = fits + (too_high - fits) / 2;
                match costs(middle) {
                    Ok(_) => fits = middle,
                    Err(error) => {
                        assert_eq!(error, OrderError::CostTooHigh);
                        too_high = middle;
                    }
                }
            }
            let most = costs(fits).unwrap().total().unwrap();
            let an_hour_more = u128::from(processors) * u128::from(duration) / 3_600;
            assert!(u128::from(u64::MAX - most) <= 2 * an_hour_more, "{most}");
            let mut deal = Deal::running(&terms(processors, fits, duration, Currency::Usdc), &RULES, START);
            deal.call(&Call::Settle, START + HOUR_SECONDS - 1).unwrap_err();
            deal.finish(START);
            assert_eq!(deal.client, 0);
        }
    }
}

/// The whole supply for an hour, and a base unit an hour for 30 days.
#[test]
fn the_whole_supply_and_the_least() {
    for (rate, duration, cost) in [(HARD_CAP, HOUR, HARD_CAP), (1, MAX_SECONDS, 720), (1, HOUR, 1)] {
        let mut deal = Deal::running(&terms(1, rate, duration, Currency::Io), &RULES, START);
        assert_eq!(deal.put_in, cost + cost.div_ceil(400));
        deal.finish(START);
        assert_eq!((deal.escrow.paid, deal.client), (cost, 0));
        assert_eq!(deal.provider, cost - cost.div_ceil(400));
    }
}

/// At a base unit an hour every hour pays one, whoever calls how often.
#[test]
fn a_base_unit_an_hour_settled_every_minute() {
    let mut deal = Deal::running(&terms(1, 1, MAX_SECONDS, Currency::Io), &RULES, START);
    let mut paying = 0;
    for minute in 60..30 * 24 * 60 {
        if let Ok(moved) = deal.call(&Call::Settle, START + minute * 60) {
            paying += 1;
            assert!(moved.out.provider <= 1);
            assert!(moved.out.fees.provider_booking <= 1);
        }
    }
    deal.finish(START + 30 * DAY);
    assert_eq!(deal.escrow.paid, 720);
    assert_eq!((deal.provider, deal.provider_fees()), (718, 2));
    assert_eq!(paying, 29 * 24 - 1, "hour by hour");
}

#[test]
fn a_clock_at_its_ends() {
    for start in [i64::MIN, -1, 0, i64::MAX - 10, i64::MAX] {
        let (mut deal, _) = Deal::open(&terms(1, 3_600, HOUR, Currency::Io), &RULES, start).unwrap();
        deal.call(&Call::Accept { longest: MAX_SECONDS }, i64::MIN).unwrap();
        assert_eq!(deal.escrow.at, start);
        assert_eq!(deal.call(&Call::Settle, i64::MIN), Err(OrderError::FirstHour));
        let end = deal.call(&Call::End { by: Ender::Stranger }, i64::MAX);
        if start > i64::MAX - HOUR_SECONDS {
            assert_eq!(end, Err(OrderError::StillBooked), "no clock gets there");
            deal.call(&Call::End { by: Ender::Operator }, i64::MAX).unwrap();
            assert_eq!(deal.client, deal.put_in);
        } else {
            end.unwrap();
            assert_eq!(deal.escrow.seen, u32::MAX);
            deal.call(&Call::Settle, i64::MIN).unwrap();
            assert_eq!(deal.escrow.paid, 3_600);
        }
    }
}
