//! One order's money and time.

use super::{Charge, FeeRates, Hire, OrderError, Outages, ARBITER_SECONDS, HOUR};

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

/// What the operator did about the notice that it agreed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
pub enum Notice {
    /// Nothing yet.
    #[default]
    None,
    /// It has given notice: the booked time was capped, and the client may leave for free.
    Given,
    /// It has ended the service before the booked time was over, although notice was agreed.
    Broken,
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
    /// Base units paid to the provider so far, before its fees.
    pub paid: u64,
    /// Time of creation, in Unix seconds; once accepted, start of the service.
    pub at: i64,
    /// The least bond of a dispute, in base units, as it was at the order's creation; once
    /// disputed, what the client has deposited.
    pub bond: u64,
    /// Processors booked.
    pub processors: u32,
    /// The greatest time seen.
    pub seen: u32,
    /// Seconds that the operator has to accept.
    pub accept_seconds: u32,
    /// Seconds that pay is held back.
    pub holdback_seconds: u32,
    /// Seconds booked, extensions included; once ended, seconds of service, outages not taken off.
    /// Of less than an hour, since the client ended, the whole hour is paid; unless an outage ran
    /// when it did.
    pub duration: u32,
    /// Seconds that the order may be extended to; 0 before acceptance.
    pub longest: u32,
    /// Seconds of unserved time whose buyer's fees are kept, since the client ended.
    pub kept: u32,
    /// Time of the dispute.
    pub disputed_at: u32,
    /// Outages reported so far.
    pub outages: Outages,
    /// Fee rates.
    pub fees: FeeRates,
    /// Where the order stands.
    pub stage: Stage,
    /// Whether the order, though settled, keeps its processors hired for an hour from the greatest
    /// time seen.
    pub keeps_hired: bool,
    /// How long before it leaves the operator has to give notice, in hours: 0 to 72, as the ask or
    /// bid said.
    pub notice_hours: u8,
    /// Whether the operator has given notice, or ended without it.
    pub notice: Notice,
    /// Whether the operator ended before the booked time was over.
    pub left_early: bool,
    /// For later versions.
    pub reserved: [u8; 1],
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
        Ok(self.fees.buyer(self.hire().cost(self.charged())?))
    }

    /// Base units that the escrow holds: the cost that is not paid, and the buyer's fees that are
    /// not earned. A bond lies beside it.
    ///
    /// # Errors
    /// `CostTooHigh`, `Overflow` if the terms were never checked.
    pub fn held(&self) -> Result<u64, OrderError> {
        if self.stage == Stage::Settled {
            return Ok(0);
        }
        let hire = self.hire();
        let cost = hire.cost(self.charged())?;
        let with_kept = cost.checked_add(hire.cost(self.kept)?).ok_or(OrderError::CostTooHigh)?;
        let fees = self.fees.buyer(with_kept).since(self.fees.buyer(self.paid)).fees().total();
        let unpaid = cost.checked_sub(self.paid).ok_or(OrderError::Overflow)?;
        unpaid.checked_add(fees).ok_or(OrderError::CostTooHigh)
    }

    /// Base units that lie beside the escrow as the bond of a dispute.
    #[must_use]
    pub const fn bonded(&self) -> u64 {
        match self.stage {
            Stage::Disputed => self.bond,
            Stage::Open | Stage::Running | Stage::Ended | Stage::Settled => 0,
        }
    }

    /// Until when processors may be needed, once the service has started, in Unix seconds: all that
    /// can be booked, the holdback and the arbiter's days. At most 44 days after the start.
    #[must_use]
    pub const fn hired_until(&self) -> i64 {
        let windows = self.holdback_seconds.saturating_add(ARBITER_SECONDS);
        self.at.saturating_add(self.longest as i64).saturating_add(windows as i64)
    }

    /// The greatest time seen, in Unix seconds.
    #[must_use]
    pub const fn seen_at(&self) -> i64 {
        self.at.saturating_add(self.seen as i64)
    }

    /// Whether processors of the node are hired for this order.
    #[must_use]
    pub const fn hires(&self) -> bool {
        matches!(self.stage, Stage::Running) || self.keeps_hired
    }

    /// Second at which the service stops, as things stand: the end of what is booked, or when it
    /// was ended or disputed.
    pub(super) fn stop(&self) -> u32 {
        match self.stage {
            Stage::Disputed => self.disputed_at.min(self.duration),
            Stage::Open | Stage::Running | Stage::Ended | Stage::Settled => self.duration,
        }
    }

    /// Whether an outage ran when the service stopped: then its client leaves no fees behind, and
    /// pays for no first hour that was not served.
    pub(super) fn stopped_in_outage(&self) -> bool {
        self.outages.last.to >= self.stop().max(1)
    }

    /// Seconds up to which the service is paid, as things stand, outages not taken off: up to its
    /// stop, and for the first hour at least.
    #[must_use]
    pub fn billed(&self) -> u32 {
        if self.stopped_in_outage() {
            self.stop()
        } else {
            self.stop().max(HOUR)
        }
    }

    /// Seconds whose cost lies in escrow, paid or not: nothing shorter than an hour can be booked,
    /// and nothing of it returns before the last settlement.
    const fn charged(&self) -> u32 {
        if self.duration > HOUR {
            self.duration
        } else {
            HOUR
        }
    }

    /// Seconds from `at` to `now`, or to the greatest time seen if that is later.
    pub(super) fn elapsed(&mut self, now: i64) -> u32 {
        self.seen = self.elapsed_at(now);
        self.seen
    }

    /// The same, and nothing is noted.
    pub(super) fn elapsed_at(&self, now: i64) -> u32 {
        let since = now.saturating_sub(self.at).clamp(0, i64::from(u32::MAX));
        self.seen.max(since as u32)
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
