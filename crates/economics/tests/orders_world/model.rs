//! The rules once more, by the book: exact rationals, and an order's life as plain lists of what was booked, of outages
//! and of payments, in Unix seconds. Every figure is computed from the whole of them. Shares nothing with the code under
//! test but the shapes of what it returns.

use super::{
    deal::{Call, Moved},
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

/// A payment to the provider: before its fees, and up to when.
#[derive(Clone)]
struct Payment {
    gross: u64,
    up_to: i64,
}

#[derive(Clone)]
pub struct Order {
    /// Base units a second.
    price: Q,
    booking: u16,
    payment: u16,
    provider_payment: u16,
    accept_window: i64,
    holdback: i64,
    created: i64,
    /// The greatest time seen.
    pub clock: i64,
    start: Option<i64>,
    extendable: bool,
    /// Seconds: at creation, then by extensions.
    booked: Vec<i64>,
    charges: Vec<Charge>,
    /// Up to when the service is paid, once somebody ended it.
    stop: Option<i64>,
    dispute: Option<i64>,
    outages: Vec<(i64, i64)>,
    payments: Vec<Payment>,
    refunds: Vec<u64>,
    earned: Vec<Fees>,
    fees_taken: bool,
    over: bool,
}

impl Order {
    pub fn new(terms: &Terms, rules: &Rules, now: i64) -> Self {
        let usdc = terms.currency == Currency::Usdc;
        let mut order = Self {
            price: q(terms.hire.processors) * q(terms.hire.rate) / q(HOUR_SECONDS),
            booking: rules.fees.booking_bps,
            payment: if usdc { rules.fees.payment_bps } else { 0 },
            provider_payment: if usdc { rules.fees.provider_payment_bps } else { 0 },
            accept_window: rules.accept_seconds.into(),
            holdback: rules.holdback_seconds.into(),
            created: now,
            clock: now,
            start: None,
            extendable: false,
            booked: Vec::new(),
            charges: Vec::new(),
            stop: None,
            dispute: None,
            outages: Vec::new(),
            payments: Vec::new(),
            refunds: Vec::new(),
            earned: Vec::new(),
            fees_taken: false,
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

    pub fn start(&self) -> Option<i64> {
        self.start
    }

    fn booked_cost(&self) -> u64 {
        self.cost(self.booked.iter().sum())
    }

    /// When the booked time is over, or the service was ended.
    pub fn end(&self) -> i64 {
        self.stop.unwrap_or(self.start.unwrap_or(self.created) + self.booked.iter().sum::<i64>())
    }

    /// Up to when a provider is paid, outages aside, as things stand.
    fn billed_until(&self) -> i64 {
        match (self.start, self.dispute) {
            (Some(start), Some(dispute)) => self.end().min(dispute.max(start + HOUR_SECONDS)),
            _ => self.end(),
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
                self.end() + self.holdback,
            ]);
        }
        edges.extend(self.dispute.map(|dispute| dispute + 7 * DAY));
        edges
    }

    /// The end of what was settled or reported as an outage.
    pub fn reportable_from(&self) -> i64 {
        let last = self.outages.last().map(|outage| outage.1);
        last.max(self.start).unwrap_or(self.created).max(self.settled_until())
    }

    fn settled_until(&self) -> i64 {
        self.payments.iter().map(|payment| payment.up_to).max().unwrap_or(i64::MIN)
    }

    fn paid(&self) -> u64 {
        self.payments.iter().map(|payment| payment.gross).sum()
    }

    /// Seconds of all outages reported.
    fn outage(&self) -> i64 {
        self.outages.iter().map(|(from, to)| to - from).sum()
    }

    /// The cost of the service up to `time`, every outage reported taken as before that moment.
    fn served(&self, time: i64) -> u64 {
        self.cost(time - self.start.unwrap() - self.outage())
    }

    /// What is left of what the client paid in.
    pub fn left(&self) -> u64 {
        let in_: u64 = self.charges.iter().map(|charge| charge.cost + charge.booking + charge.payment).sum();
        let fees: u64 = self.earned.iter().map(|fees| fees.buyer_booking + fees.buyer_payment).sum();
        in_ - fees - self.paid() - self.refunds.iter().sum::<u64>()
    }

    /// The buyer's fees of all bookings so far.
    fn take_fees(&mut self, out: &mut Outcome) {
        if !self.fees_taken {
            self.fees_taken = true;
            out.fees.buyer_booking = self.charges.iter().map(|charge| charge.booking).sum();
            out.fees.buyer_payment = self.charges.iter().map(|charge| charge.payment).sum();
            self.earned.push(out.fees);
        }
    }

    /// The provider's fees on all it was paid: both together rounded up, the booking fee's part of them rounded up.
    fn provider_fees(&self, paid: u64) -> (u64, u64) {
        let both = self.booking + self.provider_payment;
        let all = ceil(bps(paid, both));
        let booking = if both == 0 { 0 } else { ceil(q(all) * q(self.booking) / q(both)) };
        (booking, all - booking)
    }

    fn pay(&mut self, total: u64, up_to: i64, out: &mut Outcome) {
        let before = self.paid();
        let gross = total.saturating_sub(before);
        let (old, new) = (self.provider_fees(before), self.provider_fees(before + gross));
        out.fees.provider_booking = new.0 - old.0;
        out.fees.provider_payment = new.1 - old.1;
        out.provider = gross - out.fees.provider_booking - out.fees.provider_payment;
        self.payments.push(Payment { gross, up_to });
    }

    fn give_back(&mut self, amount: u64, out: &mut Outcome) {
        out.client = amount;
        self.refunds.push(amount);
    }

    fn give_back_all(&mut self, out: &mut Outcome) {
        self.give_back(self.left(), out);
        self.over = true;
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
            Call::Accept { extendable } => {
                if self.over || self.start.is_some() || now > self.created + self.accept_window {
                    return None;
                }
                self.start = Some(now);
                self.extendable = extendable;
            }
            Call::Extend { seconds } => {
                let seconds = i64::from(seconds);
                let all = self.booked.iter().sum::<i64>() + seconds;
                if !running || !self.extendable || now >= self.end() || seconds == 0 || all > 30 * DAY {
                    return None;
                }
                let charge = self.book(seconds);
                moved.charge = charge;
                if self.fees_taken {
                    out.fees.buyer_booking = charge.booking;
                    out.fees.buyer_payment = charge.payment;
                    self.earned.push(out.fees);
                }
            }
            Call::Settle => self.settle(now, out)?,
            Call::Outage { from, to } => {
                let start = self.start?;
                let within = from >= start && from < to && to <= now && to <= self.billed_until();
                let new = from >= self.settled_until() && self.outages.iter().all(|outage| outage.1 <= from);
                if self.over || !within || !new {
                    return None;
                }
                self.outages.push((from, to));
            }
            Call::End { by } => {
                let first_hour = self.start? + HOUR_SECONDS;
                if !running || (by == Ender::Stranger && now < self.end()) {
                    return None;
                }
                if by == Ender::Operator && now < first_hour {
                    self.give_back_all(out);
                } else {
                    self.take_fees(out);
                    let stop = self.end().min(now.max(first_hour));
                    let unserved = self.booked_cost() - self.cost(stop - self.start?);
                    self.stop = Some(stop);
                    self.give_back(unserved, out);
                }
            }
            Call::Dispute => {
                let start = self.start?;
                if self.over || self.dispute.is_some() || now >= self.end() + self.holdback {
                    return None;
                }
                if now >= start + HOUR_SECONDS {
                    self.take_fees(out);
                }
                self.dispute = Some(now);
            }
            Call::Resolve { share_bps } => {
                if self.over || share_bps > 10_000 || now >= self.dispute? + 7 * DAY {
                    return None;
                }
                self.conclude(share_bps, out);
            }
        }
        Some(moved)
    }

    fn settle(&mut self, now: i64, out: &mut Outcome) -> Option<()> {
        let start = self.start?;
        if self.over {
            return None;
        }
        if let Some(dispute) = self.dispute {
            return (now >= dispute + 7 * DAY).then(|| self.conclude(10_000, out));
        }
        let up_to = now - self.holdback;
        match self.stop {
            Some(stop) if up_to >= stop => {
                self.pay(self.served(stop), stop, out);
                self.give_back_all(out);
                return Some(());
            }
            None if now < start + HOUR_SECONDS || now >= self.end() => return None,
            _ => {}
        }
        if now >= start + HOUR_SECONDS {
            self.take_fees(out);
        }
        self.pay(self.served(up_to), up_to, out);
        (*out != Outcome::default()).then_some(())
    }

    fn conclude(&mut self, share_bps: u16, out: &mut Outcome) {
        let paid = self.paid();
        let full = self.served(self.billed_until()).max(paid);
        let held_back_from = (self.dispute.unwrap() - self.holdback).min(self.end());
        let sure = self.served(held_back_from).max(paid).min(full);
        let total = sure + floor(bps(full - sure, share_bps));
        if total > 0 {
            self.take_fees(out);
        }
        self.pay(total, self.billed_until(), out);
        self.give_back_all(out);
    }

    /// What the provider is to have in the end, before fees, at least and at most, counted second by second over the
    /// whole life: the service from its start to its stop, less what lies in an outage.
    pub fn deserved(&self) -> (u64, u64) {
        let Some(start) = self.start else { return (0, 0) };
        let free = |until: i64| {
            let inside = |&(from, to): &(i64, i64)| (to.min(until) - from.min(until)).max(0);
            self.cost(until - start - self.outages.iter().map(inside).sum::<i64>())
        };
        match (self.dispute, self.stop) {
            (Some(dispute), _) => {
                let undisputed = (dispute - self.holdback).min(self.end());
                // What outages hide is the arbiter's to give.
                let least = self.cost(undisputed - start - self.outage());
                assert!(least <= free(undisputed.max(start)));
                (least, free(self.billed_until()))
            }
            (None, Some(stop)) => (free(stop), free(stop)),
            // Ended by the operator within the first hour.
            (None, None) => (0, 0),
        }
    }

    pub fn gross_paid(&self) -> u64 {
        self.paid()
    }
}
