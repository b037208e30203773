//! The rules once more, by the book: exact rationals, and an order's life as plain lists of what
//! was booked, of outages and of payments, in Unix seconds. Every figure is computed from the whole
//! of them. Shares nothing with the code under test but the shapes of what it returns.

mod money;

use super::{
    deal::{Call, Moved},
    outages::Outages,
    DAY, HOUR_SECONDS,
};
use io_economics::orders::{Charge, Currency, Ender, Fees, Outcome, Rules, Terms};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

type Q = BigRational;

fn q(value: impl Into<BigInt>) -> Q {
    Q::from_integer(value.into())
}

fn floor(value: Q) -> u64 {
    value.floor().to_integer().to_u64().unwrap()
}

fn ceil(value: Q) -> u64 {
    value.ceil().to_integer().to_u64().unwrap()
}

fn bps(amount: u64, rate: u16) -> Q {
    q(amount) * q(rate) / q(10_000)
}

#[derive(Clone)]
pub struct Order {
    /// Base units a second.
    price: Q,
    least: u64,
    booking: u16,
    payment: u16,
    provider_payment: u16,
    accept_window: i64,
    holdback: i64,
    created: i64,
    /// The greatest time seen.
    pub clock: i64,
    start: Option<i64>,
    longest: i64,
    /// Seconds: at creation, then by extensions.
    booked: Vec<i64>,
    charges: Vec<Charge>,
    /// When somebody ended the service.
    stop: Option<i64>,
    /// Seconds not served whose fees the client leaves behind.
    kept: i64,
    /// Seconds of notice that the operator agreed to, and the end that it set by it.
    pub notice: i64,
    noticed: Option<i64>,
    /// Since when the pay is forfeited, as the operator left without notice.
    forfeited_from: Option<i64>,
    dispute: Option<i64>,
    bond: u64,
    pub outages: Outages,
    /// What the provider was paid, before its fees.
    payments: Vec<u64>,
    refunds: Vec<u64>,
    earned: Vec<Fees>,
    over: bool,
}

impl Order {
    pub fn new(terms: &Terms, rules: &Rules, now: i64) -> Self {
        let usdc = terms.currency == Currency::Usdc;
        let mut order = Self {
            least: rules.least_cost(terms.currency),
            price: q(terms.hire.processors) * q(terms.hire.rate) / q(HOUR_SECONDS),
            booking: rules.fees.booking_bps,
            payment: if usdc { rules.fees.payment_bps } else { 0 },
            provider_payment: if usdc { rules.fees.provider_payment_bps } else { 0 },
            accept_window: rules.accept_seconds.into(),
            holdback: rules.holdback_seconds.into(),
            created: now,
            clock: now,
            start: None,
            longest: 0,
            booked: Vec::new(),
            charges: Vec::new(),
            stop: None,
            kept: 0,
            notice: 0,
            noticed: None,
            forfeited_from: None,
            dispute: None,
            bond: 0,
            outages: Outages::default(),
            payments: Vec::new(),
            refunds: Vec::new(),
            earned: Vec::new(),
            over: false,
        };
        order.book(terms.duration.into());
        order
    }

    /// Adds time, charged as if the whole had been booked at once.
    fn book(&mut self, seconds: i64) -> Charge {
        self.booked.push(seconds);
        let cost = self.cost(self.booked.iter().sum());
        let before = |part: fn(&Charge) -> u64| self.charges.iter().map(part).sum::<u64>();
        let charge = Charge {
            cost: cost - before(|charge| charge.cost),
            booking: ceil(bps(cost, self.booking)) - before(|charge| charge.booking),
            payment: ceil(bps(cost, self.payment)) - before(|charge| charge.payment),
        };
        self.charges.push(charge);
        charge
    }

    fn cost(&self, seconds: i64) -> u64 {
        floor(&self.price * q(seconds.max(0)))
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    /// When the booked time is over, or the service was ended.
    pub fn end(&self) -> i64 {
        let booked = self.start.unwrap_or(self.created) + self.booked.iter().sum::<i64>();
        self.stop.or(self.noticed).unwrap_or(booked)
    }

    /// When the service stops, as things stand.
    fn stops(&self) -> i64 {
        self.dispute.map_or(self.end(), |dispute| dispute.min(self.end()))
    }

    /// Whether the node was out when the service stopped.
    fn is_out(&self) -> bool {
        self.outages.end() == Some(self.stops())
    }

    /// Up to when a provider is paid, outages aside, as things stand: for the first hour at least,
    /// unless its client left it while it was out.
    fn billed_until(&self) -> i64 {
        match self.start {
            Some(start) if !self.is_out() => self.stops().max(start + HOUR_SECONDS),
            _ => self.stops(),
        }
    }

    /// Times around which something changes.
    pub fn edges(&self) -> Vec<i64> {
        let mut edges = vec![self.created + self.accept_window];
        if let Some(start) = self.start {
            edges.extend([
                start + HOUR_SECONDS,
                start + self.holdback,
                self.end(),
                self.billed_until(),
                self.billed_until() + self.holdback,
            ]);
        }
        edges.extend(self.dispute.map(|dispute| dispute + 7 * DAY));
        edges
    }

    /// From when on an outage would count that is reported now.
    pub fn reportable_from(&self) -> i64 {
        let held_back = self.clock - self.holdback;
        held_back.max(self.start.unwrap_or(self.created)).max(self.outages.end().unwrap_or(i64::MIN))
    }

    /// The cost of the service up to `time`.
    fn served(&self, time: i64) -> u64 {
        self.cost(time - self.start.unwrap() - self.outages.before(time))
    }

    /// Makes `call` if the rules allow it; if not, the model is to be thrown away.
    pub fn call(&mut self, call: &Call, now: i64) -> Option<Moved> {
        self.clock = self.clock.max(now);
        let now = self.clock;
        let running = self.start.is_some() && self.stop.is_none() && self.dispute.is_none() && !self.over;
        let mut moved = Moved::default();
        let out = &mut moved.out;
        match *call {
            Call::Cancel { by_client } => {
                let lapsed = now > self.created + self.accept_window;
                if self.over || self.start.is_some() || !(by_client || lapsed) {
                    return None;
                }
                self.give_back_all(out);
            }
            Call::Accept { longest } => {
                if self.over || self.start.is_some() || now > self.created + self.accept_window {
                    return None;
                }
                self.start = Some(now);
                self.longest = i64::from(longest).min(30 * DAY);
            }
            Call::Extend { seconds } => {
                let seconds = i64::from(seconds);
                let all = self.booked.iter().sum::<i64>() + seconds;
                let refused = seconds == 0 || all > self.longest || self.noticed.is_some();
                if !running || now >= self.end() || refused {
                    return None;
                }
                moved.charge = self.book(seconds);
            }
            Call::Settle => self.settle(now, out)?,
            Call::Outage { from, to } => moved.outage = Some(self.report(now, from, to)?),
            Call::End { by } => self.stop(now, by, out)?,
            Call::Notice => {
                if !running || self.notice == 0 || self.noticed.is_some() || now >= self.end() {
                    return None;
                }
                let first_hour = self.start? + HOUR_SECONDS;
                self.noticed = Some(self.end().min((now + self.notice).max(first_hour)));
                let cost = self.cost(self.end() - self.start?);
                let (all, paid) = (self.buyer_fees(cost), self.buyer_fees(self.paid()));
                let stays = cost - self.paid() + all.0 - paid.0 + all.1 - paid.1;
                self.give_back(self.left() - stays, out);
            }
            Call::Dispute => moved.bond = self.dispute(now)?,
            Call::Resolve { share_bps } => {
                if self.over || share_bps > 10_000 || now >= self.dispute? + 7 * DAY {
                    return None;
                }
                self.decide(share_bps, out);
                *if share_bps == 10_000 { &mut out.bond_forfeited } else { &mut out.bond_returned } =
                    self.bond;
            }
        }
        Some(moved)
    }

    fn report(&mut self, now: i64, from: i64, to: i64) -> Option<(i64, i64)> {
        let start = self.start?;
        let last = self.outages.end().unwrap_or(start);
        let booked = (from.max(start).max(now - self.holdback).max(last), to.min(now).min(self.stops()));
        if self.over || from >= to || booked.0 >= booked.1 {
            return None;
        }
        let line = self.dispute.unwrap_or(now) - self.holdback;
        let line = line.min(self.forfeited_from.unwrap_or(line));
        self.outages.add(line, booked);
        Some(booked)
    }

    fn stop(&mut self, now: i64, by: Ender, out: &mut Outcome) -> Option<()> {
        let start = self.start?;
        let first_hour = start + HOUR_SECONDS;
        let over = now >= self.end();
        if self.stop.is_some() || self.dispute.is_some() || self.over || (by == Ender::Stranger && !over) {
            return None;
        }
        if by == Ender::Operator && now < first_hour {
            self.give_back_all(out);
            return Some(());
        }
        let paid_until = self.end().min(now.max(first_hour));
        if by == Ender::Operator && !over && self.notice > 0 {
            self.forfeited_from = Some((now - self.notice.min(self.holdback)).max(start));
        }
        if by == Ender::Client && self.noticed.is_none() {
            self.kept = (self.end() - paid_until).min(DAY);
        }
        self.stop = Some(self.end().min(now));
        // What stays is the cost of the time to be paid, and the fees on it and on what the client
        // leaves behind.
        let cost = self.cost(paid_until - start);
        let (all, paid) = (self.buyer_fees(cost + self.cost(self.kept)), self.buyer_fees(self.paid()));
        let stays = cost - self.paid() + all.0 - paid.0 + all.1 - paid.1;
        self.give_back(self.left() - stays, out);
        Some(())
    }

    fn dispute(&mut self, now: i64) -> Option<u64> {
        let start = self.start?;
        if self.over || self.dispute.is_some() || now >= self.billed_until() + self.holdback {
            return None;
        }
        self.dispute = Some(now);
        let disputed = self.served(self.payable_until()) - self.served(self.undisputed().max(start));
        self.bond = ceil(bps(disputed, 200)).max(self.least).min(disputed);
        (disputed > 0).then_some(self.bond)
    }

    /// Up to when pay is not in dispute.
    fn undisputed(&self) -> i64 {
        (self.dispute.unwrap() - self.holdback).min(self.payable_until()).max(self.start.unwrap())
    }

    fn settle(&mut self, now: i64, out: &mut Outcome) -> Option<()> {
        let start = self.start?;
        if self.over {
            return None;
        }
        let mut up_to = (now - self.holdback).max(start);
        if let Some(dispute) = self.dispute {
            if now >= dispute + 7 * DAY {
                self.decide(10_000, out);
                out.bond_returned = self.bond;
                return Some(());
            }
            up_to = self.undisputed();
        } else if self.stop.is_some() {
            if up_to >= self.billed_until() {
                let unserved = self.left_behind(self.kept) + self.forfeited();
                self.pay(self.served(self.payable_until()), unserved, out);
                self.give_back_all(out);
                return Some(());
            }
        } else if now < start + HOUR_SECONDS || now >= self.end() {
            return None;
        }
        self.pay(self.served(up_to.min(self.payable_until())), 0, out);
        (*out != Outcome::default()).then_some(())
    }

    /// Up to when the provider is paid.
    fn payable_until(&self) -> i64 {
        self.forfeited_from.unwrap_or(self.billed_until())
    }

    /// Pay that is the client's, but for the fees on it.
    fn forfeited(&self) -> u64 {
        self.served(self.billed_until()) - self.served(self.payable_until())
    }

    fn decide(&mut self, share_bps: u16, out: &mut Outcome) {
        let billed = self.billed_until();
        let (full, sure) = (self.served(self.payable_until()), self.served(self.undisputed()));
        let total = sure + floor(bps(full - sure, share_bps));
        let left = if self.stop.is_some() { self.kept } else { (self.end() - billed).min(DAY) };
        let left = if self.noticed.is_some() { self.kept } else { left };
        let left = self.left_behind(left) + self.forfeited();
        let unserved = if share_bps < 5_000 { 0 } else { left };
        self.pay(total, unserved, out);
        self.give_back_all(out);
    }

    /// What the provider is to have in the end, before fees, at least and at most, counted second
    /// by second over the whole life: the service from its start to its stop, less what lies in an
    /// outage.
    pub fn deserved(&self) -> (u64, u64) {
        let Some(start) = self.start else { return (0, 0) };
        let free = |until: i64| self.cost(until - start - self.outages.really_before(until));
        let payable = self.payable_until();
        match (self.dispute, self.stop) {
            _ if self.outages.moved && (self.dispute.or(self.forfeited_from)).is_some() => {
                (0, free(self.billed_until()))
            }
            (Some(_), _) => (free(self.undisputed()), free(payable)),
            (None, Some(_)) => (free(payable), free(payable)),
            // Ended by the operator within the first hour.
            (None, None) => (0, 0),
        }
    }

    pub fn gross_paid(&self) -> u64 {
        self.paid()
    }
}
