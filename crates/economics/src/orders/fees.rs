//! Fees: on the cost alone, each rounded up to a base unit. They are earned with the pay, by
//! cumulative figures.

use super::{Currency, OrderError};
use crate::fraction::{ceil, ceil_bps};

/// Booking fees are at most this, in bps: 1%.
pub const MAX_BOOKING_BPS: u16 = 100;
/// Payment fees are at most this, in bps: 5%.
pub const MAX_PAYMENT_BPS: u16 = 500;

/// The rates that an order keeps from its creation on, in bps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct FeeRates {
    /// From the buyer on top of the cost, and from the provider out of its pay.
    pub booking_bps: u16,
    /// From a buyer that pays in USDC, on top.
    pub payment_bps: u16,
    /// From a provider that is paid in USDC, out of its pay.
    pub provider_payment_bps: u16,
}

/// What a buyer escrows for an order or an extension, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// For the time booked.
    pub cost: u64,
    /// Booking fee.
    pub booking: u64,
    /// Payment fee.
    pub payment: u64,
}

/// Fees that are earned, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "anchor", derive(anchor_lang::AnchorSerialize, anchor_lang::AnchorDeserialize))]
pub struct Fees {
    /// The buyer's booking fee.
    pub buyer_booking: u64,
    /// The buyer's payment fee.
    pub buyer_payment: u64,
    /// The provider's booking fee.
    pub provider_booking: u64,
    /// The provider's payment fee.
    pub provider_payment: u64,
}

impl FeeRates {
    /// What a deployment starts with: 0.25% from each side, 2% more from a buyer that pays in USDC.
    pub const GENESIS: Self = Self { booking_bps: 25, payment_bps: 200, provider_payment_bps: 0 };

    /// # Errors
    /// `FeeTooHigh`.
    pub fn check(self) -> Result<(), OrderError> {
        if self.booking_bps > MAX_BOOKING_BPS
            || self.payment_bps > MAX_PAYMENT_BPS
            || self.provider_payment_bps > MAX_PAYMENT_BPS
        {
            return Err(OrderError::FeeTooHigh);
        }
        Ok(())
    }

    /// The rates of an order in `currency`: payment fees are for USDC only.
    #[must_use]
    pub const fn of(self, currency: Currency) -> Self {
        match currency {
            Currency::Usdc => self,
            Currency::Io => Self { booking_bps: self.booking_bps, payment_bps: 0, provider_payment_bps: 0 },
        }
    }

    /// The buyer's charge for a cost.
    #[must_use]
    pub fn buyer(self, cost: u64) -> Charge {
        Charge { cost, booking: ceil_bps(cost, self.booking_bps), payment: ceil_bps(cost, self.payment_bps) }
    }

    /// Both sides' fees that are earned once the provider was paid this much in all, before its
    /// fees.
    #[must_use]
    pub fn earned(self, paid: u64) -> Fees {
        let Charge { booking, payment, .. } = self.buyer(paid);
        Fees { buyer_booking: booking, buyer_payment: payment, ..self.provider(paid) }
    }

    /// The provider's fees on all that it was paid so far, before fees. Rounded up together, so
    /// that they never rise by more than the pay does, and then divided, so that neither ever
    /// falls.
    #[must_use]
    pub fn provider(self, paid: u64) -> Fees {
        let rate = self.booking_bps.saturating_add(self.provider_payment_bps);
        let both = ceil_bps(paid, rate);
        let booking = ceil(both, self.booking_bps.into(), rate.into());
        Fees { provider_booking: booking, provider_payment: both.saturating_sub(booking), ..Fees::default() }
    }
}

impl Charge {
    /// All of it.
    ///
    /// # Errors
    /// `CostTooHigh` if it does not fit.
    pub fn total(self) -> Result<u64, OrderError> {
        let fees = self.booking.checked_add(self.payment);
        fees.and_then(|fees| fees.checked_add(self.cost)).ok_or(OrderError::CostTooHigh)
    }

    /// Its fees alone.
    #[must_use]
    pub fn fees(self) -> Fees {
        Fees { buyer_booking: self.booking, buyer_payment: self.payment, ..Fees::default() }
    }

    /// What it exceeds an earlier, smaller one by.
    pub(super) fn since(self, earlier: Self) -> Self {
        Self {
            cost: self.cost.saturating_sub(earlier.cost),
            booking: self.booking.saturating_sub(earlier.booking),
            payment: self.payment.saturating_sub(earlier.payment),
        }
    }
}

impl Fees {
    /// All of them. At most what was escrowed.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.buyer_booking
            .saturating_add(self.buyer_payment)
            .saturating_add(self.provider_booking)
            .saturating_add(self.provider_payment)
    }

    /// The provider's, both together. At most what it is paid.
    #[must_use]
    pub const fn provider(self) -> u64 {
        self.provider_booking.saturating_add(self.provider_payment)
    }

    /// What they exceed earlier, smaller ones by.
    pub(super) const fn since(self, earlier: Self) -> Self {
        Self {
            buyer_booking: self.buyer_booking.saturating_sub(earlier.buyer_booking),
            buyer_payment: self.buyer_payment.saturating_sub(earlier.buyer_payment),
            provider_booking: self.provider_booking.saturating_sub(earlier.provider_booking),
            provider_payment: self.provider_payment.saturating_sub(earlier.provider_payment),
        }
    }
}
