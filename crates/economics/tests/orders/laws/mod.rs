//! What holds for every order, whatever is called when.

mod calls;
mod notices;
mod outages;

use crate::world::{
    currency,
    deal::{Call, Deal, Moved},
    duration, hire, notice, rules, share, DAY, HOUR_SECONDS, START,
};
use io_economics::{orders::*, units::HARD_CAP};
use proptest::prelude::*;

/// What happens on the way.
#[derive(Clone, Debug)]
enum Event {
    Extend(u32),
    /// In what is held back: `from` permille of the way, for `length` permille of the rest.
    Outage(i64, i64),
    Notice,
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
    /// Hours of notice that the operator agreed to.
    notice: u8,
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
        1 => Just(Event::Notice),
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
    (terms(), rules(), prop::collection::vec((gap, event), 0..20), ending, any::<bool>(), notice()).prop_map(
        |(terms, rules, events, ending, late, notice)| Life { terms, rules, events, ending, late, notice },
    )
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
        deal.agree(self.notice);
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
                Event::Notice => drop(deal.call(&Call::Notice, now)),
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

    /// Everybody gets what the exact model says, which knows no settlement and no order of calls.
    /// What a third outage in one holdback moves, the arbiter divides: the provider never has more
    /// for it.
    #[test]
    fn everybody_gets_what_the_exact_model_says(
        life in life(), settles in prop::collection::vec(0..2 * DAY, 0..20),
    ) {
        let deal = life.live(&settles);
        let fair = deal.life.shares();
        let spent = deal.put_in - deal.client;
        let divided = deal.life.dispute.is_some() || deal.escrow.notice == Notice::Broken;
        if deal.life.is_known_to_the_second() {
            prop_assert_eq!(deal.escrow.forfeits_bond(), deal.life.forfeits_bond());
        }
        if deal.life.is_known_to_the_second() || !divided {
            let got = (deal.provider, spent, deal.bond_forfeited);
            prop_assert_eq!(got, (fair.provider, fair.spent, fair.bond_lost));
            prop_assert_eq!(deal.fees.total() + deal.bond_forfeited, fair.fees());
        } else {
            prop_assert!(deal.provider <= fair.provider);
        }
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
    /// a day more; where the operator broke its notice, at most three.
    #[test]
    fn fees_follow_the_pay(life in life(), settles in prop::collection::vec(0..2 * DAY, 0..20)) {
        let deal = life.live(&settles);
        let rates = life.rules.fees.of(life.terms.currency);
        let more = if deal.escrow.notice == Notice::Broken { 3 * DAY } else { DAY };
        let [least, most] = [0, more as u32].map(|seconds| {
            rates.buyer(deal.escrow.paid + life.terms.hire.cost(seconds).unwrap()).fees()
        });
        let Fees { buyer_booking, buyer_payment, .. } = deal.fees;
        prop_assert!((least.buyer_booking..=most.buyer_booking).contains(&buyer_booking));
        prop_assert!((least.buyer_payment..=most.buyer_payment).contains(&buyer_payment));
        let by_client = !matches!(life.ending, Ending::Over | Ending::By(Ender::Operator | Ender::Stranger));
        if !by_client && deal.escrow.notice != Notice::Broken {
            prop_assert_eq!((buyer_booking, buyer_payment), (least.buyer_booking, least.buyer_payment));
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
}
