//! A season's money and time.

use super::{AirdropError, Terms};
use crate::wide::{div_rem, words};

/// What happens to IO that nobody claimed.
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
pub enum Rest {
    /// It is burned.
    Burn,
    /// It returns to the funder.
    Return,
}

/// A season's figures.
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
pub struct SeasonLedger {
    /// Points of all leaves together.
    pub points: u64,
    /// Base units of IO for all points together.
    pub pool: u64,
    /// Base units funded so far.
    pub funded: u64,
    /// Base units paid to claimants.
    pub paid: u64,
    /// When claims begin, if the pool is funded by then, in Unix seconds.
    pub opens_at: i64,
    /// When claims end, in Unix seconds.
    pub closes_at: i64,
    /// The greatest time seen, in Unix seconds.
    pub seen: i64,
    /// Number of leaves.
    pub leaves: u32,
    /// What happens to IO that nobody claimed; never changed.
    pub rest: Rest,
    /// Whether it was swept or cancelled.
    pub over: bool,
    /// Fills the layout.
    pub padding: [u8; 2],
}

impl SeasonLedger {
    /// A season that is published at `now` and not funded.
    ///
    /// # Errors
    /// Those of [`Terms::check`].
    pub fn new(terms: &Terms, rest: Rest, now: i64) -> Result<Self, AirdropError> {
        terms.check(now)?;
        Ok(Self {
            points: terms.points,
            pool: terms.pool,
            funded: 0,
            paid: 0,
            opens_at: terms.opens_at,
            closes_at: terms.closes_at(),
            seen: now,
            leaves: terms.leaves,
            rest,
            over: false,
            padding: [0; 2],
        })
    }

    /// Whether the whole pool was funded.
    #[must_use]
    pub const fn is_funded(&self) -> bool {
        self.funded >= self.pool
    }

    /// Whether claims have begun at `now`, or had at a time seen before; they may have ended since.
    #[must_use]
    pub fn has_opened(&self, now: i64) -> bool {
        self.is_funded() && now.max(self.seen) >= self.opens_at
    }

    /// Whether no claim is ever paid at `now` or later: the season is over, or has reached its
    /// closing. The time is remembered, so that an earlier clock does not open it again. One that
    /// was not funded may yet open, by what funds it; nothing of it was claimed before.
    pub fn is_closed(&mut self, now: i64) -> bool {
        self.seen = self.seen.max(now);
        self.over || self.seen >= self.closes_at
    }

    /// Base units that the vault holds for the season.
    #[must_use]
    pub const fn held(&self) -> u64 {
        if self.over {
            0
        } else {
            self.funded.saturating_sub(self.paid)
        }
    }

    /// Publishes other terms.
    ///
    /// # Errors
    /// `Over`, `AlreadyOpen`, `PoolBelowFunded`, and those of [`Terms::check`].
    pub fn update(&mut self, terms: &Terms, now: i64) -> Result<(), AirdropError> {
        let now = self.before_opening(now)?;
        terms.check(now)?;
        if terms.pool < self.funded {
            return Err(AirdropError::PoolBelowFunded);
        }
        (self.points, self.pool, self.leaves) = (terms.points, terms.pool, terms.leaves);
        (self.opens_at, self.closes_at) = (terms.opens_at, terms.closes_at());
        Ok(())
    }

    /// Takes `amount` base units into the pool. What completes it after the announced opening opens
    /// the season, for as long as was announced.
    ///
    /// # Errors
    /// `Over`, `ZeroAmount`, `AbovePool`.
    pub fn fund(&mut self, amount: u64, now: i64) -> Result<(), AirdropError> {
        let now = self.see(now)?;
        if amount == 0 {
            return Err(AirdropError::ZeroAmount);
        }
        if amount > self.pool.saturating_sub(self.funded) {
            return Err(AirdropError::AbovePool);
        }
        // amount <= pool - funded.
        self.funded = self.funded.saturating_add(amount);
        if self.is_funded() && now > self.opens_at {
            let late = now.saturating_sub(self.opens_at);
            (self.opens_at, self.closes_at) = (now, self.closes_at.saturating_add(late));
        }
        Ok(())
    }

    /// Records a claim of `points`; returns the base units to pay.
    ///
    /// # Errors
    /// `Over`, `NotFunded`, `NotOpen`, `Closed`, `ZeroPoints`, `TooManyPoints`, `WorthNothing`,
    /// `PoolExhausted`.
    pub fn claim(&mut self, points: u64, now: i64) -> Result<u64, AirdropError> {
        let now = self.see(now)?;
        if !self.is_funded() {
            return Err(AirdropError::NotFunded);
        }
        if now < self.opens_at {
            return Err(AirdropError::NotOpen);
        }
        if now >= self.closes_at {
            return Err(AirdropError::Closed);
        }
        let amount = payout(points, self.points, self.pool)?;
        if amount > self.pool.saturating_sub(self.paid) {
            return Err(AirdropError::PoolExhausted);
        }
        // amount <= pool - paid.
        self.paid = self.paid.saturating_add(amount);
        Ok(amount)
    }

    /// Calls the season off before it is open; returns the base units to give back. Once it would
    /// have closed anyone may.
    ///
    /// # Errors
    /// `Over`, `AlreadyOpen`, `NotFunderYet`.
    pub fn cancel(&mut self, by_funder: bool, now: i64) -> Result<u64, AirdropError> {
        let now = self.before_opening(now)?;
        if !by_funder && now < self.closes_at {
            return Err(AirdropError::NotFunderYet);
        }
        let held = self.held();
        self.over = true;
        Ok(held)
    }

    /// Ends the season once it is closed; returns the base units that nobody claimed.
    ///
    /// # Errors
    /// `Over`, `NeverOpen`, `StillOpen`.
    pub fn sweep(&mut self, now: i64) -> Result<u64, AirdropError> {
        let now = self.see(now)?;
        if !self.is_funded() {
            return Err(AirdropError::NeverOpen);
        }
        if now < self.closes_at {
            return Err(AirdropError::StillOpen);
        }
        let held = self.held();
        self.over = true;
        Ok(held)
    }

    fn before_opening(&mut self, now: i64) -> Result<i64, AirdropError> {
        let now = self.see(now)?;
        if self.has_opened(now) {
            return Err(AirdropError::AlreadyOpen);
        }
        Ok(now)
    }

    fn see(&mut self, now: i64) -> Result<i64, AirdropError> {
        if self.over {
            return Err(AirdropError::Over);
        }
        self.seen = self.seen.max(now);
        Ok(self.seen)
    }
}

/// What `points` of `all` are worth of a pool: `floor(points * pool / all)` base units.
///
/// # Errors
/// `ZeroPoints`, `TooManyPoints`, `WorthNothing`.
pub fn payout(points: u64, all: u64, pool: u64) -> Result<u64, AirdropError> {
    if points == 0 {
        return Err(AirdropError::ZeroPoints);
    }
    if points > all {
        return Err(AirdropError::TooManyPoints);
    }
    let (worth, _) = div_rem(words(points, pool), u128::from(all)).ok_or(AirdropError::InvalidPoints)?;
    // points <= all, so that it is at most the pool.
    match worth as u64 {
        0 => Err(AirdropError::WorthNothing),
        amount => Ok(amount),
    }
}
