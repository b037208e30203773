//! A request: an order without a node yet, paid in at the most that its client would pay.

use super::{
    BidTerms, Charge, Escrow, OrderError, Outcome, Rules, Stage, Terms, ARBITER_SECONDS, DAY, HOUR,
    MAX_NOTICE_HOURS, MAX_SECONDS,
};
use crate::staking::MAX_HIRE_SECONDS;

/// A request is open for at least this long, in seconds: 10 minutes.
pub const MIN_OPEN_SECONDS: u32 = 600;
/// A request is open for at most this long, in seconds: 7 days.
pub const MAX_OPEN_SECONDS: u32 = 7 * DAY;
/// An automatic request is open for at most this long, in seconds, not prolonged: an hour, since
/// the best bid keeps processors hired.
pub const MAX_AUTO_SECONDS: u32 = HOUR;
/// A new best bid this close to the end prolongs an automatic request by as much, in seconds.
pub const PROLONG_SECONDS: u32 = 60;
/// How often it can be prolonged.
pub const MAX_PROLONGED: u8 = 10;
/// How long after its end an automatic request can be awarded, in seconds: an hour.
pub const AWARD_SECONDS: u32 = HOUR;

/// Who chooses among the bids.
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
pub enum Choice {
    /// The client, among all bids.
    #[default]
    Client,
    /// Nobody: the lowest rate is taken once the time is over.
    Lowest,
}

/// How a request is put to operators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// How long it is open, in seconds.
    pub seconds: u32,
    /// Whether the client chooses among the bids, or the lowest one wins.
    pub choice: Choice,
    /// The least notice that bids must agree to, in hours.
    pub notice_hours: u8,
}

/// What a request's client has paid in and asks for, and the best bid of an automatic one.
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
pub struct Tender {
    /// The order that it becomes, at the most rate; its window for accepting is the time that the
    /// request is open.
    pub escrow: Escrow,
    /// The lowest rate that was bid, in base units per processor-hour; 0 before the first bid, and
    /// where the client chooses.
    pub best_rate: u64,
    /// Whether the client chooses among the bids, or the lowest one wins.
    pub choice: Choice,
    /// How often it was prolonged.
    pub prolonged: u8,
    /// The least notice that bids must agree to, in hours.
    pub notice_hours: u8,
    /// Fills the layout.
    pub padding: [u8; 5],
}

impl Tender {
    /// A request at `now` for `terms`, whose rate is the most, and what its client pays in.
    ///
    /// # Errors
    /// As [`Terms::quote`]; `InvalidOpenTime`, `NoticeTooLong`.
    pub fn open(
        terms: &Terms,
        rules: &Rules,
        opening: &Opening,
        now: i64,
    ) -> Result<(Self, Charge), OrderError> {
        let Opening { seconds, choice, notice_hours } = *opening;
        let most = match choice {
            Choice::Client => MAX_OPEN_SECONDS,
            Choice::Lowest => MAX_AUTO_SECONDS,
        };
        if !(MIN_OPEN_SECONDS..=most).contains(&seconds) {
            return Err(OrderError::InvalidOpenTime);
        }
        if u32::from(notice_hours) > MAX_NOTICE_HOURS {
            return Err(OrderError::NoticeTooLong);
        }
        let (escrow, charge) = Escrow::open(terms, rules, now)?;
        let escrow = Escrow { accept_seconds: seconds, ..escrow };
        Ok((Self { escrow, best_rate: 0, choice, prolonged: 0, notice_hours, padding: [0; 5] }, charge))
    }

    /// The end of its time, as things stand, in Unix seconds.
    #[must_use]
    pub const fn ends_at(&self) -> i64 {
        self.escrow.at.saturating_add(self.escrow.accept_seconds as i64)
    }

    /// Whether no bid can be placed any more at `now`.
    #[must_use]
    pub const fn is_over(&self, now: i64) -> bool {
        let now = if now > self.escrow.seen_at() { now } else { self.escrow.seen_at() };
        now > self.ends_at()
    }

    /// An hour's cost at the most rate, in base units: the bond of a bid on an automatic request.
    ///
    /// # Errors
    /// `CostTooHigh` if the terms were never checked.
    pub fn bond(&self) -> Result<u64, OrderError> {
        self.escrow.hire().cost(HOUR)
    }

    /// Until when the processors of a best bid at `now` may be needed, in Unix seconds: up to the
    /// latest start, and as for every order from there on.
    #[must_use]
    pub const fn hired_until(&self, bid: &BidTerms, now: i64) -> i64 {
        const OPEN: u32 = MAX_AUTO_SECONDS + PROLONG_SECONDS * MAX_PROLONGED as u32 + AWARD_SECONDS;
        let windows = self.escrow.holdback_seconds.saturating_add(ARBITER_SECONDS);
        let latest = self.escrow.at.saturating_add(OPEN as i64);
        let until = latest.saturating_add(self.longest(bid) as i64).saturating_add(windows as i64);
        let most = now.saturating_add(MAX_HIRE_SECONDS);
        if until < most {
            until
        } else {
            most
        }
    }

    /// Makes it the order that a bid offers, which starts at `now`. Returns the order, and what
    /// returns to the client: what it has paid in for a higher rate.
    ///
    /// # Errors
    /// `RequestOver` where the client chooses, `RequestOpen` where nobody does; `AwardTooLate`;
    /// `AboveMostRate`.
    pub fn award(&mut self, bid: &BidTerms, now: i64) -> Result<(Escrow, Outcome), OrderError> {
        let elapsed = self.escrow.elapsed(now);
        let over = elapsed > self.escrow.accept_seconds;
        match self.choice {
            Choice::Client if over => return Err(OrderError::RequestOver),
            Choice::Lowest if !over => return Err(OrderError::RequestOpen),
            Choice::Lowest if elapsed > self.award_until() => return Err(OrderError::AwardTooLate),
            Choice::Client | Choice::Lowest => {}
        }
        if bid.rate > self.escrow.rate {
            return Err(OrderError::AboveMostRate);
        }
        let held = self.escrow.held()?;
        let order = Escrow {
            rate: bid.rate,
            at: self.escrow.seen_at(),
            seen: 0,
            longest: self.longest(bid),
            notice_hours: bid.notice_hours,
            stage: Stage::Running,
            ..self.escrow
        };
        let client = held.checked_sub(order.held()?).ok_or(OrderError::Overflow)?;
        self.escrow.stage = Stage::Settled;
        Ok((order, Outcome { client, ..Outcome::default() }))
    }

    /// Returns everything to the client, at `now`: `by_client` at any time, but not once an
    /// automatic request has a bid; by anyone once its time is over, and the time for awarding it
    /// if it has a bid.
    ///
    /// # Errors
    /// `HasBids`, `RequestOpen`.
    pub fn cancel(&mut self, now: i64, by_client: bool) -> Result<Outcome, OrderError> {
        let elapsed = self.escrow.elapsed(now);
        if self.best_rate > 0 {
            if elapsed <= self.award_until() {
                return Err(OrderError::HasBids);
            }
        } else if elapsed <= self.escrow.accept_seconds && !by_client {
            return Err(OrderError::RequestOpen);
        }
        let client = self.escrow.held()?;
        self.escrow.stage = Stage::Settled;
        Ok(Outcome { client, ..Outcome::default() })
    }

    /// Seconds that the client of the order may extend it to.
    pub(super) const fn longest(&self, bid: &BidTerms) -> u32 {
        let longest = if bid.longest < MAX_SECONDS { bid.longest } else { MAX_SECONDS };
        if longest > self.escrow.duration {
            longest
        } else {
            self.escrow.duration
        }
    }

    /// The last second at which it can be awarded once its time is over.
    const fn award_until(&self) -> u32 {
        self.escrow.accept_seconds.saturating_add(AWARD_SECONDS)
    }
}
