//! Requests and bids: the steps that anyone may take for them. Nothing of what returns is the
//! keeper's, and no step costs it more than its fee.

use {
    crate::plan::Snapshot,
    io_client::{
        economics::orders::Outcome,
        orders::{self, bid_address, Bid, BidTerms, BondOwner, Choice, Currency, Order, Request},
    },
    io_rpc::{decode, every, Chain, Fault, Filter},
    solana_account::Account,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// A step of a request or a bid that anyone may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarketStep {
    /// An automatic request is over: the order begins.
    Award,
    /// A request is over without an award: everything returns.
    Cancel,
    /// The bond of a bid is due.
    ReturnBond,
    /// A bid can win nothing any more.
    CloseBid,
}

impl MarketStep {
    /// Its name in logs and metrics.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Award => "award_auto",
            Self::Cancel => "cancel_request",
            Self::ReturnBond => "return_bond",
            Self::CloseBid => "close_bid",
        }
    }
}

/// A step with what its call needs.
#[derive(Clone, Debug)]
pub enum Deal {
    /// Of a request.
    Award(Request),
    /// Of a request.
    Cancel(Request),
    /// Of a bid, with the order that it has won.
    ReturnBond(Bid, Option<(Pubkey, Order)>),
    /// Of a bid.
    CloseBid(Bid),
}

/// Fetches the bids, then their requests: one that is there no more is over.
///
/// # Errors
/// If the cluster does not answer.
pub fn fetch(chain: &dyn Chain, snapshot: &mut Snapshot) -> Result<(), Fault> {
    let bids = every::<Bid>(chain, &[Filter::Size(8 + size_of::<Bid>())])?;
    snapshot.requests = every::<Request>(chain, &[Filter::Size(8 + size_of::<Request>())])?;
    snapshot.bids = bids;
    Ok(())
}

/// What is to be done at `now`: each step with the place of its request or bid.
pub fn steps(now: i64, snapshot: &Snapshot) -> Vec<(MarketStep, usize)> {
    let of_requests = snapshot.requests.iter().enumerate();
    let mut all: Vec<_> =
        of_requests.filter_map(|(place, (_, request))| Some((of_request(now, request)?, place))).collect();
    let requests: HashMap<_, _> =
        snapshot.requests.iter().map(|(address, request)| (*address, request)).collect();
    let bonded = snapshot.orders.iter().filter(|(_, order)| order.bonded);
    let orders: HashMap<_, _> = bonded.map(|(_, order)| (order.serial, order)).collect();
    for (place, (_, bid)) in snapshot.bids.iter().enumerate() {
        let order = orders.get(&bid.serial).copied().filter(|_| bid.won);
        let step = of_bid(now, bid, requests.get(&bid.request).copied(), order);
        all.extend(step.map(|step| (step, place)));
    }
    all
}

/// The step of a request.
fn of_request(now: i64, request: &Request) -> Option<MarketStep> {
    if outcome_of_award(now, request).is_some() {
        return Some(MarketStep::Award);
    }
    let mut tender = request.tender;
    tender.cancel(now, false).ok().map(|_| MarketStep::Cancel)
}

/// What returns to the client of an automatic request that can be awarded.
fn outcome_of_award(now: i64, request: &Request) -> Option<Outcome> {
    if request.tender.choice != Choice::Lowest || request.best == Pubkey::default() {
        return None;
    }
    let mut tender = request.tender;
    let best = BidTerms { rate: tender.best_rate, ..BidTerms::default() };
    tender.award(&best, now).ok().map(|(_, outcome)| outcome)
}

/// The step of a bid, by its request and the order that it has won, as far as they are there.
fn of_bid(now: i64, bid: &Bid, request: Option<&Request>, order: Option<&Order>) -> Option<MarketStep> {
    let request = request.filter(|request| request.serial == bid.serial);
    let is_best = request.is_some_and(|request| request.best == bid.node);
    if bid.bond > 0 {
        let due = match order {
            Some(order) => order.escrow.bond_owner(now).is_ok(),
            None => !bid.won && !is_best,
        };
        return due.then_some(MarketStep::ReturnBond);
    }
    let stands = request.is_some_and(|request| match request.tender.choice {
        Choice::Client => !request.tender.is_over(now),
        Choice::Lowest => is_best,
    });
    (!stands).then_some(MarketStep::CloseBid)
}

/// The order that a bid has won.
fn won<'s>(bid: &Bid, snapshot: &'s Snapshot) -> Option<&'s (Pubkey, Order)> {
    let of_bid = |(_, order): &&(Pubkey, Order)| order.serial == bid.serial && order.bonded;
    bid.won.then(|| snapshot.orders.iter().find(of_bid)).flatten()
}

impl Deal {
    /// The deal of a step; none if the snapshot does not have what it is about.
    pub fn new(snapshot: &Snapshot, step: MarketStep, place: usize) -> Option<Self> {
        let request = || Some(snapshot.requests.get(place)?.1);
        let bid = || Some(snapshot.bids.get(place)?.1);
        Some(match step {
            MarketStep::Award => Self::Award(request()?),
            MarketStep::Cancel => Self::Cancel(request()?),
            MarketStep::CloseBid => Self::CloseBid(bid()?),
            MarketStep::ReturnBond => Self::ReturnBond(bid()?, won(&bid()?, snapshot).copied()),
        })
    }

    /// The accounts to read before it is done, that at `address` among them.
    pub fn accounts(&self, address: Pubkey) -> Vec<Pubkey> {
        match self {
            Self::Award(_) | Self::Cancel(_) => vec![address],
            Self::CloseBid(bid) => vec![address, bid.request],
            Self::ReturnBond(bid, order) => {
                [address, bid.request].into_iter().chain(order.map(|(address, _)| address)).collect()
            }
        }
    }

    /// The same by its accounts as they are now; none if nothing of it is left to do.
    pub fn refreshed<'a>(
        &self,
        now: i64,
        address: Pubkey,
        at: impl Fn(Pubkey) -> Option<&'a Account>,
    ) -> Option<Self> {
        let request = |of: Pubkey| decode::<Request>(&of, at(of)).ok().flatten();
        let bid = || decode::<Bid>(&address, at(address)).ok().flatten();
        Some(match self {
            Self::Award(_) => {
                let fresh = request(address)?;
                (of_request(now, &fresh) == Some(MarketStep::Award)).then_some(Self::Award(fresh))?
            }
            Self::Cancel(_) => {
                let fresh = request(address)?;
                (of_request(now, &fresh) == Some(MarketStep::Cancel)).then_some(Self::Cancel(fresh))?
            }
            Self::CloseBid(_) => {
                let fresh = bid()?;
                let step = of_bid(now, &fresh, request(fresh.request).as_ref(), None);
                (step == Some(MarketStep::CloseBid)).then_some(Self::CloseBid(fresh))?
            }
            Self::ReturnBond(_, order) => {
                let fresh = bid()?;
                let order = order.and_then(|(address, _)| {
                    Some((address, decode::<Order>(&address, at(address)).ok().flatten()?))
                });
                let won = order.as_ref().map(|(_, order)| order);
                let step = of_bid(now, &fresh, request(fresh.request).as_ref(), won);
                (step == Some(MarketStep::ReturnBond)).then_some(Self::ReturnBond(fresh, order))?
            }
        })
    }

    /// Who gets money by it, and in which currency.
    pub fn payee(&self, now: i64) -> Option<(Currency, Pubkey)> {
        match self {
            Self::Award(request) => {
                let outcome = outcome_of_award(now, request)?;
                (outcome.client > 0).then_some((request.currency, request.client))
            }
            Self::Cancel(request) => Some((request.currency, request.client)),
            Self::CloseBid(_) => None,
            Self::ReturnBond(bid, order) => {
                let owner =
                    order.and_then(|(_, order)| Some((order.escrow.bond_owner(now).ok()?, order.client)));
                let payee = match owner {
                    Some((BondOwner::Client, client)) => client,
                    _ => bid.operator,
                };
                Some((bid.currency, payee))
            }
        }
    }

    /// Its call by `keeper`, with the payee's unclaimed balance where its account takes nothing.
    pub fn call(&self, keeper: &Pubkey, address: &Pubkey, unclaimed: Option<Pubkey>) -> Instruction {
        match self {
            Self::Award(request) => orders::award_auto(address, request, unclaimed),
            Self::Cancel(request) => orders::cancel_request(keeper, address, request, unclaimed),
            Self::CloseBid(bid) => orders::close_bid(address, bid),
            Self::ReturnBond(bid, order) => {
                let order = order.as_ref().map(|(address, order)| (address, order));
                orders::return_bond(&bid_address(&bid.request, &bid.node), bid, order, unclaimed)
            }
        }
    }
}
