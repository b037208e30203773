//! What holds for every order, whatever is called when.

use crate::world::{
    currency,
    deal::{Call, Deal, Moved},
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
        let (mut deal, now) = self.lead(settles);
        self.conclude(&mut deal, now, settles);
        deal
    }

    /// Up to its ending; and when that is.
    fn lead(&self, settles: &[i64]) -> (Deal, i64) {
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
        (deal, now)
    }

    fn conclude(&self, deal: &mut Deal, now: i64, settles: &[i64]) {
        let _ = match self.ending {
            Ending::Over => deal.call(&Call::Dispute, now + 40 * DAY),
            Ending::By(by) => deal.call(&Call::End { by }, now),
            Ending::Lapse | Ending::Resolve(_) => deal.call(&Call::Dispute, now),
        };
        if self.late {
            self.outage(deal, now, 300, 400);
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
    }

    /// Reports an outage, mostly of time that counts.
    fn outage(&self, deal: &mut Deal, now: i64, from: i64, length: i64) {
        let first = now - i64::from(self.rules.holdback_seconds) - HOUR_SECONDS;
        let from = first + (now - first).max(0) * from / 1_000;
        let to = from + (now - from).max(0) * length / 1_000;
        let _ = deal.call(&Call::Outage { from, to }, now);
    }
}

/// All orders of `count` calls.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for next in 0..count {
        all = all
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..=next).map(move |place| {
                    let mut order = order.clone();
                    order.insert(place, next);
                    order
                })
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// However often and whenever an order is settled, everybody gets the same, by kind and to the
    /// base unit; whatever is reported, disputed and decided meanwhile.
    #[test]
    fn settlements_never_matter(life in life(), settles in prop::collection::vec(0..2 * DAY, 1..20)) {
        let (quiet, busy) = (life.live(&[]), life.live(&settles));
        prop_assert_eq!(quiet.totals(), busy.totals());
        let bonds = |deal: &Deal| (deal.bond_returned, deal.bond_forfeited);
        prop_assert_eq!(bonds(&quiet), bonds(&busy));
    }

    /// Whoever orders the calls of a second gains nothing: in each order of settling, reporting,
    /// disputing, ending and deciding everybody gets the same, as long as the oracle's report comes
    /// before the arbiter's decision.
    #[test]
    fn the_order_of_calls_in_a_second_never_matters(
        mut life in life(), share_bps in share(), from in 0..1_000i64, length in 1..=1_000i64,
        more in 0..3 * DAY,
    ) {
        life.late = false;
        let now = START + life.events.iter().map(|(gap, _)| gap).sum::<i64>() + more;
        let mut outcomes = Vec::new();
        for order in permutations(5) {
            let (mut deal, _) = life.lead(&[]);
            let mut late = false;
            let [dispute, resolve] = [Call::Dispute, Call::Resolve { share_bps }];
            for call in order {
                let _ = match call {
                    0 => deal.call(&Call::Settle, now),
                    1 => {
                        late = deal.escrow.stage == Stage::Settled;
                        life.outage(&mut deal, now, from, length);
                        Ok(Moved::default())
                    }
                    2 => deal.call(&Call::End { by: Ender::Client }, now),
                    3 => deal.call(&dispute, now),
                    _ => deal.call(&resolve, now),
                };
            }
            // Where the decision came first, it comes again.
            let disputed = deal.call(&dispute, now) != Err(OrderError::NothingDisputed);
            let _ = deal.call(&resolve, now);
            if !late && disputed {
                deal.finish(now);
                outcomes.push(deal.totals());
            }
        }
        prop_assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", outcomes);
    }

    /// What the buyer's fees are on: what the provider was paid, and where the client left, at most
    /// a day more.
    #[test]
    fn fees_follow_the_pay(life in life(), settles in prop::collection::vec(0..2 * DAY, 0..20)) {
        let deal = life.live(&settles);
        let rates = life.rules.fees.of(life.terms.currency);
        let [least, most] = [0, DAY as u32].map(|seconds| {
            rates.buyer(deal.escrow.paid + life.terms.hire.cost(seconds).unwrap()).fees()
        });
        let Fees { buyer_booking, buyer_payment, .. } = deal.fees;
        prop_assert!((least.buyer_booking..=most.buyer_booking).contains(&buyer_booking));
        prop_assert!((least.buyer_payment..=most.buyer_payment).contains(&buyer_payment));
        if matches!(life.ending, Ending::Over | Ending::By(Ender::Operator | Ender::Stranger)) {
            prop_assert_eq!((buyer_booking, buyer_payment), (least.buyer_booking, least.buyer_payment));
        }
    }

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

    /// A dispute that nobody decides comes to what ending at that second comes to: it saves no
    /// first hour, no pay and no fee, and its bond returns.
    #[test]
    fn a_dispute_alone_gains_nothing(mut life in life()) {
        life.ending = Ending::Lapse;
        let disputed = life.live(&[]);
        life.ending = Ending::By(Ender::Client);
        let ended = life.live(&[]);
        if disputed.bond > 0 {
            prop_assert_eq!(ended.totals(), disputed.totals());
            prop_assert_eq!(disputed.bond, disputed.bond_returned);
        }
    }

    /// The arbiter divides what was held back and no more: the provider gets no less than what was
    /// sure, and no more than without a dispute; and each bps more is no less. The bond is at most
    /// what is divided.
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
        prop_assert!(all.escrow.paid - none.escrow.paid <= held_back);
        prop_assert!(none.bond <= held_back);
    }

    /// After the first hour it does not matter to the provider which side ends; a longer service
    /// never pays less.
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
        prop_assert_eq!((client.provider, client.escrow.paid), (operator.provider, operator.escrow.paid));
        prop_assert!(client.client <= operator.client);
        let longer = ended(Ender::Client, first + more);
        prop_assert!(client.provider <= longer.provider && client.client >= longer.client);
        prop_assert!(client.fees.buyer_booking <= longer.fees.buyer_booking);
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
        prop_assert_eq!(deal.escrow.stage, Stage::Settled);
    }

    /// An outage is not paid: pay and fees are those of a service shorter by what of it lies within
    /// the holdback.
    #[test]
    fn an_outage_is_time_less(terms in terms(), rules in rules(), cut in 0..MAX_SECONDS) {
        let mut deal = Deal::running(&terms, &rules, START);
        let end = START + i64::from(terms.duration);
        let length = (cut % terms.duration).max(1);
        deal.call(&Call::Outage { from: end - i64::from(length), to: end }, end).unwrap();
        deal.finish(end);
        let served = terms.duration - length.min(rules.holdback_seconds);
        prop_assert_eq!(deal.escrow.paid, terms.hire.cost(served).unwrap());
        let fees = rules.fees.of(terms.currency).buyer(deal.escrow.paid).fees();
        let buyers = |fees: Fees| (fees.buyer_booking, fees.buyer_payment);
        prop_assert_eq!(buyers(deal.fees), buyers(fees));
    }

    /// Up to two outages in a holdback are known to the second. A third one changes nothing that is
    /// final, and counts no second later than it was.
    #[test]
    fn outages_are_known_to_the_second(
        reports in prop::collection::vec((1..30_000u32, 1..20_000u32), 1..30),
        holdback in MIN_HOLDBACK_SECONDS..DAY as u32,
    ) {
        let (mut list, mut exact) = (Outages::default(), Vec::new());
        let (mut now, mut many) = (0u32, false);
        for (gap, length) in reports {
            let from = now + gap;
            now = from + length;
            let line = now.saturating_sub(holdback);
            let span = Span { from: from.max(line), to: now };
            let earlier = list;
            list.add(line, span);
            exact.push(span);
            let part = |span: &Span, line: u32| span.to.min(line) - span.from.min(line);
            let before = |line: u32| exact.iter().map(|span| part(span, line)).sum::<u32>();
            many |= exact.iter().filter(|span| span.to > line).count() > 2;
            prop_assert_eq!(list.before(now), before(now));
            for part in 0..=20 {
                let time = line + (now - line) / 20 * part;
                prop_assert!(list.before(time) >= before(time));
                prop_assert!(many || list.before(time) == before(time));
            }
            prop_assert_eq!(list.before(line), earlier.before(line), "what is final");
        }
    }
}

const CALLS: u8 = 8;
const EXTEND: u8 = 2;

fn any_call(which: u8, figure: u32, at: i64) -> Call {
    let from = at.saturating_add(i64::from(figure));
    match which % CALLS {
        0 => Call::Cancel { by_client: figure.is_multiple_of(2) },
        1 => Call::Accept { longest: if figure.is_multiple_of(4) { 0 } else { MAX_SECONDS } },
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
