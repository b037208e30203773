//! Events alone rebuild the orders: what an indexer knows that reads nothing else is what the
//! accounts hold.

use {
    super::{order_state::State, records::Records, tenders::Tenders},
    crate::{
        outcome::{event, Logged},
        Receipt,
    },
    anchor_lang::prelude::Pubkey,
    io_client::orders::{
        events::{
            BondReturned, NoticeGiven, OrderAccepted, OrderBooked, OrderCancelled, OrderClosed, OrderCreated,
            OrderDisputed, OrderEnded, OrderExtended, OrderResolved, OrderSettled, OutageReported,
        },
        Fees, Notice, Order, Outages, Span, Stage,
    },
    std::collections::HashMap,
};

/// Every order that events told of and that is not closed, and what they leave in records.
#[derive(Clone, Default)]
pub(crate) struct Indexer(HashMap<Pubkey, Known>, pub(super) Records, pub(crate) Tenders);

/// What is known of an order.
#[derive(Clone, Copy)]
struct Known {
    state: State,
    /// The time of its last event, if that says so.
    seen_at: Option<i64>,
}

impl Indexer {
    /// Reads the events of a transaction, in order.
    ///
    /// # Panics
    /// If they contradict what is known.
    pub(crate) fn read(&mut self, receipt: &Receipt) {
        for logged in receipt.logged() {
            self.opening(&logged);
            self.service(&logged);
            self.ending(&logged);
            self.1.read(&logged);
            self.bond(&logged);
            if let Some((order, state)) = self.2.read(&logged) {
                let earlier = self.0.insert(order, Known { state, seen_at: Some(state.at) });
                assert!(earlier.is_none(), "an order was awarded over another");
            }
        }
    }

    fn opening(&mut self, logged: &Logged) {
        if let Some(event) = event::<OrderCreated>(logged) {
            let state = State {
                serial: event.serial,
                client: event.client,
                node: event.node,
                provider: Pubkey::default(),
                reference: event.reference,
                revision: event.revision,
                currency: event.currency,
                processors: event.processors,
                rate: event.rate,
                stage: Stage::Open,
                at: event.now,
                duration: event.duration,
                longest: 0,
                kept: 0,
                paid: 0,
                held: event.cost + event.fees,
                bonded: 0,
                holdback: event.holdback_seconds,
                outages: Outages::default(),
                disputed_at: 0,
                hires: false,
                notice_hours: 0,
                notice: Notice::None,
                left_early: false,
            };
            let earlier = self.0.insert(event.order, Known { state, seen_at: Some(event.now) });
            assert!(earlier.is_none(), "an order was created over another");
        }
        if let Some(event) = event::<OrderBooked>(logged) {
            let state = State::booked(&event);
            let earlier = self.0.insert(event.order, Known { state, seen_at: Some(event.now) });
            assert!(earlier.is_none(), "an order was booked over another");
        }
        if let Some(event) = event::<OrderCancelled>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                state.take_out(0, event.refund, Fees::default());
                state.settle();
            });
        }
        if let Some(event) = event::<OrderAccepted>(logged) {
            self.change(&event.order, Some(event.start), |state| {
                (state.stage, state.at) = (Stage::Running, event.start);
                (state.provider, state.longest, state.hires) = (event.provider, event.longest, true);
            });
        }
    }

    fn service(&mut self, logged: &Logged) {
        if let Some(event) = event::<OrderExtended>(logged) {
            self.change(&event.order, None, |state| {
                state.duration = event.duration;
                state.held += event.cost + event.fees;
            });
        }
        if let Some(event) = event::<NoticeGiven>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                state.take_out(0, event.refund, Fees::default());
                (state.duration, state.longest) = (event.duration, event.duration);
                state.notice = Notice::Given;
            });
        }
        if let Some(event) = event::<OutageReported>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                let (line, span) = (state.final_until(event.now), [event.from, event.to]);
                let [from, to] = span.map(|time| state.since(time));
                state.outages.add(line, Span { from, to });
            });
        }
        if let Some(event) = event::<OrderSettled>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                state.take_out(event.provider, event.client, event.fees);
                state.bonded -= event.bond;
                if event.done {
                    state.settle();
                }
            });
            let state = self.0[&event.order].state;
            let at = event.done.then_some((event.now, event.recorded));
            self.1.paid(&event.order, &state, event.fees.total(), at, false);
        }
    }

    fn ending(&mut self, logged: &Logged) {
        if let Some(event) = event::<OrderEnded>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                state.take_out(0, event.refund, Fees::default());
                (state.duration, state.left_early) = (event.duration, event.left_early);
                if event.notice_broken {
                    state.notice = Notice::Broken;
                }
                match event.done {
                    true => state.settle(),
                    false => {
                        state.stage = Stage::Ended;
                        (state.kept, state.hires) = (event.kept, false);
                    }
                }
            });
            let state = self.0[&event.order].state;
            let at = event.done.then_some((event.now, event.recorded));
            self.1.paid(&event.order, &state, 0, at, false);
        }
        if let Some(event) = event::<OrderDisputed>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                (state.stage, state.disputed_at) = (Stage::Disputed, state.since(event.now));
                (state.bonded, state.hires) = (event.bond, false);
            });
        }
        if let Some(event) = event::<OrderResolved>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                state.take_out(event.provider, event.client, event.fees);
                state.bonded -= event.bond_returned + event.bond_forfeited;
                state.settle();
            });
            let (state, at) = (self.0[&event.order].state, Some((event.now, event.recorded)));
            self.1.paid(&event.order, &state, event.fees.total(), at, event.share_bps < 10_000);
        }
        if let Some(event) = event::<OrderClosed>(logged) {
            let known = self.0.remove(&event.order).expect("an order that was created");
            assert_eq!(known.state.stage, Stage::Settled, "closed with money in it");
        }
    }

    /// The bond of a bid returns to whom it belongs, no earlier than it may; a running order notes
    /// the time.
    fn bond(&mut self, logged: &Logged) {
        let Some(event) = event::<BondReturned>(logged) else { return };
        let operator = self.2.operator(&event.bid);
        let Some(known) = self.0.get_mut(&event.order) else { return };
        let forfeited = known.state.forfeits_bond(event.now).expect("a bond that is due");
        let owner = if forfeited { known.state.client } else { operator };
        assert_eq!(event.payee, owner, "whose the bond of an order is");
        if known.state.stage == Stage::Running {
            known.seen_at = Some(event.now);
        }
    }

    fn change(&mut self, order: &Pubkey, seen_at: Option<i64>, change: impl FnOnce(&mut State)) {
        let known = self.0.get_mut(order).expect("an event of an order that was created");
        change(&mut known.state);
        known.seen_at = seen_at;
    }

    /// Every order that is not closed.
    pub(super) fn states(&self) -> impl Iterator<Item = (&Pubkey, &State)> {
        self.0.iter().map(|(order, known)| (order, &known.state))
    }

    /// Learns of an order that was written down as a copy of another.
    pub(crate) fn copied(&mut self, from: &Pubkey, to: Pubkey, serial: u64) {
        let known = self.0[from];
        self.0.insert(to, Known { state: State { serial, ..known.state }, ..known });
    }

    /// # Panics
    /// If an order is not what the events say, or they tell of others.
    pub(super) fn check(&self, orders: &[(Pubkey, Order)]) {
        assert_eq!(orders.len(), self.0.len(), "as many orders as events tell of");
        for (address, order) in orders {
            let known = self.0.get(address).unwrap_or_else(|| panic!("no event tells of {address}"));
            assert_eq!(State::of(order), known.state, "an order is not what its events say");
            if let Some(time) = known.seen_at {
                assert_eq!(order.escrow.seen_at(), time, "an event's time is not the order's");
            }
        }
    }
}
