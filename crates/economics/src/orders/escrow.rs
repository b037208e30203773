//! One order's money and time.

use super::{Charge, FeeRates, Hire, OrderError};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::CheckedBitPattern,
        bytemuck::NoUninit,
    )
)]
#[repr(u8)]
pub enum Stage {
    /// Paid in, not accepted.
    Open,
    /// Accepted: the service runs, or its time is over and nobody has ended it.
    Running,
    /// The service has stopped; pay is left.
    Ended,
    /// The client disputes what is not paid.
    Disputed,
    /// Nothing is left.
    Settled,
}

/// An order's terms, as they were at its creation, and its progress. Seconds count from `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::CheckedBitPattern,
        bytemuck::NoUninit,
    )
)]
#[repr(C)]
pub struct Escrow {
    /// Base units per processor-hour.
    pub rate: u64,
    /// What the provider was paid so far, before its fees, in base units.
    pub paid: u64,
    /// When it was created, in Unix seconds; once accepted, when the service started.
    pub at: i64,
    /// Processors hired.
    pub processors: u32,
    /// The greatest time seen.
    pub seen: u32,
    /// How long the operator has to accept, in seconds.
    pub accept_seconds: u32,
    /// How long pay is held back, in seconds.
    pub holdback_seconds: u32,
    /// Booked, with extensions; once ended, when the service stopped for what is to be paid.
    pub duration: u32,
    /// Up to when it is settled.
    pub settled: u32,
    /// Seconds of outages reported so far.
    pub outage: u32,
    /// When the last outage reported ended.
    pub outage_until: u32,
    /// When it was disputed.
    pub disputed_at: u32,
    /// Fee rates.
    pub fees: FeeRates,
    /// Where it stands.
    pub stage: Stage,
    /// Whether the escrow holds no more fees of the buyer: they have left it, or there are none.
    pub fees_earned: bool,
    /// Whether the operator takes extensions.
    pub extendable: bool,
    /// Fills the layout.
    pub padding: [u8; 3],
}

impl Escrow {
    /// Processors and rate.
    #[must_use]
    pub const fn hire(&self) -> Hire {
        Hire { processors: self.processors, rate: self.rate }
    }

    /// The buyer's charge for the booked time.
    ///
    /// # Errors
    /// `CostTooHigh` if the terms were never checked.
    pub fn booked(&self) -> Result<Charge, OrderError> {
        Ok(self.fees.buyer(self.hire().cost(self.duration)?))
    }

    /// Base units that the escrow holds.
    ///
    /// # Errors
    /// `CostTooHigh`, `Overflow` if the terms were never checked.
    pub fn held(&self) -> Result<u64, OrderError> {
        if self.stage == Stage::Settled {
            return Ok(0);
        }
        let booked = self.booked()?;
        let held = if self.fees_earned { booked.cost } else { booked.total()? };
        held.checked_sub(self.paid).ok_or(OrderError::Overflow)
    }

    /// The greatest time seen, in Unix seconds.
    #[must_use]
    pub const fn seen_at(&self) -> i64 {
        self.at.saturating_add(self.seen as i64)
    }

    /// # Errors
    /// `NotSettled`.
    pub fn check_settled(&self) -> Result<(), OrderError> {
        if self.stage == Stage::Settled {
            Ok(())
        } else {
            Err(OrderError::NotSettled)
        }
    }

    /// Seconds from `at` to `now`, or to the greatest time seen if that is later.
    pub(super) fn elapsed(&mut self, now: i64) -> u32 {
        let since = now.saturating_sub(self.at).clamp(0, i64::from(u32::MAX));
        self.seen = self.seen.max(since as u32);
        self.seen
    }

    /// # Errors
    /// Unless the service runs, or its time is over and nobody has ended it.
    pub(super) fn check_running(&self) -> Result<(), OrderError> {
        match self.stage {
            Stage::Running => Ok(()),
            Stage::Open => Err(OrderError::NotAccepted),
            Stage::Ended | Stage::Disputed => Err(OrderError::AlreadyEnded),
            Stage::Settled => Err(OrderError::AlreadySettled),
        }
    }
}
