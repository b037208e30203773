//! An ask: the price at which anyone may hire a node at once.

use super::{Charge, Currency, Escrow, Hire, OrderError, Rules, Terms, HOUR, MAX_SECONDS};
use crate::time::DAY;

/// A rate of an ask is at most this many base units per processor-hour: 2^40, a million USDC.
pub const MAX_ASK_RATE: u64 = 1 << 40;
/// An ask holds for at most this long, in seconds: 30 days.
pub const MAX_ASK_SECONDS: i64 = 30 * DAY;
/// An operator agrees to at most this much notice, in hours.
pub const MAX_NOTICE_HOURS: u32 = 72;
/// The premium on the oracle's price is at most this, in bps: 10%.
pub const MAX_PREMIUM_BPS: u16 = 1_000;

/// What an operator asks. All zeros: nothing is offered.
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
#[repr(C)]
pub struct AskTerms {
    /// Base units of USDC per processor-hour; 0 if USDC is not taken.
    pub rate_usdc: u64,
    /// Base units of IO per processor-hour; 0 if IO is not taken, or at the oracle's price.
    pub rate_io: u64,
    /// Time at which the ask ends, in Unix seconds.
    pub valid_until: i64,
    /// The shortest order, in seconds.
    pub least_seconds: u32,
    /// The longest order, extensions included, in seconds.
    pub most_seconds: u32,
    /// The longest order in IO at the oracle's price, in seconds.
    pub oracle_seconds: u32,
    /// Processors of the node that may be hired in all, by other orders too.
    pub most_hired: u32,
    /// How long before it leaves the operator gives notice, in hours: 0 to 72.
    pub notice_hours: u32,
    /// What IO at the oracle's price costs more than its price says, in bps.
    pub premium_bps: u16,
    /// Whether IO is taken, for `rate_usdc` at the oracle's price.
    pub oracle_io: bool,
    /// Whether clients may extend.
    pub extendable: bool,
}

/// What a client takes of an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Processors to book.
    pub processors: u32,
    /// Time to book, in seconds.
    pub duration: u32,
    /// What the client pays in.
    pub currency: Currency,
    /// Processors of the node that other orders hire.
    pub hired: u32,
}

impl AskTerms {
    /// Checks what an operator asks at `now`.
    ///
    /// # Errors
    /// `NoRate`, `RateTooHigh`, `TwoIoRates`, `PremiumTooHigh`, `InvalidAskTime`, `NoticeTooLong`,
    /// `InvalidValidity`, `InvalidMostHired`.
    pub fn check(&self, now: i64) -> Result<(), OrderError> {
        let Self { rate_usdc, rate_io, least_seconds, most_seconds, .. } = *self;
        if rate_usdc == 0 && (rate_io == 0 || self.oracle_io) {
            return Err(OrderError::NoRate);
        }
        if rate_usdc.max(rate_io) > MAX_ASK_RATE {
            return Err(OrderError::RateTooHigh);
        }
        if self.oracle_io && rate_io != 0 {
            return Err(OrderError::TwoIoRates);
        }
        if self.premium_bps > MAX_PREMIUM_BPS {
            return Err(OrderError::PremiumTooHigh);
        }
        let oracle = !self.oracle_io || (least_seconds..=most_seconds).contains(&self.oracle_seconds);
        if least_seconds < HOUR || least_seconds > most_seconds || most_seconds > MAX_SECONDS || !oracle {
            return Err(OrderError::InvalidAskTime);
        }
        if self.notice_hours > MAX_NOTICE_HOURS {
            return Err(OrderError::NoticeTooLong);
        }
        if self.valid_until <= now || self.valid_until > now.saturating_add(MAX_ASK_SECONDS) {
            return Err(OrderError::InvalidValidity);
        }
        if self.most_hired == 0 {
            return Err(OrderError::InvalidMostHired);
        }
        Ok(())
    }

    /// Base units per processor-hour in `currency`, as the ask names them.
    ///
    /// # Errors
    /// `CurrencyNotTaken`.
    pub fn rate(&self, currency: Currency) -> Result<u64, OrderError> {
        let rate = match currency {
            Currency::Usdc => self.rate_usdc,
            Currency::Io => self.rate_io,
        };
        if rate == 0 {
            return Err(OrderError::CurrencyNotTaken);
        }
        Ok(rate)
    }

    /// Whether an order in `currency` is at the oracle's price. It is not extended: the rest of it
    /// would be at a price of the past.
    #[must_use]
    pub const fn at_oracle(&self, currency: Currency) -> bool {
        self.oracle_io && matches!(currency, Currency::Io)
    }

    /// Checks at `now` that the ask stands and offers what is booked. Returns the order's terms, at
    /// `rate` base units per processor-hour.
    ///
    /// # Errors
    /// `AskOver`, `TimeNotOffered`, `OraclePriceTooLong`, `AboveMostHired`.
    pub fn take(&self, booking: &Booking, rate: u64, now: i64) -> Result<Terms, OrderError> {
        let Booking { processors, duration, currency, hired } = *booking;
        if now >= self.valid_until {
            return Err(OrderError::AskOver);
        }
        if !(self.least_seconds..=self.most_seconds).contains(&duration) {
            return Err(OrderError::TimeNotOffered);
        }
        if self.at_oracle(currency) && duration > self.oracle_seconds {
            return Err(OrderError::OraclePriceTooLong);
        }
        if hired.saturating_add(processors) > self.most_hired {
            return Err(OrderError::AboveMostHired);
        }
        Ok(Terms { hire: Hire { processors, rate }, duration, currency })
    }

    /// The seconds that an order for so many may be extended to.
    #[must_use]
    pub const fn longest(&self, duration: u32, currency: Currency) -> u32 {
        if self.extendable && !self.at_oracle(currency) {
            self.most_seconds
        } else {
            duration
        }
    }
}

impl Escrow {
    /// An order at an ask, whose service starts at `now`, and what its client pays in. `terms` are
    /// those that [`AskTerms::take`] returned.
    ///
    /// # Errors
    /// As [`Terms::quote`].
    pub fn book(
        ask: &AskTerms,
        terms: &Terms,
        rules: &Rules,
        now: i64,
    ) -> Result<(Self, Charge), OrderError> {
        let (mut escrow, charge) = Self::open(terms, rules, now)?;
        escrow.accept(now, ask.longest(terms.duration, terms.currency))?;
        // At most 72.
        escrow.notice_hours = ask.notice_hours as u8;
        Ok((escrow, charge))
    }
}
