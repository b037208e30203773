//! Events alone rebuild the orders: what an indexer knows that reads nothing else is what the
//! accounts hold.

use {
    crate::{
        outcome::{event, Logged},
        Receipt,
    },
    anchor_lang::prelude::Pubkey,
    io_client::orders::{
        events::{
            OrderAccepted, OrderCancelled, OrderClosed, OrderCreated, OrderDisputed, OrderEnded,
            OrderExtended, OrderResolved, OrderSettled, OutageReported,
        },
        Currency, Fees, Order, Outages, Span, Stage,
    },
    std::collections::HashMap,
};

/// Every order that events told of and that is not closed.
#[derive(Clone, Default)]
pub(crate) struct Indexer(HashMap<Pubkey, Known>);

/// What is known of an order.
#[derive(Clone, Copy)]
struct Known {
    state: State,
    /// The time of its last event, if that says so.
    seen_at: Option<i64>,
}

/// As [`Order`] has it; amounts in base units, seconds count from `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    serial: u64,
    client: Pubkey,
    node: Pubkey,
    provider: Pubkey,
    reference: [u8; 32],
    revision: u32,
    currency: Currency,
    processors: u32,
    rate: u64,
    stage: Stage,
    at: i64,
    duration: u32,
    longest: u32,
    kept: u32,
    paid: u64,
    held: u64,
    bonded: u64,
    holdback: u32,
    outages: Outages,
    disputed_at: u32,
    hires: bool,
}

impl State {
    fn of(order: &Order) -> Self {
        let Order { serial, client, node, provider, reference, revision, currency, escrow, .. } = *order;
        Self {
            serial,
            client,
            node,
            provider,
            reference,
            revision,
            currency,
            processors: escrow.processors,
            rate: escrow.rate,
            stage: escrow.stage,
            at: escrow.at,
            duration: escrow.duration,
            longest: escrow.longest,
            kept: escrow.kept,
            paid: escrow.paid,
            held: escrow.held().expect("terms that were checked"),
            bonded: escrow.bonded(),
            holdback: escrow.holdback_seconds,
            outages: escrow.outages,
            disputed_at: escrow.disputed_at,
            hires: escrow.hires(),
        }
    }

    /// Seconds from `at` to a time that an event says.
    fn since(&self, time: i64) -> u32 {
        (time - self.at).try_into().expect("a time in the order's life")
    }

    fn take_out(&mut self, provider: u64, client: u64, fees: Fees) {
        self.held -= provider + client + fees.total();
        self.paid += provider + fees.provider_booking + fees.provider_payment;
    }

    /// Up to when no outage can be reported any more, at a time.
    fn final_until(&self, now: i64) -> u32 {
        let from = if self.stage == Stage::Disputed { self.disputed_at } else { self.since(now) };
        from.saturating_sub(self.holdback)
    }

    fn settle(&mut self) {
        self.stage = Stage::Settled;
        assert_eq!((self.held, self.bonded), (0, 0), "money is left in an order that is settled");
    }
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
            };
            let earlier = self.0.insert(event.order, Known { state, seen_at: Some(event.now) });
            assert!(earlier.is_none(), "an order was created over another");
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
        }
    }

    fn ending(&mut self, logged: &Logged) {
        if let Some(event) = event::<OrderEnded>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                state.take_out(0, event.refund, Fees::default());
                match event.done {
                    true => state.settle(),
                    false => {
                        (state.stage, state.duration) = (Stage::Ended, event.duration);
                        (state.kept, state.hires) = (event.kept, false);
                    }
                }
            });
        }
        if let Some(event) = event::<OrderDisputed>(logged) {
            self.change(&event.order, Some(event.now), |state| {
                (state.stage, state.disputed_at) = (Stage::Disputed, state.since(event.now));
                (state.bonded, state.hires) = (event.bond, false);
            });
        }
        if let Some(event) = event::<OrderResolved>(logged) {
            self.change(&event.order, None, |state| {
                state.take_out(event.provider, event.client, event.fees);
                state.bonded -= event.bond_returned + event.bond_forfeited;
                state.settle();
            });
        }
        if let Some(event) = event::<OrderClosed>(logged) {
            let known = self.0.remove(&event.order).expect("an order that was created");
            assert_eq!(known.state.stage, Stage::Settled, "closed with money in it");
        }
    }

    fn change(&mut self, order: &Pubkey, seen_at: Option<i64>, change: impl FnOnce(&mut State)) {
        let known = self.0.get_mut(order).expect("an event of an order that was created");
        change(&mut known.state);
        known.seen_at = seen_at;
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
