//! What holds for calls: extended in steps, at any clock, twice.

use super::terms;
use crate::world::{
    deal::{Call, Deal},
    rules, DAY, HOUR_SECONDS, START,
};
use io_economics::orders::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// Extended in any steps is booked at once, to the base unit, in what it costs and in what it
    /// becomes.
    #[test]
    fn an_extension_is_a_longer_booking(
        terms in terms(), rules in rules(),
        steps in prop::collection::vec((0..600i64, 1..5 * DAY as u32), 1..12), settle: bool,
    ) {
        let mut longer = Terms { duration: HOUR, ..terms };
        let mut deal = Deal::running(&longer, &rules, START);
        let mut charge = longer.quote(&rules).unwrap();
        let mut now = START;
        for (gap, seconds) in steps {
            now += gap;
            if settle {
                let _ = deal.call(&Call::Settle, now);
            }
            if let Ok(moved) = deal.call(&Call::Extend { seconds }, now) {
                longer.duration += seconds;
                charge.cost += moved.charge.cost;
                charge.booking += moved.charge.booking;
                charge.payment += moved.charge.payment;
            }
        }
        prop_assert_eq!(charge, longer.quote(&rules).unwrap());
        let mut whole = Deal::running(&longer, &rules, START);
        prop_assert_eq!(deal.put_in, whole.put_in);
        deal.call(&Call::End { by: Ender::Client }, now + 2 * DAY).unwrap();
        whole.call(&Call::End { by: Ender::Client }, now + 2 * DAY).unwrap();
        deal.finish(now);
        whole.finish(now);
        prop_assert_eq!(deal.totals(), whole.totals());
    }

    /// A clock that stands still, goes back or leaps is the greatest time seen.
    #[test]
    fn an_earlier_clock_is_the_latest_seen(
        terms in terms(), rules in rules(),
        seed in prop::collection::vec((any::<u8>(), time(), 0..20_000u32), 1..60),
    ) {
        let (mut deal, _) = Deal::open(&terms, &rules, START).unwrap();
        let mut steady = deal.clone();
        for (which, now, figure) in seed {
            let call = any_call(which, figure, deal.escrow.at);
            let latest = now.max(steady.escrow.at.saturating_add(steady.escrow.seen.into()));
            prop_assert_eq!(deal.call(&call, now), steady.call(&call, latest), "{:?} at {}", call, now);
            prop_assert_eq!(deal.escrow, steady.escrow);
        }
    }

    /// Nobody gains by calling twice: the second call in a second moves nothing.
    #[test]
    fn a_call_repeated_moves_nothing(
        terms in terms(), rules in rules(), figure in 0..20_000u32, gap in 0..3 * DAY,
        which in (0..CALLS).prop_filter("extends again", |which| *which != EXTEND),
    ) {
        let mut deal = Deal::running(&terms, &rules, START);
        let now = START + gap;
        let call = any_call(which, figure, START);
        if deal.call(&call, now).is_ok() {
            prop_assert!(deal.call(&call, now).is_err());
        }
    }
}

const CALLS: u8 = 9;
const EXTEND: u8 = 2;

fn any_call(which: u8, figure: u32, at: i64) -> Call {
    let from = at.saturating_add(i64::from(figure));
    match which % CALLS {
        0 => Call::Cancel { by_client: figure.is_multiple_of(2) },
        1 => Call::Accept { longest: if figure.is_multiple_of(4) { 0 } else { MAX_SECONDS } },
        EXTEND => Call::Extend { seconds: figure },
        3 => Call::End { by: [Ender::Client, Ender::Operator, Ender::Stranger][figure as usize % 3] },
        4 => Call::Dispute,
        7 => Call::Notice,
        5 => Call::Resolve { share_bps: figure as u16 },
        6 => Call::Outage { from, to: from.saturating_add(i64::from(figure % 1_000)) },
        _ => Call::Settle,
    }
}

/// Near the order's life, and anywhere.
fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => START - 100..START + 3 * HOUR_SECONDS,
        8 => START..START + 3 * DAY,
        2 => START..START + 50 * DAY,
        1 => any::<i64>(),
        1 => Just(i64::MIN),
    ]
}
