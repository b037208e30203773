//! What each party of an order gets, from the list of what happened: whoever called what first, how
//! often it was settled, and when the oracle's reports arrived do not appear in it.
//!
//! Times are Unix seconds, amounts base units.

use {
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{ToPrimitive, Zero},
};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const ALL_BPS: u16 = 10_000;
/// Bond of a dispute, of what is disputed, in bps.
const BOND_BPS: u16 = 200;

/// `[from, to)`.
pub type Interval = (i64, i64);

/// Who ended a service before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The client.
    Client,
    /// The operator.
    Operator,
}

/// A dispute, and how it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// When the client disputed.
    pub at: i64,
    /// How many of the outages were reported by then: the bond is on what was in dispute.
    pub known: usize,
    /// The provider's share in bps; none if the arbiter was silent.
    pub share_bps: Option<u16>,
}

/// An order that was accepted, from its start to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Base units an hour, of all processors together.
    pub hourly: u64,
    /// Booking fee of either side, in bps.
    pub booking_bps: u16,
    /// Payment fee of the buyer, in bps.
    pub payment_bps: u16,
    /// Payment fee of the provider, in bps.
    pub provider_payment_bps: u16,
    /// The least cost of an order in its currency, when this one was created.
    pub least_cost: u64,
    /// Seconds that pay is held back.
    pub holdback: i64,
    /// Start of the service.
    pub start: i64,
    /// Seconds booked, extensions included.
    pub booked: i64,
    /// Seconds of notice that the operator had agreed to; 0 for none.
    pub notice: i64,
    /// When the operator gave notice, if it did.
    pub noticed_at: Option<i64>,
    /// When the node did not serve; in order, and none within another.
    pub outages: Vec<Interval>,
    /// Who ended it before its time, and when.
    pub ended: Option<(i64, Side)>,
    /// The dispute, if there was one.
    pub dispute: Option<Dispute>,
}

/// What the parties have in the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// What the provider has, its fees taken off.
    pub provider: u64,
    /// What the client has spent: the pay, and its fees.
    pub spent: u64,
    /// What the client has lost of its bond.
    pub bond_lost: u64,
}

/// What the record of a node says of an order; seconds of one processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Seconds served.
    pub served: i64,
    /// Seconds out.
    pub out: i64,
    /// Whether the operator ended before the booked time was over.
    pub left_early: bool,
    /// Whether it did so without the notice that it had agreed to.
    pub notice_broken: bool,
    /// Whether it gave notice, and kept to it.
    pub notice_given: bool,
    /// Whether an arbiter gave the provider less than all.
    pub dispute_lost: bool,
}

impl Shares {
    /// Fees earned, a lost bond among them.
    pub fn fees(&self) -> u64 {
        self.spent + self.bond_lost - self.provider
    }
}

impl Life {
    /// What the parties have in the end.
    pub fn shares(&self) -> Shares {
        self.outcome().1
    }

    /// Whether the bond that an operator has deposited with its bid is the client's: the service
    /// stopped within the first hour, and the provider is paid nothing for it.
    pub fn forfeits_bond(&self) -> bool {
        self.stop() < self.start + HOUR && self.outcome().0 == 0
    }

    /// What the provider is paid before its fees, and what the parties have.
    fn outcome(&self) -> (u64, Shares) {
        // An operator that stops within the first hour has nothing, and all returns.
        if self.left_early().is_some_and(|at| at < self.start + HOUR) {
            return (0, Shares::default());
        }
        let billed = self.billed();
        let payable = self.payable();
        let (pay, kept, bond_lost) = match self.dispute {
            None => (self.served(payable), self.over() - billed, 0),
            Some(Dispute { known, share_bps, .. }) => {
                let (sure, full) = (self.sure(), self.served(payable));
                let share = share_bps.unwrap_or(ALL_BPS);
                let pay = sure + floor(bps(full - sure, share));
                let kept = if share < ALL_BPS / 2 { 0 } else { self.over() - billed };
                let then = Self { outages: self.outages[..known].to_vec(), ..self.clone() };
                let bond = then.bond(then.served(then.payable()) - then.sure());
                (pay, kept, if share_bps == Some(ALL_BPS) { bond } else { 0 })
            }
        };
        // The buyer's fees on a day of what the client leaves behind, but for a node that was out.
        let by_client = self.dispute.is_some() || matches!(self.ended, Some((_, Side::Client)));
        let by_client = by_client && !matches!(self.ended, Some((_, Side::Operator)));
        let free = self.was_out() || self.noticed_at.is_some();
        let left = if by_client && !free { self.cost(kept.min(DAY)) } else { 0 };
        // And on the pay that an operator forfeits, unless the arbiter finds for the client.
        let lost =
            matches!(self.dispute, Some(Dispute { share_bps: Some(share), .. }) if share < ALL_BPS / 2);
        let forfeited = if lost { 0 } else { self.served(billed) - self.served(payable) };
        let left = left + forfeited;
        let buyer = ceil(bps(pay + left, self.booking_bps)) + ceil(bps(pay + left, self.payment_bps));
        let provider = ceil(bps(pay, self.booking_bps + self.provider_payment_bps));
        (pay, Shares { provider: pay - provider, spent: pay + buyer, bond_lost })
    }

    /// The buyer's charge for the first `booked` seconds.
    pub fn charge(&self, booked: i64) -> u64 {
        let cost = self.cost(booked);
        cost + ceil(bps(cost, self.booking_bps)) + ceil(bps(cost, self.payment_bps))
    }

    /// Whether no three outages lie within one holdback, the third one as far as its first report
    /// says. An order keeps the bounds of two: what a third one moves, the arbiter divides.
    pub fn is_known_to_the_second(&self) -> bool {
        /// An outage that may be reported in pieces, each from where the one before ended.
        struct Outage {
            first_piece_to: i64,
            to: i64,
        }
        let mut outages: Vec<Outage> = Vec::new();
        for &(from, to) in &self.outages {
            match outages.last_mut() {
                Some(last) if last.to == from => last.to = to,
                _ => outages.push(Outage { first_piece_to: to, to }),
            }
        }
        outages.windows(3).all(|three| three[0].to + self.holdback <= three[2].first_piece_to)
    }

    /// What the node's record says of it, once it is settled.
    pub fn facts(&self) -> Facts {
        let unpaid = self.left_early().is_some_and(|at| at < self.start + HOUR);
        let seconds = self.stop() - self.start;
        let out: i64 = self.outages.iter().map(|(from, to)| to - from).sum();
        Facts {
            served: if unpaid { 0 } else { seconds - out },
            out,
            left_early: self.left_early().is_some(),
            notice_broken: self.left_early().is_some() && self.notice > 0,
            notice_given: self.noticed_at.is_some() && self.left_early().is_none(),
            dispute_lost: self.dispute.and_then(|dispute| dispute.share_bps).is_some_and(|bps| bps < ALL_BPS),
        }
    }

    /// When all that is booked is over; a notice cuts it off, but never the first hour.
    fn over(&self) -> i64 {
        let booked = self.start + self.booked;
        match self.noticed_at {
            Some(at) => booked.min((at + self.notice).max(self.start + HOUR)),
            None => booked,
        }
    }

    /// When the operator left before the booked time was over.
    fn left_early(&self) -> Option<i64> {
        match self.ended {
            Some((at, Side::Operator)) if at < self.over() => Some(at),
            _ => None,
        }
    }

    /// Up to when the provider is paid: without the notice that it had agreed to it loses as much
    /// of its last hours as the notice has, but no more than pay is held back for.
    fn payable(&self) -> i64 {
        match self.left_early() {
            Some(at) if self.notice > 0 => (at - self.notice.min(self.holdback)).max(self.start),
            _ => self.billed(),
        }
    }

    /// The second at which the service stopped.
    fn stop(&self) -> i64 {
        let ended = self.ended.map_or(self.over(), |(at, _)| at);
        let disputed = self.dispute.map_or(self.over(), |dispute| dispute.at);
        ended.min(disputed).min(self.over())
    }

    /// Whether the node was out when the service stopped.
    fn was_out(&self) -> bool {
        self.outages.iter().any(|(from, to)| *from < self.stop() && *to >= self.stop())
    }

    /// Up to when the service is paid: the first hour at least, but not to a node that was out when
    /// its client left.
    fn billed(&self) -> i64 {
        let first_hour = if self.was_out() { self.start } else { self.start + HOUR };
        self.stop().max(first_hour).min(self.over())
    }

    /// The pay that no arbiter divides.
    fn sure(&self) -> u64 {
        let disputed_from = self.dispute.map_or(self.over(), |dispute| dispute.at - self.holdback);
        self.served(disputed_from.max(self.start).min(self.payable()))
    }

    fn bond(&self, disputed: u64) -> u64 {
        ceil(bps(disputed, BOND_BPS)).max(self.least_cost).min(disputed)
    }

    /// The cost of the service up to `time`, second by second but for outages.
    fn served(&self, time: i64) -> u64 {
        let out = |(from, to): &Interval| (*to).min(time) - (*from).max(self.start).min(time);
        let out: i64 = self.outages.iter().map(out).map(|seconds| seconds.max(0)).sum();
        self.cost(time - self.start - out)
    }

    fn cost(&self, seconds: i64) -> u64 {
        floor(integer(self.hourly) * integer(seconds.max(0)) / integer(HOUR))
    }
}

fn integer(value: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(value.into())
}

fn bps(amount: u64, rate: u16) -> BigRational {
    integer(amount) * integer(rate) / integer(ALL_BPS)
}

fn floor(value: BigRational) -> u64 {
    assert!(value >= BigRational::zero(), "no amount is negative");
    value.floor().to_integer().to_u64().expect("base units fit in 64 bits")
}

fn ceil(value: BigRational) -> u64 {
    value.ceil().to_integer().to_u64().expect("base units fit in 64 bits")
}
