//! What of an order's money is where, from the lists of what was paid.

use super::{bps, ceil, q, Order, Outcome};

impl Order {
    pub(super) fn paid(&self) -> u64 {
        self.payments.iter().sum()
    }

    pub(super) fn put_in(&self) -> u64 {
        self.charges.iter().map(|charge| charge.cost + charge.booking + charge.payment).sum()
    }

    /// What is left of what the client paid in.
    pub fn left(&self) -> u64 {
        let fees: u64 = self.earned.iter().map(|fees| fees.buyer_booking + fees.buyer_payment).sum();
        self.put_in() - fees - self.paid() - self.refunds.iter().sum::<u64>()
    }

    /// The bond, until somebody gets it.
    pub fn bonded(&self) -> u64 {
        if self.dispute.is_some() && !self.over {
            self.bond
        } else {
            0
        }
    }

    /// The buyer's fees on a cost, each rounded up.
    pub(super) fn buyer_fees(&self, cost: u64) -> (u64, u64) {
        (ceil(bps(cost, self.booking)), ceil(bps(cost, self.payment)))
    }

    /// The provider's fees on all it was paid: both together rounded up, the booking fee's part of
    /// them rounded up.
    pub(super) fn provider_fees(&self, paid: u64) -> (u64, u64) {
        let both = self.booking + self.provider_payment;
        let all = ceil(bps(paid, both));
        let booking = if both == 0 { 0 } else { ceil(q(all) * q(self.booking) / q(both)) };
        (booking, all - booking)
    }

    /// Pays the provider up to `total`, and earns the fees on it and on `unserved` cost beside it.
    pub(super) fn pay(&mut self, total: u64, unserved: u64, out: &mut Outcome) {
        let before = self.paid();
        assert!(total >= before, "what was paid is never too much");
        let (old, new) = (self.provider_fees(before), self.provider_fees(total));
        out.fees.provider_booking = new.0 - old.0;
        out.fees.provider_payment = new.1 - old.1;
        out.provider = total - before - out.fees.provider_booking - out.fees.provider_payment;
        let (old, new) = (self.buyer_fees(before), self.buyer_fees(total + unserved));
        out.fees.buyer_booking = new.0 - old.0;
        out.fees.buyer_payment = new.1 - old.1;
        self.payments.push(total - before);
        self.earned.push(out.fees);
    }

    pub(super) fn give_back(&mut self, amount: u64, out: &mut Outcome) {
        out.client = amount;
        self.refunds.push(amount);
    }

    pub(super) fn give_back_all(&mut self, out: &mut Outcome) {
        self.give_back(self.left(), out);
        self.over = true;
    }

    /// The cost of time not served whose fees are earned, unless the node was out when the client
    /// left.
    pub(super) fn left_behind(&self, seconds: i64) -> u64 {
        if self.is_out() {
            0
        } else {
            self.cost(seconds)
        }
    }
}
