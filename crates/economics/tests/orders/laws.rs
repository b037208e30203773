//! What holds for every order, whatever is called when.

use crate::world::{
    currency,
    deal::{Call, Deal},
    duration, hire, rules, share, DAY, HOUR_SECONDS, START,
};
use io_economics::{orders::*, units::HARD_CAP};
use proptest::prelude::*;

/// What happens on the way.
#[derive(Clone, Debug)]
enum Event {
    Extend(u32),
    /// In what is held back: `from` permille of the way, for `length` permille of the rest.
    Outage(i64, i64),
    Nothing,
}

#[derive(Clone, Copy, Debug)]
enum Ending {
    Over,
    By(Ender),
    Lapse,
    Resolve(u16),
}

#[derive(Clone, Debug)]
struct Life {
    terms: Terms,
    rules: Rules,
    events: Vec<(i64, Event)>,
    ending: Ending,
    /// Whether an outage is reported after the end.
    late: bool,
}

fn terms() -> impl Strategy<Value = Terms> {
    let most = prop_oneof![Just(HARD_CAP / 720), Just(10_000), Just(3_600)];
    (most.prop_flat_map(hire), duration(), currency()).prop_map(|(hire, duration, currency)| Terms {
        hire,
        duration,
        currency,
    })
}

fn life() -> impl Strategy<Value = Life> {
    let event = prop_oneof![
        1 => (1..3 * DAY as u32).prop_map(Event::Extend),
        2 => (0..1_000i64, 0..=1_000i64).prop_map(|(from, length)| Event::Outage(from, length)),
        2 => Just(Event::Nothing),
    ];
    let gap = prop_oneof![0..10i64, 0..2 * HOUR_SECONDS, 0..2 * DAY];
    let ending = prop_oneof![
        Just(Ending::Over),
        Just(Ending::By(Ender::Client)),
        Just(Ending::By(Ender::Operator)),
        Just(Ending::Lapse),
        share().prop_map(Ending::Resolve),
    ];
    (terms(), rules(), prop::collection::vec((gap, event), 0..20), ending, any::<bool>())
        .prop_map(|(terms, rules, events, ending, late)| Life { terms, rules, events, ending, late })
}

impl Life {
    /// Lives it with a settlement `settles` seconds after each event, if any.
    fn live(&self, settles: &[i64]) -> Deal {
        let mut deal = Deal::running(&self.terms, &self.rules, START);
        let mut now = START;
        for (index, (gap, event)) in self.events.iter().enumerate() {
            if let Some(after) = settles.get(index % settles.len().max(1)) {
                for time in [now, now + after % (gap + 1), now + gap] {
                    let _ = deal.call(&Call::Settle, time);
                }
            }
            now += gap;
            match *event {
                Event::Extend(seconds) => drop(deal.call(&Call::Extend { seconds }, now)),
                Event::Outage(from, length) => self.outage(&mut deal, now, from, length),
                Event::Nothing => {}
            }
        }
        let _ = match self.ending {
            Ending::Over => deal.call(&Call::Dispute, now + 40 * DAY),
            Ending::By(by) => deal.call(&Call::End { by }, now),
            Ending::Lapse | Ending::Resolve(_) => deal.call(&Call::Dispute, now),
        };
        if self.late {
            self.outage(&mut deal, now, 300, 400);
        }
        if !settles.is_empty() {
            for count in 0..5 {
                let _ = deal.call(&Call::Settle, now + count * 7 * HOUR_SECONDS);
            }
        }
        if let Ending::Resolve(share_bps) = self.ending {
            let _ = deal.call(&Call::Resolve { share_bps }, now + DAY);
        }
        deal.finish(now + 40 * DAY);
        deal
    }

    /// Reports an outage that no settlement can have passed.
    fn outage(&self, deal: &mut Deal, now: i64, from: i64, length: i64) {
        let escrow = &deal.escrow;
        let held_back = now - i64::from(self.rules.holdback_seconds);
        let first = held_back.max(escrow.at + i64::from(escrow.outage_until)).max(escrow.at);
        let from = first + (now - first).max(0) * from / 1_000;
        let to = from + (now - from).max(0) * length / 1_000;
        let _ = deal.call(&Call::Outage { from, to }, now);
    }

    fn has_outages(&self) -> bool {
        self.late || self.events.iter().any(|(_, event)| matches!(event, Event::Outage(..)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// However often and whenever an order is settled, everybody gets the same, by kind and to the base unit. Only an
    /// arbiter's share of what outages hide depends on it: what was paid before a report stays paid.
    #[test]
    fn settlements_never_matter(life in life(), settles in prop::collection::vec(0..2 * DAY, 1..20)) {
        let (quiet, busy) = (life.live(&[]), life.live(&settles));
        match life.ending {
            Ending::Resolve(share_bps) if share_bps < 10_000 && life.has_outages() => {
                prop_assert!(busy.escrow.paid >= quiet.escrow.paid);
                let gap = busy.escrow.paid - quiet.escrow.paid;
                let hidden = life.terms.hire.cost(busy.escrow.outage).unwrap() + 1;
                let most = u128::from(hidden) * u128::from(10_000 - share_bps) / 10_000 + 1;
                prop_assert!(u128::from(gap) <= most, "{gap} {most}");
            }
            _ => prop_assert_eq!(quiet.totals(), busy.totals()),
        }
    }

    /// Extended in any steps is booked at once, to the base unit, in what it costs and in what it becomes.
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
        terms in terms(), rules in rules(), seed in prop::collection::vec((any::<u8>(), time(), 0..20_000u32), 1..60),
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

    /// A dispute that nobody decides comes to what ending at that second comes to: it saves no first hour, no pay, and no
    /// fee but those of an order that was out of service for all of its first hour.
    #[test]
    fn a_dispute_alone_gains_nothing(mut life in life()) {
        life.ending = Ending::By(Ender::Client);
        let ended = life.live(&[]);
        life.ending = Ending::Lapse;
        let disputed = life.live(&[]);
        prop_assert_eq!(disputed.escrow.paid, ended.escrow.paid);
        if disputed.escrow.paid == 0 && disputed.client > ended.client {
            prop_assert_eq!(disputed.client, disputed.put_in);
            prop_assert!(disputed.escrow.disputed_at < HOUR);
        } else {
            prop_assert_eq!(ended.totals(), disputed.totals());
        }
    }

    /// The arbiter divides what was held back and no more: the provider gets no less than what was sure, and no more than
    /// without a dispute; and each bps more is no less.
    #[test]
    fn an_arbiter_decides_within_bounds(mut life in life(), a in share(), b in share()) {
        let [low, high] = [a.min(b), a.max(b)].map(|share_bps| {
            life.ending = Ending::Resolve(share_bps);
            life.live(&[])
        });
        life.ending = Ending::Lapse;
        let all = life.live(&[]);
        prop_assert!(low.escrow.paid <= high.escrow.paid && high.escrow.paid <= all.escrow.paid);
        life.ending = Ending::Resolve(0);
        let none = life.live(&[]);
        prop_assert!(none.escrow.paid <= low.escrow.paid);
        let held_back = life.terms.hire.cost(life.rules.holdback_seconds.max(HOUR)).unwrap() + 1;
        if !life.has_outages() {
            prop_assert!(all.escrow.paid - none.escrow.paid <= held_back);
        }
    }

    /// After the first hour it does not matter to the money which side ends; a longer service never pays less.
    #[test]
    fn both_sides_end_alike_after_the_first_hour(
        terms in terms(), rules in rules(), first in HOUR_SECONDS..31 * DAY, more in 0..DAY,
    ) {
        let ended = |by, after| {
            let mut deal = Deal::running(&terms, &rules, START);
            deal.call(&Call::End { by }, START + after).unwrap();
            deal.finish(START + after);
            deal
        };
        let [client, operator] = [Ender::Client, Ender::Operator].map(|by| ended(by, first));
        prop_assert_eq!(client.totals(), operator.totals());
        let longer = ended(Ender::Client, first + more);
        prop_assert!(client.provider <= longer.provider && client.client >= longer.client);
        prop_assert_eq!(client.fees.buyer_booking, longer.fees.buyer_booking, "unserved time returns no fees");
    }

    /// Before acceptance, and when the operator stops within the first hour, everything comes back.
    #[test]
    fn nothing_is_lost_before_the_first_hour(
        terms in terms(), rules in rules(), after in 0..HOUR_SECONDS,
        more in prop::option::of(1..DAY as u32), report: bool,
    ) {
        let (mut deal, _) = Deal::open(&terms, &rules, START).unwrap();
        deal.call(&Call::Cancel { by_client: true }, START + after).unwrap();
        prop_assert_eq!(deal.totals(), (0, deal.put_in, Fees::default()));

        let mut deal = Deal::running(&terms, &rules, START);
        if let Some(seconds) = more {
            let _ = deal.call(&Call::Extend { seconds }, START + after);
        }
        if report {
            let _ = deal.call(&Call::Outage { from: START, to: START + after }, START + after);
        }
        deal.call(&Call::End { by: Ender::Operator }, START + after).unwrap();
        prop_assert_eq!(deal.totals(), (0, deal.put_in, Fees::default()));
        prop_assert_eq!(deal.escrow.check_settled(), Ok(()));
    }

    /// An outage is not paid: the pay is that of a service shorter by it.
    #[test]
    fn an_outage_is_time_less(terms in terms(), rules in rules(), cut in 0..MAX_SECONDS) {
        let mut deal = Deal::running(&terms, &rules, START);
        let end = START + i64::from(terms.duration);
        let length = (cut % terms.duration).max(1);
        deal.call(&Call::Outage { from: end - i64::from(length), to: end }, end).unwrap();
        deal.finish(end);
        prop_assert_eq!(deal.escrow.paid, terms.hire.cost(terms.duration - length).unwrap());
        let fees = terms.quote(&rules).unwrap().fees();
        prop_assert_eq!((deal.fees.buyer_booking, deal.fees.buyer_payment), (fees.buyer_booking, fees.buyer_payment));
    }
}

const CALLS: u8 = 8;
const EXTEND: u8 = 2;

fn any_call(which: u8, figure: u32, at: i64) -> Call {
    let from = at.saturating_add(i64::from(figure));
    match which % CALLS {
        0 => Call::Cancel { by_client: figure.is_multiple_of(2) },
        1 => Call::Accept { extendable: !figure.is_multiple_of(4) },
        EXTEND => Call::Extend { seconds: figure },
        3 => Call::End { by: [Ender::Client, Ender::Operator, Ender::Stranger][figure as usize % 3] },
        4 => Call::Dispute,
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
