//! Events alone rebuild the requests and bids, and what they pay reaches whom it should.

use {
    super::order_state::State,
    crate::{
        outcome::{event, Logged},
        Receipt, World,
    },
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::orders::ID,
    io_client::orders::{
        bid_address,
        events::{BidClosed, BidPlaced, BondReturned, RequestAwarded, RequestCancelled, RequestOpened},
        mint, Bid, BidTerms, Choice, Currency, Notice, Order, Outages, Request, Stage,
    },
    std::collections::{BTreeSet, HashMap, HashSet},
};

/// Every request and bid that events told of and that is not closed.
#[derive(Clone, Default)]
pub(crate) struct Tenders {
    requests: HashMap<Pubkey, Known>,
    bids: HashMap<Pubkey, KnownBid>,
    /// Orders that a bond stands for.
    bonded: HashSet<Pubkey>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    serial: u64,
    client: Pubkey,
    class: Pubkey,
    order: Pubkey,
    best: Pubkey,
    best_rate: u64,
    currency: Currency,
    processors: u32,
    rate: u64,
    duration: u32,
    ends_at: i64,
    choice: Choice,
    notice_hours: u8,
    held: u64,
    holdback: u32,
    reference: [u8; 32],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct KnownBid {
    serial: u64,
    request: Pubkey,
    node: Pubkey,
    operator: Pubkey,
    revision: u32,
    terms: BidTerms,
    bond: u64,
    won: bool,
    at: i64,
}

impl Known {
    fn of(request: &Request) -> Self {
        let Request { serial, client, class, order, best, currency, reference, tender, .. } = *request;
        Self {
            serial,
            client,
            class,
            order,
            best,
            best_rate: tender.best_rate,
            currency,
            processors: tender.escrow.processors,
            rate: tender.escrow.rate,
            duration: tender.escrow.duration,
            ends_at: tender.ends_at(),
            choice: tender.choice,
            notice_hours: tender.notice_hours,
            held: tender.escrow.held().expect("terms that were checked"),
            holdback: tender.escrow.holdback_seconds,
            reference,
        }
    }
}

impl KnownBid {
    fn of(bid: &Bid) -> Self {
        let Bid { serial, request, node, operator, revision, bond, won, at, .. } = *bid;
        Self { serial, request, node, operator, revision, terms: bid.terms(), bond, won, at }
    }
}

impl Tenders {
    /// Reads an event. Returns the order that an award has made.
    ///
    /// # Panics
    /// If it contradicts what is known.
    pub(super) fn read(&mut self, logged: &Logged) -> Option<(Pubkey, State)> {
        if let Some(event) = event::<RequestOpened>(logged) {
            let known = Known {
                serial: event.serial,
                client: event.client,
                class: event.class,
                order: event.order,
                best: Pubkey::default(),
                best_rate: 0,
                currency: event.currency,
                processors: event.processors,
                rate: event.rate,
                duration: event.duration,
                ends_at: event.now + i64::from(event.open_seconds),
                choice: event.choice,
                notice_hours: event.notice_hours,
                held: event.cost + event.fees,
                holdback: event.holdback_seconds,
                reference: event.reference,
            };
            let earlier = self.requests.insert(event.request, known);
            assert!(earlier.is_none(), "a request was opened over another");
        }
        if let Some(event) = event::<BidPlaced>(logged) {
            self.placed(&event);
        }
        if let Some(event) = event::<BidClosed>(logged) {
            let bid = self.bids.remove(&event.bid).expect("a bid that was placed");
            assert_eq!(bid.bond, 0, "a bid was closed with its bond");
        }
        if let Some(event) = event::<BondReturned>(logged) {
            let bid = self.bids.get_mut(&event.bid).expect("a bid that was placed");
            assert_eq!(std::mem::take(&mut bid.bond), event.amount);
            assert_eq!(self.bonded.remove(&event.order), bid.won, "a bond of another order");
        }
        if let Some(event) = event::<RequestCancelled>(logged) {
            let known = self.requests.remove(&event.request).expect("a request that was opened");
            assert_eq!(known.held, event.refund, "all of a cancelled request returns");
        }
        event::<RequestAwarded>(logged).map(|event| (event.order, self.awarded(&event)))
    }

    fn placed(&mut self, event: &BidPlaced) {
        let request = self.requests.get_mut(&event.request).expect("a request that was opened");
        let standing = self.bids.get(&event.bid).map_or(0, |bid| bid.bond);
        if request.choice == Choice::Lowest {
            (request.best, request.best_rate) = (event.node, event.terms.rate);
        }
        request.ends_at = event.ends_at;
        let bid = KnownBid {
            serial: request.serial,
            request: event.request,
            node: event.node,
            operator: event.operator,
            revision: event.revision,
            terms: event.terms,
            bond: standing + event.bond,
            won: false,
            at: event.now,
        };
        self.bids.insert(event.bid, bid);
    }

    fn awarded(&mut self, event: &RequestAwarded) -> State {
        let request = self.requests.remove(&event.request).expect("a request that was opened");
        assert_eq!(request.held, event.cost + event.fees + event.refund, "what was paid in, divided");
        assert_eq!(request.order, event.order);
        let bid =
            self.bids.get_mut(&bid_address(&event.request, &event.node)).expect("a bid that was placed");
        assert_eq!((bid.serial, bid.terms.rate), (request.serial, event.rate), "another bid was awarded");
        bid.won = event.bonded;
        if event.bonded {
            self.bonded.insert(event.order);
        }
        State {
            serial: request.serial,
            client: request.client,
            node: event.node,
            provider: event.provider,
            reference: request.reference,
            revision: event.revision,
            currency: request.currency,
            processors: request.processors,
            rate: event.rate,
            stage: Stage::Running,
            at: event.now,
            duration: request.duration,
            longest: event.longest,
            kept: 0,
            paid: 0,
            held: event.cost + event.fees,
            bonded: 0,
            holdback: request.holdback,
            outages: Outages::default(),
            disputed_at: 0,
            hires: true,
            notice_hours: event.notice_hours,
            notice: Notice::None,
            left_early: false,
        }
    }

    /// The operator of a bid.
    pub(super) fn operator(&self, bid: &Pubkey) -> Pubkey {
        self.bids.get(bid).expect("a bid that was placed").operator
    }

    /// Every open request: its client, and what is paid in.
    pub(super) fn open(&self) -> impl Iterator<Item = (Pubkey, (Pubkey, u64))> + '_ {
        self.requests.iter().map(|(request, known)| (*request, (known.client, known.held)))
    }

    /// Learns of a bid that was written down as a copy of another.
    pub(crate) fn copied(&mut self, address: Pubkey, bid: &Bid) {
        self.bids.insert(address, KnownBid::of(bid));
    }

    /// # Panics
    /// If a request or a bid is not what the events say, or they tell of others.
    pub(super) fn check(&self, found: &Found, orders: &[(Pubkey, Order)]) {
        assert_eq!(found.requests.len(), self.requests.len(), "as many requests as events tell of");
        for (address, request) in &found.requests {
            let known = self.requests.get(address);
            assert_eq!(known, Some(&Known::of(request)), "a request is not what its events say");
        }
        assert_eq!(found.bids.len(), self.bids.len(), "as many bids as events tell of");
        for (address, bid) in &found.bids {
            assert_eq!(self.bids.get(address), Some(&KnownBid::of(bid)), "a bid is not what its events say");
        }
        for (address, order) in orders {
            assert_eq!(order.bonded, self.bonded.contains(address), "a bond stands for another order");
        }
    }
}

/// The requests and bids on chain.
#[derive(Default)]
pub(super) struct Found {
    requests: Vec<(Pubkey, Request)>,
    bids: Vec<(Pubkey, Bid)>,
}

impl Found {
    /// Takes an account of io_orders, if it is a request or a bid.
    pub(super) fn take(&mut self, address: Pubkey, mut data: &[u8]) {
        if let Ok(request) = Request::try_deserialize(&mut data) {
            self.requests.push((address, request));
        } else if let Ok(bid) = Bid::try_deserialize(&mut data) {
            assert_eq!(address, bid_address(&bid.request, &bid.node), "a bid lies at another address");
            self.bids.push((address, bid));
        }
    }

    /// What is left in requests in a currency, and what bids hold as bonds.
    pub(super) fn held(&self, currency: Currency) -> (u64, u64) {
        let requests = self.requests.iter().filter(|(_, request)| request.currency == currency);
        let held =
            requests.map(|(_, request)| request.tender.escrow.held().expect("terms that were checked"));
        let bids = self.bids.iter().filter(|(_, bid)| bid.currency == currency);
        (held.sum(), bids.map(|(_, bid)| bid.bond).sum())
    }

    /// Processors that best bids hire, by node.
    pub(super) fn hired(&self) -> impl Iterator<Item = (Pubkey, u32)> + '_ {
        let best = self.requests.iter().filter(|(_, request)| request.best != Pubkey::default());
        best.map(|(_, request)| (request.best, request.tender.escrow.processors))
    }
}

/// Currency and client of the requests and bids that a transaction names; of a bid its operator.
pub(super) type Named = HashMap<Pubkey, (Currency, Pubkey)>;

pub(super) fn among(world: &World, named: &BTreeSet<Pubkey>) -> Named {
    let mut found = Found::default();
    for key in named {
        if let Some(account) = world.svm.get_account(key).filter(|account| account.owner == ID) {
            found.take(*key, &account.data);
        }
    }
    let requests = found.requests.iter().map(|(key, request)| (*key, (request.currency, request.client)));
    let bids = found.bids.iter().map(|(key, bid)| (*key, (bid.currency, bid.operator)));
    requests.chain(bids).collect()
}

/// What the events of requests and bids move: payers and operators pay, clients and operators are
/// paid.
pub(super) fn flows(receipt: &Receipt, named: &Named, pay: &mut impl FnMut(Pubkey, Pubkey, i128)) {
    for event in receipt.events::<RequestOpened>() {
        pay(mint(event.currency), event.payer, -i128::from(event.cost) - i128::from(event.fees));
    }
    let refunds = receipt.events::<RequestCancelled>().into_iter().map(|event| (event.request, event.refund));
    let awards = receipt.events::<RequestAwarded>().into_iter().map(|event| (event.request, event.refund));
    for (request, refund) in refunds.chain(awards) {
        let (currency, client) = named[&request];
        pay(mint(currency), client, refund.into());
    }
    for event in receipt.events::<BidPlaced>().iter().filter(|event| event.bond > 0) {
        pay(mint(named[&event.request].0), event.operator, -i128::from(event.bond));
    }
    for event in receipt.events::<BondReturned>() {
        pay(mint(named[&event.bid].0), event.payee, event.amount.into());
    }
}
