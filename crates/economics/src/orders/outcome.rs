//! What a step takes out of escrow, and for whom.

use super::{Escrow, Fees};

/// Base units that leave an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Paid to the provider, after its fees.
    pub provider: u64,
    /// Returned to the client out of escrow.
    pub client: u64,
    /// Fees earned.
    pub fees: Fees,
    /// Bond of a dispute returned to the client, beside the escrow.
    pub bond_returned: u64,
    /// Bond of a dispute that becomes fees.
    pub bond_forfeited: u64,
}

impl Outcome {
    /// All that leaves the escrow, bonds not counted. At most what was escrowed.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.provider.saturating_add(self.client).saturating_add(self.fees.total())
    }

    /// All that the client gets. At most what it paid in.
    #[must_use]
    pub const fn to_client(&self) -> u64 {
        self.client.saturating_add(self.bond_returned)
    }
}

impl Escrow {
    /// Pays the provider up to `target`, all that it is paid so far, before fees; less than before
    /// pays nothing. Both sides' fees on it are earned.
    pub(super) fn pay_up_to(&mut self, target: u64, outcome: &mut Outcome) {
        let target = target.max(self.paid);
        outcome.fees = self.fees.earned(target).since(self.fees.earned(self.paid));
        let gross = target.saturating_sub(self.paid);
        outcome.provider = gross.saturating_sub(outcome.fees.provider());
        self.paid = target;
    }

    /// The buyer's fees on `cost` of time that was not served, beside those on what is paid.
    pub(super) fn keep_fees(&self, cost: u64, outcome: &mut Outcome) {
        let (paid, all) = (self.fees.buyer(self.paid), self.fees.buyer(self.paid.saturating_add(cost)));
        let kept = all.since(paid);
        outcome.fees.buyer_booking = outcome.fees.buyer_booking.saturating_add(kept.booking);
        outcome.fees.buyer_payment = outcome.fees.buyer_payment.saturating_add(kept.payment);
    }
}
