//! IO at the oracle's price: which prices are taken, and what a rate in USDC is in IO.

use super::OrderError;
use crate::{
    fraction::BPS,
    price::{product, Price, PriceError, Quote, IO_TO_USDC, MAX_AGE_SECONDS, MAX_CONF_BPS},
    wide::{mul_div_ceil, words},
};

/// The feeds of the oracle, and how old and how wide a price of theirs may be.
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
pub struct PriceRules {
    /// Pyth's feed of IO/USD; zeros if there is none.
    pub io_feed: [u8; 32],
    /// Pyth's feed of USDC/USD; zeros if there is none.
    pub usdc_feed: [u8; 32],
    /// How old a price may be, in seconds.
    pub max_age: u16,
    /// How wide the confidence of a price may be, in bps of the price.
    pub max_conf_bps: u16,
}

impl PriceRules {
    /// What a deployment starts with, but for the feeds: prices at most 30 s old and 1% wide
    /// (choice: a client picks among the updates of that time; docs/market.md says what it gains).
    pub const GENESIS: Self =
        Self { io_feed: [0; 32], usdc_feed: [0; 32], max_age: 30, max_conf_bps: MAX_CONF_BPS };

    /// Whether there are feeds; without them nothing is booked at the oracle's price.
    #[must_use]
    pub fn has_feeds(&self) -> bool {
        self.io_feed != [0; 32]
    }

    /// Whether every figure is within its bounds.
    ///
    /// # Errors
    /// `InvalidFeeds` unless there are two feeds or none; `InvalidAge`; `InvalidConfidence`.
    pub fn check(&self) -> Result<(), OrderError> {
        let usdc = self.usdc_feed != [0; 32];
        if self.has_feeds() != usdc || (usdc && self.io_feed == self.usdc_feed) {
            return Err(OrderError::InvalidFeeds);
        }
        if !(1..=MAX_AGE_SECONDS).contains(&self.max_age) {
            return Err(OrderError::InvalidAge);
        }
        if !(1..=MAX_CONF_BPS).contains(&self.max_conf_bps) {
            return Err(OrderError::InvalidConfidence);
        }
        Ok(())
    }

    /// The rate in IO of `rate_usdc` and a premium, by two quotes that are fit at `now`; rounded
    /// up, once. An IO counts as its low end or its moving average, whichever is less, and a USDC
    /// as its high end: so no update of the last seconds makes a rate cheaper than the average
    /// does.
    ///
    /// # Errors
    /// `PriceTooOld`, `PriceAhead`, `PriceNotPositive`, `PriceExponent`, `PriceTooWide` for either
    /// quote; `PriceNotPositive` for the average; `PriceOutOfRange`.
    pub fn rate_in_io(
        &self,
        now: i64,
        io: &Quote,
        usdc: &Quote,
        rate_usdc: u64,
        premium_bps: u16,
    ) -> Result<u64, OrderError> {
        io.check_time(now, self.max_age)?;
        usdc.check_time(now, self.max_age)?;
        let price = Price::new(io, usdc, self.max_conf_bps)?;
        let worth = price.io.min(price.average);
        if worth == 0 {
            return Err(PriceError::NotPositive.into());
        }
        let (up, down) = price.powers()?;
        // Below 2^24.
        let with_premium = IO_TO_USDC.wrapping_mul(u64::from(BPS).wrapping_add(u64::from(premium_bps)));
        let of_io = product(worth, up, BPS.into())?;
        let rate = mul_div_ceil(words(rate_usdc, with_premium), words(price.usdc, down), of_io);
        let rate = rate.and_then(|rate| u64::try_from(rate).ok());
        rate.ok_or(OrderError::PriceOutOfRange)
    }
}

impl From<PriceError> for OrderError {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::TooOld => Self::PriceTooOld,
            PriceError::Ahead => Self::PriceAhead,
            PriceError::NotPositive => Self::PriceNotPositive,
            PriceError::Exponent => Self::PriceExponent,
            PriceError::TooWide => Self::PriceTooWide,
            PriceError::OutOfRange => Self::PriceOutOfRange,
        }
    }
}
