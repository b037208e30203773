//! Bids on a request, and the bond of those on an automatic one.

use super::{
    Choice, Escrow, History, OrderError, Stage, Tender, Window, HOUR, MAX_NOTICE_HOURS, MAX_PROLONGED,
    MAX_SECONDS, PROLONG_SECONDS,
};
use crate::fraction::{floor_bps, BPS};

/// A new best bid on an automatic request is below the best one by at least this share of it, in
/// bps: 1%.
pub const STEP_BPS: u16 = 100;

/// What an operator bids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(anchor_lang::AnchorSerialize, anchor_lang::AnchorDeserialize, anchor_lang::InitSpace)
)]
pub struct BidTerms {
    /// Base units per processor-hour.
    pub rate: u64,
    /// Seconds that the client may extend the order to, those booked included; 0 for no extension.
    pub longest: u32,
    /// How long before it leaves the operator gives notice, in hours: 0 to 72.
    pub notice_hours: u8,
}

/// What the node of a bid must have done at least, in this window of its record and the last one
/// together. All zeros: nothing is asked for.
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
pub struct LeastRecord {
    /// Processor-seconds of service.
    pub served: u64,
    /// Fees of its orders in base units of IO.
    pub fees_io: u64,
    /// Fees of its orders in base units of USDC.
    pub fees_usdc: u64,
}

impl LeastRecord {
    /// Whether a node with this history has done as much, at `now`.
    #[must_use]
    pub fn is_met_by(&self, history: &History, now: i64) -> bool {
        let mut history = *history;
        history.reach(now);
        let both =
            |figure: fn(&Window) -> u64| figure(&history.current).saturating_add(figure(&history.last));
        both(|window| window.served) >= self.served
            && both(|window| window.fees_io) >= self.fees_io
            && both(|window| window.fees_usdc) >= self.fees_usdc
    }
}

/// Whose the bond of a bid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BondOwner {
    /// The operator that bid.
    Operator,
    /// The client: the service has stopped within the first hour, and nothing is paid for it.
    Client,
}

impl Tender {
    /// Checks a bid at `now`.
    ///
    /// # Errors
    /// `RequestOver`, `InvalidRate` for 0, `AboveMostRate`, `BelowLeastCost`, `NoticeTooLong`,
    /// `NoticeTooShort`, `InvalidDuration` beyond 30 days.
    pub fn check_bid(&self, bid: &BidTerms, now: i64) -> Result<(), OrderError> {
        if self.is_over(now) {
            return Err(OrderError::RequestOver);
        }
        if bid.rate == 0 {
            return Err(OrderError::InvalidRate);
        }
        if bid.rate > self.escrow.rate {
            return Err(OrderError::AboveMostRate);
        }
        if u32::from(bid.notice_hours) > MAX_NOTICE_HOURS {
            return Err(OrderError::NoticeTooLong);
        }
        if bid.notice_hours < self.notice_hours {
            return Err(OrderError::NoticeTooShort);
        }
        if bid.longest > MAX_SECONDS {
            return Err(OrderError::InvalidDuration);
        }
        let order = Escrow { rate: bid.rate, ..self.escrow };
        // Until the order is disputed, the least cost of its currency is here.
        if order.hire().cost(order.duration)? < order.bond {
            return Err(OrderError::BelowLeastCost);
        }
        Ok(())
    }

    /// Makes a bid at `now` the best one. In the last minute, that prolongs the request.
    ///
    /// # Errors
    /// As `check_bid`; `ClientChooses`; `BidNotLowEnough` unless it is at least 1% below the best.
    pub fn outbid(&mut self, bid: &BidTerms, now: i64) -> Result<(), OrderError> {
        if self.choice == Choice::Client {
            return Err(OrderError::ClientChooses);
        }
        self.check_bid(bid, now)?;
        if self.best_rate > 0 && bid.rate > floor_bps(self.best_rate, BPS.saturating_sub(STEP_BPS)) {
            return Err(OrderError::BidNotLowEnough);
        }
        let left = self.escrow.accept_seconds.saturating_sub(self.escrow.elapsed(now));
        if left < PROLONG_SECONDS && self.prolonged < MAX_PROLONGED {
            self.prolonged = self.prolonged.saturating_add(1);
            self.escrow.accept_seconds = self.escrow.accept_seconds.saturating_add(PROLONG_SECONDS);
        }
        self.best_rate = bid.rate;
        Ok(())
    }
}

impl Escrow {
    /// Whose the bond of the operator that has won this order by a bid is, at `now`: the client's
    /// if the service has stopped within the first hour and nothing is paid for it, whoever stopped
    /// it; else the operator's.
    ///
    /// # Errors
    /// `BondNotDue` while the first hour runs; and where the client has stopped the service within
    /// it, until the order is settled.
    pub fn bond_owner(&self, now: i64) -> Result<BondOwner, OrderError> {
        let due = match self.stage {
            Stage::Running => self.elapsed_at(now) >= HOUR,
            Stage::Open => false,
            Stage::Ended | Stage::Disputed => self.stop() >= HOUR,
            Stage::Settled => true,
        };
        if !due {
            return Err(OrderError::BondNotDue);
        }
        Ok(if self.forfeits_bond() { BondOwner::Client } else { BondOwner::Operator })
    }

    /// Returns the bond at `now`. The time is noted: should the clock go back, the operator cannot
    /// end within a first hour for which its bond has been returned.
    ///
    /// # Errors
    /// As `bond_owner`.
    pub fn return_bond(&mut self, now: i64) -> Result<BondOwner, OrderError> {
        let owner = self.bond_owner(now)?;
        if self.stage == Stage::Running {
            self.elapsed(now);
        }
        Ok(owner)
    }

    /// Whether it is settled, has stopped within the first hour, and nothing is paid for it: then a
    /// bond that stands for it is the client's.
    #[must_use]
    pub fn forfeits_bond(&self) -> bool {
        self.stage == Stage::Settled && self.duration < HOUR && self.paid == 0
    }
}
