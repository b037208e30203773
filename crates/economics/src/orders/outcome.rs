//! What a step takes out of escrow, and for whom.

use super::{Escrow, Fees, OrderError, HOUR};

/// Base units that leave the escrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// To the provider, its fees taken off.
    pub provider: u64,
    /// Back to the client.
    pub client: u64,
    /// Earned fees.
    pub fees: Fees,
}

impl Outcome {
    /// All of it. At most what was escrowed.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.provider.saturating_add(self.client).saturating_add(self.fees.total())
    }
}

impl Escrow {
    /// Takes out the buyer's fees, if they are still in, for an order that has passed its first hour or counts as such.
    pub(super) fn earn_fees(&mut self, outcome: &mut Outcome) -> Result<(), OrderError> {
        if !self.fees_earned {
            let fees = self.booked()?.fees();
            outcome.fees.buyer_booking = fees.buyer_booking;
            outcome.fees.buyer_payment = fees.buyer_payment;
            self.fees_earned = true;
        }
        Ok(())
    }

    /// The same, once the first hour has passed.
    pub(super) fn earn_fees_after_first_hour(
        &mut self,
        elapsed: u32,
        outcome: &mut Outcome,
    ) -> Result<(), OrderError> {
        if elapsed >= HOUR {
            self.earn_fees(outcome)?;
        }
        Ok(())
    }

    /// Pays the provider up to `target`, all that it is paid so far, before fees. Less than before pays nothing.
    pub(super) fn pay_up_to(&mut self, target: u64, outcome: &mut Outcome) {
        let target = target.max(self.paid);
        let fees = self.fees.provider(target).since(self.fees.provider(self.paid));
        let gross = target.saturating_sub(self.paid);
        outcome.provider = gross.saturating_sub(fees.total());
        outcome.fees.provider_booking = fees.provider_booking;
        outcome.fees.provider_payment = fees.provider_payment;
        self.paid = target;
    }
}
